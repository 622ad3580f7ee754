/**
 * What changed since the last look. The portal tells an event once and never again: what was told while nobody listened is asked for here,
 * by the time of the last change. Removals are told by events alone.
 */
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { ChangesGroup, HostChange, HostChangeType } from '../contract.ts';
import type { Answer, Commands } from './api.ts';
import { type Base, resultOf, unreadable } from './base.ts';
import { ENTITIES, partyId } from './map.ts';

const PAGE = 50;
const KINDS = ['contact', 'company', 'lead', 'deal', 'task', 'activity'] as const;
type Kind = (typeof KINDS)[number];

/** How far one kind was read. */
const Place = z.object({
  /** Of the last row, as the portal writes it; the portal's times are whole seconds. */
  since: z.optional(z.string()),
  /** Numbers of the rows of that very second which were told. */
  told: z.array(z.string()),
});
type Place = z.infer<typeof Place>;
const NOWHERE: Place = { told: [] };
const Marker = z.record(z.string(), Place);

const Row = z.looseObject({
  id: z.coerce.string(),
  updatedTime: z.optional(z.nullable(z.string())),
  changedDate: z.optional(z.nullable(z.string())),
});
const Activity = z.pipe(
  z.looseObject({ ID: z.coerce.string(), LAST_UPDATED: z.optional(z.nullable(z.string())) }),
  z.transform(({ ID: id, LAST_UPDATED: updatedTime }) => ({ id, updatedTime })),
);
/** Each method wraps its rows in its own way. */
const Rows = {
  items: z.pipe(
    z.object({ items: z.array(Row) }),
    z.transform(({ items }) => items),
  ),
  task: z.pipe(
    z.object({ tasks: z.array(Row) }),
    z.transform(({ tasks }) => tasks),
  ),
  activity: z.array(Activity),
};
/** Fields by which each tells when it changed, and which it is. */
const FIELDS = {
  items: { changed: 'updatedTime', id: 'id' },
  task: { changed: 'CHANGED_DATE', id: 'ID' },
  activity: { changed: 'LAST_UPDATED', id: 'ID' },
} as const;
const METHODS = { items: 'crm.item.list', task: 'tasks.task.list', activity: 'crm.activity.list' } as const;
const shapeOf = (kind: Kind) => (kind === 'task' || kind === 'activity' ? kind : 'items');
interface Changed {
  id: string;
  at: string;
}

export function createPoll({ api }: Pick<Base, 'api'>): NonNullable<ChangesGroup['poll']> {
  return async (marker, options) => {
    const before: Partial<Record<string, Place>> =
      marker === undefined ? {} : Marker.parse(JSON.parse(marker));
    const commands: Commands = Object.fromEntries(KINDS.map((kind) => [kind, asked(kind, before[kind])]));
    const answers = await api.readAll(commands, options);
    const steps = KINDS.map((kind) => ({ kind, ...step(before[kind], rowsOf(kind, answers[kind])) }));
    // Of a kind that an earlier version did not look at, nothing that was there already is news.
    const news = steps.filter(({ kind }) => marker === undefined || before[kind] !== undefined);
    return {
      changes: news.flatMap(({ kind, rows }) => rows.flatMap((row) => changesOf(kind, row))),
      marker: JSON.stringify(Object.fromEntries(steps.map(({ kind, next }) => [kind, next]))),
      more: steps.some(({ more }) => more),
    };
  };
}

/**
 * Numbers are searched in the portal itself: who begins with a kind needs no more than the newest, to know where that is. A marker of an
 * earlier version knows fewer kinds.
 */
function asked(kind: Kind, place: Place | undefined): Commands[string] {
  const shape = shapeOf(kind);
  const { since, told } = place ?? NOWHERE;
  const fields = FIELDS[shape];
  const order = { [fields.changed]: place ? 'ASC' : 'DESC', [fields.id]: 'ASC' };
  // More of one second than a page holds: the page after those that were told.
  const start = Math.floor(told.length / PAGE) * PAGE || -1;
  const filter = since === undefined ? {} : { [`>=${fields.changed}`]: since };
  const select = [fields.id, fields.changed];
  const entity = kind === 'task' || kind === 'activity' ? {} : { entityTypeId: ENTITIES[kind].typeId };
  return { method: METHODS[shape], params: { ...entity, select, filter, order, start } };
}

/** Who may not read tasks hears of everything else. */
function rowsOf(kind: Kind, answer: Answer | AdapterError | undefined): Changed[] {
  if (kind === 'task' && answer instanceof AdapterError && answer.code === 'forbidden') return [];
  const shape = shapeOf(kind);
  const parsed = z.safeParse(z.union([Rows[shape]]), resultOf(answer));
  if (!parsed.success) throw unreadable(METHODS[shape]);
  const rows: readonly z.infer<typeof Row>[] = parsed.data;
  return rows.flatMap(({ id, updatedTime, changedDate }) => {
    const at = updatedTime ?? changedDate;
    return at ? [{ id, at }] : [];
  });
}

function step(place: Place | undefined, page: Changed[]): { rows: Changed[]; next: Place; more: boolean } {
  const { since, told } = place ?? NOWHERE;
  const rows = page.filter(({ id, at }) => at !== since || !told.includes(id));
  const newest = place ? page.at(-1)?.at : page[0]?.at;
  const same = page.filter(({ at }) => at === newest).map(({ id }) => id);
  return {
    rows,
    next: {
      ...(newest === undefined ? (since === undefined ? {} : { since }) : { since: newest }),
      told: newest === undefined ? told : [...new Set([...(newest === since ? told : []), ...same])],
    },
    more: place !== undefined && page.length >= PAGE,
  };
}

function changesOf(kind: Kind, { id: number, at }: Changed): HostChange[] {
  const id = `${kind}:${number}:${at}`;
  if (kind === 'activity') return [{ id, type: 'communication.changed', recordId: number }];
  if (kind === 'deal' || kind === 'task') return [{ id, type: `${kind}.changed`, recordId: number }];
  const type: HostChangeType = 'party.changed';
  const party: HostChange = { id, type, recordId: partyId({ entity: kind, id: Number(number) }) };
  // A lead is both: somebody who may call, and an entry of the list of leads.
  return kind === 'lead' ? [party, { id: `${id}:lead`, type: 'lead.changed', recordId: number }] : [party];
}
