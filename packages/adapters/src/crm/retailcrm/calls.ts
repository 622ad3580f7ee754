/**
 * Calls twice over: in retailCRM's own log of calls, which it ties to customers by their numbers, and as a note of the one customer
 * whose call it was, with the comment. The popup is raised by an event and closed by another.
 */
import type { Call } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { CallLogEntry, CommunicationsGroup, ReadOptions, RecordRef, WriteOptions } from '../contract.ts';
import { createNotes, type HostNote, type NoteSource } from '../kit/notes.ts';
import { toLocal } from '../local-time.ts';
import { createOnce } from '../once.ts';
import type { Retailcrm } from './account.ts';
import { manifest } from './manifest.ts';
import { isId, timeOf } from './map.ts';
import { Done, Made, NoteRow } from './rows.ts';

const OrderComment = z.object({
  order: z.object({ site: z.nullish(z.string()), managerComment: z.nullish(z.string()) }),
});

export function createCommunications(account: Retailcrm): CommunicationsGroup {
  const once = createOnce(account.context.kept);
  const notes = createNotes(manifest.id, account.context, noteSource(account));
  /** Whose popups are up. */
  const raised = new Map<string, readonly string[]>();

  async function upload(entry: CallLogEntry, options: WriteOptions): Promise<void> {
    const { call, recording } = entry;
    await once({
      key: `call.upload:${call.id}:${recording ? 'recorded' : 'ended'}`,
      recall: async () => undefined,
      // The id of the call is the host's key: the same call once more is the same call.
      find: async () => undefined,
      work: async () => {
        const calls = [uploaded(entry, account.settings.timeZone)];
        await account.api.post('telephony/calls/upload', { calls }, Done, { ...options, repeatable: true });
        return { id: '', result: undefined };
      },
    });
  }

  async function close({ call }: CallLogEntry, options: WriteOptions): Promise<void> {
    const userIds = raised.get(call.id);
    if (!userIds || !raised.delete(call.id)) return;
    await account.api.post(
      'telephony/call/event',
      { event: eventOf(call, 'hangup', userIds) },
      Done,
      options,
    );
  }

  return {
    ...notes,
    async logCall(entry, options) {
      await close(entry, options);
      if (entry.call.number !== '') await upload(entry, options);
      await notes.logCall(entry, options);
    },
    async updateCall(entry, options) {
      if (entry.call.number !== '') await upload(entry, options);
      await notes.updateCall(entry, options);
    },
    async announce({ call }, userIds, options) {
      raised.set(call.id, userIds);
      const type = call.direction === 'out' ? 'out' : 'in';
      await account.api.post('telephony/call/event', { event: eventOf(call, type, userIds) }, Done, options);
    },
  };
}

const HANGUPS: Partial<Record<NonNullable<Call['endReason']>, string>> = {
  completed: 'answered',
  transferred: 'answered',
  busy: 'busy',
  rejected: 'busy',
  cancelled: 'cancel',
  failed: 'failed',
};

function eventOf(call: Call, type: 'in' | 'out' | 'hangup', userIds: readonly string[]) {
  return {
    ...{ phone: call.number, type, userIds: userIds.map(Number), callExternalId: call.id },
    ...(call.line === undefined ? {} : { externalPhone: call.line }),
    ...(type === 'hangup' ? { hangupStatus: HANGUPS[call.endReason ?? 'failed'] ?? 'no answered' } : {}),
  };
}

const RESULTS: Partial<Record<NonNullable<Call['endReason']>, string>> = {
  completed: 'answered',
  transferred: 'answered',
  busy: 'busy',
  rejected: 'busy',
  failed: 'failed',
};

function uploaded({ call, agent, recording }: CallLogEntry, timeZone: string) {
  const waited =
    (Date.parse(call.connectedAt ?? call.endedAt ?? call.startedAt) - Date.parse(call.startedAt)) / 1000;
  return {
    ...{
      date: toLocal(call.startedAt, timeZone).replace('T', ' '),
      type: call.direction === 'out' ? 'out' : 'in',
    },
    ...{
      phone: call.number,
      externalId: call.id,
      duration: call.durationSeconds,
      durationWaiting: Math.max(0, Math.round(waited)),
    },
    result: call.durationSeconds > 0 ? 'answered' : (RESULTS[call.endReason ?? 'missed'] ?? 'no answer'),
    ...(call.line === undefined ? {} : { externalPhone: call.line }),
    ...(agent?.userId === undefined
      ? agent && agent.extension !== ''
        ? { code: agent.extension }
        : {}
      : { userId: Number(agent.userId) }),
    ...(recording === undefined ? {} : { recordUrl: recording.url }),
  };
}

function noteSource(account: Retailcrm): NoteSource {
  const { api } = account;
  const add = async (id: string, text: string, options: ReadOptions) => {
    await api.post('customers/notes/create', { note: { text, customer: { id: Number(id) } } }, Made, options);
  };
  return {
    async list(partyId, range, options) {
      if (!isId(partyId)) return { items: [] };
      const params = { 'filter[customerIds]': [partyId] };
      const page = await account.rows(
        { path: 'customers/notes', kind: 'notes', row: NoteRow, params },
        range,
        options,
      );
      const at = await account.mapping(options);
      return {
        ...page,
        items: page.items.map((row) => noteOf(row, timeOf(row.createdAt, at), at.user(row.managerId)?.name)),
      };
    },
    async add(on, text, options) {
      if (on.kind === 'party' && isId(on.id)) return add(on.id, text, options);
      if (on.kind === 'order' && isId(on.id)) return commentOrder(account, on, text, options);
      throw new AdapterError(manifest.id, 'not-found', 'There is no such record in retailCRM to comment on.');
    },
    // A note cannot be changed: the new one, which keeps what a person wrote, is there before the old one goes.
    async change({ id }, text, partyId, options) {
      await add(partyId, text, options);
      await api.post(`customers/notes/${id}/delete`, {}, Done, { ...options, repeatable: true });
    },
  };
}

function noteOf({ id, text }: NoteRow, at: string | undefined, author: string | undefined): HostNote {
  return {
    id: String(id),
    text,
    at: at ?? '1970-01-01T00:00:00.000Z',
    ...(author === undefined ? {} : { author }),
  };
}

/** A line below what stands in the manager's comment. */
async function commentOrder(
  { api }: Retailcrm,
  { id }: RecordRef,
  text: string,
  options: ReadOptions,
): Promise<void> {
  const found = await api.get(`orders/${id}`, OrderComment, { by: 'id' }, options);
  if (!found) throw new AdapterError(manifest.id, 'not-found', 'There is no such order in retailCRM.');
  const { site, managerComment } = found.order;
  const before = managerComment?.trimEnd() ?? '';
  const order = { managerComment: before === '' ? text : `${before}\n${text}` };
  await api.post(`orders/${id}/edit`, { by: 'id', ...(site ? { site } : {}), order }, Done, {
    ...options,
    repeatable: true,
  });
}
