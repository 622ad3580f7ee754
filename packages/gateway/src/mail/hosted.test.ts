/** Letters of the firm's own mailbox, where Bitrix24 keeps the customers. */
import { createInbox, createLocal, type IncomingLetter } from '@ringback/adapters/local';
import { createBitrix24Harness, type Bitrix24Harness } from '@ringback/adapters/testing/bitrix24';
import type { Crm } from '@ringback/adapters';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { createHostedParties } from './hosted.ts';

const EMAIL = 'hanna@example.com';

let host: Bitrix24Harness;
let store: Store;
let local: Crm;
let inbox: ReturnType<typeof createInbox>;
let record: Crm | undefined;
let letters = 0;

beforeEach(async () => {
  host = await createBitrix24Harness('webhook');
  record = host.crm;
  store = await createSqliteStore(':memory:', { now: host.clock.now });
  const log = createLog('warn', { write: () => true });
  const hosted = createHostedParties({ hub: () => ({ recordOf: () => record }), local: () => local, log });
  const options = {
    store,
    now: host.clock.now,
    newId: () => crypto.randomUUID(),
    country: () => 'UA',
    hosted,
  };
  const transport = { from: 'shop@firm.example', send: async () => undefined };
  local = createLocal({ ...options, mail: () => transport });
  inbox = createInbox(options);
});
afterEach(() => store.close());

function take(from = EMAIL): Promise<boolean> {
  const letter: IncomingLetter = {
    ...{
      from,
      to: ['shop@firm.example'],
      subject: 'Ціна',
      text: 'Скільки?',
      references: [],
      attachments: [],
    },
    ...{ at: host.clock.now().toISOString(), messageId: `${(letters += 1)}@example.com` },
  };
  return host.clock.run(() => inbox.take(letter));
}
const list = (query: object) => host.clock.run(() => local.mail!.list(query));
const owners = async () => (await list({})).items.map(({ partyId }) => partyId);
const seed = (name = 'Ганна') => host.seed.party({ name, phones: [], email: EMAIL });

describe('a letter from a customer of the host', () => {
  it('is his as soon as it comes in', async () => {
    const partyId = await seed();
    await take('Hanna@Example.com');
    expect(await owners()).toEqual([partyId]);
  });

  it('becomes his when he gets the address later', async () => {
    await take();
    expect(await owners()).toEqual([undefined]);
    const partyId = await seed();
    expect((await list({ partyId })).items).toMatchObject([{ subject: 'Ціна', partyId }]);
    expect(await owners()).toEqual([partyId]);
  });

  it('is taken while the host is down, and is his when it is up again', async () => {
    const partyId = await seed();
    record = {
      ...host.crm,
      parties: { ...host.crm.parties!, duplicates: () => Promise.reject(new Error('down')) },
    };
    expect(await take()).toBe(true);
    expect(await owners()).toEqual([undefined]);
    record = host.crm;
    expect((await list({ partyId })).items).toHaveLength(1);
  });

  it('is nobody’s where two have the address', async () => {
    const partyId = await seed();
    await seed('Іван');
    await take();
    expect((await list({ partyId })).items).toEqual([]);
    expect(await owners()).toEqual([undefined]);
  });

  it('that was sent from the mailbox is his too', async () => {
    const partyId = await seed();
    const input = { to: [EMAIL], subject: 'Re: Ціна', text: '100' };
    const write = { actor: 'olena', idempotencyKey: 'one' };
    expect(await host.clock.run(() => local.mail!.send(input, write))).toMatchObject({ partyId });
  });

  it('is our own customer’s where we keep them', async () => {
    record = local;
    await seed();
    await take();
    expect(await owners()).toEqual([undefined]);
  });
});
