/** Commands: MANGO first says that it has taken one, and later, to the webhook, what came of it. */
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { failure, type MangoApi } from './api.ts';
import { OK } from './codes.ts';
import { manifest } from './manifest.ts';

/** How long MANGO may take to say what came of a command, in ms. */
export const RESULT_MS = 10_000;

export interface Commands {
  /** Resolves when MANGO says that it is done. */
  send(path: string, json: object, commandId?: string): Promise<void>;
  /** A result has come; answers whether somebody waits for it. */
  heard(commandId: string, result: number): void;
}

export function createCommands(api: MangoApi, { wait, newId }: Pick<CrmContext, 'wait' | 'newId'>): Commands {
  const waiting = new Map<string, (result: number) => void>();

  async function send(path: string, json: object, commandId: string = newId()): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<number>();
    const over = new AbortController();
    waiting.set(commandId, resolve);
    try {
      await api.ask(path, { command_id: commandId, ...json });
      const late = wait(RESULT_MS, over.signal).then(() => {
        throw new AdapterError(manifest.id, 'timeout', `${path}: MANGO has not said what came of it.`, {
          hint: 'Look whether the webhook in the cabinet leads to this gateway.',
        });
      });
      late.catch(() => undefined);
      const result = await Promise.race([promise, late]);
      if (result !== OK) throw failure(path, result);
    } finally {
      over.abort();
      waiting.delete(commandId);
    }
  }

  return { send, heard: (commandId, result) => waiting.get(commandId)?.(result) };
}
