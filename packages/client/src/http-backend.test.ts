import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { axiosTransport } from './axios.ts';
import { createHttpBackend, type HttpBackend, type HttpBackendOptions } from './http-backend.ts';
import { fetchTransport } from './transport/fetch-transport.ts';
import type { Transport } from './transport/transport.ts';
import {
  breakOff,
  CALL,
  createStubGateway,
  json,
  problem,
  SESSION,
  type StubGateway,
} from './testing/stub-gateway.harness.ts';

let gateway: StubGateway;
let pauses: number[];
let reached: boolean[];
let signedOut: number;
let transport: Transport;

beforeEach(async () => {
  gateway = await createStubGateway();
  pauses = [];
  reached = [];
  signedOut = 0;
});
afterEach(() => gateway.close());

function backend(more: Partial<HttpBackendOptions> = {}): HttpBackend {
  return createHttpBackend({
    baseUrl: gateway.url,
    transport,
    random: () => 1,
    sleep: async (ms) => void pauses.push(ms),
    onReach: (yes) => void reached.push(yes),
    onSignedOut: () => void (signedOut += 1),
    ...more,
  });
}

describe.each<[string, () => Transport]>([
  ['fetch', () => fetchTransport()],
  ['axios', () => axiosTransport()],
])('Over %s', (_, create) => {
  beforeEach(() => {
    transport = create();
  });

  test('The session is read and checked', async () => {
    gateway.on('GET /session', json(SESSION));
    await expect(backend().session()).resolves.toEqual(SESSION);
    expect(reached).toEqual([true]);
  });

  test('An answer that is not what was agreed on is a bug, and names its address', async () => {
    gateway.on('GET /session', json({ ...SESSION, eventId: 'ten' }));
    await expect(backend().session()).rejects.toMatchObject({
      code: 'bug',
      message: expect.stringContaining('/session') as string,
    });
  });

  test('A token of the developer’s page is sent with each request', async () => {
    gateway.on('GET /session', json(SESSION));
    await backend({ getToken: async () => 'short-lived' }).session();
    expect(gateway.asked[0]!.headers.authorization).toBe('Bearer short-lived');
  });

  test('Filters and cursor of the log are in the address; nothing else is', async () => {
    gateway.on('GET /calls', json({ items: [CALL] }));
    await backend().calls.list({ direction: 'in', missed: true, cursor: 'a b', limit: 20 });
    expect(Object.fromEntries(new URL(gateway.asked[0]!.url, gateway.url).searchParams)).toEqual({
      direction: 'in',
      missed: 'true',
      cursor: 'a b',
      limit: '20',
    });
  });

  test('Orders, cart and viewed goods of whoever is on the card are read and checked', async () => {
    const at = '2026-11-23T09:00:00.000Z';
    const order = {
      ...{ system: 'vendure', id: '5', number: '1042', state: 'new', stateName: 'Paid', lines: [] },
      ...{ createdAt: at, updatedAt: at },
    };
    gateway.on('GET /shop/orders', json({ items: [order], next: '10' }));
    gateway.on('GET /shop/cart', json({ cart: null }));
    gateway.on('GET /shop/viewed', json([{ product: { name: 'Лампа', quantity: 'two' }, at }]));
    const { shop } = backend();
    await expect(shop.orders({ callId: 'call-1', limit: 10 })).resolves.toMatchObject({
      items: [order],
      next: '10',
    });
    expect(gateway.asked[0]!.url).toBe('/api/v1/shop/orders?callId=call-1&limit=10');
    await expect(shop.cart({ system: 'vendure', partyId: '7' })).resolves.toBeNull();
    await expect(shop.viewed({ callId: 'call-1' })).rejects.toMatchObject({ code: 'bug' });
  });

  test('A write carries its key, and is sent again with the same key when the answer got lost', async () => {
    gateway.on('PATCH /calls/call-1', breakOff, json({ ...CALL, comment: 'Передзвонити', version: 2 }));
    const call = await backend().calls.update('call-1', { comment: 'Передзвонити' }, 'key-1');
    expect(call.comment).toBe('Передзвонити');
    expect(gateway.asked.map(({ headers, body }) => [headers['idempotency-key'], body])).toEqual([
      ['key-1', { comment: 'Передзвонити' }],
      ['key-1', { comment: 'Передзвонити' }],
    ]);
  });

  test('Transfer, consultation and conference name the call in the address, and are never sent twice', async () => {
    const dialled = { call: CALL, matches: [], target: '102' };
    gateway.on('POST /calls/call-1/transfer', json(CALL));
    gateway.on('POST /calls/call-1/consult', json(dialled));
    gateway.on('POST /calls/call-2/complete-transfer', json(CALL));
    gateway.on('POST /calls/call-2/cancel-transfer', json(CALL));
    gateway.on('POST /calls/call-1/merge', json(CALL), breakOff);
    const http = backend();
    await expect(http.transferCall('call-1', '102')).resolves.toEqual(CALL);
    await expect(http.consultCall('call-1', '102')).resolves.toEqual(dialled);
    await expect(http.completeTransfer('call-2')).resolves.toEqual(CALL);
    await expect(http.cancelTransfer('call-2')).resolves.toEqual(CALL);
    await expect(http.mergeCalls('call-1', 'call-2')).resolves.toEqual(CALL);
    expect(gateway.asked.map(({ body }) => body)).toEqual([
      { target: '102' },
      { target: '102' },
      undefined,
      undefined,
      { with: 'call-2' },
    ]);
    await expect(http.mergeCalls('call-1', 'call-2')).rejects.toMatchObject({ code: 'unavailable' });
    expect(gateway.asked).toHaveLength(6);
  });

  test('Participants are rung, muted and removed by the call that they are in', async () => {
    gateway.on('POST /calls/call-1/participants', json(CALL));
    gateway.on('PATCH /calls/call-1/participants/p1', json(CALL));
    gateway.on('DELETE /calls/call-1/participants/p1', json(CALL));
    const http = backend();
    await expect(http.inviteToCall('call-1', '103')).resolves.toEqual(CALL);
    await expect(http.muteParticipant('call-1', 'p1', true)).resolves.toEqual(CALL);
    await expect(http.removeParticipant('call-1', 'p1')).resolves.toEqual(CALL);
    expect(gateway.asked.map(({ body }) => body)).toEqual([{ target: '103' }, { muted: true }, undefined]);
  });

  test('A recording is begun by its call, and listened to by an address that ends', async () => {
    const link = { url: `${gateway.url}/api/v1/recordings/r1/audio?signature=s`, expiresAt: CALL.startedAt };
    gateway.on('POST /calls/call-1/recording', json(CALL));
    gateway.on('POST /recordings/r1/link', json(link));
    gateway.on('DELETE /recordings/r1', json(null));
    gateway.on('GET /recordings/r1/waveform', json({ peaks: [0.5, 1] }));
    const { askCrm } = backend();
    await expect(askCrm('recordings.set', ['call-1', 'paused'], 'k0')).resolves.toEqual(CALL);
    await expect(askCrm('recordings.link', ['r1'], 'k1')).resolves.toEqual(link);
    await expect(askCrm('recordings.waveform', ['r1'], 'k2')).resolves.toEqual({ peaks: [0.5, 1] });
    await askCrm('recordings.remove', ['r1'], 'k3');
    expect(gateway.asked.map(({ body }) => body)).toEqual([
      { state: 'paused' },
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('The way of a call comes with the names of whom it speaks', async () => {
    const why = { why: 'group' as const, group: 'Sales' };
    const rang = { at: CALL.startedAt, did: 'ring', by: why, agents: ['olena'], numbers: [], seconds: 20 };
    const way = {
      decisions: [{ ...rang, passedOver: [{ agentId: 'taras', why: 'busy' }] }],
      people: ['olena', 'taras'].map((id) => ({ id, name: id.toUpperCase() })),
      ...{ answeredAfter: 34, slow: true },
    };
    gateway.on('GET /calls/call-1/route', json(way));
    await expect(backend().askCrm('routing.ofCall', ['call-1'], 'k')).resolves.toEqual(way);
  });

  test('Leave to dial is never asked twice by itself: each yes is a call', async () => {
    gateway.on('POST /calls', breakOff);
    await expect(backend().dial('0671234501')).rejects.toMatchObject({ code: 'unavailable' });
    expect(gateway.asked).toHaveLength(1);
  });

  describe('A read that fails', () => {
    test('is tried three times with growing pauses, then the gateway is told as unreachable', async () => {
      gateway.on('GET /session', breakOff);
      await expect(backend().session()).rejects.toMatchObject({ code: 'unavailable', retryable: true });
      expect(gateway.asked).toHaveLength(3);
      expect(pauses).toEqual([300, 600]);
      expect(reached).toEqual([false]);
    });

    test('waits as long as the gateway asks for', async () => {
      gateway.on('GET /session', problem('rate-limited', 429, {}, { 'Retry-After': '2' }), json(SESSION));
      await backend().session();
      expect(pauses).toEqual([2_000]);
    });

    test('is not repeated when the gateway asks for more patience than a person has', async () => {
      gateway.on('GET /session', problem('unavailable', 503, {}, { 'Retry-After': '120' }));
      await expect(backend().session()).rejects.toMatchObject({ code: 'unavailable', retryAfterMs: 120_000 });
      expect(gateway.asked).toHaveLength(1);
    });

    test('is not repeated when the answer would be the same', async () => {
      gateway.on('GET /calls/call-9', problem('not-found', 404, { detail: 'There is no such call.' }));
      await expect(backend().calls.get('call-9')).rejects.toMatchObject({
        code: 'not-found',
        message: 'There is no such call.',
      });
      expect(gateway.asked).toHaveLength(1);
      expect(reached).toEqual([true]);
    });

    test('that takes too long is a timeout', async () => {
      gateway.on('GET /session', () => undefined);
      await expect(backend({ timeoutMs: 50 }).session()).rejects.toMatchObject({ code: 'timeout' });
      expect(reached).toEqual([false]);
    });
  });

  test('What the gateway refuses is told with hint, fields and request id', async () => {
    gateway.on(
      'POST /parties',
      problem('invalid', 400, { hint: 'Correct it.', fields: { kind: 'must be one of lead' } }),
    );
    await expect(
      backend().parties.create({ name: 'Тарас', kind: 'x', phones: ['1'] }, 'k'),
    ).rejects.toMatchObject({
      name: 'RingbackError',
      code: 'invalid',
      hint: 'Correct it.',
      fields: { kind: 'must be one of lead' },
      requestId: 'req-1',
    });
  });

  test('A proxy’s error page is read by its status', async () => {
    gateway.on(
      'GET /session',
      (_asked, response) => void response.writeHead(502).end('<h1>Bad gateway</h1>'),
    );
    await expect(backend().session()).rejects.toMatchObject({ code: 'unavailable' });
    expect(reached).toEqual([false]);
  });

  test('A session that has ended is told once; a wrong password is no ended session', async () => {
    gateway.on('GET /session', problem('unauthorized', 401));
    gateway.on('POST /auth/login', problem('unauthorized', 401));
    await expect(backend().login({ login: 'olena', password: 'wrong' })).rejects.toMatchObject({
      code: 'unauthorized',
    });
    expect(signedOut).toBe(0);
    await expect(backend().session()).rejects.toMatchObject({ code: 'unauthorized' });
    expect(signedOut).toBe(1);
  });

  test('No secret of the request is in the error', async () => {
    gateway.on('POST /auth/login', problem('unauthorized', 401));
    const error = await backend({ getToken: () => 'canary-token' })
      .login({ login: 'olena', password: 'canary-password' })
      .catch((reason: unknown) => reason);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary');
  });

  test('The live dialog is kept and forgotten', async () => {
    gateway.on('PUT /dialogs/call-1', json('', 204));
    gateway.on('DELETE /dialogs/call-1', json('', 204));
    const dialog = {
      callId: 'call-1',
      target: '101',
      sipCallId: 'a',
      localTag: 'b',
      remoteTag: 'c',
      direction: 'in',
      number: '',
      connectedAt: CALL.startedAt,
      held: false,
      muted: false,
    } as const;
    await backend().dialogs.put(dialog);
    await backend().dialogs.remove('call-1');
    expect(gateway.asked.map(({ method, body }) => [method, body])).toEqual([
      ['PUT', dialog],
      ['DELETE', undefined],
    ]);
  });
});
