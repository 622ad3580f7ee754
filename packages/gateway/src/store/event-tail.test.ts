import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { StoredEvent } from './contract.ts';
import { createEventTail, isFor } from './event-tail.ts';

const aReader = fc.constantFrom('olena', 'andriy', 'ivan');
const anAudience = fc.option(fc.array(aReader, { maxLength: 4 }), { nil: null });
const FIRST = 7;

const storedOf = (audience: string[] | null, nth: number): StoredEvent =>
  ({ event: { id: FIRST + nth }, audience }) as StoredEvent;

it('answers what a look through all events would, for one reader and for all', () => {
  fc.assert(
    fc.property(
      fc.array(anAudience, { minLength: 1, maxLength: 40 }),
      fc.option(aReader, { nil: undefined }),
      fc.nat(60),
      fc.integer({ min: 1, max: 50 }),
      (audiences, reader, after, limit) => {
        const tail = createEventTail();
        const all = audiences.map(storedOf);
        all.forEach((stored) => tail.add(stored));
        const last = FIRST + all.length - 1;
        const page = tail.since(after, limit, reader);
        const unknown = after < FIRST - 1 || after > last;
        const through = Math.min(after + limit, last);
        const events = all.filter(
          (stored) => stored.event.id > after && stored.event.id <= through && isFor(stored, reader),
        );
        expect(page).toEqual(unknown ? undefined : { events, through, reset: false });
      },
    ),
  );
});

it('begins anew where an event is missing, and when it is told to forget', () => {
  const tail = createEventTail();
  tail.add(storedOf(['olena'], 0));
  tail.add(storedOf(['olena'], 2));
  expect(tail.since(FIRST, 10)).toBeUndefined();
  expect(tail.since(FIRST + 1, 10, 'olena')?.events).toEqual([storedOf(['olena'], 2)]);
  tail.forget();
  expect(tail.since(FIRST + 2, 10)).toBeUndefined();
});

it('keeps the newest only, of each reader too', () => {
  const tail = createEventTail();
  const total = 10_000;
  for (let nth = 0; nth < total; nth += 1) tail.add(storedOf(nth % 2 ? ['olena'] : null, nth));
  const last = FIRST + total - 1;
  expect(tail.since(FIRST, 10, 'olena')).toBeUndefined();
  const page = tail.since(last - 100, 1000, 'andriy');
  expect(page?.events.map(({ event }) => event.id % 2)).toEqual(Array(50).fill(FIRST % 2));
  expect(page?.through).toBe(last);
});
