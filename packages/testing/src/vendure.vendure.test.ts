import { createVendure, manifest, VendureSettings } from '@ringback/adapters/vendure';
import { type Crm } from '@ringback/adapters';
import {
  aCall,
  createMemoryPhoneIndex,
  createRealClock,
  createTestContext,
} from '@ringback/adapters/testing';
import { Cart, Communication, Order, Party } from '@ringback/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startVendure, type Vendure } from './node/vendure.ts';

const PASSWORD = 'canary-9f1c2';
let shop: Vendure;
let context: ReturnType<typeof createTestContext>;
let crm: Crm;
let keys = 0;
const write = () => ({ idempotencyKey: `key-${(keys += 1)}`, actor: 'olena' });
const settings = (more: object = {}) =>
  VendureSettings.parse({ url: shop.url, username: shop.username, password: PASSWORD, ...more });

beforeAll(async () => {
  shop = await startVendure({ password: PASSWORD });
  context = createTestContext({ clock: createRealClock(), http: fetch, phones: createMemoryPhoneIndex() });
  crm = createVendure(settings(), context);
});
afterAll(async () => {
  await shop.stop();
});

/** Everything that changed, as the gateway reads it. */
async function poll(marker?: string) {
  const changes = [];
  for (let at = marker; ;) {
    const step = await crm.changes!.poll!(at);
    changes.push(...step.changes);
    at = step.marker;
    if (!step.more) return { changes, marker: at };
  }
}

describe('a real Vendure shop', () => {
  it('is connected to, and says as whom', async () => {
    expect(await crm.checkConnection()).toMatchObject({
      ok: true,
      account: expect.stringMatching(/^127\.0\.0\.1:\d+, superadmin, channel __default_channel__$/),
      findings: [],
    });
  });

  it('that refuses the password, or is not there, is told apart', async () => {
    const wrong = createVendure(settings({ password: 'wrong' }), context);
    expect((await wrong.checkConnection()).findings).toMatchObject([
      { kind: 'credential', level: 'problem' },
    ]);
    const away = createVendure(settings({ url: 'http://127.0.0.1:9' }), context);
    expect((await away.checkConnection()).findings).toMatchObject([{ kind: 'address', level: 'problem' }]);
  });

  it('finds the customer by his number however he typed it, with his order and nobody else', async () => {
    const shopper = shop.shopper();
    await shopper.addToCart('GRIND-1', 2);
    await shopper.introduce({
      ...{ firstName: 'Тарас', lastName: 'Їжакевич' },
      ...{ emailAddress: 'taras@example.com', phoneNumber: '067 111-22-33' },
    });
    const code = await shopper.buy();
    const [match, ...others] = await crm.parties!.findByPhone('+380671112233');
    expect(others).toEqual([]);
    expect(match).toMatchObject({
      score: 1,
      why: 'phone',
      party: { name: 'Тарас Їжакевич', phones: ['+380671112233'], email: 'taras@example.com' },
    });
    Party.parse(match!.party);
    expect(await crm.parties!.findByPhone('+380501112233')).toEqual([]);
    expect(await crm.parties!.get(match!.party.id)).toEqual(match!.party);

    const { items } = await crm.shop!.orders({ partyId: match!.party.id });
    expect(items).toMatchObject([
      {
        number: code,
        state: 'in-progress',
        stateName: 'PaymentSettled',
        paid: true,
        total: { amount: 124.76, currency: 'USD' },
        lines: [{ name: 'Coffee grinder', sku: 'GRIND-1', quantity: 2, price: { amount: 59.88 } }],
      },
    ]);
    Order.parse(items[0]);
    expect(await crm.shop!.order(items[0]!.id)).toEqual(items[0]);
    expect(await crm.shop!.order('999999')).toBeUndefined();
    expect(await crm.shop!.cart!(match!.party.id)).toBeUndefined();
  });

  it('tells what lies in the cart', async () => {
    const shopper = shop.shopper();
    await shopper.addToCart('KETTLE-2', 1);
    await shopper.introduce({
      ...{ firstName: 'Марія', lastName: 'Кошик' },
      ...{ emailAddress: 'maria@example.com', phoneNumber: '+380509998877' },
    });
    const [match] = await crm.parties!.findByPhone('050 999 88 77');
    const cart = await crm.shop!.cart!(match!.party.id);
    expect(cart).toMatchObject({
      lines: [{ name: 'Чайник «Полтава»', quantity: 1, price: { amount: 38.4, currency: 'USD' }, stock: 3 }],
    });
    Cart.parse(cart);
    expect((await crm.shop!.orders({ partyId: match!.party.id })).items).toEqual([]);
  });

  it('knows the recipient of an order once it has heard of the order', async () => {
    const before = await poll();
    const shopper = shop.shopper();
    await shopper.addToCart('GRIND-1', 1);
    await shopper.introduce({
      ...{ firstName: 'Дарувальник', lastName: 'Щедрий' },
      ...{ emailAddress: 'gift@example.com', phoneNumber: '+380671000001' },
    });
    const code = await shopper.buy({ fullName: 'Олена', phoneNumber: '(067) 200-00-02' });
    const { changes } = await poll(before.marker);
    expect(changes.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['party.changed', 'order.changed']),
    );
    expect(await crm.parties!.findByPhone('+380672000002')).toMatchObject([
      {
        party: { name: 'Дарувальник Щедрий' },
        score: 0.5,
        why: 'order',
        via: { kind: 'order', label: code },
      },
    ]);
  });

  it.each(['їЖАК', 'тарас їжакевич', 'ЇЖАКЕВИЧ ТАРАС'])('finds a name by "%s"', async (sought) => {
    expect(await crm.parties!.findByName(sought)).toMatchObject([{ party: { name: 'Тарас Їжакевич' } }]);
  });

  it('takes a new customer who gave no e-mail, and a second number of his', async () => {
    const input = { name: 'Ганна Нова 🙂', kind: 'client', phones: ['+380631234567'] };
    const options = write();
    const [party, same] = await Promise.all([
      crm.parties!.create!(input, options),
      crm.parties!.create!(input, options),
    ]);
    expect(same.id).toBe(party.id);
    expect(party).toMatchObject({ name: 'Ганна Нова 🙂', phones: ['+380631234567'] });
    expect(party.email).toBeUndefined();
    await expect(crm.parties!.create!({ ...input, name: 'Інша' }, write())).rejects.toMatchObject({
      code: 'conflict',
      hint: expect.stringContaining('Ганна Нова'),
    });
    const reachable = await crm.parties!.update!(party.id, { addPhone: '+380637654321' }, write());
    expect(reachable.phones).toEqual(['+380631234567', '+380637654321']);
    expect(await crm.parties!.findByPhone('0637654321')).toMatchObject([
      { party: { id: party.id }, score: 1 },
    ]);
    await expect(
      crm.parties!.update!(party.id, { email: 'taras@example.com' }, write()),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('everybody is listed once, page by page', async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await crm.parties!.list!({ limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
      if (cursor === undefined) break;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(4);
  });

  it('writes a call into the customer’s history once, and what came later beside a person’s words', async () => {
    const [match] = await crm.parties!.findByPhone('+380671112233');
    const partyId = match!.party.id;
    const agent = { id: 'olena', name: 'Олена Бондар', extension: '101' };
    const call = aCall('call-1');
    await Promise.all([
      crm.communications!.logCall({ call, partyId, agent }, write()),
      crm.communications!.logCall({ call, partyId, agent }, write()),
    ]);
    const commented = { ...call, comment: 'Передзвонити завтра ☕', version: 4 };
    await crm.communications!.updateCall({ call: commented, partyId, agent }, write());
    await crm.communications!.comment!({ kind: 'party', id: partyId }, 'Любить каву', write());
    const { items } = await crm.communications!.list!({ partyId });
    for (const one of items) Communication.parse(one);
    expect(items.map(({ kind, callId }) => [kind, callId])).toEqual([
      ['note', undefined],
      ['call', 'call-1'],
    ]);
    expect(items[1]).toMatchObject({ direction: 'in', durationSeconds: 60, author: 'Олена Бондар (101)' });
    expect(items[1]!.text).toContain('Передзвонити завтра ☕');
  });

  it('needs four rights and no more, and names those that are missing', async () => {
    const reader = await shop.administrator([
      'ReadCustomer',
      'ReadOrder',
      'CreateCustomer',
      'UpdateCustomer',
    ]);
    const limited = createVendure(settings(reader), context);
    expect(await limited.checkConnection()).toMatchObject({ ok: true, findings: [] });
    const [match] = await limited.parties!.findByPhone('+380671112233');
    expect((await limited.shop!.orders({ partyId: match!.party.id })).items).toHaveLength(1);
    await limited.communications!.comment!({ kind: 'party', id: match!.party.id }, 'Пише сам', write());
    const blind = createVendure(settings(await shop.administrator(['ReadCustomer'])), context);
    expect(await blind.checkConnection()).toMatchObject({
      ok: false,
      findings: [
        { level: 'problem', kind: 'right', name: 'ReadOrder' },
        { level: 'warning', kind: 'right', name: 'CreateCustomer', capabilities: ['parties.write'] },
        { level: 'warning', kind: 'right', name: 'UpdateCustomer' },
      ],
    });
    await expect(blind.parties!.findByPhone('+380671112233')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('goes on when the session was ended on the other side', async () => {
    const calls = { login: 0 };
    const http: typeof fetch = async (input, init) => {
      const body = String(init?.body);
      if (body.includes('mutation Login')) calls.login += 1;
      const headers = new Headers(init?.headers);
      if (calls.login === 1 && headers.has('authorization')) headers.set('authorization', 'Bearer gone');
      return fetch(input, { ...init, headers });
    };
    const again = createVendure(settings(), createTestContext({ clock: createRealClock(), http }));
    expect(await again.parties!.findByPhone('+380671112233')).toHaveLength(1);
    expect(calls.login).toBe(2);
  });

  it('has what its manifest declares', () => {
    expect(crm.manifest).toBe(manifest);
  });

  it('nothing secret stands in the log', () => {
    expect(context.logged()).not.toContain(PASSWORD);
    expect(context.logged()).toContain('FindByPhone');
  });
});
