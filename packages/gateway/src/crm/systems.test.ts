import { RingbackError } from '@ringback/model';
import { describe, expect, it } from 'vitest';
import { checkSettings, SYSTEMS } from './systems.ts';

const WRONG: Record<string, unknown> = {
  'a word': 'wrong value',
  'a letter': 'x',
  'a long text': 'x'.repeat(5000),
  'another address': 'ftp://shop.example/?a=b',
  'a number': 100_000,
  'a negative number': -1,
  'an object': { a: 1 },
  nothing: undefined,
};

/** No system takes these in each of its fields; a word may be a name, and a number a page's size. */
const ALWAYS_WRONG = new Set(['a negative number', 'an object']);

function faults(...args: Parameters<typeof checkSettings>): Record<string, string> {
  try {
    checkSettings(...args);
  } catch (error) {
    if (error instanceof RingbackError && error.code === 'invalid') return error.fields ?? {};
    throw error;
  }
  return {};
}

describe.each(SYSTEMS.map((system) => [system.manifest.name, system] as const))(
  'the settings of %s',
  (_name, system) => {
    it.each(Object.keys(WRONG))('%s in each field is refused in words, not in patterns', (what) => {
      const settings = Object.fromEntries(
        Object.keys(system.manifest.fields).map((key) => [key, WRONG[what]]),
      );
      const fields = faults(system, settings);
      if (ALWAYS_WRONG.has(what)) expect(Object.keys(fields)).not.toEqual([]);
      for (const [key, why] of Object.entries(fields)) {
        expect(why, key).not.toMatch(/Invalid|expected|received|pattern|Too (small|big)|Unrecognized|\/\^/);
        expect(why.length, key).toBeGreaterThan(8);
      }
    });
  },
);
