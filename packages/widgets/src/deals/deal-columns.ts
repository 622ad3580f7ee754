/** Columns of the list of deals. */
import type { BackendDeals, Deal, Locale, RingbackError, Stage } from '@ringback/model';
import { addStyles, fill, formatTime } from '@ringback/ui';
import { html, type LitElement, nothing } from 'lit';
import type { DealFacts } from '../deal/deal-facts.ts';
import { dayText, moneyText } from '../deal/money-text.ts';
import { inlineChoice } from '../list/inline-choice.ts';
import { inlineChoiceStyles } from '../list/inline-choice.styles.ts';
import type { ListColumn } from '../list/table-view.ts';
import { dealColumnsWords } from './deal-columns.words.ts';

export interface DealColumns {
  locale: Locale;
  now: Date;
  facts: DealFacts;
  /** Absent where they cannot be changed. */
  update: BackendDeals['update'] | undefined;
  move: (deal: Deal, stage: Stage) => void;
  put: (deal: Deal) => void;
  /** Says in the row what did not work. */
  attempt: (deal: Deal, work: () => Promise<void>) => void;
}

/** The board has no need of them. */
export const bringStyles = (host: LitElement): void => addStyles(host, inlineChoiceStyles);

export function dealColumns(columns: DealColumns): readonly ListColumn<Deal>[] {
  const { locale, now } = columns;
  const words = dealColumnsWords[locale];
  const day = (iso: string | undefined) => (iso === undefined ? nothing : dayText(iso, locale));
  return [
    {
      ...{ key: 'title', title: words.name, lead: true, grow: 2 },
      cell: ({ title }) => html`<bdi>${title}</bdi>`,
    },
    { key: 'stage', title: words.stage, cell: (deal) => stageCell(columns, deal), narrow: true },
    {
      ...{ key: 'amount', title: words.amount, end: true, narrow: true, sortable: true },
      cell: ({ amount }) => (amount ? moneyText(amount, locale) : nothing),
    },
    {
      key: 'customer',
      title: words.customer,
      cell: ({ party }) => html`<bdi>${party?.name ?? nothing}</bdi>`,
    },
    { key: 'responsible', title: words.responsible, cell: (deal) => responsibleCell(columns, deal) },
    { key: 'closes', title: words.closes, cell: ({ closesAt }) => day(closesAt), sortable: true },
    { key: 'pipeline', title: words.pipeline, cell: ({ pipeline }) => pipeline.name },
    {
      ...{ key: 'probability', title: words.probability, end: true },
      cell: ({ probability }) => (probability === undefined ? nothing : `${probability} %`),
    },
    { key: 'paid', title: words.paid, cell: ({ paid }) => (paid ? words.yes : nothing) },
    { key: 'lostReason', title: words.lostReason, cell: ({ lostReason }) => lostReason ?? nothing },
    {
      ...{ key: 'changed', title: words.changed, end: true, sortable: true },
      cell: ({ updatedAt }) => formatTime(updatedAt, locale, now),
    },
  ];
}

function stageCell({ locale, facts, update, move }: DealColumns, deal: Deal): unknown {
  const stages = facts.stagesOf(deal.pipeline.id);
  if (!update || stages.length === 0) return deal.stage.name;
  return inlineChoice({
    ...{
      label: fill(dealColumnsWords[locale].stageOf, { deal: deal.title }),
      value: deal.stage.id,
      action: 'stage',
    },
    options: stages.map(({ id, name }) => ({ id, title: name })),
    change: (id) => {
      const stage = stages.find((one) => one.id === id);
      if (stage) move(deal, stage);
    },
  });
}

function responsibleCell(columns: DealColumns, deal: Deal): unknown {
  const {
    locale,
    update,
    attempt,
    facts: { people },
  } = columns;
  const { id = '', name } = deal.responsible ?? {};
  if (!update || people.length === 0) return name ?? nothing;
  const unknown = people.some((user) => user.id === id) ? [] : [{ id, title: name ?? '—' }];
  return inlineChoice({
    ...{
      label: fill(dealColumnsWords[locale].responsibleOf, { deal: deal.title }),
      value: id,
      action: 'responsible',
    },
    options: [...unknown, ...people],
    change: (responsibleId) => attempt(deal, () => give(columns, deal, responsibleId)),
  });
}

/** To somebody else; what a colleague made of it meanwhile is shown, and said. */
async function give({ update, put }: DealColumns, deal: Deal, responsibleId: string): Promise<void> {
  try {
    const changed = await update?.(deal.id, { responsibleId, ifUnmodifiedSince: deal.updatedAt });
    if (changed) put(changed);
  } catch (error) {
    put(((error as RingbackError).current as Deal | undefined) ?? deal);
    throw error;
  }
}
