/** What a CRM adapter is given, made for tests: everything that it logs is kept as text, so that a secret in it can be found. */
import type { CrmContext, KeptValues, PhoneIndex } from '../context.ts';
import type { TestClock } from './virtual-clock.ts';

export function createMemoryKept(): KeptValues {
  const values = new Map<string, string>();
  return {
    get: async (key) => values.get(key),
    async replace(key, before, next) {
      if (values.get(key) !== before) return false;
      values.set(key, next);
      return true;
    },
  };
}

export function createMemoryPhoneIndex(): PhoneIndex {
  const numbersOf = new Map<string, readonly string[]>();
  return {
    find: async (number) =>
      [...numbersOf].filter(([, numbers]) => numbers.includes(number)).map(([id]) => id),
    async put(recordId, numbers) {
      if (numbers.length === 0) numbersOf.delete(recordId);
      else numbersOf.set(recordId, numbers);
    },
  };
}

export interface TestContext extends CrmContext {
  /** Everything that was logged. */
  logged(): string;
}

export interface TestContextOptions {
  clock: Pick<TestClock, 'now' | 'wait'>;
  http?: typeof fetch;
  country?: string;
  kept?: KeptValues;
  phones?: PhoneIndex;
}

export function createTestContext({
  clock,
  http,
  country = 'UA',
  kept,
  phones,
}: TestContextOptions): TestContext {
  const lines: string[] = [];
  const write = (fields: object, message: string) => void lines.push(`${message} ${describe(fields)}`);
  let ids = 0;
  let seed = 1;
  return {
    http: http ?? (() => Promise.reject(new TypeError('There is no network in this test.'))),
    now: clock.now,
    wait: clock.wait,
    random: () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647,
    newId: () => `id-${(ids += 1)}`,
    country: () => country,
    kept: kept ?? createMemoryKept(),
    phones: phones ?? createMemoryPhoneIndex(),
    log: { debug: write, info: write, warn: write, error: write },
    logged: () => lines.join('\n'),
  };
}

/** Errors in full, with what they were caused by: a log writer would print that too. */
export function describe(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    one instanceof Error
      ? { ...one, name: one.name, message: one.message, stack: one.stack, cause: one.cause }
      : one,
  );
}
