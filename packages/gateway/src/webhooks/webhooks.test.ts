/** Events handed to a receiver over real HTTP: signed, in order, once taken never again, and nothing lost while it is down. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebhookInput } from '@ringback/model';
import * as z from 'zod/mini';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock, olena } from '../calls/calls.fixtures.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { aParty } from '../store/store.fixtures.ts';
import type { Worker } from '../worker.ts';
import { createDeliveries } from './deliver.ts';
import { signedHeaders } from './envelope.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

const GATEWAY = 'https://calls.example';
const DAY_MS = 24 * 60 * 60 * 1000;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

let server: Server;
let url: string;
/** What the receiver was sent. */
let got: { headers: IncomingHttpHeaders; body: string }[];
/** What it answers. */
let status: number;
let headers: Record<string, string>;
let clock: ReturnType<typeof createClock>;
let store: Store;
let deliveries: Worker;
let webhooks: Webhooks;

beforeEach(async () => {
  [got, status, headers] = [[], 204, {}];
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  clock = createClock();
  store = await createSqliteStore(':memory:', { now: clock.now });
  const common = { store, http: fetch, now: clock.now, publicUrl: () => GATEWAY };
  deliveries = createDeliveries({ ...common, random: () => 0.5, timers: clock, log: quiet });
  let id = 0;
  webhooks = createWebhooks({ ...common, newId: () => `hook-${++id}`, wake: () => deliveries.wake() });
  deliveries.start();
  await deliveries.idle();
});

afterEach(async () => {
  await deliveries.stop();
  await store.close();
  await new Promise((resolve) => server.close(resolve));
});

const create = () => webhooks.create(olena, { url, types: ['party.created'] });

async function happen(...ids: string[]): Promise<void> {
  for (const id of ids) {
    await store.transaction((tx) =>
      store.events.append(tx, { type: 'party.created', data: { party: aParty(id) }, audience: null }),
    );
  }
  await deliveries.idle();
}

async function pass(ms: number): Promise<void> {
  clock.pass(ms);
  deliveries.wake();
  await deliveries.idle();
}

const partiesOf = (sent: typeof got) =>
  sent.map(({ body }) => (JSON.parse(body) as { data: { party: { id: string } } }).data.party.id);

it.each(['me.updated', 'notice.created', 'access.changed'])(
  'Lines for one agent’s eyes are told to no program: %s',
  (type) => {
    const asked = (types: string[]) => z.safeParse(WebhookInput, { url: 'https://they.example', types });
    expect([asked(['call.ended']).success, asked([type]).success]).toEqual([true, false]);
  },
);

describe('the signature', () => {
  it('is what the published example of Standard Webhooks says', () => {
    const sent = signedHeaders({
      ...{ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', seconds: 1614265330, body: '{"test": 2432232314}' },
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    });
    expect(sent['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });
});

describe('a receiver', () => {
  it('gets the events that it asked for as signed CloudEvents', async () => {
    const { secret } = await create();
    await happen('p1');
    await store.transaction((tx) =>
      store.events.append(tx, { type: 'settings.updated', data: { version: 2 }, audience: null }),
    );
    await deliveries.idle();
    expect(got).toHaveLength(1);
    const [{ headers, body }] = got as [(typeof got)[0]];
    expect(JSON.parse(body)).toEqual({
      ...{ specversion: '1.0', id: '1', source: GATEWAY, type: 'party.created' },
      ...{
        time: clock.now().toISOString(),
        datacontenttype: 'application/json',
        data: { party: aParty('p1') },
      },
    });
    const id = headers['webhook-id'] as string;
    const seconds = Number(headers['webhook-timestamp']);
    expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(headers['webhook-signature']).toBe(
      signedHeaders({ id, seconds, body, secret })['webhook-signature'],
    );
  });

  it('that takes nothing is asked again with growing pauses, with one event, and gets all when it is back', async () => {
    const { webhook } = await create();
    status = 503;
    await happen('p1', 'p2', 'p3');
    await pass(1000);
    const first = got.length;
    await pass(60 * 60 * 1000);
    expect(got.length - first).toBe(1);
    expect((await webhooks.list())[0]).toMatchObject({ waiting: 3, dead: 0 });
    status = 200;
    got = [];
    await pass(60 * 60 * 1000);
    expect(partiesOf(got)).toEqual(expect.arrayContaining(['p1', 'p2', 'p3']));
    expect(got).toHaveLength(3);
    expect(await webhooks.deliveries(webhook.id)).toEqual([]);
    expect((await webhooks.list())[0]).toMatchObject({ waiting: 0, deliveredAt: clock.now().toISOString() });
  });

  it('says how long it wants to be left alone', async () => {
    await create();
    [status, headers] = [429, { 'retry-after': '600' }];
    await happen('p1');
    await pass(599_000);
    expect(got).toHaveLength(1);
    await pass(1000);
    expect(got).toHaveLength(2);
  });

  it('keeps the same id in every try, so that it knows what it has', async () => {
    await create();
    status = 500;
    await happen('p1');
    await pass(60_000);
    expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(got).toHaveLength(2);
  });

  it('is given up after three days, listed, and asked again when somebody wants it', async () => {
    const { webhook } = await create();
    status = 500;
    await happen('p1');
    for (let hour = 0; hour < 73; hour++) await pass(60 * 60 * 1000);
    const [dead] = await webhooks.deliveries(webhook.id);
    expect(dead).toMatchObject({ state: 'dead', lastStatus: 500, lastError: 'It answered 500.' });
    const tries = got.length;
    await pass(DAY_MS);
    expect(got).toHaveLength(tries);
    status = 200;
    await webhooks.retry(olena, dead!.id);
    await deliveries.idle();
    expect(got).toHaveLength(tries + 1);
    expect(await webhooks.deliveries(webhook.id)).toEqual([]);
  });

  it('that is gone for good is paused, and said to be', async () => {
    const { webhook } = await create();
    status = 410;
    await happen('p1');
    expect((await webhooks.list())[0]).toMatchObject({ paused: true, pausedBecause: 'gone' });
    await happen('p2');
    expect(got).toHaveLength(1);
    status = 200;
    const again = await webhooks.update(olena, webhook.id, { paused: false });
    expect(again.pausedBecause).toBeUndefined();
    await pass(60 * 60 * 1000);
    expect(partiesOf(got.slice(1))).toEqual(['p1']);
  });

  it('is never led elsewhere: a redirect is an error that says what to do', async () => {
    const { webhook } = await create();
    [status, headers] = [307, { location: 'http://127.0.0.1:9/' }];
    await happen('p1');
    const [waiting] = await webhooks.deliveries(webhook.id);
    expect(waiting).toMatchObject({ lastStatus: 307, lastError: expect.stringContaining('final address') });
  });

  it('can have everything of today once more', async () => {
    const { webhook } = await create();
    await happen('p1');
    const since = new Date(clock.now().getTime() + 1000).toISOString();
    clock.pass(1000);
    await happen('p2', 'p3');
    got = [];
    expect(await webhooks.replay(olena, webhook.id, since)).toBe(2);
    await deliveries.idle();
    expect(partiesOf(got).sort()).toEqual(['p2', 'p3']);
  });

  it('that cannot be reached does not keep the others waiting', async () => {
    await create();
    const { webhook: other } = await webhooks.create(olena, {
      url: 'http://127.0.0.1:9/',
      types: ['party.created'],
    });
    await happen('p1');
    expect(got).toHaveLength(1);
    const [waiting] = await webhooks.deliveries(other.id);
    expect(waiting).toMatchObject({ lastError: expect.stringContaining('cannot be reached') });
  });

  it('is told after a restart what happened before, and nothing twice', async () => {
    await create();
    await deliveries.stop();
    await happen('p1');
    expect(got).toEqual([]);
    deliveries.start();
    await deliveries.idle();
    await deliveries.stop();
    deliveries.start();
    await deliveries.idle();
    expect(partiesOf(got)).toEqual(['p1']);
  });

  it('is tried out at once', async () => {
    const { webhook } = await create();
    expect(await webhooks.test(webhook.id)).toMatchObject({ ok: true, status: 204 });
    expect(JSON.parse(got[0]!.body)).toMatchObject({ type: 'webhook.test', data: {} });
  });
});
