/** The history of a record, and notes on its timeline. */
import type { Communication, CommunicationKind, Page } from '@ringback/model';
import * as z from 'zod/mini';
import type {
  CommunicationQuery,
  CommunicationsGroup,
  ReadOptions,
  RecordRef,
  WriteOptions,
} from '../contract.ts';
import { type Base, noSuch, ORIGINATOR, resultOf, unreadable } from './base.ts';
import type { CallLog } from './call-log.ts';
import { manifest } from './manifest.ts';
import { ENTITIES, type Entity, readId, readPartyId, responsibleOf, toIso } from './map.ts';

const text = z.optional(z.nullable(z.string()));
const Activity = z.looseObject({
  ID: z.coerce.string(),
  TYPE_ID: z.coerce.string(),
  SUBJECT: text,
  DESCRIPTION: text,
  DIRECTION: z.optional(z.nullable(z.coerce.string())),
  START_TIME: text,
  END_TIME: text,
  CREATED: text,
  RESPONSIBLE_ID: z.optional(z.nullable(z.coerce.string())),
  ORIGINATOR_ID: text,
  ORIGIN_ID: text,
});
type Activity = z.infer<typeof Activity>;

const PAGE = 50;
const KINDS: Record<string, CommunicationKind> = { '1': 'meeting', '2': 'call', '4': 'mail' };

export function createCommunications(
  base: Base,
  log: CallLog,
): Omit<Required<CommunicationsGroup>, 'create' | 'change'> {
  return {
    logCall: (entry, options) => log.write(entry, options),
    updateCall: (entry, options) => log.write(entry, options),
    announce: (entry, userIds, options) => log.announce(entry, userIds, options),
    list: (query, options) => list(base, log, query, options),
    comment: (on, words, options) => comment(base, on, words, options),
  };
}

/** The record as the CRM knows it. */
function ownerOf({ partyId, dealId }: CommunicationQuery): { entity: Entity; id: number } | undefined {
  if (partyId !== undefined) return readPartyId(partyId);
  const id = dealId === undefined ? undefined : readId(dealId);
  return id === undefined ? undefined : { entity: 'deal', id };
}

async function list(
  base: Base,
  log: CallLog,
  query: CommunicationQuery,
  options?: ReadOptions,
): Promise<Page<Communication>> {
  const owner = ownerOf(query);
  if (!owner) return { items: [] };
  const { cursor, limit = PAGE, partyId, dealId } = query;
  const start = Number(cursor ?? 0);
  const from = Math.floor(start / PAGE) * PAGE;
  const params = {
    filter: { BINDINGS: [{ OWNER_TYPE_ID: ENTITIES[owner.entity].typeId, OWNER_ID: owner.id }] },
    order: { START_TIME: 'DESC', ID: 'DESC' },
    select: ['*'],
    start: from,
  };
  const answers = await base.api.readAll(
    { list: { method: 'crm.activity.list', params }, ...base.usersCommand() },
    options,
  );
  if (answers.users) base.noteUsers(answers);
  const parsed = z.array(Activity).safeParse(resultOf(answers.list));
  if (!parsed.success) throw unreadable('crm.activity.list');
  const shown = parsed.data.slice(start - from, start - from + limit);
  const items = await Promise.all(
    shown.map((activity) => toCommunication(base, log, activity, { partyId, dealId })),
  );
  const more = start - from + shown.length < parsed.data.length || parsed.data.length === PAGE;
  return { items, ...(more && items.length > 0 ? { next: String(start + items.length) } : {}) };
}

async function toCommunication(
  base: Base,
  log: CallLog,
  activity: Activity,
  { partyId, dealId }: { partyId: string | undefined; dealId: string | undefined },
): Promise<Communication> {
  const kind = KINDS[activity.TYPE_ID] ?? 'note';
  const [from, to] = [toIso(activity.START_TIME), toIso(activity.END_TIME)];
  const author = responsibleOf(activity.RESPONSIBLE_ID, base.mapContext().users)?.name;
  const own = activity.ORIGINATOR_ID === ORIGINATOR ? (activity.ORIGIN_ID ?? undefined) : undefined;
  const callId =
    kind === 'call'
      ? (own ?? (activity.ORIGIN_ID ? await log.callOf(activity.ORIGIN_ID) : undefined))
      : undefined;
  return {
    system: manifest.id,
    id: activity.ID,
    kind,
    at: from ?? toIso(activity.CREATED) ?? new Date(0).toISOString(),
    ...(kind === 'call' || kind === 'mail'
      ? { direction: activity.DIRECTION === '2' ? ('out' as const) : ('in' as const) }
      : {}),
    ...(kind === 'call' && from && to
      ? { durationSeconds: Math.round((Date.parse(to) - Date.parse(from)) / 1000) }
      : {}),
    ...(activity.SUBJECT ? { title: activity.SUBJECT } : {}),
    text: activity.DESCRIPTION ?? '',
    ...(author === undefined ? {} : { author }),
    ...(partyId === undefined ? {} : { partyId }),
    ...(dealId === undefined ? {} : { dealId }),
    ...(callId === undefined ? {} : { callId }),
  };
}

function comment(base: Base, on: RecordRef, words: string, options: WriteOptions): Promise<void> {
  const id = readId(on.id);
  const record =
    on.kind === 'party'
      ? readPartyId(on.id)
      : id !== undefined && (on.kind === 'deal' || on.kind === 'lead')
        ? { entity: on.kind, id }
        : undefined;
  if (!record) return Promise.reject(noSuch(on.kind));
  const owner = { ENTITY_ID: record.id, ENTITY_TYPE: record.entity };
  return base.once({
    key: `comment:${on.kind}:${on.id}:${options.actor}:${options.idempotencyKey}`,
    async work() {
      await base.api.write('crm.timeline.comment.add', { fields: { ...owner, COMMENT: words } }, options);
      return { id: '', result: undefined };
    },
    /** The newest that says the same is the one whose answer was lost. */
    async find() {
      const params = { filter: owner, order: { ID: 'DESC' }, select: ['ID', 'COMMENT'] };
      const { result } = await base.api.read('crm.timeline.comment.list', params);
      const comments = z.array(z.looseObject({ COMMENT: z.string() })).parse(result);
      return comments.some(({ COMMENT }) => COMMENT === words) ? { id: '', result: undefined } : undefined;
    },
    recall: async () => undefined,
  });
}
