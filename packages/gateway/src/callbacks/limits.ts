/**
 * How often callbacks may be asked for. The figures are published (docs/callback.md) and hold whatever a page or a script does:
 * a number is what is rung, an address is who asks.
 */
import { RingbackError } from '@ringback/model';
import type { Store } from '../store/contract.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Requests for one number: nobody is to be plagued through our form. */
export const PER_NUMBER = [
  { most: 3, windowMs: 15 * MINUTE },
  { most: 5, windowMs: HOUR },
  { most: 8, windowMs: 24 * HOUR },
] as const;

/** How long a request for a number counts, in ms. */
export const NUMBER_MEMORY_MS = PER_NUMBER[2].windowMs;

/** Different numbers that one address may have rung: an office behind one address has a few phones. */
export const PER_ADDRESS = [
  { most: 5, windowMs: HOUR },
  { most: 20, windowMs: 24 * HOUR },
] as const;

/** Numbers of one site that are rung at once in a quarter of an hour; who comes later is called in turn. */
export const PER_SITE = { most: 60, windowMs: 15 * MINUTE } as const;

/** Addresses that are remembered at most; beyond it the one that asked longest ago is forgotten. */
export const MOST_ADDRESSES = 20_000;

export interface Limits {
  /**
   * Throws `rate-limited`. A call from the browser has no number, and counts as another one for its address. `before`: when the same
   * number was asked for within `NUMBER_MEMORY_MS`, ISO.
   */
  check(of: Asked, before: readonly string[]): void;
  /** The site has had its share of calls at once. */
  siteIsFull(siteKey: string): Promise<boolean>;
  /** The address has asked for this number. */
  count(of: Asked): void;
  /** Numbers that are remembered, of all addresses together. */
  readonly remembered: number;
}

export interface Asked {
  /** E.164 */
  number: string | undefined;
  address: string;
}

export function createLimits({ store, now }: { store: Pick<Store, 'callbacks'>; now: () => Date }): Limits {
  const numbersOf = new Map<string, Map<string, number>>();
  const since = (windowMs: number) => new Date(now().getTime() - windowMs);

  /** Numbers that the address asked for within the longest window; the map's order is the order of asking. */
  function recent(address: string): Map<string, number> {
    const numbers = numbersOf.get(address) ?? new Map<string, number>();
    const oldest = since(PER_ADDRESS[1].windowMs).getTime();
    for (const [number, at] of numbers) if (at <= oldest) numbers.delete(number);
    return numbers;
  }

  function checkAddress({ number, address }: Asked): void {
    const others = [...recent(address)].filter(([other]) => other !== number);
    for (const { most, windowMs } of PER_ADDRESS) {
      const within = others.filter(([, at]) => at > since(windowMs).getTime());
      if (within.length >= most)
        throw tooMany('Too many different numbers were asked for from your address.', windowMs);
    }
  }

  return {
    check(of, before) {
      checkAddress(of);
      for (const { most, windowMs } of PER_NUMBER) {
        const oldest = since(windowMs).toISOString();
        if (before.filter((at) => at > oldest).length >= most)
          throw tooMany('This number was asked for too often.', windowMs);
      }
    },
    async siteIsFull(siteKey) {
      return (await store.callbacks.countSince(siteKey, since(PER_SITE.windowMs))) >= PER_SITE.most;
    },
    count({ number, address }) {
      const numbers = recent(address);
      numbersOf.delete(address);
      const time = now().getTime();
      numbers.set(number ?? `browser ${time} ${numbers.size}`, time);
      numbersOf.set(address, numbers);
      if (numbersOf.size > MOST_ADDRESSES) numbersOf.delete(numbersOf.keys().next().value as string);
    },
    get remembered() {
      return [...numbersOf.values()].reduce((all, { size }) => all + size, 0);
    },
  };
}

function tooMany(message: string, windowMs: number): RingbackError {
  const when = windowMs < HOUR ? 'a quarter of an hour' : windowMs < 24 * HOUR ? 'an hour' : 'a day';
  return new RingbackError('rate-limited', message, {
    retryAfterMs: windowMs,
    hint: `Please try again in ${when}, or call us.`,
  });
}
