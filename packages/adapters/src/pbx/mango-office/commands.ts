/** Commands: MANGO first says that it has taken one, and later, to the webhook of whichever node, what came of it. */
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { failure, type MangoApi } from './api.ts';
import { OK } from './codes.ts';
import { manifest } from './manifest.ts';

/** How long MANGO may take to say what came of a command, in ms. */
export const RESULT_MS = 10_000;
/** How often it is looked whether another node has heard it, in ms. */
const LOOK_MS = 500;

export interface Commands {
  /** Resolves when MANGO says that it is done. */
  send(path: string, json: object, commandId?: string): Promise<void>;
  /** A result has come: whoever waits for it has it, here or on another node. */
  heard(commandId: string, result: number): Promise<void>;
}

export function createCommands(
  api: MangoApi,
  { wait, newId, kept }: Pick<CrmContext, 'wait' | 'newId' | 'kept'>,
): Commands {
  const waiting = new Map<string, (result: number) => void>();
  const keyOf = (commandId: string) => `result:${commandId}`;

  async function toldElsewhere(commandId: string, signal: AbortSignal): Promise<number> {
    for (;;) {
      await wait(LOOK_MS, signal);
      const result = await kept.get(keyOf(commandId));
      if (result !== undefined) return Number(result);
    }
  }

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
      const elsewhere = toldElsewhere(commandId, over.signal);
      for (const one of [late, elsewhere]) one.catch(() => undefined);
      const result = await Promise.race([promise, elsewhere, late]);
      if (result !== OK) throw failure(path, result);
    } finally {
      over.abort();
      waiting.delete(commandId);
    }
  }

  return {
    send,
    async heard(commandId, result) {
      const settle = waiting.get(commandId);
      if (settle) settle(result);
      else await kept.replace(keyOf(commandId), undefined, String(result));
    },
  };
}
