/** The board of one pipeline as it is shown: columns with their cards, counts and sums, kept true while cards move. */
import type { Deal, DealBoard, DealPage, Money, Pipeline } from '@ringback/model';

export type BoardColumn = DealBoard['columns'][number];

export interface Board {
  readonly pipeline: Pipeline;
  readonly columns: readonly BoardColumn[];
}

export const cardsOf = ({ columns }: Board): Deal[] => columns.flatMap(({ items }) => items);

export const knows = (board: Board, deal: Deal): boolean =>
  cardsOf(board).some((one) => one.id === deal.id && one.system === deal.system);

/** The deal as it is now, in the column of its stage; a new one comes first. */
export function withDeal(board: Board, deal: Deal): Board {
  const columns = board.columns.map((column) => {
    const before = column.items.find(({ id }) => id === deal.id);
    const belongs = deal.pipeline.id === board.pipeline.id && column.stage.id === deal.stage.id;
    if (!before && !belongs) return column;
    const others = column.items.filter(({ id }) => id !== deal.id);
    const items =
      before && belongs
        ? column.items.map((one) => (one.id === deal.id ? deal : one))
        : belongs
          ? [deal, ...others]
          : others;
    return { ...column, ...reckoned(column, before, belongs ? deal : undefined), items };
  });
  return { ...board, columns };
}

/** A further page of a column; a card that is shown already is not shown twice. */
export function withMore(board: Board, stageId: string, page: DealPage): Board {
  const columns = board.columns.map((column) => {
    if (column.stage.id !== stageId) return column;
    const { next: _, ...rest } = column;
    const items = [...column.items, ...page.items.filter((deal) => !knows(board, deal))];
    return { ...rest, items, ...(page.next === undefined ? {} : { next: page.next }) };
  });
  return { ...board, columns };
}

function reckoned({ count, amounts }: BoardColumn, gone: Deal | undefined, come: Deal | undefined) {
  const change = (come ? 1 : 0) - (gone ? 1 : 0);
  return {
    ...(count === undefined ? {} : { count: count + change }),
    ...(amounts === undefined ? {} : { amounts: plus(plus(amounts, come?.amount, 1), gone?.amount, -1) }),
  };
}

function plus(amounts: readonly Money[], money: Money | undefined, sign: 1 | -1): Money[] {
  if (!money) return [...amounts];
  const sum = amounts.find(({ currency }) => currency === money.currency)?.amount ?? 0;
  const others = amounts.filter(({ currency }) => currency !== money.currency);
  // Hosts count in hundredths: sums of binary fractions are brought back to them.
  const amount = Math.round((sum + sign * money.amount) * 100) / 100;
  return amount === 0 ? others : [...others, { currency: money.currency, amount }];
}
