/** What an agent and an administrator are told when a system of record fails: Bitrix24, simulated, over HTTP. */
import { createLocal } from '@ringback/adapters/local';
import { createTestContext } from '@ringback/adapters/testing';
import { createBitrix24Harness, type Bitrix24Harness } from '@ringback/adapters/testing/bitrix24';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCrmConnections } from '../crm/connections.ts';
import { createCrmHub } from '../crm/hub.ts';
import { createDesk } from '../desk/index.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { PATIENCE_MS } from './answer-in-time.ts';
import { startHttp, type TestHttp } from './http.fixtures.ts';

let store: Store;
let host: Bitrix24Harness;
let http: TestHttp;
let olena: { authorization: string };

beforeEach(async () => {
  host = await createBitrix24Harness('webhook');
  const { now } = host.clock;
  store = await createSqliteStore(':memory:', { now });
  const {
    kept: _kept,
    phones: _phones,
    ...context
  } = createTestContext({
    clock: host.clock,
    http: host.portal.http,
  });
  const local = createLocal({ store, now, newId: () => 'id', country: () => 'UA' });
  const hub = await createCrmHub({ local, store, context });
  const webhook = `https://firm.bitrix24.ua/rest/1/${host.secret}/`;
  const seed = [{ system: 'bitrix24', webhook, recordOf: ['parties'] }];
  const connections = await createCrmConnections({ store, hub, seed });
  http = await startHttp((deps) => ({
    ...{ crm: hub, hub, connections },
    desk: createDesk({
      ...{ store, crm: hub, hub, local, now, newId: deps.newId, settings: deps.settings.current },
      ...{ scopeOf: () => undefined, reassignCalls: deps.calls.reassign },
    }),
  }));
  olena = await http.token('olena');
});
afterEach(async () => {
  await http.close();
  await store.close();
});

const get = (url: string, headers: object = olena) =>
  http.app.inject({ method: 'GET', url: `/api/v1${url}`, headers: { ...headers } });

it('a host that does not let Ringback in does not sign the agent out: he is told what is wrong, and so is the administrator', async () => {
  const id = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'] });
  host.wire!.inject('unauthorized', 1000);
  const card = await host.clock.run(() => get(`/parties/${id}`));
  expect(card.statusCode).toBe(503);
  expect(card.json()).toMatchObject({
    ...{ code: 'unavailable', detail: 'Bitrix24 does not let Ringback in any more.' },
    hint: expect.stringContaining('/admin'),
  });
  expect((await get('/me')).statusCode).toBe(200);
  const connected = async () => (await get('/crm/connections', await http.signIn('admin'))).json();
  expect(await connected()).toMatchObject([
    {
      system: 'bitrix24',
      trouble: { since: expect.any(String), message: expect.stringMatching(/let Ringback in/) },
    },
  ]);
  host.wire!.heal();
  expect((await host.clock.run(() => get(`/parties/${id}`))).statusCode).toBe(200);
  expect((await connected())[0].trouble).toBeUndefined();
});

it('a host that shows a page in place of data is told as one that is not there, and not as a fault of Ringback’s', async () => {
  const id = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'] });
  host.wire!.inject('garbage', 1000);
  const card = await host.clock.run(() => get(`/parties/${id}`));
  expect(card.statusCode).toBe(503);
  expect(card.json()).toMatchObject({ code: 'unavailable', detail: expect.stringMatching(/with a page/) });
});

it('a host that is slow is not waited for until the page takes the gateway for lost; its answer is there for who asks again', async () => {
  const id = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'] });
  // The portal's clock stands still: it does not answer.
  const waiting = get(`/parties/${id}`);
  await expect.poll(() => host.wire!.requests.length).toBeGreaterThan(0);
  http.timers.pass(PATIENCE_MS);
  const slow = await waiting;
  expect(slow.statusCode).toBe(504);
  expect(slow.json()).toMatchObject({
    ...{ code: 'timeout', detail: 'Bitrix24 takes long to answer.' },
    requestId: expect.any(String),
  });
  await host.clock.pass(30_000);
  const asked = host.wire!.requests.length;
  const again = await get(`/parties/${id}`);
  expect(again.json()).toMatchObject({ name: 'Ганна' });
  expect(host.wire!.requests.length).toBe(asked);
});
