/** Activities, telephony and notices of the simulated portal. */
import { paged } from './crm-methods.ts';
import { fits, inOrder } from './filter.ts';
import { asList, asMap, type PhpMap, type PhpValue } from './php.ts';
import {
  type Methods,
  type PortalActivity,
  type PortalCall,
  portalTime,
  type PortalState,
  Refused,
} from './state.ts';

const TYPE_IDS: Record<string, number> = { LEAD: 1, CONTACT: 3, COMPANY: 4 };

export function activityMethods(state: PortalState): Methods {
  const activityOf = (id: unknown): PortalActivity => {
    const activity = state.activities.get(Number(id));
    if (!activity) throw new Refused(400, 'NOT_FOUND', 'Activity not found');
    return activity;
  };
  const requireField = (fields: PhpMap, name: string) => {
    if (!fields[name]) throw new Refused(400, '', `The field ${name} is not defined or invalid`);
  };
  return {
    'crm.activity.add'({ fields: given }) {
      const { FILES, ...fields } = asMap(given);
      for (const name of ['SUBJECT', 'RESPONSIBLE_ID', 'TYPE_ID', 'COMMUNICATIONS'])
        requireField(fields, name);
      if (isSending(fields)) requireAddresses(fields);
      const bindings = [{ OWNER_TYPE_ID: Number(fields.OWNER_TYPE_ID), OWNER_ID: Number(fields.OWNER_ID) }];
      const ID = state.nextId();
      const times = { CREATED: portalTime(state.now()), LAST_UPDATED: portalTime(state.now()) };
      state.activities.set(ID, {
        ...{ DESCRIPTION: '', ...times, ...timed(fields), ID, bindings },
        files: asList(FILES).map(fileName),
      });
      return { result: ID };
    },
    'crm.activity.get': ({ id }) => ({ result: shown(activityOf(id)) }),
    'crm.activity.update'({ id, fields: given }) {
      const activity = activityOf(id);
      const { FILES, ...fields } = asMap(given);
      Object.assign(activity, fields, { LAST_UPDATED: portalTime(state.now()) });
      activity.files.push(...asList(FILES).map(fileName));
      return { result: true };
    },
    'crm.activity.list'({ filter, order, select, start }) {
      const { BINDINGS, ...rest } = asMap(filter);
      const wanted = asList(BINDINGS).map(asMap);
      const bound = ({ bindings }: PortalActivity) =>
        wanted.length === 0 ||
        wanted.some((one) =>
          bindings.some(
            (own) => own.OWNER_TYPE_ID === Number(one.OWNER_TYPE_ID) && own.OWNER_ID === Number(one.OWNER_ID),
          ),
        );
      const rows = [...state.activities.values()].filter((row) => bound(row) && fits(row, rest));
      const by = asMap(order);
      rows.sort(inOrder(Object.keys(by).length === 0 ? { START_TIME: 'ASC' } : by));
      const withPeople = asList(select).includes('COMMUNICATIONS');
      const people = ({ COMMUNICATIONS }: PortalActivity) =>
        withPeople ? { COMMUNICATIONS: asList(COMMUNICATIONS as PhpValue).map(asTexts) } : {};
      return paged(
        rows.map((row) => ({ ...shown(row), ...people(row) })),
        start,
        (items) => items,
      );
    },
    'crm.activity.binding.add'({ activityId, entityTypeId, entityId }) {
      const { bindings } = activityOf(activityId);
      const binding = { OWNER_TYPE_ID: Number(entityTypeId), OWNER_ID: Number(entityId) };
      if (
        bindings.some(
          (one) => one.OWNER_TYPE_ID === binding.OWNER_TYPE_ID && one.OWNER_ID === binding.OWNER_ID,
        )
      )
        throw new Refused(400, 'ACTIVITY_IS_ALREADY_BOUND', 'Activity is already bound to this entity');
      bindings.push(binding);
      return { result: true };
    },
    'crm.activity.binding.delete'({ activityId, entityTypeId, entityId }) {
      const activity = activityOf(activityId);
      activity.bindings = activity.bindings.filter(
        (one) => one.OWNER_TYPE_ID !== Number(entityTypeId) || one.OWNER_ID !== Number(entityId),
      );
      return { result: true };
    },
    ...telephonyMethods(state),
    'im.notify.system.add'({ USER_ID, MESSAGE, TAG }) {
      if (Number(USER_ID) <= 0) throw new Refused(400, 'USER_ID_EMPTY', "User ID can't be empty");
      const id = state.nextId();
      // Another one of the same tag takes its place.
      state.notices.set(TAG === undefined ? String(id) : String(TAG), {
        userId: String(USER_ID),
        text: String(MESSAGE).trim(),
      });
      return { result: id };
    },
  };
}

/** All values are texts there, but for maps. */
function shown({ bindings: _bindings, files: _files, ...activity }: PortalActivity): Record<string, unknown> {
  const { COMMUNICATIONS: _people, ...fields } = activity;
  return asTexts(fields);
}

const asTexts = (row: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row as object).map(([name, value]) => [
      name,
      value === null || typeof value === 'object' ? (value as unknown) : String(value),
    ]),
  );

/** Of name and content. */
const fileName = (file: PhpValue): string => String(asList(asMap(file).fileData)[0]);

/** An outgoing letter that is done is sent. */
export const isSending = ({ TYPE_ID, DIRECTION, COMPLETED }: Record<string, unknown>): boolean =>
  String(TYPE_ID) === '4' && String(DIRECTION) === '2' && COMPLETED === 'Y';

function requireAddresses({ COMMUNICATIONS, SETTINGS }: PhpMap): void {
  const isAddress = (value: unknown) => /[^\s@<>]+@[^\s@<>]+/.test(String(value ?? ''));
  if (!isAddress(asMap(SETTINGS).MESSAGE_FROM))
    throw new Refused(400, '', 'Email send error. "From" is not found');
  const receivers = asList(COMMUNICATIONS).map((one) => asMap(one).VALUE);
  if (receivers.length === 0) throw new Refused(400, '', 'Email send error. "To" is not found');
  if (!receivers.every(isAddress)) throw new Refused(400, '', 'Email send error. Invalid email is specified');
}

function timed(fields: PhpMap): Record<string, unknown> {
  const at = (name: string) => (fields[name] ? { [name]: portalTime(new Date(String(fields[name]))) } : {});
  return { ...fields, ...at('START_TIME'), ...at('END_TIME') };
}

function telephonyMethods(state: PortalState): Methods {
  const callOf = (id: unknown): PortalCall => {
    const call = state.calls.find(({ callId }) => callId === id);
    if (!call)
      throw new Refused(
        400,
        'ERROR_CORE',
        'Call is not found (call should be registered prior to finishing)',
      );
    return call;
  };
  return {
    'telephony.externalCall.register'(params) {
      const { USER_ID, PHONE_NUMBER, TYPE, EXTERNAL_CALL_ID } = params;
      if (!USER_ID) throw new Refused(400, 'ERROR_CORE', 'USER_ID or USER_PHONE_INNER should be set.');
      if (![1, 2, 3, 4, 5].includes(Number(TYPE))) throw new Refused(400, 'ERROR_CORE', 'Unknown TYPE.');
      const known = state.calls.find((call) => call.externalCallId === EXTERNAL_CALL_ID && !call.finished);
      const call = known ?? registered(state, params);
      if (!known) state.calls.push(call);
      return {
        result: {
          ...{ CALL_ID: call.callId, CRM_CREATED_LEAD: null, CRM_CREATED_ENTITIES: [] },
          ...{ CRM_ENTITY_TYPE: call.entityType, CRM_ENTITY_ID: call.entityId, PHONE_NUMBER },
        },
      };
    },
    'telephony.externalCall.show'({ CALL_ID, USER_ID }) {
      callOf(CALL_ID).shownTo.push(...asList(USER_ID).map(Number));
      return { result: true };
    },
    'telephony.externalCall.finish'({ CALL_ID, USER_ID, DURATION, STATUS_CODE }) {
      const call = callOf(CALL_ID);
      if (call.finished)
        throw new Refused(
          400,
          'ERROR_CORE',
          'Call is not found (call should be registered prior to finishing)',
        );
      const activityId = call.entityType === null ? null : activityOfCall(state, call, Number(DURATION));
      call.finished = {
        ...{
          ID: state.nextId(),
          CALL_ID,
          EXTERNAL_CALL_ID: call.externalCallId,
          PORTAL_USER_ID: Number(USER_ID),
        },
        ...{
          PHONE_NUMBER: call.number,
          PORTAL_NUMBER: '3',
          INCOMING: String(call.type),
          CALL_DURATION: Number(DURATION),
        },
        ...{
          CALL_START_DATE: {},
          CALL_STATUS: 1,
          CALL_VOTE: 0,
          COST: 0,
          COST_CURRENCY: '',
          CALL_FAILED_CODE: STATUS_CODE,
        },
        ...{
          CALL_FAILED_REASON: '',
          REST_APP_ID: '3',
          REST_APP_NAME: 'Ringback',
          CRM_ACTIVITY_ID: activityId,
          COMMENT: null,
        },
        ...{ CRM_ENTITY_TYPE: call.entityType, CRM_ENTITY_ID: call.entityId },
      };
      return { result: call.finished };
    },
    'telephony.externalCall.attachRecord'({ CALL_ID, FILENAME, FILE_CONTENT }) {
      const call = callOf(CALL_ID);
      if (!call.finished) throw new Refused(400, 'ERROR_CORE', 'Call is not finished');
      if (!/\.(mp3|wav)$/.test(String(FILENAME)) || !FILE_CONTENT)
        throw new Refused(400, 'ERROR_CORE', 'Wrong file');
      call.record = String(FILENAME);
      return { result: { FILE_ID: state.nextId() } };
    },
    'voximplant.statistic.get': ({ FILTER }) => ({
      result: state.calls.flatMap(({ finished }) =>
        finished && fits(finished, asMap(FILTER))
          ? [{ ...finished, CRM_ACTIVITY_ID: String(finished.CRM_ACTIVITY_ID ?? '0') }]
          : [],
      ),
    }),
  };
}

function registered(state: PortalState, params: PhpMap): PortalCall {
  const id = state.nextId();
  const owner =
    params.CRM_ENTITY_TYPE === undefined
      ? byNumber(state, String(params.PHONE_NUMBER))
      : { type: String(params.CRM_ENTITY_TYPE), id: Number(params.CRM_ENTITY_ID) };
  return {
    callId: `externalCall.716f1cb73def9700a23842adf9c4c568.${id}`,
    externalCallId: String(params.EXTERNAL_CALL_ID),
    userId: Number(params.USER_ID),
    number: String(params.PHONE_NUMBER),
    type: Number(params.TYPE),
    startedAt: String(params.CALL_START_DATE),
    entityType: owner?.type ?? null,
    entityId: owner?.id ?? 0,
    shownTo: [],
    finished: undefined,
    record: undefined,
  };
}

/** Without an entity the portal takes the first who has the number. */
function byNumber(state: PortalState, number: string): { type: string; id: number } | undefined {
  for (const [type, typeId] of Object.entries(TYPE_IDS)) {
    const digits = number.replace(/\D/g, '');
    const item = [...state.items[typeId as 1 | 3 | 4].values()].find(({ fm }) =>
      fm.some(({ value }) => value.replace(/\D/g, '') === digits),
    );
    if (item) return { type, id: item.id };
  }
  return undefined;
}

function activityOfCall(state: PortalState, call: PortalCall, seconds: number): number {
  const ID = state.nextId();
  const started = new Date(call.startedAt);
  state.activities.set(ID, {
    ...{ ID, TYPE_ID: '2', PROVIDER_ID: 'VOXIMPLANT_CALL', PROVIDER_TYPE_ID: 'CALL', ORIGINATOR_ID: null },
    ...{
      ORIGIN_ID: `VI_${call.callId}`,
      SUBJECT: `Call ${call.number}`,
      DESCRIPTION: '',
      RESPONSIBLE_ID: call.userId,
    },
    ...{ DIRECTION: call.type === 1 ? '2' : '1', START_TIME: portalTime(started) },
    ...{ CREATED: portalTime(state.now()), LAST_UPDATED: portalTime(state.now()) },
    END_TIME: portalTime(new Date(started.getTime() + seconds * 1000)),
    bindings: [{ OWNER_TYPE_ID: TYPE_IDS[call.entityType ?? ''] ?? 3, OWNER_ID: call.entityId }],
    files: [],
  });
  return ID;
}
