/** Calls as notes on the deal's card, or on the customer's where no deal is told: as amoCRM itself does it. */
import type { Communication, Page } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type {
  CallLogEntry,
  CommunicationQuery,
  CommunicationsGroup,
  ReadOptions,
  RecordRef,
  WriteOptions,
} from '../contract.ts';
import { callText } from '../kit/call-text.ts';
import { mergeText } from '../merge-text.ts';
import { createOnce } from '../once.ts';
import { phoneTail } from '../phone.ts';
import { createSerial } from '../serial.ts';
import type { Amocrm } from './account.ts';
import { type CallState, type CallStates, createCallStates, type Place } from './call-state.ts';
import { manifest } from './manifest.ts';
import { readPartyId, seconds, toCommunication } from './map.ts';
import { Changed, madeOf, NoteRow, pageOf, Person, Unsorted } from './rows.ts';

const PAGE = 50;
const CALL_NOTES = ['call_in', 'call_out'];
const SOURCE = 'Ringback';
/** amoCRM's own numbers of what came of a call. */
const TALKED = 4;
const NO_ANSWER = 6;
const BUSY = 7;
const UNDEFINED = 8;

export function createCommunications(account: Amocrm): CommunicationsGroup {
  const serial = createSerial();
  const once = createOnce(account.context.kept);
  const states = createCallStates(account.context);
  const put = (entry: CallLogEntry, options: WriteOptions) =>
    serial.run([entry.call.id], () => putCall(account, states, entry, options));
  return {
    logCall: put,
    updateCall: put,
    list: (query, options = {}) => list(account, query, options),
    comment: (on, text, options) =>
      once({
        key: `comment:${on.kind}:${on.id}:${options.idempotencyKey}`,
        recall: async () => undefined,
        find: () => findComment(account, on, text, options),
        work: async () => ({ id: on.id, result: await comment(account, on, text, options) }),
      }),
    announce: async ({ call }, userIds, options) => {
      const add = [{ type: 'phone_call', phone_number: call.number, users: userIds.map(Number) }];
      await account.api.tell('POST', 'v2/events', { add }, options);
    },
  };
}

async function putCall(
  account: Amocrm,
  states: CallStates,
  entry: CallLogEntry,
  options: WriteOptions,
): Promise<void> {
  const { call, recording } = entry;
  const before = await states.get(call.id);
  if (call.version < before.version) return;
  const text = callText(call);
  const link = recording?.url ?? before.link;
  let state: CallState = before;
  for (const known of before.places) {
    const place = await noted(account, known, call.id, options);
    if (place === undefined) continue;
    state = { ...state, places: state.places.map((one) => (one === known ? place : one)) };
    if (text !== before.text || link !== before.link)
      await rewriteNote(account, place, { text, link, before: before.text }, options);
  }
  for (const place of wanted(entry)) {
    if (
      state.places.some(({ kind, id, note }) => kind === place.kind && id === place.id && note !== undefined)
    )
      continue;
    // Said before it is done: whoever finds this without a note looks for the note first.
    const others = state.places.filter(({ kind, id }) => kind !== place.kind || id !== place.id);
    state = { ...state, places: [...others, place] };
    await states.set(call.id, state);
    const note = await makeNote(account, place, entry, { text, link }, options);
    state = { ...state, places: [...others, { ...place, note }] };
    await states.set(call.id, state);
  }
  state = await unknownCaller(account, state, entry, options);
  await states.set(call.id, { ...state, version: call.version, text, link });
}

/** A deal's card shows the calls of that deal; without one the customer's does. Whose it is, nobody is sure → nowhere. */
function wanted({ partyId, dealIds = [] }: CallLogEntry): Place[] {
  const deals = dealIds
    .filter((id) => /^\d{1,15}$/.test(id))
    .map((id): Place => ({ kind: 'leads', id: Number(id) }));
  const party = readPartyId(partyId ?? '');
  return deals.length > 0 || !party ? deals : [party];
}

/** The note of a place; looked for where the answer to its making was lost. */
async function noted(
  account: Amocrm,
  place: Place,
  callId: string,
  options: ReadOptions,
): Promise<(Place & { note: number }) | undefined> {
  if (place.note !== undefined) return { ...place, note: place.note };
  const params = { 'filter[note_type]': CALL_NOTES, limit: PAGE, 'order[id]': 'desc' };
  const page = await account.api.get(
    `${place.kind}/${place.id}/notes`,
    pageOf('notes', NoteRow),
    params,
    options,
  );
  const row = page?._embedded.notes.find(({ params: written }) => written?.uniq === callId);
  return row && { ...place, note: row.id };
}

async function makeNote(
  account: Amocrm,
  place: Place,
  { call, agent }: CallLogEntry,
  { text, link }: { text: string; link: string },
  options: WriteOptions,
): Promise<number> {
  const params = {
    ...{
      uniq: call.id,
      duration: call.durationSeconds,
      source: SOURCE,
      phone: call.number,
      call_result: text,
    },
    ...{ call_status: statusOf(call), call_responsible: agent?.name ?? '' },
    ...(link === '' ? {} : { link }),
  };
  const note = {
    note_type: call.direction === 'out' ? 'call_out' : 'call_in',
    params,
    created_at: seconds(call.startedAt),
    ...(agent?.userId === undefined ? {} : { responsible_user_id: Number(agent.userId) }),
  };
  const made = await account.api.send(
    'POST',
    `${place.kind}/${place.id}/notes`,
    [note],
    madeOf('notes'),
    options,
  );
  const id = made._embedded.notes[0]?.id;
  if (id !== undefined) return id;
  throw new AdapterError(manifest.id, 'bug', 'amoCRM did not say which note it made.');
}

function statusOf({ durationSeconds, endReason }: CallLogEntry['call']): number {
  if (durationSeconds > 0) return TALKED;
  if (endReason === 'missed' || endReason === 'no-answer' || endReason === 'cancelled') return NO_ANSWER;
  return endReason === 'busy' || endReason === 'rejected' ? BUSY : UNDEFINED;
}

async function rewriteNote(
  account: Amocrm,
  { kind, id, note }: Place & { note: number },
  { text, link, before }: { text: string; link: string; before: string },
  options: WriteOptions,
): Promise<void> {
  const path = `${kind}/${id}/notes/${note}`;
  const row = await account.api.get(path, NoteRow, {}, options);
  if (!row) return;
  const result = mergeText({ current: row.params?.call_result ?? '', before, next: text });
  const params = { ...row.params, call_result: result, ...(link === '' ? {} : { link }) };
  await account.api.send('PATCH', path, { note_type: row.note_type, params }, Changed, options);
}

/** Somebody whom nobody knows becomes an incoming lead; once it is said whose call it was, the lead is put away. */
async function unknownCaller(
  account: Amocrm,
  state: CallState,
  entry: CallLogEntry,
  options: WriteOptions,
): Promise<CallState> {
  const { call } = entry;
  if (state.unsorted !== undefined && state.places.length > 0) {
    await account.api.tell('DELETE', `v4/leads/unsorted/${state.unsorted}/decline`, undefined, options);
    const { unsorted: _away, ...rest } = state;
    return rest;
  }
  const concerned = account.settings.unsorted && call.direction === 'in' && call.number !== '';
  if (!concerned || state.unsorted !== undefined || wanted(entry).length > 0 || state.version >= 0)
    return state;
  if (await isKnown(account, call.number, options)) return state;
  const [pipeline] = await account.pipelines.get(options.signal);
  const lead = {
    ...{ source_uid: call.id, source_name: SOURCE, created_at: seconds(call.startedAt) },
    ...(pipeline === undefined ? {} : { pipeline_id: Number(pipeline.id) }),
    metadata: {
      ...{
        uniq: call.id,
        from: call.number,
        phone: call.number,
        service_code: SOURCE,
        is_call_event_needed: false,
      },
      ...{
        called_at: seconds(call.startedAt),
        duration: call.durationSeconds,
        link: entry.recording?.url ?? '',
      },
    },
    _embedded: {
      leads: [{ name: `☎ ${call.number}` }],
      contacts: [
        {
          name: call.claimedName ?? call.number,
          custom_fields_values: [{ field_code: 'PHONE', values: [{ value: call.number }] }],
        },
      ],
    },
  };
  const made = await account.api.send('POST', 'leads/unsorted/sip', [lead], Unsorted, options);
  const uid = made._embedded.unsorted[0]?.uid;
  return uid === undefined ? state : { ...state, unsorted: uid };
}

async function isKnown(account: Amocrm, number: string, options: ReadOptions): Promise<boolean> {
  const query = { query: phoneTail(number), limit: 1 };
  const found = await Promise.all([
    account.api.get('contacts', pageOf('contacts', Person), query, options),
    account.api.get('companies', pageOf('companies', Person), query, options),
  ]);
  return found.some((page) => page !== undefined);
}

/** A customer's notes, and those of his deals: a call with a deal stands there. */
async function list(
  account: Amocrm,
  query: CommunicationQuery,
  options: ReadOptions,
): Promise<Page<Communication>> {
  const { partyId, dealId, cursor, limit = PAGE } = query;
  const page = cursor !== undefined && /^\d{1,9}$/.test(cursor) ? Number(cursor) : 1;
  const params = { limit: Math.min(limit, PAGE), page, 'order[id]': 'desc' };
  const notes = (path: string, more: Record<string, readonly number[]> = {}) =>
    account.api.get(path, pageOf('notes', NoteRow), { ...params, ...more }, options);
  const party = readPartyId(partyId ?? '');
  const leads = party
    ? await leadsOf(account, party, options)
    : dealId && /^\d{1,15}$/.test(dealId)
      ? [Number(dealId)]
      : [];
  const pages = await Promise.all([
    party ? notes(`${party.kind}/${party.id}/notes`) : undefined,
    leads.length > 0 ? notes('leads/notes', { 'filter[entity_id]': leads }) : undefined,
  ]);
  const [own, ofDeals] = pages.map((one) => one?._embedded.notes ?? []);
  const whose = partyId === undefined ? {} : { partyId };
  const items = [
    ...(own ?? []).map((row) => toCommunication(row, whose)),
    ...(ofDeals ?? []).map((row) => toCommunication(row, { ...whose, dealId: String(row.entity_id) })),
  ].sort((one, other) => (one.at < other.at ? 1 : -1));
  return pages.some((one) => one?._links?.next) ? { items, next: String(page + 1) } : { items };
}

async function leadsOf(
  account: Amocrm,
  { kind, id }: Omit<Place, 'note'>,
  options: ReadOptions,
): Promise<number[]> {
  const row = await account.api.get(`${kind}/${id}`, Person, { with: 'leads' }, options);
  return (row?._embedded?.leads ?? [])
    .map((lead) => lead.id)
    .sort((one, other) => other - one)
    .slice(0, PAGE);
}

function pathOf({ kind, id }: RecordRef): string {
  const party = kind === 'party' ? readPartyId(id) : undefined;
  if (party) return `${party.kind}/${party.id}/notes`;
  if (kind === 'deal' && /^\d{1,15}$/.test(id)) return `leads/${id}/notes`;
  throw new AdapterError(manifest.id, 'not-found', 'There is no such record in amoCRM to comment on.');
}

async function comment(account: Amocrm, on: RecordRef, text: string, options: WriteOptions): Promise<void> {
  await account.api.send(
    'POST',
    pathOf(on),
    [{ note_type: 'common', params: { text } }],
    madeOf('notes'),
    options,
  );
}

async function findComment(account: Amocrm, on: RecordRef, text: string, options: ReadOptions) {
  const params = { 'filter[note_type]': ['common'], limit: PAGE, 'order[id]': 'desc' };
  const page = await account.api.get(pathOf(on), pageOf('notes', NoteRow), params, options);
  const made = page?._embedded.notes.some((row) => row.params?.text === text) === true;
  return made ? { id: on.id, result: undefined } : undefined;
}
