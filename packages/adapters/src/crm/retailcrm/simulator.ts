/** retailCRM on the wire: envelopes, three sizes of pages, ten requests a second and forty for telephony. Held to its client's examples. */
import type { CrmHarness, LoggedCall, SeedLine } from '../../testing/crm-harness.ts';
import {
  createMemoryKept,
  createMemoryPhoneIndex,
  createTestContext,
  type TestContext,
} from '../../testing/crm-context.ts';
import { createSimulatedHttp, type SimulatedHttp } from '../../testing/simulated-http.ts';
import { createVirtualClock } from '../../testing/virtual-clock.ts';
import { callIdOf, textOf } from '../kit/call-note.ts';
import { splitName } from '../kit/name.ts';
import { createRetailcrm } from './index.ts';
import type { RetailcrmSettings } from './manifest.ts';
import { createSimulatedAccount, SITE, type SimulatedAccount } from './simulator/account.ts';
import { createRequests, refusal } from './simulator/requests.ts';

const SECRET = 'canary-retailcrm-4f9c2d';
const CLIENT_ID = 'canary-retailcrm-client-81b2';
const LIMITS = { general: 10, telephony: 40 };

export interface RetailcrmHarness extends CrmHarness {
  readonly account: SimulatedAccount;
  readonly settings: RetailcrmSettings;
  readonly context: TestContext;
  readonly http: typeof fetch;
}

export async function createRetailcrmHarness(): Promise<RetailcrmHarness> {
  const clock = createVirtualClock();
  const account = createSimulatedAccount(clock.now);
  const settings: RetailcrmSettings = {
    url: 'https://firm.retailcrm.ru',
    apiKey: SECRET,
    timeZone: 'UTC',
    clientId: CLIENT_ID,
  };
  const sent = { general: [] as number[], telephony: [] as number[] };
  const tooMany = (telephony: boolean) => {
    const kind = telephony ? 'telephony' : 'general';
    const time = clock.now().getTime();
    while (sent[kind][0] !== undefined && sent[kind][0] <= time - 1000) sent[kind].shift();
    if (sent[kind].length < LIMITS[kind]) {
      sent[kind].push(time);
      return false;
    }
    simulated.countLimited();
    return true;
  };
  const simulated: SimulatedHttp = createSimulatedHttp({
    clock,
    handle: createRequests({ account, apiKey: SECRET, tooMany }),
    refusals: {
      unauthorized: () => refusal(403, 'Wrong "apiKey" value.'),
      forbidden: () => refusal(403, 'Access denied.'),
      invalid: () => refusal(400, 'Errors in the input parameters', { page: 'This value is not valid.' }),
      'rate-limited': () => refusal(503, 'Service Temporarily Unavailable'),
      unavailable: () => ({ status: 502, body: 'Bad Gateway' }),
      timeout: () => ({ status: 504, body: 'Gateway Time-out' }),
    },
  });
  const shared = { clock, http: simulated.http, kept: createMemoryKept(), phones: createMemoryPhoneIndex() };
  const context = createTestContext(shared);
  return {
    crm: createRetailcrm(settings, context),
    another: () => createRetailcrm(settings, createTestContext(shared)),
    ...{ clock, kind: 'client', account, settings, context, http: simulated.http },
    seed: seedsOf(account),
    host: hostOf(account),
    wire: simulated.wire,
    secret: SECRET,
    logged: context.logged,
    misconfigured: () =>
      createRetailcrm({ ...settings, apiKey: 'not-the-key-of-this' }, createTestContext(shared)),
    close: async () => undefined,
  };
}

function seedsOf(account: SimulatedAccount): CrmHarness['seed'] {
  const customer = (name: string, phones: readonly string[], more: Record<string, unknown> = {}) => {
    const { first, last } = splitName(name);
    return account.addCustomer({
      firstName: first,
      lastName: last,
      phones: phones.map((number) => ({ number })),
      ...more,
    });
  };
  const items = (lines: readonly SeedLine[], price: 'initialPrice' | 'price') =>
    lines.map(({ name, sku, quantity, price: amount }, index) => ({
      ...{ id: index + 1, quantity, [price]: amount },
      offer: {
        id: 11 + index,
        externalId: sku,
        displayName: name,
        name,
        article: sku,
        unit: { code: 'pc', name: 'Piece', sym: 'pc' },
      },
    }));
  return {
    async party({ name, phones, email = '', taxId, nature }) {
      const contragent = {
        contragentType: nature === 'organization' ? 'legal-entity' : 'individual',
        ...(taxId === undefined ? {} : { INN: taxId }),
      };
      return String(customer(name, phones, { email, contragent }).id);
    },
    async many(count) {
      const numbers = Array.from({ length: count }, (_, index) => `+38050${1_000_000 + index}`);
      for (const number of numbers) customer(`Клієнт ${number}`, [number]);
      return numbers;
    },
    async task({ title, partyId, dueAt }) {
      const id = account.nextId();
      account.tasks.set(id, {
        ...{
          id,
          text: title,
          createdAt: account.time(),
          complete: false,
          performer: 1,
          performerType: 'user',
        },
        customer: { type: 'customer', id: Number(partyId), site: SITE },
        ...(dueAt === undefined ? {} : { datetime: dueAt.slice(0, 16).replace('T', ' ') }),
      });
      return String(id);
    },
    async order({ number, partyId, lines }) {
      const id = account.nextId();
      account.orders.set(id, {
        ...{
          id,
          number,
          createdAt: account.time(),
          statusUpdatedAt: account.time(),
          status: 'new',
          site: SITE,
          currency: 'UAH',
        },
        totalSumm: lines.reduce((sum, line) => sum + line.price * line.quantity, 0),
        ...{ customer: { type: 'customer', id: Number(partyId) }, items: items(lines, 'initialPrice') },
      });
      return String(id);
    },
    async cart(partyId, lines) {
      account.carts.set(Number(partyId), {
        externalId: '1',
        currency: 'UAH',
        link: 'https://shop.example/cart',
        items: items(lines, 'price'),
      });
    },
  };
}

function hostOf(account: SimulatedAccount): CrmHarness['host'] {
  const notes = () => [...account.notes.values()];
  return {
    async loggedCalls() {
      const byCall = new Map<string, LoggedCall[]>();
      for (const { text, customer } of notes()) {
        const callId = callIdOf(text);
        if (callId === undefined) continue;
        const recorded = account.calls.get(callId)?.['recordUrl'] !== undefined;
        const one = { callId, text: textOf(text), partyIds: [String(customer.id)], dealIds: [], recorded };
        byCall.set(callId, [...(byCall.get(callId) ?? []), one]);
      }
      return [...byCall.values()].flat();
    },
    async editCallText(callId, text) {
      for (const note of notes()) if (callIdOf(note.text) === callId) note.text = `${text}\n${note.text}`;
    },
    registered: async () =>
      [...account.modules.values()].flatMap(({ active, baseUrl }) =>
        active === true ? [String(baseUrl)] : [],
      ),
    announced: async () =>
      account.events
        .filter(({ type }) => type !== 'hangup')
        .map(({ callExternalId, userIds }) => ({
          callId: String(callExternalId),
          userIds: (userIds as number[]).map(String),
        })),
    comments: async (recordId) =>
      notes().flatMap(({ text, customer }) =>
        String(customer.id) === recordId && callIdOf(text) === undefined ? [text] : [],
      ),
    async webhook(_type, recordId) {
      const form = new URLSearchParams({ clientId: CLIENT_ID, customer: recordId, at: account.time() });
      return {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        query: {},
        body: new TextEncoder().encode(form.toString()),
      };
    },
    async remove(id) {
      account.customers.delete(Number(id));
      account.changed(Number(id), { deleted: true, field: 'id' });
    },
    async rename(id, name) {
      const { first, last } = splitName(name);
      Object.assign(account.customers.get(Number(id)) ?? {}, { firstName: first, lastName: last });
      account.changed(Number(id), { field: 'first_name' });
    },
  };
}
