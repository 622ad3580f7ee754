/**
 * The same key is the same write, in hosts that know no keys. What was begun and done is kept under the key; a write whose answer was
 * lost is looked for in the host before it is made again.
 */
import type { KeptValues } from '../context.ts';
import { AdapterError } from '../error.ts';

export interface OnceOptions<T> {
  /** What is done and the caller's key: `party.create:key-1`. */
  key: string;
  /** Makes the write and answers the id of what was made; `''` where nothing has an id. */
  work(): Promise<{ id: string; result: T }>;
  /** Looks whether the host has it already, because an earlier answer was lost. */
  find(): Promise<{ id: string; result: T } | undefined>;
  /** Answers again what was made before. */
  recall(id: string): Promise<T>;
}

export type Once = <T>(options: OnceOptions<T>) => Promise<T>;

const BEGUN = 'begun';
const REFUSED = 'refused';
const DONE = 'done:';

export function createOnce(kept: KeptValues): Once {
  const running = new Map<string, Promise<unknown>>();

  async function attempt<T>({ key, work, find, recall }: OnceOptions<T>): Promise<T> {
    const place = `write:${key}`;
    const before = await kept.get(place);
    if (before?.startsWith(DONE)) return recall(before.slice(DONE.length));
    const lost = before === BEGUN ? await find() : undefined;
    if (before !== BEGUN && !(await kept.replace(place, before, BEGUN))) {
      throw new AdapterError('ringback', 'unavailable', 'The same write is being made at this moment.', {
        hint: 'It will be tried again.',
      });
    }
    try {
      const { id, result } = lost ?? (await work());
      await kept.replace(place, BEGUN, `${DONE}${id}`);
      return result;
    } catch (error) {
      // A clear refusal: nothing was written, and the key is free again.
      const certain = error instanceof AdapterError && !error.retryable && error.code !== 'bug';
      if (certain) await kept.replace(place, BEGUN, REFUSED);
      throw error;
    }
  }

  return <T>(options: OnceOptions<T>) => {
    const already = running.get(options.key) as Promise<T> | undefined;
    if (already) return already;
    const mine = attempt(options).finally(() => running.delete(options.key));
    running.set(options.key, mine);
    return mine;
  };
}
