import { describe, expect, it } from 'vitest';
import { AdapterError } from '../error.ts';
import { createMemoryKept } from '../testing/index.ts';
import { createOnce } from './once.ts';
import { createSerial } from './serial.ts';

/** A host that has what was written into it. */
function host() {
  const made: string[] = [];
  return {
    made,
    options: (key: string, fail?: (written: boolean) => void) => ({
      key,
      async work() {
        fail?.(false);
        made.push(`r${made.length + 1}`);
        fail?.(true);
        return { id: made.at(-1)!, result: made.at(-1)! };
      },
      find: async () => (made[0] === undefined ? undefined : { id: made[0], result: made[0] }),
      recall: async (id: string) => id,
    }),
  };
}

describe('a write with a key', () => {
  it('is made once, however often and by however many processes it is asked for', async () => {
    const kept = createMemoryKept();
    const { made, options } = host();
    const once = createOnce(kept);
    expect(await Promise.all([once(options('a')), once(options('a'))])).toEqual(['r1', 'r1']);
    expect(await createOnce(kept)(options('a'))).toBe('r1');
    expect(made).toEqual(['r1']);
  });

  it('is looked for before it is made again, when its answer was lost', async () => {
    const { made, options } = host();
    const once = createOnce(createMemoryKept());
    const lost = (written: boolean) => {
      if (written) throw new AdapterError('x', 'timeout', 'no answer');
    };
    await expect(once(options('a', lost))).rejects.toMatchObject({ code: 'timeout' });
    expect(await once(options('a'))).toBe('r1');
    expect(made).toEqual(['r1']);
  });

  it('that was refused can be made later', async () => {
    const { options } = host();
    const once = createOnce(createMemoryKept());
    const refuse = () => {
      throw new AdapterError('x', 'conflict', 'it is taken');
    };
    await expect(once(options('a', refuse))).rejects.toMatchObject({ code: 'conflict' });
    expect(await once(options('a'))).toBe('r1');
  });
});

describe('work that must not overlap', () => {
  it('waits for all who have one of its keys, also when they fail', async () => {
    const serial = createSerial();
    const seen: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = serial.run(['1', '2'], async () => {
      await promise;
      seen.push('first');
      throw new Error('it fails');
    });
    const second = serial.run(['2', '3'], async () => seen.push('second'));
    const apart = serial.run(['4'], async () => seen.push('apart'));
    await apart;
    resolve();
    await expect(first).rejects.toThrow('it fails');
    await second;
    expect(seen).toEqual(['apart', 'first', 'second']);
  });
});
