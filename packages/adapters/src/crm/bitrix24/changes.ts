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
const KINDS = ['contact', 'company', 'lead', 'deal', 'task'] as const;
type Kind = (typeof KINDS)[number];

/** How far one kind was read. */
const Place = z.object({
  /** Of the last row, as the portal writes it; the portal's times are whole seconds. */
  since: z.optional(z.string()),
  /** Numbers of the rows of that very second which were told. */
  told: z.array(z.string()),
});
type Place = z.infer<typeof Place>;
const Marker = z.record(z.string(), Place);

const Row = z.looseObject({
  id: z.coerce.string(),
  updatedTime: z.optional(z.nullable(z.string())),
  changedDate: z.optional(z.nullable(z.string())),
});
const Rows = z.union([z.object({ items: z.array(Row) }), z.object({ tasks: z.array(Row) })]);
interface Changed {
  id: string;
  at: string;
}

export function createPoll({ api }: Pick<Base, 'api'>): NonNullable<ChangesGroup['poll']> {
  return async (marker, options) => {
    const begins = marker === undefined;
    const before = begins ? {} : Marker.parse(JSON.parse(marker));
    const place = (kind: Kind): Place => before[kind] ?? { told: [] };
    const commands: Commands = Object.fromEntries(
      KINDS.map((kind) => [kind, asked(kind, place(kind), begins)]),
    );
    const answers = await api.readAll(commands, options);
    const steps = KINDS.map((kind) => ({ kind, ...step(place(kind), rowsOf(kind, answers[kind]), begins) }));
    return {
      changes: steps.flatMap(({ kind, rows }) => rows.flatMap((row) => changesOf(kind, row))),
      marker: JSON.stringify(Object.fromEntries(steps.map(({ kind, next }) => [kind, next]))),
      more: steps.some(({ more }) => more),
    };
  };
}

/** Numbers are searched in the portal itself: who begins needs no more than the newest, to know where that is. */
function asked(kind: Kind, { since, told }: Place, begins: boolean): Commands[string] {
  const task = kind === 'task';
  const field = task ? 'CHANGED_DATE' : 'updatedTime';
  const order = { [field]: begins ? 'DESC' : 'ASC', [task ? 'ID' : 'id']: 'ASC' };
  // More of one second than a page holds: the page after those that were told.
  const start = Math.floor(told.length / PAGE) * PAGE || -1;
  const filter = since === undefined ? {} : { [`>=${field}`]: since };
  return task
    ? { method: 'tasks.task.list', params: { filter, order, select: ['ID', 'CHANGED_DATE'], start } }
    : {
        method: 'crm.item.list',
        params: { entityTypeId: ENTITIES[kind].typeId, select: ['id', field], filter, order, start },
      };
}

/** Who may not read tasks hears of everything else. */
function rowsOf(kind: Kind, answer: Answer | AdapterError | undefined): Changed[] {
  if (kind === 'task' && answer instanceof AdapterError && answer.code === 'forbidden') return [];
  const parsed = Rows.safeParse(resultOf(answer));
  if (!parsed.success) throw unreadable(kind === 'task' ? 'tasks.task.list' : 'crm.item.list');
  const rows = 'items' in parsed.data ? parsed.data.items : parsed.data.tasks;
  return rows.flatMap(({ id, updatedTime, changedDate }) => {
    const at = updatedTime ?? changedDate;
    return at ? [{ id, at }] : [];
  });
}

function step(
  { since, told }: Place,
  page: Changed[],
  begins: boolean,
): { rows: Changed[]; next: Place; more: boolean } {
  const rows = page.filter(({ id, at }) => at !== since || !told.includes(id));
  const newest = begins ? page[0]?.at : page.at(-1)?.at;
  const same = page.filter(({ at }) => at === newest).map(({ id }) => id);
  return {
    rows,
    next: {
      ...(newest === undefined ? (since === undefined ? {} : { since }) : { since: newest }),
      told: newest === undefined ? told : [...new Set([...(newest === since ? told : []), ...same])],
    },
    more: !begins && page.length >= PAGE,
  };
}

function changesOf(kind: Kind, { id: number, at }: Changed): HostChange[] {
  const id = `${kind}:${number}:${at}`;
  if (kind === 'deal' || kind === 'task') return [{ id, type: `${kind}.changed`, recordId: number }];
  const type: HostChangeType = 'party.changed';
  const party: HostChange = { id, type, recordId: partyId({ entity: kind, id: Number(number) }) };
  // A lead is both: somebody who may call, and an entry of the list of leads.
  return kind === 'lead' ? [party, { id: `${id}:lead`, type: 'lead.changed', recordId: number }] : [party];
}
