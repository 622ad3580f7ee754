/**
 * Obeying a vendor's limit before it bites. Both kinds hand out leave to send in the order in which the work was begun that a request is
 * part of, to people before what runs in the background: a screen pop of two requests is finished before another is begun. Who is
 * aborted while waiting takes nothing.
 */
import type { CrmContext } from '../context.ts';
import type { ReadOptions } from '../crm/contract/options.ts';

export type LimiterClock = Pick<CrmContext, 'now' | 'wait'>;

/** Who waits, and since when. */
export type Turn = { [key in keyof ReadOptions]: ReadOptions[key] | undefined };

export interface Limiter {
  /** Resolves when one more request may be sent. */
  take(turn?: Turn): Promise<void>;
  /**
   * Nobody is let through for so many milliseconds: the vendor has said so. With `refusal` nobody waits for the end of it either: who
   * waits now, and who comes until then, is refused with what it makes of the milliseconds that are left.
   */
  pause(ms: number, refusal?: (leftMs: number) => Error): void;
}

export interface LeakyBucketOptions extends LimiterClock {
  /** Requests that fit in at once: leave a few to the clock's and the network's unevenness. */
  capacity: number;
  drainPerSecond: number;
}

/** Fills by one with every request and drains steadily (Bitrix24). */
export function createLeakyBucket({ capacity, drainPerSecond, now, wait }: LeakyBucketOptions): Limiter {
  let level = 0;
  let at = now().getTime();
  return createQueue({ now, wait }, () => {
    const time = now().getTime();
    level = Math.max(0, level - ((time - at) / 1000) * drainPerSecond);
    at = time;
    if (level + 1 > capacity) return Math.ceil(((level + 1 - capacity) / drainPerSecond) * 1000);
    level += 1;
    return 0;
  });
}

export interface SlidingWindowOptions extends LimiterClock {
  requests: number;
  perMs: number;
}

/** So many requests in any stretch of time (amoCRM, retailCRM, InSales). */
export function createSlidingWindow({ requests, perMs, now, wait }: SlidingWindowOptions): Limiter {
  const sent: number[] = [];
  return createQueue({ now, wait }, () => {
    const time = now().getTime();
    while (sent[0] !== undefined && sent[0] <= time - perMs) sent.shift();
    const [oldest] = sent;
    if (oldest !== undefined && sent.length >= requests) return oldest + perMs - time;
    sent.push(time);
    return 0;
  });
}

interface Waiter {
  /** Of its work, in milliseconds of `now`. */
  began: number;
  let(): void;
  refuse(error: Error): void;
}

/** `admit` answers 0 and counts the request, or says for how many milliseconds there is no room. */
function createQueue({ now, wait }: LimiterClock, admit: () => number): Limiter {
  const people: Waiter[] = [];
  const background: Waiter[] = [];
  let running = false;
  let pausedUntil = 0;
  let refusal: ((leftMs: number) => Error) | undefined;
  const paused = () => pausedUntil - now().getTime();

  /** Whoever has come meanwhile and is waited for by somebody goes first. */
  async function letThrough(): Promise<void> {
    if (running) return;
    running = true;
    try {
      while (people.length + background.length > 0) {
        const ms = paused() > 0 ? paused() : admit();
        if (ms > 0) await wait(ms);
        else (people.shift() ?? background.shift())?.let();
      }
    } finally {
      running = false;
    }
  }

  return {
    take: ({ signal, background: later = false, began = now().getTime() } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        if (refusal && paused() > 0) return reject(refusal(paused()));
        const queue = later ? background : people;
        const leave = () => {
          const at = queue.indexOf(waiter);
          if (at >= 0) queue.splice(at, 1);
          reject(signal?.reason);
        };
        const waiter: Waiter = {
          began,
          let() {
            signal?.removeEventListener('abort', leave);
            resolve();
          },
          refuse(error) {
            signal?.removeEventListener('abort', leave);
            reject(error);
          },
        };
        signal?.addEventListener('abort', leave, { once: true });
        queue.splice(queue.findLastIndex((other) => other.began <= began) + 1, 0, waiter);
        void letThrough();
      }),
    pause(ms, refuse) {
      if (ms < paused()) return;
      pausedUntil = now().getTime() + ms;
      refusal = refuse;
      if (!refuse) return;
      for (const queue of [people, background])
        for (const waiter of queue.splice(0)) waiter.refuse(refuse(ms));
    },
  };
}
