/** amoCRM on the wire: OAuth with rotating tokens, HAL, 204, seven requests a second. Held to its documentation by its own tests. */
import type { CrmHarness, LoggedCall } from '../../testing/crm-harness.ts';
import {
  createMemoryKept,
  createMemoryPhoneIndex,
  createTestContext,
  type TestContext,
} from '../../testing/crm-context.ts';
import { createSimulatedHttp, type SimulatedHttp } from '../../testing/simulated-http.ts';
import { createVirtualClock } from '../../testing/virtual-clock.ts';
import { createAmocrm } from './index.ts';
import type { AmocrmSettingsInput } from './manifest.ts';
import { partyId, readPartyId, seconds } from './map.ts';
import { createSimulatedAccount, type SimulatedAccount } from './simulator/account.ts';
import { createOauth, type SimulatedOauth } from './simulator/oauth.ts';
import { createRequests, problem } from './simulator/requests.ts';

const SECRET = 'canary-amocrm-4f9c2d';
const WEBHOOK_KEY = 'canary-amocrm-hooks-81b2';
const LIMIT = 7;

export interface AmocrmHarness extends CrmHarness {
  readonly account: SimulatedAccount;
  readonly oauth: SimulatedOauth;
  readonly settings: AmocrmSettingsInput;
  readonly context: TestContext;
  readonly http: typeof fetch;
}

export async function createAmocrmHarness(
  how: 'token' | 'oauth' = 'oauth',
  more: Pick<AmocrmSettingsInput, 'closingField' | 'taxField'> = {},
): Promise<AmocrmHarness> {
  const clock = createVirtualClock();
  const account = createSimulatedAccount(clock.now);
  const application = {
    clientId: 'client-of-ringback',
    clientSecret: SECRET,
    redirectUri: 'https://ringback.example/',
    code: 'code-of-the-owner',
  };
  const settings: AmocrmSettingsInput = {
    ...{ url: 'https://firm.amocrm.ru', webhookKey: WEBHOOK_KEY },
    ...(how === 'token' ? { token: SECRET } : application),
    ...more,
  };
  const oauth = createOauth({ ...application, longLived: settings.token, now: clock.now });
  const sent: number[] = [];
  const tooMany = () => {
    const time = clock.now().getTime();
    while (sent[0] !== undefined && sent[0] <= time - 1000) sent.shift();
    if (sent.length < LIMIT) {
      sent.push(time);
      return false;
    }
    simulated.countLimited();
    return true;
  };
  const refuse = (status: number, title: string) => () => ({ status, body: problem(status, title, '') });
  const simulated: SimulatedHttp = createSimulatedHttp({
    clock,
    handle: createRequests(account, oauth, tooMany),
    refusals: {
      unauthorized: refuse(401, 'Unauthorized'),
      forbidden: refuse(403, 'Forbidden'),
      invalid: refuse(400, 'Bad Request'),
      'rate-limited': refuse(429, 'Too Many Requests'),
      unavailable: refuse(502, 'Bad Gateway'),
      timeout: refuse(504, 'Gateway Timeout'),
    },
  });
  const shared = { clock, http: simulated.http, kept: createMemoryKept(), phones: createMemoryPhoneIndex() };
  const context = createTestContext(shared);
  return {
    crm: createAmocrm(settings, context),
    another: () => createAmocrm(settings, createTestContext(shared)),
    ...{ clock, kind: 'client', account, oauth, settings, context, http: simulated.http },
    seed: seedsOf(account),
    host: hostOf(account),
    wholeAmounts: true,
    wire: simulated.wire,
    secret: SECRET,
    logged: context.logged,
    misconfigured: () => createAmocrm({ ...settings, token: 'not-the-token' }, createTestContext(shared)),
    close: async () => undefined,
  };
}

function seedsOf(account: SimulatedAccount): CrmHarness['seed'] {
  const fields = (phones: readonly string[], email?: string) => [
    {
      field_id: 501,
      field_name: 'Телефон',
      field_code: 'PHONE',
      field_type: 'multitext',
      values: phones.map((value) => ({ value, enum_id: 1, enum_code: 'MOB' })),
    },
    ...(email === undefined
      ? []
      : [{ field_id: 502, field_code: 'EMAIL', values: [{ value: email, enum_code: 'WORK' }] }]),
  ];
  const taxField = (kind: 'contacts' | 'companies', taxId: string | undefined) =>
    taxId === undefined
      ? []
      : [
          {
            field_id: { contacts: 504, companies: 514 }[kind],
            field_type: 'text',
            values: [{ value: taxId }],
          },
        ];
  const company = (id: string | undefined) => (id === undefined ? undefined : readPartyId(id)?.id);
  return {
    async party({ name, phones, email, taxId, nature, organizationId }) {
      const kind = nature === 'organization' ? 'companies' : 'contacts';
      const firm = company(organizationId);
      const embedded = firm === undefined ? {} : { _embedded: { companies: [{ id: firm }] } };
      return partyId(
        kind,
        account.insert(kind, {
          ...{ name, ...embedded },
          custom_fields_values: [...fields(phones, email), ...taxField(kind, taxId)],
        }).id,
      );
    },
    async many(count) {
      const numbers = Array.from({ length: count }, (_, index) => `+38050${1_000_000 + index}`);
      for (const number of numbers)
        account.insert('contacts', { name: `Клієнт ${number}`, custom_fields_values: fields([number]) });
      return numbers;
    },
    async deal({ title, partyId: party, amount = 0 }) {
      const lead = account.insert('leads', { name: title, price: amount });
      const ref = readPartyId(party);
      if (ref) account.links.push({ ...ref, lead: lead.id });
      return String(lead.id);
    },
    async task({ title, partyId: party, dueAt }) {
      const ref = readPartyId(party);
      const till = dueAt === undefined ? account.seconds() + 90 * 86_400 : seconds(dueAt);
      return String(
        account.insert('tasks', {
          text: title,
          complete_till: till,
          entity_id: ref?.id,
          entity_type: ref?.kind,
        }).id,
      );
    },
  };
}

function hostOf(account: SimulatedAccount): CrmHarness['host'] {
  const calls = () =>
    account.notes.filter(({ note_type }) => note_type === 'call_in' || note_type === 'call_out');
  return {
    async loggedCalls() {
      const byCall = new Map<string, LoggedCall>();
      for (const { params, kind, entity_id } of calls()) {
        const callId = String(params['uniq']);
        const known = byCall.get(callId);
        const where =
          kind === 'leads'
            ? { dealIds: [...(known?.dealIds ?? []), String(entity_id)] }
            : { partyIds: [...(known?.partyIds ?? []), partyId(kind, entity_id)] };
        byCall.set(callId, {
          ...{
            callId,
            partyIds: [],
            dealIds: [],
            text: String(params['call_result'] ?? ''),
            recorded: Boolean(params['link']),
          },
          ...known,
          ...where,
        });
      }
      return [...byCall.values()];
    },
    async editCallText(callId, text) {
      for (const { params } of calls())
        if (params['uniq'] === callId) params['call_result'] = `${String(params['call_result'])}\n${text}`;
    },
    registered: async () => account.webhooks.map(({ destination }) => destination),
    announced: async () => account.announced.map(({ users }) => ({ userIds: users.map(String) })),
    async comments(recordId) {
      const ref = readPartyId(recordId);
      const own = account.notes.filter(
        ({ note_type, kind, entity_id }) =>
          note_type === 'common' && kind === ref?.kind && entity_id === ref.id,
      );
      return own.map(({ params }) => String(params['text']));
    },
    async webhook(_type, recordId) {
      const ref = readPartyId(recordId);
      const form = new URLSearchParams({
        'contacts[update][0][id]': String(ref?.id ?? ''),
        'contacts[update][0][type]': ref?.kind === 'companies' ? 'company' : 'contact',
        'contacts[update][0][last_modified]': String(account.seconds()),
        'account[subdomain]': 'firm',
        'account[id]': '1',
      });
      return {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        query: { key: WEBHOOK_KEY },
        body: new TextEncoder().encode(form.toString()),
      };
    },
    async remove(id, kind = 'party') {
      if (kind === 'deal') account.rows.leads.delete(Number(id));
      if (kind === 'task') account.rows.tasks.delete(Number(id));
      const ref = kind === 'party' ? readPartyId(id) : undefined;
      if (ref) account.rows[ref.kind].delete(ref.id);
    },
    async rename(id, name) {
      const ref = readPartyId(id);
      const row = ref && account.rows[ref.kind].get(ref.id);
      if (row) Object.assign(row, { name, updated_at: account.seconds() });
    },
  };
}
