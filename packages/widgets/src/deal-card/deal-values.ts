/** A deal as its form has it, and what the form has as it is written. */
import type {
  Deal,
  DealInput,
  DealLineInput,
  DealPatch,
  ProductLine,
  Stage,
  UserChoice,
} from '@ringback/model';
import type { FieldValue } from '../form/record-form.ts';

export type Values = Readonly<Record<string, FieldValue>>;

export function valuesOf(deal: Partial<Deal>): Record<string, FieldValue> {
  const { title, probability, amount, lines = [], paid, closesAt, responsible, lostReason, source } = deal;
  const own = Object.entries(deal.custom ?? {}).map(([key, value]) => [`custom.${key}`, value] as const);
  return {
    ...{ title, probability, paid, closesAt, lostReason, source },
    amount: amount?.amount,
    lines: lines.map(lineText),
    responsible: responsible?.id,
    party: deal.party?.name,
    stage: deal.stage?.id,
    ...Object.fromEntries(own),
  };
}

/** Rows of goods stand in the form as texts, each row whole. */
export const lineText = ({ productId, sku, name, quantity, price }: ProductLine): string =>
  JSON.stringify({ productId, sku, name, quantity, price });

export const linesOf = (value: FieldValue): DealLineInput[] =>
  Array.isArray(value) ? value.map((text: string) => JSON.parse(text) as DealLineInput) : [];

export const sumOf = (lines: readonly DealLineInput[]): number =>
  // Reckoned in hundredths: binary fractions would not add up.
  lines.reduce((sum, { quantity, price }) => sum + Math.round(quantity * (price?.amount ?? 0) * 100), 0) /
  100;

export interface WriteFacts {
  values: Values;
  currency: string;
  custom?: Readonly<Record<string, string>> | undefined;
}

/** What was changed, as the backend takes it. */
export function patchOf(changed: Values, { values, currency, custom }: WriteFacts): DealPatch {
  const patch: Record<string, unknown> = {};
  for (const key of ['title', 'probability', 'paid', 'closesAt', 'lostReason'] as const)
    if (changed[key] !== undefined) patch[key] = changed[key];
  if (changed.responsible !== undefined) patch.responsibleId = changed.responsible;
  if (changed.lines !== undefined) patch.lines = linesOf(changed.lines);
  // With goods the amount is their sum.
  if (changed.amount !== undefined && linesOf(values.lines).length === 0)
    patch.amount = { amount: changed.amount, currency };
  const own = Object.entries(changed).filter(([key]) => key.startsWith('custom.'));
  if (own.length)
    patch.custom = {
      ...custom,
      ...Object.fromEntries(own.map(([key, value]) => [key.slice('custom.'.length), String(value ?? '')])),
    };
  return patch;
}

type Links = Pick<DealInput, 'partyId' | 'leadId' | 'pipelineId'>;

/** To what a new deal is tied, without what is not known. */
export const linksOf = ({
  partyId,
  leadId,
  pipelineId,
}: { [K in keyof Links]: Links[K] | undefined }): Links => ({
  ...(partyId === undefined ? {} : { partyId }),
  ...(leadId === undefined ? {} : { leadId }),
  ...(pipelineId === undefined ? {} : { pipelineId }),
});

/** Ids of the stages that it has reached, and of the one in which it ended. */
export function reachedStages(deal: Deal | undefined, stages: readonly Stage[]): string[] {
  const at = stages.findIndex(({ id }) => id === deal?.stage.id);
  return stages
    .slice(0, at + 1)
    .flatMap(({ id, outcome }) => (outcome === 'open' || id === deal?.stage.id ? [id] : []));
}

/** A value as the person reads it where two are set side by side. */
export function shownValue(key: string, value: FieldValue, users: readonly UserChoice[]): string {
  if (value === undefined) return '—';
  if (key === 'responsible') return users.find(({ id }) => id === value)?.name ?? String(value);
  if (key !== 'lines') return String(value);
  return (
    linesOf(value)
      .map(({ name, quantity }) => `${name} × ${quantity}`)
      .join(', ') || '—'
  );
}
