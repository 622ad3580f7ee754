import { RingbackError } from '@ringback/model';
import { ASKING_TIMEOUT_MS, REQUEST_TIMEOUT_MS } from './protocol.ts';
import { type Schedule, schedule as realSchedule } from './timer.ts';
import { fromWire, type WireError } from './wire-error.ts';

export interface Answer {
  id: number;
  result?: unknown;
  error?: WireError;
}

/** Requests that wait for an answer: each is settled exactly once, by its answer, by time, or because the way is closed. */
export interface Pending {
  open(what: string): { id: number; answer: Promise<unknown> };
  settle(answer: Answer): void;
  fail(id: number, error: RingbackError): void;
  failAll(error: RingbackError): void;
}

/** The browser may ask a person before it answers. */
const ASKING = /\.(call|answer|consult|startTest|askForSpeaker)$/;

export function createPending(schedule: Schedule = realSchedule): Pending {
  const waiting = new Map<
    number,
    { resolve(value: unknown): void; reject(error: unknown): void; stop(): void }
  >();
  let last = 0;
  const take = (id: number) => {
    const one = waiting.get(id);
    waiting.delete(id);
    one?.stop();
    return one;
  };
  return {
    open(what) {
      const id = (last += 1);
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const ms = ASKING.test(what) ? ASKING_TIMEOUT_MS : REQUEST_TIMEOUT_MS;
      const late = () =>
        take(id)?.reject(new RingbackError('timeout', `No answer to ${what} for ${ms / 1000} s.`));
      waiting.set(id, { resolve, reject, stop: schedule(late, ms) });
      return { id, answer: promise };
    },
    settle({ id, result, error }) {
      if (error) take(id)?.reject(fromWire(error));
      else take(id)?.resolve(result);
    },
    fail: (id, error) => take(id)?.reject(error),
    failAll(error) {
      for (const id of [...waiting.keys()]) take(id)?.reject(error);
    },
  };
}
