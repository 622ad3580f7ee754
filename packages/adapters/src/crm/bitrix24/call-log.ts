/**
 * One call in the portal: an activity that is made once and patched afterwards. With an application it goes through the portal's
 * telephony (register, finish: it then stands in its statistics too), with a webhook straight into the CRM.
 */
import { type Call } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { CallLogEntry, WriteOptions } from '../contract.ts';
import { callText } from '../kit/call-text.ts';
import { mergeText } from '../merge-text.ts';
import { type Base, ORIGINATOR } from './base.ts';
import { bindActivity } from './bindings.ts';
import { ENTITIES, type PartyRecord, readId, readPartyId } from './map.ts';
import type { Params } from './wire.ts';

/** What we know of a call that we have logged. */
const Known = z.object({
  version: z.number(),
  /** Absent while the call belongs to nobody in the CRM. */
  activityId: z.optional(z.number()),
  /** Of the portal's telephony. */
  hostCallId: z.optional(z.string()),
  finished: z.boolean(),
  /** Our text as we wrote it last. */
  ours: z.string(),
  partyId: z.optional(z.string()),
  deals: z.array(z.string()),
  recorded: z.boolean(),
});
type Known = z.infer<typeof Known>;

const NOTHING: Known = { version: 0, finished: false, ours: '', deals: [], recorded: false };

const place = (callId: string) => `call:${callId}`;

export interface CallLog {
  write(entry: CallLogEntry, options: WriteOptions): Promise<void>;
  announce(entry: CallLogEntry, userIds: readonly string[], options: WriteOptions): Promise<void>;
  /** Our call behind an activity of the portal's telephony. */
  callOf(originId: string): Promise<string | undefined>;
}

export function createCallLog(base: Base, isShared: (number: string) => Promise<boolean>): CallLog {
  const { api, context, serial, settings } = base;
  const application = settings.webhook === undefined;

  async function recall(callId: string): Promise<{ text: string | undefined; known: Known }> {
    const text = await context.kept.get(place(callId));
    return { text, known: text === undefined ? NOTHING : Known.parse(JSON.parse(text)) };
  }

  async function remember(callId: string, known: Known): Promise<void> {
    const { text } = await recall(callId);
    await context.kept.replace(place(callId), text, JSON.stringify(known));
  }

  /** Registers with the portal's telephony; the same call of ours is the same call there. */
  async function register(entry: CallLogEntry, show: boolean, options: WriteOptions): Promise<string> {
    const { call } = entry;
    const party = partyOf(entry);
    const params = {
      USER_ID: Number(userOf(entry, options)),
      PHONE_NUMBER: call.number,
      TYPE: call.callback ? 4 : call.direction === 'out' ? 1 : 2,
      CALL_START_DATE: call.startedAt,
      CRM_CREATE: 0,
      SHOW: show ? 1 : 0,
      EXTERNAL_CALL_ID: call.id,
      ...(call.line === undefined ? {} : { LINE_NUMBER: call.line }),
      ...(party ? { CRM_ENTITY_TYPE: party.entity.toUpperCase(), CRM_ENTITY_ID: party.id } : {}),
    };
    const answer = await api.write('telephony.externalCall.register', params, {
      ...options,
      repeatable: true,
    });
    return z.object({ CALL_ID: z.string() }).parse(answer).CALL_ID;
  }

  function userOf({ agent }: CallLogEntry, options: WriteOptions): string {
    return agent?.userId ?? base.userOf(options);
  }

  async function finish(entry: CallLogEntry, known: Known, options: WriteOptions): Promise<Known> {
    const { call } = entry;
    const hostCallId = known.hostCallId ?? (await register(entry, false, options));
    await remember(call.id, { ...known, hostCallId });
    const params = {
      CALL_ID: hostCallId,
      USER_ID: Number(userOf(entry, options)),
      DURATION: call.durationSeconds,
      STATUS_CODE: statusOf(call),
      ADD_TO_CHAT: 0,
    };
    const activityId = await finishOnce(params);
    await context.kept.replace(`host-call:${hostCallId}`, undefined, call.id);
    return { ...known, hostCallId, finished: true, ...(activityId ? { activityId } : {}) };
  }

  /** A call that was finished before is found in the statistics: its answer was lost. */
  async function finishOnce(params: Params): Promise<number> {
    const Finished = z.looseObject({ CRM_ACTIVITY_ID: z.optional(z.nullable(z.coerce.number())) });
    try {
      return Finished.parse(await api.write('telephony.externalCall.finish', params)).CRM_ACTIVITY_ID ?? 0;
    } catch (error) {
      const { result } = await api.read('voximplant.statistic.get', { FILTER: { CALL_ID: params.CALL_ID } });
      const [row] = z.array(Finished).parse(result);
      if (!row) throw error;
      return row.CRM_ACTIVITY_ID ?? 0;
    }
  }

  /** Straight into the CRM; looked for first, because an earlier answer may have been lost. */
  async function addActivity(
    entry: CallLogEntry,
    party: PartyRecord,
    options: WriteOptions,
  ): Promise<number> {
    const { call } = entry;
    const filter = { ORIGINATOR_ID: ORIGINATOR, ORIGIN_ID: call.id };
    const { result } = await api.read('crm.activity.list', { filter, select: ['ID'] });
    const [before] = z.array(z.looseObject({ ID: z.coerce.number() })).parse(result);
    if (before) return before.ID;
    const owner = { OWNER_TYPE_ID: ENTITIES[party.entity].typeId, OWNER_ID: party.id };
    const fields = {
      ...owner,
      TYPE_ID: 2,
      SUBJECT: subjectOf(call),
      COMMUNICATIONS: [{ VALUE: call.number, ENTITY_ID: party.id, ENTITY_TYPE_ID: owner.OWNER_TYPE_ID }],
      START_TIME: call.startedAt,
      END_TIME: new Date(Date.parse(call.startedAt) + call.durationSeconds * 1000).toISOString(),
      COMPLETED: call.endReason === 'missed' ? 'N' : 'Y',
      RESPONSIBLE_ID: Number(userOf(entry, options)),
      DESCRIPTION: callText(call),
      DESCRIPTION_TYPE: 1,
      DIRECTION: call.direction === 'out' ? 2 : 1,
      ORIGINATOR_ID: ORIGINATOR,
      ORIGIN_ID: call.id,
    };
    return z.coerce.number().parse(await api.write('crm.activity.add', { fields }, options));
  }

  async function logged(
    entry: CallLogEntry,
    known: Known,
    options: WriteOptions,
  ): Promise<Known | undefined> {
    const party = partyOf(entry);
    // Registered without a party, the portal would give it to the first who has the number.
    const nobodys = !party && (await isShared(entry.call.number));
    if (application && !known.finished && !nobodys) return finish(entry, known, options);
    if (known.activityId !== undefined || !party) return known.finished ? known : undefined;
    return {
      ...known,
      activityId: await addActivity(entry, party, options),
      ours: callText(entry.call),
      finished: true,
    };
  }

  async function patch(entry: CallLogEntry, known: Known, options: WriteOptions): Promise<Known> {
    const { activityId } = known;
    const party = partyOf(entry);
    if (activityId === undefined) {
      // The telephony logged it to nobody; now it is known whose it was.
      return party
        ? { ...known, activityId: await addActivity(entry, party, options), ours: callText(entry.call) }
        : known;
    }
    const { partyId, dealIds = [], call } = entry;
    const before = known.partyId;
    if (party && partyId !== before) {
      await bindActivity(base, activityId, party);
      const old = before === undefined ? undefined : readPartyId(before);
      if (old) await unbind(activityId, old);
    }
    const fresh = dealIds.filter((id) => !known.deals.includes(id));
    for (const id of fresh) await bindActivity(base, activityId, { entity: 'deal', id: readId(id) ?? 0 });
    const text = callText(call);
    if (text !== known.ours) await describe(activityId, known.ours, text, options);
    return {
      ...known,
      ours: text,
      deals: [...known.deals, ...fresh],
      ...(partyId === undefined ? {} : { partyId }),
    };
  }

  async function unbind(activityId: number, { entity, id }: PartyRecord): Promise<void> {
    const params = { activityId, entityTypeId: ENTITIES[entity].typeId, entityId: id };
    await api.write('crm.activity.binding.delete', params, { repeatable: true }).catch((error: unknown) => {
      if (!(error instanceof AdapterError) || error.code !== 'not-found') throw error;
    });
  }

  /** Our text beside a person's. */
  async function describe(id: number, before: string, next: string, options: WriteOptions): Promise<void> {
    const { result } = await api.read('crm.activity.get', { id });
    const current =
      z.looseObject({ DESCRIPTION: z.optional(z.nullable(z.string())) }).parse(result).DESCRIPTION ?? '';
    const DESCRIPTION = mergeText({ current, before, next });
    if (DESCRIPTION === current) return;
    await api.write('crm.activity.update', { id, fields: { DESCRIPTION } }, { ...options, repeatable: true });
  }

  /** A repeated record replaces the one before. */
  async function record({ recording }: CallLogEntry, known: Known, options: WriteOptions): Promise<Known> {
    if (!recording || known.recorded) return known;
    const content = Buffer.from(await recording.read(options.signal)).toString('base64');
    if (known.hostCallId !== undefined) {
      const params = { CALL_ID: known.hostCallId, FILENAME: recording.fileName, FILE_CONTENT: content };
      await api.write('telephony.externalCall.attachRecord', params, { ...options, repeatable: true });
    } else if (known.activityId !== undefined) {
      const fields = { FILES: [{ fileData: [recording.fileName, content] }] };
      await api.write('crm.activity.update', { id: known.activityId, fields }, options);
    } else return known;
    return { ...known, recorded: true };
  }

  return {
    write: (entry, options) =>
      serial.run([place(entry.call.id)], async () => {
        const { call, partyId } = entry;
        const { known: before } = await recall(call.id);
        if (before.version > call.version) return;
        const isNew = before.activityId === undefined;
        let known = await logged(entry, before, options);
        if (!known) return;
        if (isNew && partyId !== undefined) known = { ...known, partyId };
        await remember(call.id, { ...known, version: call.version });
        known = await patch(entry, known, options);
        await remember(call.id, { ...known, version: call.version });
        known = await record(entry, known, options);
        await remember(call.id, { ...known, version: call.version });
      }),
    announce: (entry, userIds, options) =>
      serial.run([place(entry.call.id)], async () => {
        const { known } = await recall(entry.call.id);
        const hostCallId = known.hostCallId ?? (await register(entry, false, options));
        await remember(entry.call.id, { ...known, hostCallId });
        const params = { CALL_ID: hostCallId, USER_ID: userIds.map(Number) };
        await api.write('telephony.externalCall.show', params, { ...options, repeatable: true });
      }),
    callOf: (originId) => context.kept.get(`host-call:${originId.replace(/^VI_/, '')}`),
  };
}

const partyOf = ({ partyId }: CallLogEntry): PartyRecord | undefined =>
  partyId === undefined ? undefined : readPartyId(partyId);

function subjectOf({ direction, endReason, number, claimedName }: Call): string {
  const what =
    direction === 'out' ? 'Outgoing call' : endReason === 'missed' ? 'Missed call' : 'Incoming call';
  return `${what} ${claimedName ?? number}`.trim();
}

const STATUS_CODES: Partial<Record<NonNullable<Call['endReason']>, string>> = {
  missed: '304',
  rejected: '603',
  busy: '486',
  'no-answer': '480',
  cancelled: '603-S',
  failed: 'OTHER',
};

const statusOf = ({ endReason, durationSeconds }: Call): string =>
  durationSeconds > 0 ? '200' : (STATUS_CODES[endReason ?? 'missed'] ?? '304');
