import { DEFAULT_SELF, type RingbackEvent } from '@ringback/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ClientBackend, createBackend } from './create-backend.ts';
import {
  breakOff,
  CALL,
  callEvent,
  createStubGateway,
  createStubStream,
  json,
  problem,
  SESSION,
  type StubGateway,
  type StubStream,
} from './testing/stub-gateway.harness.ts';

let gateway: StubGateway;
let stream: StubStream;
let backend: ClientBackend;
let told: RingbackEvent[];

beforeEach(async () => {
  gateway = await createStubGateway();
  stream = createStubStream();
  gateway.on('GET /session', json(SESSION));
  gateway.on('GET /events', stream.answer);
  backend = createBackend({ baseUrl: gateway.url, random: () => 0, sleep: async () => undefined });
  told = [];
  backend.follow((event) => told.push(event));
});
afterEach(async () => {
  backend.stop();
  await gateway.close();
});

const opened = (count: number) => expect.poll(() => stream.opened.length, { timeout: 5_000 }).toBe(count);
const ids = () => told.map(({ id }) => id);

test('Language, live calls and kinds of customers come with the session', async () => {
  gateway.on('GET /session', json({ ...SESSION, calls: [{ call: CALL, matches: [] }] }));
  expect(backend.parties).toBeUndefined();
  await backend.refresh();
  expect(backend.state).toMatchObject({ status: 'online', locale: 'uk', live: [{ call: { id: 'call-1' } }] });
  expect(backend.parties?.kinds).toEqual(['lead', 'client']);
});

test('Customers are written where the session says that the agent may and the host can', async () => {
  const writes = () => [backend.parties?.create, backend.parties?.update].map((write) => typeof write);
  gateway.on('GET /session', json({ ...SESSION, crm: ['parties.get'], writesParties: false }));
  await backend.refresh();
  expect(writes()).toEqual(['undefined', 'undefined']);
  gateway.on('GET /session', json({ ...SESSION, crm: ['parties.get'], writesParties: true }));
  await backend.refresh();
  expect(writes()).toEqual(['function', 'function']);
});

test('An agent who may not read customers has no such group', async () => {
  gateway.on('GET /session', json({ ...SESSION, permissions: ['calls.own'] }));
  await backend.refresh();
  expect(backend.parties).toBeUndefined();
});

test('The leader follows the stream from the session’s position; live calls come and go with it', async () => {
  backend.lead(true);
  await backend.refresh();
  await opened(1);
  expect(stream.opened[0]!.asked.url).toContain('after=10');
  stream.send(callEvent(11));
  await expect.poll(() => backend.state.live.map(({ call }) => call.state)).toEqual(['ringing']);
  stream.send(callEvent(12, { state: 'connected' }));
  await expect.poll(() => backend.state.live.map(({ call }) => call.state)).toEqual(['connected']);
  stream.send(callEvent(13, { state: 'ended' }));
  await expect.poll(() => backend.state.live).toEqual([]);
  expect(ids()).toEqual([11, 12, 13]);
});

test('A session that is answered late brings no call back that has ended meanwhile', async () => {
  await backend.refresh();
  backend.ingest(callEvent(11));
  backend.ingest(callEvent(12, { state: 'ended' }));
  gateway.on('GET /session', json({ ...SESSION, eventId: 11, calls: [{ call: CALL, matches: [] }] }));
  await backend.refresh();
  expect(backend.state.live).toEqual([]);
  gateway.on('GET /session', json({ ...SESSION, eventId: 12, calls: [{ call: CALL, matches: [] }] }));
  await backend.refresh();
  expect(backend.state.live).toHaveLength(1);
});

test('A tab that does not lead opens no stream, and lives on what it is told, each fact once', async () => {
  await backend.refresh();
  backend.ingest(callEvent(11));
  backend.ingest(callEvent(11));
  backend.ingest(callEvent(9));
  expect(ids()).toEqual([11]);
  expect(backend.state.live).toHaveLength(1);
  expect(stream.opened).toHaveLength(0);
});

test('Who takes the lead goes on where he was told last, so that nothing is lost between two leaders', async () => {
  await backend.refresh();
  backend.ingest(callEvent(14));
  backend.lead(true);
  await opened(1);
  expect(stream.opened[0]!.asked.url).toContain('after=14');
});

test('Who steps down closes his stream', async () => {
  backend.lead(true);
  await backend.refresh();
  await opened(1);
  backend.lead(false);
  await expect.poll(() => stream.opened[0]!.response.destroyed, { timeout: 5_000 }).toBe(true);
});

test('A call that a colleague has taken is live no longer, and its facts are still told', async () => {
  await backend.refresh();
  backend.ingest(callEvent(11));
  backend.ingest(callEvent(12, { state: 'connecting', agent: { id: 'agent-2', name: 'Андрій' } } as object));
  expect(backend.state.live).toEqual([]);
  backend.ingest(callEvent(13));
  backend.ingest(callEvent(14, { state: 'connected', agent: { id: 'agent-1', name: 'Олена' } } as object));
  expect(backend.state.live).toMatchObject([{ call: { state: 'connected' } }]);
  expect(ids()).toEqual([11, 12, 13, 14]);
});

test('An older copy of a call never replaces a newer one', async () => {
  gateway.on(
    'GET /session',
    json({ ...SESSION, calls: [{ call: { ...CALL, state: 'connected', version: 40 }, matches: [] }] }),
  );
  await backend.refresh();
  backend.ingest(callEvent(11, { version: 39 }));
  expect(backend.state.live[0]!.call).toMatchObject({ state: 'connected', version: 40 });
});

test('A log that is too short for us: the session is read again, and the stream goes on from there', async () => {
  backend.lead(true);
  await backend.refresh();
  await opened(1);
  gateway.on('GET /session', json({ ...SESSION, eventId: 900, calls: [{ call: CALL, matches: [] }] }));
  stream.write('event: reset\ndata: {"eventId":900}\n\n');
  await opened(2);
  expect(stream.opened[1]!.asked.url).toContain('after=900');
  expect(backend.state.live).toHaveLength(1);
});

test('A gateway that goes away is told as offline, and as online when it is back', async () => {
  backend.lead(true);
  await backend.refresh();
  await opened(1);
  gateway.on('GET /events', breakOff, breakOff, stream.answer);
  const statuses: string[] = [];
  backend.subscribe(({ status }) => statuses.push(status));
  stream.breakOff();
  await opened(2);
  await expect.poll(() => statuses).toEqual(['offline', 'online']);
});

test('A tab without a stream finds out by itself that the gateway is back', async () => {
  await backend.refresh();
  gateway.on('GET /calls', breakOff);
  gateway.on('GET /session', breakOff);
  await expect(backend.calls.list()).rejects.toMatchObject({ code: 'unavailable' });
  await expect.poll(() => backend.state.status).toBe('offline');
  gateway.on('GET /session', json(SESSION));
  await expect.poll(() => backend.state.status, { timeout: 5_000 }).toBe('online');
});

const sessionsRead = () => gateway.asked.filter(({ url }) => url === '/api/v1/session').length;

test.each([
  ['answers with a proxy’s page', json('<h1>Bad Gateway</h1>', 502)],
  ['breaks off', breakOff],
])('One route that %s while the others answer is no gateway that is away', async (_, answer) => {
  gateway.on('GET /agents', answer);
  gateway.on('GET /calls', json({ items: [] }));
  backend.lead(true);
  await backend.refresh();
  await opened(1);
  const statuses: string[] = [];
  backend.subscribe(({ status }) => statuses.push(status));
  for (let round = 1; round <= 3; round += 1) {
    await expect(backend.colleagues.list()).rejects.toMatchObject({ code: 'unavailable' });
    // The session is asked whether the gateway is there, once for each that failed.
    await expect.poll(sessionsRead).toBe(1 + round);
    await backend.calls.list();
  }
  expect(new Set(statuses)).not.toContain('offline');
});

test('Many that fail at once ask for the session once', async () => {
  await backend.refresh();
  const held: (() => void)[] = [];
  gateway.on('GET /agents', breakOff);
  gateway.on('GET /session', (asked, response) => void held.push(() => json(SESSION)(asked, response)));
  await Promise.allSettled([1, 2, 3, 4, 5].map(() => backend.colleagues.list()));
  await expect.poll(() => held.length).toBe(1);
  held[0]!();
  await expect(backend.colleagues.list()).rejects.toMatchObject({ code: 'unavailable' });
  await expect.poll(() => held.length).toBe(2);
  expect(backend.state.status).toBe('online');
});

test('What succeeds while the session is not answered tells no return', async () => {
  await backend.refresh();
  gateway.on('GET /session', breakOff);
  gateway.on('GET /calls', json({ items: [] }));
  const statuses: string[] = [];
  backend.subscribe(({ status }) => statuses.push(status));
  await expect(backend.refresh()).rejects.toMatchObject({ code: 'unavailable' });
  for (let round = 0; round < 3; round += 1) {
    const before = sessionsRead();
    await backend.calls.list();
    await expect.poll(sessionsRead).toBeGreaterThan(before);
  }
  expect(statuses).toEqual(['offline']);
});

test('What succeeds while the gateway is thought to be away finds at once that it is back', async () => {
  await backend.refresh();
  gateway.on('GET /session', breakOff);
  gateway.on('GET /calls', json({ items: [] }));
  await expect(backend.refresh()).rejects.toMatchObject({ code: 'unavailable' });
  expect(backend.state.status).toBe('offline');
  gateway.on('GET /session', json(SESSION));
  await backend.calls.list();
  await expect.poll(() => backend.state.status).toBe('online');
});

test('Somebody else who has signed in by another tab comes after nobody: nothing of the one before is left', async () => {
  const person = (id: string) => ({ ...SESSION, agent: { ...SESSION.agent, id } });
  gateway.on('GET /session', json(person('agent-1')), json(person('agent-2')));
  await backend.refresh();
  const statuses: string[] = [];
  backend.subscribe(({ status }) => statuses.push(status));
  expect(await backend.refresh()).toMatchObject({ agent: { id: 'agent-2' } });
  expect(statuses).toEqual(['signed-out', 'online']);
});

test('Somebody else who has signed in while the gateway goes away is read as soon as it is back', async () => {
  const other = json({ ...SESSION, agent: { ...SESSION.agent, id: 'agent-2' } });
  gateway.on('GET /session', json(SESSION), other, breakOff);
  await backend.refresh();
  await expect(backend.refresh()).rejects.toMatchObject({ code: 'unavailable' });
  expect(backend.state.status).toBe('offline');
  expect(backend.session).toBeUndefined();
  gateway.on('GET /session', other);
  await expect.poll(() => backend.state.status, { timeout: 5_000 }).toBe('online');
  expect(backend.session?.agent.id).toBe('agent-2');
});

test('Who has signed in by another tab is read as soon as the gateway is back, also where nobody was', async () => {
  gateway.on('GET /session', problem('unauthorized', 401), breakOff);
  await backend.refresh();
  expect(backend.state.status).toBe('signed-out');
  await expect(backend.refresh()).rejects.toMatchObject({ code: 'unavailable' });
  expect(backend.state.status).toBe('offline');
  gateway.on('GET /session', json(SESSION));
  await expect.poll(() => backend.state.status, { timeout: 5_000 }).toBe('online');
  expect(backend.session?.agent.id).toBe('agent-1');
});

test('A session that ends takes calls and customers with it', async () => {
  gateway.on('GET /session', json({ ...SESSION, calls: [{ call: CALL, matches: [] }] }));
  await backend.refresh();
  gateway.on('GET /calls', problem('unauthorized', 401));
  await expect(backend.calls.list()).rejects.toMatchObject({ code: 'unauthorized' });
  expect(backend.state).toMatchObject({ status: 'signed-out', live: [] });
  expect(backend.session).toBeUndefined();
  expect(backend.parties).toBeUndefined();
});

test('Who signs in afterwards is read from the beginning', async () => {
  gateway.on('GET /session', problem('unauthorized', 401), json({ ...SESSION, eventId: 50 }));
  backend.lead(true);
  await expect(backend.refresh()).resolves.toBeUndefined();
  expect(backend.state.status).toBe('signed-out');
  await backend.refresh();
  await opened(1);
  expect(stream.opened[0]!.asked.url).toContain('after=50');
  expect(backend.state.status).toBe('online');
});

test('A sign-out ends the session at the gateway', async () => {
  gateway.on('POST /auth/logout', json('', 204));
  await backend.refresh();
  await backend.signOut();
  expect(backend.state.status).toBe('signed-out');
  expect(gateway.asked.at(-1)).toMatchObject({ method: 'POST', url: '/api/v1/auth/logout' });
});

test('The session is refreshed by the one who leads when half its life is over', async () => {
  let asked = 0;
  const expires = () => new Date(Date.now() + 100).toISOString();
  const short = createBackend({ baseUrl: gateway.url, shortestRenewalMs: 10, stream: {} });
  gateway.on('GET /session', (request, response) =>
    json({ ...SESSION, expiresAt: expires() })(request, response),
  );
  gateway.on('POST /auth/refresh', (request, response) => {
    asked += 1;
    json({ agent: SESSION.agent, expiresAt: expires() })(request, response);
  });
  short.lead(true);
  await short.refresh();
  await expect.poll(() => asked, { timeout: 5_000 }).toBeGreaterThan(1);
  short.stop();
});

test('Each write has a key of its own', async () => {
  gateway.on('PATCH /calls/call-1', json(CALL));
  await backend.calls.update('call-1', { comment: 'a' });
  await backend.calls.update('call-1', { comment: 'a' });
  await backend.calls.update('call-1', { comment: 'a' }, 'given');
  const keys = gateway.asked.map(({ headers }) => headers['idempotency-key']);
  expect(new Set(keys).size).toBe(3);
  expect(keys[2]).toBe('given');
});

test("The agent's own settings come with the session, by his other pages' changes, and by his own", async () => {
  const me = { ...DEFAULT_SELF, agent: SESSION.agent, lines: [] };
  gateway.on('GET /session', json({ ...SESSION, me }));
  gateway.on('PATCH /me', json({ ...me, status: 'away', version: 2 }));
  await backend.refresh();
  expect(backend.state.me).toEqual(me);
  const told = (id: number, version: number, status: string) =>
    backend.ingest({
      ...{ id, type: 'me.updated', time: CALL.startedAt, v: 1 },
      data: { me: { ...me, version, status } },
    } as RingbackEvent);
  told(11, 1, 'do-not-disturb');
  expect(backend.state.me?.status).toBe('do-not-disturb');
  expect(await backend.me.update({ status: 'away' })).toMatchObject({ status: 'away' });
  // What was set before and is told after does not count any more.
  told(12, 1, 'do-not-disturb');
  expect(backend.state.me).toMatchObject({ status: 'away', version: 2 });
  expect(gateway.asked.at(-1)).toMatchObject({ method: 'PATCH', body: { status: 'away' } });
});

test('Whoever signs out takes his settings with him', async () => {
  gateway.on('GET /session', json({ ...SESSION, me: { ...DEFAULT_SELF, agent: SESSION.agent, lines: [] } }));
  gateway.on('POST /auth/logout', json(undefined, 204));
  await backend.refresh();
  await backend.signOut();
  expect(backend.state).not.toHaveProperty('me');
});

test('Whoever is put out at /admin is signed out when he is told, and not at his next click', async () => {
  backend.lead(true);
  await backend.refresh();
  await opened(1);
  gateway.on('GET /session', problem('unauthorized', 401));
  stream.send({ ...callEvent(11), type: 'access.changed', data: { agentId: 'agent-1' } } as RingbackEvent);
  await expect.poll(() => backend.state.status).toBe('signed-out');
  expect(backend.state.live).toEqual([]);
});
