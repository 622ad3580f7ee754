/** Our extension as it stands, run by real PHP over tables of OpenCart in SQLite, asked by the adapter over real HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCall, createRealClock, createTestContext } from '../../testing/index.ts';
import { differences } from '../../testing/differences.ts';
import type { Crm } from '../contract.ts';
import { sign } from './api.ts';
import { createOpencart } from './index.ts';

const KEY = 'canary-opencart-php-77';
const documented = JSON.parse(
  readFileSync(new URL('./fixtures/documented.json', import.meta.url), 'utf8'),
) as { source: string; send: object; key?: string; status: number; exactly?: object; body: unknown }[];
const folder = mkdtempSync(path.join(tmpdir(), 'rb-opencart-'));
const file = path.join(folder, 'shop.sqlite');
const clock = createRealClock();
const context = createTestContext({ clock, http: fetch });
let php: ChildProcess;
let url: string;
let crm: Crm;
let keys = 0;
const write = () => ({ idempotencyKey: `key-${(keys += 1)}`, actor: 'olena' });

/** The tables of OpenCart 3 as far as the extension touches them, with what they insist on. */
const TABLES = `
  CREATE TABLE oc_customer (customer_id INTEGER PRIMARY KEY AUTOINCREMENT, customer_group_id INT NOT NULL, store_id INT NOT NULL DEFAULT 0,
    language_id INT NOT NULL, firstname TEXT NOT NULL, lastname TEXT NOT NULL, email TEXT NOT NULL, telephone TEXT NOT NULL,
    fax TEXT NOT NULL, password TEXT NOT NULL, salt TEXT NOT NULL, cart TEXT, custom_field TEXT NOT NULL, status INT NOT NULL, date_added TEXT NOT NULL);
  CREATE TABLE oc_customer_history (customer_history_id INTEGER PRIMARY KEY AUTOINCREMENT, customer_id INT, comment TEXT NOT NULL, date_added TEXT);
  CREATE TABLE oc_order (order_id INTEGER PRIMARY KEY, customer_id INT, firstname TEXT, lastname TEXT, email TEXT, telephone TEXT, total REAL,
    currency_code TEXT, currency_value REAL, order_status_id INT, date_added TEXT, date_modified TEXT);
  CREATE TABLE oc_order_product (order_product_id INTEGER PRIMARY KEY, order_id INT, product_id INT, name TEXT, model TEXT, quantity INT, price REAL, tax REAL);
  CREATE TABLE oc_order_status (order_status_id INT, language_id INT, name TEXT);
  CREATE TABLE oc_cart (cart_id INTEGER PRIMARY KEY, customer_id INT, product_id INT, quantity INT);
  CREATE TABLE oc_product (product_id INT, model TEXT, price REAL, quantity INT);
  CREATE TABLE oc_product_description (product_id INT, language_id INT, name TEXT);
  INSERT INTO oc_customer (customer_group_id, language_id, firstname, lastname, email, telephone, fax, password, salt, custom_field, status, date_added)
    VALUES (1, 1, 'Тарас', 'О''Шевчук', 'taras@example.com', '(067) 111-22-33', '', '', '', '', 1, '2026-01-10 09:00:00');
  INSERT INTO oc_order VALUES (1042, 1, 'Тарас', 'О''Шевчук', 'taras@example.com', '+38 050 765 43 21', 100, 'UAH', 40.5, 5, '2026-07-10 09:30:00', '2026-07-10 09:31:00'),
    (1043, 0, 'Гість', 'Перший', 'guest@example.com', '0631234567', 10, 'UAH', 1, 2, '2026-07-11 09:30:00', '2026-07-11 09:30:00'),
    (1044, 0, 'Кинув', 'Кошик', 'never@example.com', '0639999999', 10, 'UAH', 1, 0, '2026-07-11 09:30:00', '2026-07-11 09:30:00');
  INSERT INTO oc_order_product VALUES (1, 1042, 7, 'Чайник «Полтава»', 'KETTLE-2', 2, 40, 10);
  INSERT INTO oc_order_status VALUES (5, 1, 'Complete'), (2, 1, 'Processing');
  INSERT INTO oc_cart VALUES (1, 1, 7, 3);
  INSERT INTO oc_product VALUES (7, 'KETTLE-2', 40, 12);
  INSERT INTO oc_product_description VALUES (7, 1, 'Чайник «Полтава»'), (7, 2, 'Kettle');
`;

beforeAll(async () => {
  const database = new DatabaseSync(file);
  database.exec(TABLES);
  database.close();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const server = fileURLToPath(new URL('./test-server.php', import.meta.url));
  php = spawn('php', ['-S', `127.0.0.1:${port}`, server], {
    env: { ...process.env, RINGBACK_TEST_DB: file, RINGBACK_KEY: KEY },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // PHP says on which address it listens, and that is when it does.
  await once(php.stderr!, 'data');
  crm = createOpencart({ url, key: KEY }, context);
});
afterAll(() => {
  php.kill();
  rmSync(folder, { recursive: true, force: true });
});

describe('the extension for OpenCart, in PHP', () => {
  it('is connected to, and refuses another key', async () => {
    expect(await crm.checkConnection()).toMatchObject({ ok: true, findings: [] });
    const other = createOpencart({ url, key: 'another key of the shop' }, context);
    expect((await other.checkConnection()).findings).toMatchObject([{ kind: 'credential' }]);
  });

  it.each(documented.map((one) => [one.source, one] as const))(
    'answers as the simulator is held to: %s',
    async (_source, { send, key = KEY, status, exactly, body }) => {
      const [at, sent] = [String(Math.floor(Date.now() / 1000)), JSON.stringify(send)];
      const headers = { 'x-ringback-time': at, 'x-ringback-signature': sign(key, at, sent) };
      const answer = await fetch(url, { method: 'POST', headers, body: sent });
      expect(answer.status).toBe(status);
      const given: unknown = await answer.json();
      expect(differences(body, given, '')).toEqual([]);
      if (exactly) expect(given).toMatchObject(exactly);
    },
  );

  it('hears no request that is old, or of which a letter was changed', async () => {
    const body = '{"action":"ping"}';
    const ask = async (at: number, sent: string) => {
      const headers = { 'x-ringback-time': String(at), 'x-ringback-signature': sign(KEY, String(at), body) };
      const answer = await fetch(url, { method: 'POST', headers, body: sent });
      return [answer.status, ((await answer.json()) as { error?: { code: string } }).error?.code];
    };
    const now = Math.floor(Date.now() / 1000);
    expect(await ask(now, body)).toEqual([200, undefined]);
    expect(await ask(now, '{"action":"Ping"}')).toEqual([401, 'unauthorized']);
    expect(await ask(now - 3600, body)).toEqual([401, 'clock']);
  });

  it('finds a customer by his number however he typed it, a recipient and a guest', async () => {
    expect(await crm.parties!.findByPhone('+380671112233')).toMatchObject([
      {
        score: 1,
        party: {
          id: '1',
          name: "Тарас О'Шевчук",
          phones: ['+380671112233'],
          createdAt: '2026-01-10T07:00:00.000Z',
        },
      },
    ]);
    expect(await crm.parties!.findByPhone('+380507654321')).toMatchObject([
      { score: 0.5, party: { id: '1' }, via: { kind: 'order', label: '1042' } },
    ]);
    expect(await crm.parties!.findByPhone('+380631234567')).toMatchObject([
      { score: 1, party: { id: 'guest-1043', name: 'Гість Перший' } },
    ]);
    expect(await crm.parties!.findByPhone('+380639999999')).toEqual([]);
  });

  it('tells orders and cart', async () => {
    expect((await crm.shop!.orders({ partyId: '1' })).items).toMatchObject([
      {
        ...{
          number: '1042',
          state: 'delivered',
          stateName: 'Complete',
          total: { amount: 4050, currency: 'UAH' },
        },
        ...{ createdAt: '2026-07-10T06:30:00.000Z' },
        lines: [{ name: 'Чайник «Полтава»', sku: 'KETTLE-2', quantity: 2, price: { amount: 2025 } }],
      },
    ]);
    expect((await crm.shop!.orders({ partyId: 'guest-1043' })).items).toMatchObject([
      { number: '1043', partyId: 'guest-1043' },
    ]);
    expect(await crm.shop!.cart!('1')).toMatchObject({
      lines: [{ name: 'Чайник «Полтава»', quantity: 3, stock: 12 }],
    });
    expect(await crm.shop!.cart!('2')).toBeUndefined();
  });

  it('takes a customer and a call, also with signs that SQL knows', async () => {
    const name = "Робін'); DROP TABLE oc_customer;-- 🙂";
    const party = await crm.parties!.create!({ name, kind: 'client', phones: ['+380671234567'] }, write());
    expect(party).toMatchObject({ name, phones: ['+380671234567'] });
    expect(party.email).toBeUndefined();
    const again = await crm.parties!.update!(party.id, { addPhone: '+380671234568' }, write());
    expect(again.phones).toEqual(['+380671234567', '+380671234568']);
    expect(await crm.parties!.findByPhone('0671234568')).toMatchObject([{ party: { id: party.id } }]);
    await expect(
      crm.parties!.update!(party.id, { email: 'TARAS@example.com' }, write()),
    ).rejects.toMatchObject({ code: 'conflict' });
    const call = aCall('call-1', { comment: "Не 'зараз'" });
    await crm.communications!.logCall({ call, partyId: party.id }, write());
    await crm.communications!.updateCall(
      { call: { ...call, comment: 'Завтра ☕', version: 4 }, partyId: party.id },
      write(),
    );
    const { items } = await crm.communications!.list!({ partyId: party.id });
    expect(items).toMatchObject([
      { kind: 'call', callId: 'call-1', text: expect.stringContaining('Завтра ☕') },
    ]);
    expect(items).toHaveLength(1);
    expect((await crm.parties!.list!({})).items.map(({ id }) => id)).toContain(party.id);
  });

  it('tells what is new, and nothing of an order that was never sent', async () => {
    const first = await crm.changes!.poll!(undefined);
    expect(first.changes.map(({ recordId }) => recordId)).toEqual(
      expect.arrayContaining(['1', '1042', '1043']),
    );
    expect(first.changes.map(({ recordId }) => recordId)).not.toContain('1044');
    expect(
      (await crm.changes!.poll!(first.marker)).changes.filter(({ type }) => type === 'party.changed'),
    ).toEqual([]);
  });

  it('never sends its key', () => {
    expect(context.logged()).not.toContain(KEY);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
