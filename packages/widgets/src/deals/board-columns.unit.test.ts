import type { DealBoard, DealPage } from '@ringback/model';
import { createFakeBackend } from '@ringback/testing';
import { beforeEach, expect, it, vi } from 'vitest';
import { BoardColumns } from './board-columns.ts';

const [first] = createFakeBackend().crm.deals;
const backend = createFakeBackend({
  crm: {
    deals: Array.from({ length: 70 }, (_, index) => ({
      ...first!,
      id: `many-${index}`,
      createdAt: new Date(Date.parse(first!.createdAt) - index * 1000).toISOString(),
    })),
  },
});
const group = backend.deals!;

/** What the gateway was asked, in this order, each to be answered when the test says so. */
let asked: { limit: unknown; answer: () => Promise<void> }[];
let columns: BoardColumns;
beforeEach(async () => {
  asked = [];
  const later = <T>(limit: unknown, read: () => Promise<T>): Promise<T> => {
    const { promise, resolve } = Promise.withResolvers<T>();
    asked.push({ limit, answer: async () => resolve(await read()) });
    return promise;
  };
  columns = new BoardColumns({
    deals: () => ({
      ...group,
      board: (query): Promise<DealBoard> => later(query?.limit, () => group.board(query)),
      list: (query): Promise<DealPage> => later(query?.limit, () => group.list(query)),
    }),
    changed: () => {},
    failed: (error) => {
      throw error;
    },
  });
  const read = columns.read({});
  await asked[0]!.answer();
  await read;
});
const column = () => columns.board!.columns[0]!;
const shown = () => column().items.length;

it('a board that is read anew shows as many cards as before', async () => {
  const more = columns.more(column());
  await asked[1]!.answer();
  await more;
  expect(shown()).toBe(40);
  const read = columns.read({});
  await asked[2]!.answer();
  await read;
  expect([shown(), asked.map(({ limit }) => limit)]).toEqual([40, [20, 20, 40]]);
});

for (const [order, late] of [
  ['before', 1],
  ['after', 2],
] as const)
  it(`a page that is on its way when the board is read anew is shown with it, also when it comes ${order} the board`, async () => {
    const more = columns.more(column());
    const read = columns.read({});
    expect(asked.map(({ limit }) => limit)).toEqual([20, 20, 40]);
    await asked[late]!.answer();
    await (late === 1 ? more : read);
    await asked[3 - late]!.answer();
    await Promise.all([more, read]);
    expect(shown()).toBe(40);
    expect(new Set(column().items.map(({ id }) => id)).size).toBe(40);
    expect(columns.loading.size).toBe(0);
    const rest = columns.more(column());
    await asked[3]!.answer();
    await rest;
    expect(shown()).toBe(60);
  });

for (const [order, late] of [
  ['before', 2],
  ['after', 1],
] as const)
  it(`a page that is asked for while the board is being read anew is not lost, also when it comes ${order} the board`, async () => {
    const read = columns.read({});
    const more = columns.more(column());
    expect(asked.map(({ limit }) => limit)).toEqual([20, 20, 20]);
    await asked[late]!.answer();
    if (late === 2) await more;
    await asked[3 - late]!.answer();
    if (late === 1) await more;
    await vi.waitFor(() => expect(asked.length).toBe(4));
    await asked[3]!.answer();
    await read;
    expect([shown(), asked.at(-1)!.limit, columns.loading.size]).toEqual([40, 40, 0]);
  });

it('another question begins with its first cards', async () => {
  void columns.more(column());
  const read = columns.read({ words: 'tea' });
  expect(asked.at(-1)!.limit).toBe(20);
  await asked[2]!.answer();
  await read;
});
