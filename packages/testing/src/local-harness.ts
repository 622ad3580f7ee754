/** The local system of record on a real store, for the conformance suite. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createInbox,
  createLocal,
  type LocalOptions,
  type LocalRecord,
  type MailTransport,
} from '@ringback/adapters/local';
import { type CrmHarness, createVirtualClock } from '@ringback/adapters/testing';
import { createSqliteStore, type Store } from '@ringback/gateway';
import type { Communication, Party } from '@ringback/model';
import { normaliseNumber } from '@ringback/model/phone-number';

export interface LocalHarness extends CrmHarness {
  readonly store: Store;
  readonly options: LocalOptions<Parameters<Parameters<Store['transaction']>[0]>[0]>;
}

type Line = { name: string; sku: string; quantity: number; price: number };
type Sent = { to: readonly string[]; subject: string; text: string };

const money = (amount: number) => ({ amount, currency: 'UAH' });
const products = (lines: readonly Line[]) =>
  lines.map(({ price, ...line }) => ({ ...line, price: money(price) }));
const sum = (lines: readonly Line[]) =>
  money(lines.reduce((total, { price, quantity }) => total + price * quantity, 0));

export async function localHarness(): Promise<LocalHarness> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rb-local-'));
  const clock = createVirtualClock();
  const store = await createSqliteStore(path.join(folder, 'ringback.db'), { now: clock.now });
  const sent: Sent[] = [];
  const transport: MailTransport = {
    from: 'shop@example.com',
    send: async ({ to, subject, text }) => void sent.push({ to, subject, text }),
    file: async ({ index }) => ({ name: `file-${index}`, content: new Uint8Array([index]) }),
  };
  const options: LocalHarness['options'] = {
    store,
    now: clock.now,
    newId: () => crypto.randomUUID(),
    country: () => 'UA',
    recordPage: 'https://panel.example/{kind}/{id}',
    mail: () => transport,
  };
  const crm = createLocal(options);
  await store.transaction((tx) => store.agents.upsert(tx, AGENT));
  let writes = 0;
  const write = () => ({ idempotencyKey: `seed-${(writes += 1)}`, actor: 'olena' });
  const at = () => clock.now().toISOString();
  const put = async (record: LocalRecord) => {
    await store.transaction((tx) => store.records.put(tx, record));
    return record.id;
  };
  const newParty = (name: string, phones: readonly string[]): Party => {
    const numbers = [...new Set(phones.map((phone) => normaliseNumber(phone, 'UA')))];
    const times = { createdAt: at(), updatedAt: at() };
    return { system: 'local', id: crypto.randomUUID(), name, kind: 'client', phones: numbers, ...times };
  };
  const created = async ({ id }: { id: string }) => id;
  return {
    crm,
    another: () => createLocal(options),
    clock,
    kind: 'client',
    seed: {
      async party({ name, phones, organizationId: _later, ...more }) {
        const party = { ...newParty(name, phones), ...more };
        await store.transaction((tx) => store.parties.insert(tx, party));
        return party.id;
      },
      async many(count) {
        const numbers = Array.from({ length: count }, (_, index) => `+38050${1_000_000 + index}`);
        await store.transaction(async (tx) => {
          for (const number of numbers)
            await store.parties.insert(tx, newParty(`Клієнт ${number}`, [number]));
        });
        return numbers;
      },
      deal: async ({ amount, ...deal }) =>
        created(await crm.deals!.create!({ ...deal, ...(amount && { amount: money(amount) }) }, write())),
      lead: async ({ name, phones }) =>
        created(await crm.leads!.create!({ title: name, name, phones: [...phones] }, write())),
      task: async (task) => created(await crm.tasks!.create!(task, write())),
      order({ number, partyId, lines }) {
        const id = crypto.randomUUID();
        const order = {
          system: 'local',
          id,
          number,
          state: 'new',
          stateName: 'New',
          total: sum(lines),
          partyId,
        };
        const data = { ...order, lines: products(lines), createdAt: at(), updatedAt: at() };
        return put({ kind: 'order', id, partyId, open: true, position: at(), data });
      },
      async cart(partyId, lines) {
        const data = { system: 'local', partyId, lines: products(lines), total: sum(lines), updatedAt: at() };
        await put({ kind: 'cart', id: partyId, partyId, open: true, position: at(), data });
      },
      async viewed(partyId, names) {
        for (const name of names) {
          const data = { product: { name, quantity: 1 }, at: at() };
          await put({ kind: 'viewed', id: crypto.randomUUID(), partyId, open: false, position: at(), data });
        }
      },
      async letter({ from, subject, text }) {
        const letter = { from, to: ['sales@firm.example'], subject, text, at: at() };
        const messageId = `${crypto.randomUUID()}@example.com`;
        await createInbox(options).take({ ...letter, messageId, references: [], attachments: [] });
      },
      async directory({ name, phone }) {
        const data = { name, phones: [phone], source: 'List of the firm' };
        await put({ kind: 'directory', id: phone, lookup: phone, open: false, position: name, data });
      },
    },
    digitsOnly: 'Ringback’s own list takes one number for each field, and no word beside it.',
    host: {
      async loggedCalls() {
        const { records } = await store.records.list({
          kind: 'communication',
          newestFirst: true,
          limit: 1000,
        });
        return records
          .map(({ data }) => data as Communication & { dealIds: string[] })
          .filter(({ kind }) => kind === 'call')
          .map(({ callId = '', text, partyId, dealIds, recordingUrl }) => ({
            ...{ callId, text, dealIds, recorded: recordingUrl !== undefined },
            partyIds: partyId === undefined ? [] : [partyId],
          }));
      },
      async editCallText(callId, text) {
        const [record] = await store.records.byLookup('communication', callId);
        if (!record) throw new Error(`call ${callId} was not logged`);
        const before = record.data as Communication;
        await put({ ...record, data: { ...before, text: `${before.text}\n\n${text}` } });
      },
      async notices() {
        const { events } = await store.events.since(0, 1000);
        return events.flatMap(({ event, audience }) =>
          event.type === 'notice.created'
            ? [{ userId: audience?.[0] ?? '', text: event.data.notice.text }]
            : [],
        );
      },
      letters: async () => sent,
      async comments(partyId) {
        const { records } = await store.records.list({
          kind: 'communication',
          partyId,
          newestFirst: true,
          limit: 100,
        });
        return records
          .map(({ data }) => data as Communication)
          .filter(({ kind }) => kind === 'note')
          .map(({ text }) => text);
      },
    },
    logged: () => '',
    async close() {
      await store.close();
      await rm(folder, { recursive: true });
    },
    store,
    options,
  };
}

const AGENT = {
  ...{ id: 'olena', login: 'olena', name: 'Olena', extension: '101', passwordHash: 'none' },
  role: 'employee' as const,
};
