/** A portal that behaves as Bitrix24 does on the wire, and an adapter connected to it. */
import {
  type CrmHarness,
  createMemoryKept,
  createMemoryPhoneIndex,
  createTestContext,
  createVirtualClock,
  type SeedParty,
} from '../../testing/index.ts';
import { type Bitrix24SettingsInput, createBitrix24 } from './index.ts';
import { ENTITIES, entityOf, nameFields, partyId, type PartyEntity, readPartyId } from './map.ts';
import { isSending } from './simulator/activity-methods.ts';
import { createPortal, type Portal } from './simulator/portal.ts';
import type { PhpMap } from './simulator/php.ts';
import { portalTime } from './simulator/state.ts';

export { createPortal, type Portal } from './simulator/portal.ts';

const SECRET = 'canary4f9c2db24';
export const APPLICATION_TOKEN = 'canary4f9c2db24-application';

export interface Bitrix24Harness extends CrmHarness {
  readonly portal: Portal;
}

const ADDRESS = 'https://firm.bitrix24.ua';
const SETTINGS: Record<'webhook' | 'application', Bitrix24SettingsInput> = {
  webhook: { webhook: `${ADDRESS}/rest/1/${SECRET}/`, applicationToken: APPLICATION_TOKEN },
  application: {
    portal: ADDRESS,
    clientId: 'local.5f0000000000',
    clientSecret: SECRET,
    refreshToken: `${SECRET}-refresh`,
    applicationToken: APPLICATION_TOKEN,
  },
};

/** A fresh portal with an adapter connected to it. */
export async function createBitrix24Harness(
  by: 'webhook' | 'application' = 'application',
): Promise<Bitrix24Harness> {
  const clock = createVirtualClock();
  const portal = createPortal({
    clock,
    webhookSecret: SECRET,
    client: { id: 'local.5f0000000000', secret: SECRET, refreshToken: `${SECRET}-refresh` },
  });
  const shared = { clock, http: portal.http, kept: createMemoryKept(), phones: createMemoryPhoneIndex() };
  const context = createTestContext(shared);
  const settings = SETTINGS[by];
  return {
    portal,
    crm: createBitrix24(settings, context),
    another: () => createBitrix24(settings, createTestContext(shared)),
    clock,
    kind: 'client',
    seed: seedsOf(portal),
    host: hostOf(portal),
    wire: portal.wire,
    secret: SECRET,
    logged: context.logged,
    close: async () => undefined,
  };
}

function add(portal: Portal, entity: keyof typeof ENTITIES, fields: PhpMap): number {
  const { state } = portal;
  const { typeId } = ENTITIES[entity];
  const id = state.nextId();
  const at = portalTime(state.now());
  const { fm = [], ...rest } = fields;
  const known = { stageId: 'NEW', stageSemanticId: 'P', categoryId: 0, opportunity: 0, currencyId: 'UAH' };
  state.items[typeId].set(id, {
    ...{ id, createdTime: at, updatedTime: at, assignedById: 5 },
    ...(entity === 'deal' || entity === 'lead' ? known : {}),
    ...rest,
    fm: (fm as { typeId: string; value: string }[]).map((one) => ({
      valueType: 'WORK',
      ...one,
      id: state.nextId(),
    })),
  });
  return id;
}

function addParty(portal: Portal, { name, phones, email, taxId, nature }: SeedParty): string {
  const entity: PartyEntity = entityOf({ kind: 'client', ...(nature ? { nature } : {}) });
  const fm = [
    ...phones.map((value) => ({ typeId: 'PHONE', value })),
    ...(email === undefined ? [] : [{ typeId: 'EMAIL', value: email }]),
  ];
  const id = add(portal, entity, { ...(nameFields(entity, name) as PhpMap), typeId: 'CLIENT', fm });
  if (taxId !== undefined) {
    const ID = portal.state.nextId();
    const owner = { ENTITY_TYPE_ID: ENTITIES[entity].typeId, ENTITY_ID: id, PRESET_ID: 1 };
    portal.state.requisites.set(ID, { ID, ...owner, NAME: 'Організація', RQ_EDRPOU: taxId });
  }
  return partyId({ entity, id });
}

function seedsOf(portal: Portal): CrmHarness['seed'] {
  const link = (id: string) => {
    const party = readPartyId(id);
    if (!party) throw new Error(`no party ${id}`);
    return party;
  };
  return {
    party: async (party) => addParty(portal, party),
    async many(count) {
      const numbers = Array.from({ length: count }, (_, index) => `+38050${1_000_000 + index}`);
      for (const number of numbers) addParty(portal, { name: `Клієнт ${number}`, phones: [number] });
      return numbers;
    },
    async deal({ title, partyId: of, amount = 0 }) {
      const { entity, id } = link(of);
      return String(add(portal, 'deal', { title, opportunity: amount, [`${entity}Id`]: id }));
    },
    async lead({ name, phones }) {
      const fm = phones.map((value) => ({ typeId: 'PHONE', value }));
      return String(add(portal, 'lead', { ...(nameFields('lead', name) as PhpMap), fm }));
    },
    async task({ title, partyId: of, dueAt }) {
      const { state } = portal;
      const ID = state.nextId();
      const { entity, id } = link(of);
      const at = '2026-11-01T12:00:00+03:00';
      state.tasks.set(ID, {
        ...{
          ID,
          TITLE: title,
          DESCRIPTION: '',
          STATUS: 2,
          RESPONSIBLE_ID: 5,
          CREATED_DATE: at,
          CHANGED_DATE: at,
        },
        DEADLINE: dueAt ?? null,
        UF_CRM_TASK: [`${ENTITIES[entity].letter}_${id}`],
      });
      return String(ID);
    },
    async letter({ partyId: of, from, subject, text }) {
      const { state } = portal;
      const { entity, id } = link(of);
      const ID = state.nextId();
      const at = portalTime(state.now());
      const owner = { OWNER_TYPE_ID: ENTITIES[entity].typeId, OWNER_ID: id };
      const sender = { ID: '1', TYPE: 'EMAIL', VALUE: from };
      state.activities.set(ID, {
        ...{ ID, ...owner, TYPE_ID: 4, PROVIDER_ID: 'CRM_EMAIL', SUBJECT: subject, DIRECTION: 1 },
        ...{
          DESCRIPTION: htmlOf(text),
          DESCRIPTION_TYPE: 3,
          COMPLETED: 'N',
          RESPONSIBLE_ID: 5,
          SETTINGS: [],
        },
        COMMUNICATIONS: [{ ...sender, ENTITY_ID: String(id), ENTITY_TYPE_ID: String(owner.OWNER_TYPE_ID) }],
        ...{ CREATED: at, LAST_UPDATED: at, START_TIME: at, END_TIME: at },
        ...{ bindings: [owner], files: [] },
      });
    },
  };
}

/** Mail clients write HTML, and the portal keeps it. */
function htmlOf(text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<style>p { margin: 0 }</style><p>${safe.replaceAll('\n', '<br />')}</p>`;
}

function hostOf(portal: Portal): CrmHarness['host'] {
  const { state } = portal;
  const entityOfType = (typeId: number) =>
    (Object.keys(ENTITIES) as (keyof typeof ENTITIES)[]).find((name) => ENTITIES[name].typeId === typeId) ??
    'contact';
  const callOf = (activity: Record<string, unknown>) =>
    state.calls.find(({ callId }) => activity.ORIGIN_ID === `VI_${callId}`);
  const calls = () =>
    [...state.activities.values()]
      .filter(({ TYPE_ID }) => String(TYPE_ID) === '2')
      .map((activity) => ({ activity, call: callOf(activity) }));
  return {
    async remove(id, kind = 'party') {
      if (kind === 'task') state.tasks.delete(Number(id));
      if (kind === 'deal' || kind === 'lead') state.items[ENTITIES[kind].typeId].delete(Number(id));
      const record = readPartyId(id);
      if (kind === 'party' && record) state.items[ENTITIES[record.entity].typeId].delete(record.id);
    },
    async loggedCalls() {
      return calls().map(({ activity, call }) => ({
        callId: call?.externalCallId ?? String(activity.ORIGIN_ID),
        text: String(activity.DESCRIPTION ?? ''),
        partyIds: activity.bindings
          .filter(({ OWNER_TYPE_ID }) => OWNER_TYPE_ID !== ENTITIES.deal.typeId)
          .map(({ OWNER_TYPE_ID, OWNER_ID }) =>
            partyId({ entity: entityOfType(OWNER_TYPE_ID) as PartyEntity, id: OWNER_ID }),
          ),
        dealIds: activity.bindings
          .filter(({ OWNER_TYPE_ID }) => OWNER_TYPE_ID === ENTITIES.deal.typeId)
          .map(({ OWNER_ID }) => String(OWNER_ID)),
        recorded: call?.record !== undefined || activity.files.length > 0,
      }));
    },
    async editCallText(callId, text) {
      const found = calls().find(
        ({ activity, call }) => (call?.externalCallId ?? activity.ORIGIN_ID) === callId,
      );
      if (!found) throw new Error(`call ${callId} is not there`);
      found.activity.DESCRIPTION = `${String(found.activity.DESCRIPTION)}\n${text}`;
    },
    userCredential: async (userId) => portal.issueUserToken(Number(userId)),
    foreignCredential: async (userId) =>
      portal.issueUserToken(Number(userId), { ID: 8, CODE: 'another.application' }),
    registered: async () => [...state.events, ...state.placements].map(({ handler }) => handler),
    letters: async () =>
      [...state.activities.values()].filter(isSending).map(({ COMMUNICATIONS, SUBJECT, DESCRIPTION }) => ({
        to: (COMMUNICATIONS as { VALUE: string }[]).map(({ VALUE }) => VALUE),
        ...{ subject: String(SUBJECT), text: String(DESCRIPTION) },
      })),
    notices: async () => [...state.notices.values()],
    announced: async () =>
      state.calls
        .filter(({ shownTo }) => shownTo.length > 0)
        .map(({ externalCallId, shownTo }) => ({ callId: externalCallId, userIds: shownTo.map(String) })),
    async comments(recordId) {
      const party = readPartyId(recordId);
      return state.comments
        .filter(({ ENTITY_ID, ENTITY_TYPE }) => ENTITY_ID === party?.id && ENTITY_TYPE === party.entity)
        .map(({ COMMENT }) => COMMENT);
    },
    async webhook(type, recordId) {
      const party = readPartyId(recordId);
      const event = `ONCRM${(party?.entity ?? 'deal').toUpperCase()}${type.endsWith('removed') ? 'DELETE' : 'UPDATE'}`;
      const body = new URLSearchParams({
        event,
        'data[FIELDS][ID]': String(party?.id ?? recordId),
        ts: '1773130779',
        'auth[domain]': 'firm.bitrix24.ua',
        'auth[member_id]': 'da45a03b265edd8787f8a258d793cc5d',
        'auth[application_token]': APPLICATION_TOKEN,
      });
      return {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        query: {},
        body: new TextEncoder().encode(body.toString()),
      };
    },
  };
}
