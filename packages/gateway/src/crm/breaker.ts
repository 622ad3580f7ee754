/** A host that is down is left alone for a while instead of being waited for by every call. */
import { AdapterError, type CrmManifest } from '@ringback/adapters';

/** So many failures in a row, and the host is left alone for so long, in milliseconds. */
export const BREAKER = { failures: 5, restMs: 30_000 } as const;

export interface Trouble {
  /** Of the first failure after the last answer. */
  since: string;
  message: string;
}

export interface Breaker {
  open(): boolean;
  trouble(): Trouble | undefined;
  /** In the background nobody waits: its failures are told as trouble, and open nothing before those who do. */
  run<T>(work: () => Promise<T>, options?: { background?: boolean }): Promise<T>;
}

/**
 * Closed → open after so many failures in a row → one try after the rest → closed, or open again. A round in the background asks for more than
 * a person does and may be slow where he is answered at once; it comes once a minute, and leaves the host alone while this is open.
 */
export function createBreaker({ id, name }: Pick<CrmManifest, 'id' | 'name'>, now: () => Date): Breaker {
  let failures = 0;
  let openUntil = 0;
  let trying = false;
  let trouble: Trouble | undefined;
  const open = () => openUntil > now().getTime();

  function leftAlone(): AdapterError {
    const retryAfterMs = Math.max(1000, openUntil - now().getTime());
    return new AdapterError(id, 'unavailable', `${name} does not answer and is left alone for a moment.`, {
      retryAfterMs,
    });
  }

  /**
   * Ringback's own key is not the agent's: he stays signed in, and is told what is wrong. A key is entered anew at /admin, and whatever
   * waits goes on by itself then.
   */
  function lockedOut(cause: AdapterError): AdapterError {
    return new AdapterError(id, 'unavailable', `${name} does not let Ringback in any more.`, {
      hint: 'Its key or password is wrong, or has ended: an administrator enters a new one at /admin, under Systems of record.',
      cause,
    });
  }

  function note(error: AdapterError, background: boolean): void {
    const down = error.code === 'unavailable' || error.code === 'timeout';
    if (!down) failures = 0;
    else if (!background) failures += 1;
    if (!background && failures >= BREAKER.failures) openUntil = now().getTime() + BREAKER.restMs;
    if (down || error.code === 'bug')
      trouble = { since: trouble?.since ?? now().toISOString(), message: sentenceOf(error) };
  }

  return {
    open,
    trouble: () => trouble,
    async run(work, { background = false } = {}) {
      const tries = !background && failures >= BREAKER.failures;
      if (open() || (tries && trying)) throw leftAlone();
      if (tries) trying = true;
      try {
        const result = await work();
        failures = 0;
        trouble = undefined;
        return result;
      } catch (thrown) {
        if (!(thrown instanceof AdapterError)) throw thrown;
        const error = thrown.code === 'unauthorized' ? lockedOut(thrown) : thrown;
        note(error, background);
        throw error;
      } finally {
        if (tries) trying = false;
      }
    },
  };
}

/** What happened, and what to do about it. */
export const sentenceOf = ({ message, hint }: AdapterError): string =>
  hint === undefined ? message : `${message} ${hint}`;
