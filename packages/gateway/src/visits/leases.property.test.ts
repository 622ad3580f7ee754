/** Numbers that are lent, against a model: any order of visitors, pauses and changes of the pool. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSqliteStore } from '../store/index.ts';
import { lease } from './leases.ts';

const POOL = ['+380441110001', '+380441110002', '+380441110003'];
const SECONDS = 600;
const START = Date.parse('2026-03-02T09:00:00.000Z');

const step = fc.oneof(
  fc.record({ do: fc.constant('ask' as const), visitor: fc.nat(5) }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 700 }) }),
  fc.record({ do: fc.constant('pool' as const), size: fc.integer({ min: 0, max: 3 }) }),
);

describe('a pool of numbers', () => {
  it('lends no number to two visitors at once, and none is left idle while somebody wants one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        let at = START;
        let pool = POOL;
        const now = () => new Date(at);
        const store = await createSqliteStore(':memory:', { now });
        const held = new Map<string, { visitor: number; until: number }>();
        const ofOthers = (number: string, visitor: number) => {
          const one = held.get(number);
          return one !== undefined && one.until > at && one.visitor !== visitor;
        };
        for (const each of steps) {
          if (each.do === 'wait') at += each.seconds * 1000;
          else if (each.do === 'pool') pool = POOL.slice(0, each.size);
          else {
            const { visitor } = each;
            const visitId = `visit-${visitor}`;
            const { lease: lent, outcome } = await store.transaction(async (tx) => {
              const seenAt = now().toISOString();
              const touch = { source: 'direct', medium: 'none' };
              const visit = { first: touch, last: touch, device: 'desktop' as const, viewed: [] };
              const row = { id: visitId, siteKey: 'shop', tokenHash: 'x', seenAt, expiresAt: seenAt, visit };
              await store.visits.put(tx, { ...row, number: undefined });
              return lease(store.visits, tx, { visitId, pool, seconds: SECONDS, at: now() });
            });
            const free = pool.filter((number) => !ofOthers(number, visitor));
            expect(outcome === 'exhausted').toBe(free.length === 0);
            if (!lent) continue;
            expect(pool).toContain(lent.number);
            expect(ofOthers(lent.number, visitor)).toBe(false);
            const before = [...held].find(
              ([number, one]) => one.visitor === visitor && one.until > at && pool.includes(number),
            );
            // Who has one keeps it.
            if (before) expect(lent.number).toBe(before[0]);
            held.set(lent.number, { visitor, until: at + SECONDS * 1000 });
          }
        }
        await store.close();
      }),
      { numRuns: 60 },
    );
  });
});
