import type { Deal } from '@ringback/model';
import { createFakeBackend } from '@ringback/testing';
import { expect, it } from 'vitest';
import { cardsOf, knows, withDeal, withMore } from './board.ts';

async function board() {
  const backend = createFakeBackend();
  return { backend, shown: await backend.deals!.board({ limit: 3 }) };
}
const figures = (shown: Awaited<ReturnType<typeof board>>['shown'], index: number) => {
  const { count, amounts } = shown.columns[index]!;
  return { count, sum: amounts?.[0]?.amount };
};

it('counts and sums follow a card to its new column', async () => {
  const { shown } = await board();
  const [from, to] = shown.columns;
  const deal = from!.items[0]!;
  const next = withDeal(shown, { ...deal, stage: to!.stage }) as typeof shown;
  expect(figures(next, 0)).toEqual({
    count: from!.count! - 1,
    sum: from!.amounts![0]!.amount - deal.amount!.amount,
  });
  expect(figures(next, 1)).toEqual({
    count: to!.count! + 1,
    sum: to!.amounts![0]!.amount + deal.amount!.amount,
  });
  expect(next.columns[1]!.items[0]!.id).toBe(deal.id);
});

it('a changed amount changes the sum and not the place', async () => {
  const { shown } = await board();
  const deal = shown.columns[0]!.items[1]!;
  const next = withDeal(shown, { ...deal, amount: { amount: 0.1, currency: 'UAH' } }) as typeof shown;
  expect(next.columns[0]!.items[1]!.id).toBe(deal.id);
  expect(figures(next, 0).sum).toBeCloseTo(figures(shown, 0).sum! - deal.amount!.amount + 0.1, 5);
});

it('a card that went to another pipeline leaves the board', async () => {
  const { shown } = await board();
  const deal = shown.columns[0]!.items[0]!;
  const next = withDeal(shown, { ...deal, pipeline: { id: 'else', name: 'Else' } } as Deal);
  expect(cardsOf(next)).toHaveLength(cardsOf(shown).length - 1);
});

it('knows its own cards, and none of another system that is called the same', async () => {
  const { shown } = await board();
  const deal = shown.columns[0]!.items[0]!;
  expect(knows(shown, { ...deal, title: 'Changed' })).toBe(true);
  expect(knows(shown, { ...deal, system: 'another-shop' })).toBe(false);
});

it('a further page brings the rest of a column, and no card twice', async () => {
  const { backend, shown } = await board();
  const { stage, next, items } = shown.columns[0]!;
  const page = await backend.deals!.list({ stageId: stage.id, cursor: next!, limit: 3 });
  const more = withMore(shown, stage.id, { ...page, items: [items[0]!, ...page.items] });
  expect(more.columns[0]!.items.map(({ id }) => id)).toEqual([...items, ...page.items].map(({ id }) => id));
});
