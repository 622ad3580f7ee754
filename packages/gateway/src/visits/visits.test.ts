import { createLocal } from '@ringback/adapters/local';
import { Call, type Site, type VisitClaim } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  asker,
  createRig,
  CUSTOMER,
  LINE,
  olena,
  type Rig,
  site,
  STRANGER,
  taras,
} from '../calls/calls.fixtures.ts';
import { createCallExport } from '../exports/calls.ts';
import { createDeliveries } from '../webhooks/deliver.ts';
import { createWebhooks } from '../webhooks/webhooks.ts';
import { createVisits } from './visits.ts';
import type { LeaseOutcome } from './leases.ts';

const POOL = ['+380441110001', '+380441110002'];
const SPRING = '+380441119999';
const shop: Site = {
  ...site,
  tracking: {
    pool: POOL,
    leaseSeconds: 600,
    numbers: [{ number: SPRING, source: 'billboard', campaign: 'spring' }],
  },
};

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
  rig.settings.sites = [shop];
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

const at = '2026-03-02T08:59:00.000Z';
const GOOGLE = {
  source: 'google',
  medium: 'cpc',
  campaign: 'spring',
  content: 'banner-2',
  term: 'oak lamp',
  clickId: { name: 'gclid' as const, value: 'Cj0K' },
  referrer: 'https://www.google.com/',
  landing: 'http://127.0.0.1:4701/oak-lamp?utm_source=google',
  at,
};
const lamp = { name: 'Oak lamp', sku: 'LAMP-1', quantity: 1, price: { amount: 2400, currency: 'UAH' } };
const claim = (nth: number, more: Partial<VisitClaim> = {}): VisitClaim => ({
  id: nth.toString(16).padStart(32, '0'),
  token: nth.toString(16).padStart(48, 'a'),
  first: GOOGLE,
  last: GOOGLE,
  device: 'mobile',
  viewed: [],
  ...more,
});
const tell = ({ id, token, ...visit }: VisitClaim, of = shop) =>
  rig.visits.tell(of, { id, token }, { ...visit, number: true });
const ask = (visit: VisitClaim | undefined, number = STRANGER) =>
  rig.control.requestCallback(shop, { number, ...(visit && { visit }) }, asker);
async function answer(target: string) {
  const { legId } = rig.pbx.legTo(target);
  rig.pbx.answers(legId);
  await rig.settle();
  return legId;
}
async function callIn(dialled: string, from = CUSTOMER) {
  const legId = rig.pbx.callIn({ from, dialled });
  await rig.settle();
  const call = await rig.call();
  rig.pbx.hangsUp(legId);
  await rig.settle();
  return call;
}

/** Of a webhook that wants to know of ended calls. */
async function aReceiver() {
  const bodies: string[] = [];
  const http: typeof fetch = async (_url, init) => {
    bodies.push(String(init?.body));
    return new Response(null, { status: 204 });
  };
  const common = { store: rig.store, http, now: rig.clock.now, publicUrl: () => 'https://calls.example' };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const deliveries = createDeliveries({ ...common, random: () => 0.5, timers: rig.clock, log });
  const webhooks = createWebhooks({ ...common, newId: () => 'hook', wake: () => deliveries.wake() });
  deliveries.start();
  await webhooks.create(olena, { url: 'https://crm.example/hook', types: ['call.ended'] });
  return {
    async got() {
      await deliveries.idle();
      await deliveries.stop();
      return bodies.map((body) => JSON.parse(body) as { data: { call: Call } });
    },
  };
}

describe('what brought a visitor who asks to be called', () => {
  it('is unbroken from the landing page to the card, the event of the end, the webhook, the log, its file and the CRM', async () => {
    const receiver = await aReceiver();
    await ask(claim(1));
    await rig.settle();
    // What the card of whoever is rung is drawn from.
    const [card] = await rig.control.liveCalls(olena.id);
    await answer('101');
    const visitor = await answer(STRANGER);
    rig.pbx.hangsUp(visitor);
    await rig.settle();
    const source = {
      by: 'request',
      visitId: claim(1).id,
      first: GOOGLE,
      last: GOOGLE,
      device: 'mobile',
      country: 'UA',
    };
    expect(card?.call.source).toEqual(source);
    const events = await rig.events();
    const requested = events.find(({ type }) => type === 'callback.requested');
    expect(requested?.data).toMatchObject({ callback: { source } });
    const ended = events.find(({ type }) => type === 'call.ended');
    expect(ended?.data).toMatchObject({ call: { source } });
    expect((await receiver.got()).map(({ data }) => data.call.source)).toEqual([source]);
    expect((await rig.call()).source).toEqual(source);
    expect(rig.crm.logged.map((call) => call.source)).toEqual([source]);
    expect(Call.parse(await rig.call()).source).toEqual(source);
    const lines: string[] = [];
    const write = createCallExport({ store: rig.store, settings: () => rig.settings });
    for await (const line of write({ ...olena, role: 'administrator' }, {})) lines.push(line);
    const [columns, values] = lines.map((line) => line.trim().split(','));
    const cell = (name: string) => values?.[columns!.indexOf(name)];
    expect(['sourceBy', 'source', 'campaign', 'content', 'term', 'clickId', 'firstSource'].map(cell)).toEqual(
      [...['request', 'google', 'spring', 'banner-2', 'oak lamp', 'gclid:Cj0K', 'google']],
    );
  });

  it('comes with the call of a later attempt too', async () => {
    rig.settings.sites = [{ ...shop, attempts: { most: 2, pauseMinutes: 15 } }];
    await rig.control.requestCallback(rig.settings.sites[0]!, { number: STRANGER, visit: claim(1) }, asker);
    await rig.settle();
    await answer('101');
    rig.pbx.hangsUp(rig.pbx.legTo(STRANGER).legId, 'no-answer');
    await rig.settle();
    await rig.pass(16 * 60);
    const sources = (await rig.calls()).map((call) => call.source?.last.campaign);
    expect(sources).toEqual(['spring', 'spring']);
  });

  it('is taken as he tells it even when the visit is not his to change, and changes nothing of it', async () => {
    await tell(claim(1));
    await ask({ ...claim(1), token: 'f'.repeat(48), last: { source: 'bing', medium: 'cpc' } });
    await rig.settle();
    const { source } = await rig.call();
    expect(source?.last.source).toBe('bing');
    expect(source).not.toHaveProperty('visitId');
    expect((await rig.store.visits.get(claim(1).id))?.visit.last.source).toBe('google');
  });

  it('is not asked for: without consent there is none', async () => {
    await ask(undefined);
    await rig.settle();
    expect(await rig.call()).not.toHaveProperty('source');
  });

  it('goes on with the far side when the call is given away', async () => {
    await ask(claim(1));
    await rig.settle();
    await answer('101');
    await answer(STRANGER);
    const { id } = await rig.call();
    const [agent] = await rig.store.agents.list().then((all) => all.filter((one) => one.id === 'olena'));
    await rig.control.switchboard.transfer(agent!, id, '102');
    await rig.settle();
    const calls = await rig.calls();
    expect(calls.map((call) => call.source?.last.source)).toEqual(['google', 'google']);
  });
});

describe('a call to a number', () => {
  it('that is lent to a visitor comes from his visit', async () => {
    const { lease } = await tell(claim(1));
    expect(lease).toEqual({ number: POOL[0], text: '+380 44 111 0001', seconds: 600 });
    await rig.pass(599);
    expect((await callIn(POOL[0]!)).source).toMatchObject({
      by: 'leased-number',
      visitId: claim(1).id,
      last: { campaign: 'spring' },
    });
    await rig.pass(2);
    expect(await callIn(POOL[0]!)).not.toHaveProperty('source');
  });

  it('of a source says the source, and nothing of a visitor', async () => {
    const touch = { source: 'billboard', medium: 'none', campaign: 'spring' };
    expect((await callIn(SPRING)).source).toEqual({
      by: 'static-number',
      first: touch,
      last: touch,
      country: 'UA',
    });
    expect(await callIn(LINE)).not.toHaveProperty('source');
  });
});

describe('lent numbers', () => {
  it('stay the visitor’s while his page asks again, and then go to the one who comes next', async () => {
    const numberOf = async (nth: number) => (await tell(claim(nth))).lease?.number;
    expect(await numberOf(1)).toBe(POOL[0]);
    expect(await numberOf(2)).toBe(POOL[1]);
    expect(await numberOf(3)).toBeUndefined();
    await rig.pass(400);
    expect(await numberOf(1)).toBe(POOL[0]);
    await rig.pass(300);
    expect(await numberOf(3)).toBe(POOL[1]);
    expect(await numberOf(1)).toBe(POOL[0]);
  });

  it('are counted, and so is every visitor who finds none left', async () => {
    const outcomes: LeaseOutcome[] = [];
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const visits = createVisits({
      ...{ store: rig.store, settings: () => rig.settings, now: rig.clock.now, log },
      counted: (outcome) => void outcomes.push(outcome),
    });
    for (const nth of [1, 2, 3, 1]) {
      const { id, token, ...visit } = claim(nth);
      await visits.tell(shop, { id, token }, { ...visit, number: true });
    }
    expect(outcomes).toEqual(['leased', 'leased', 'exhausted', 'renewed']);
  });

  it('are not spent on a visitor whose source has a number of its own', async () => {
    const last = { source: 'Billboard', medium: 'qr', campaign: 'spring' };
    expect(await tell(claim(1, { last }))).toEqual({});
    expect(await rig.store.visits.leases(POOL)).toEqual([]);
  });
});

describe('a visitor', () => {
  it('who has his data deleted leaves the campaign to the firm, and nothing of himself', async () => {
    await tell(claim(1));
    await ask(claim(1));
    await rig.settle();
    const gone = claim(1);
    await rig.visits.forget(shop, gone, (id) => rig.control.forgetVisit(id));
    const words = {
      source: 'google',
      medium: 'cpc',
      campaign: 'spring',
      content: 'banner-2',
      term: 'oak lamp',
    };
    const left = { by: 'request', first: words, last: words, country: 'UA' };
    expect((await rig.call()).source).toEqual(left);
    const { callback } = (await rig.call()) as { callback: { id: string } };
    expect((await rig.store.callbacks.get(callback.id))?.callback.source).toEqual(left);
    expect(await rig.store.visits.get(gone.id)).toBeUndefined();
    expect(await rig.store.visits.leases(POOL)).toEqual([]);
    expect(await rig.store.audit.ofEntity('visit', gone.id)).toMatchObject([
      { actor: 'visitor', field: 'deleted' },
    ]);
    await answer('101');
    expect((await rig.call()).source).toEqual(left);
  });

  it('who waits to be called is forgotten in the same way', async () => {
    await rig.control.requestCallback(shop, { number: STRANGER, visit: claim(1), when: 'opening' }, asker);
    const [row] = await rig.store.callbacks.ofVisit(claim(1).id);
    await rig.visits.forget(shop, claim(1), (id) => rig.control.forgetVisit(id));
    expect((await rig.store.callbacks.get(row!.callback.id))?.callback.source).not.toHaveProperty('visitId');
  });

  it('cannot delete or change what is another’s', async () => {
    await tell(claim(1));
    const thief = { id: claim(1).id, token: 'f'.repeat(48) };
    const also = () => Promise.reject(new Error('nothing is to be forgotten'));
    await expect(rig.visits.forget(shop, thief, also)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(tell({ ...claim(1), ...thief })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(tell(claim(1), { ...shop, key: 'other-shop' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is forgotten by himself when he has not been here for as long as the site says', async () => {
    const brief = { ...shop, tracking: { keepDays: 7 } };
    await tell(claim(1), brief);
    await tell(claim(2));
    await rig.pass(7 * 24 * 60 * 60);
    expect(await rig.visits.prune()).toBe(1);
    expect(await rig.store.visits.get(claim(1).id)).toBeUndefined();
    expect(await rig.store.visits.get(claim(2).id)).toBeDefined();
  });
});

describe('what he looked at and put into his cart', () => {
  const viewed = [{ product: lamp, at }];

  it('is in the shop’s group of the customer with his number', async () => {
    await rig.store.transaction((tx) => rig.store.parties.insert(tx, taras));
    const { shop: group } = createLocal({
      ...{ store: rig.store, now: rig.clock.now, newId: () => 'x', country: () => 'UA' },
      seenBy: rig.visits.seenBy,
    });
    expect(await group?.viewed?.(taras.id)).toEqual([]);
    expect(await group?.cart?.(taras.id)).toBeUndefined();
    await ask(claim(1, { viewed, cart: [{ ...lamp, quantity: 2 }] }), CUSTOMER);
    await rig.settle();
    expect(await group?.viewed?.(taras.id)).toEqual(viewed);
    expect(await group?.cart?.(taras.id)).toMatchObject({
      partyId: taras.id,
      lines: [{ ...lamp, quantity: 2 }],
    });
  });

  it('is found of one who called a number that was lent to him, also with what he looks at later', async () => {
    await tell(claim(1));
    await callIn(POOL[0]!);
    await tell(claim(1, { viewed }));
    expect((await rig.visits.seenBy([CUSTOMER]))?.viewed).toEqual(viewed);
    expect(await rig.visits.seenBy([STRANGER])).toBeUndefined();
  });
});
