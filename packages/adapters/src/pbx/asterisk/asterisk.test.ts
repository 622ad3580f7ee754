/** The adapter against a stand-in for ARI: what a real Asterisk cannot be made to do at will. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { LegTarget, Pbx, PbxEvent } from '../contract.ts';
import { createAsterisk } from './index.ts';

const CANARY = 'canary-5f0c1b';

/** What the adapter reads on a channel of its own, before it trusts a new connection. */
const PROBE = 'GET /ari/channels/ringback~probe/variable';
const FILTER = 'PUT /ari/applications/ringback/eventFilter';
const HEAR_ALL = 'POST /ari/applications/ringback/subscription';

describe('the Asterisk adapter', () => {
  let http: Server;
  let pbx: Pbx;
  let events: WebSocketServer;
  let sockets: WebSocket[];
  let answers: Record<string, { status: number; body: unknown }>;
  let logged: string[];
  let told: PbxEvent[];
  let requests: { what: string; body: string }[];
  /** What is read on channels of its own is answered only then. */
  let hold: Promise<void> | undefined;

  beforeEach(async () => {
    hold = undefined;
    [sockets, logged, told, requests] = [[], [], [], []];
    answers = {
      'GET /ari/channels': { status: 200, body: [] },
      'POST /ari/channels/create': { status: 200, body: {} },
      [PROBE]: { status: 200, body: { value: '' } },
      [FILTER]: { status: 200, body: {} },
      [HEAR_ALL]: { status: 200, body: { channel_ids: [], bridge_ids: [] } },
      'GET /ari/endpoints/PJSIP': {
        status: 200,
        body: [{ technology: 'PJSIP', resource: '101', state: 'online' }],
      },
    };
    http = createServer((request, response) => {
      const path = request.url?.split('?')[0]?.replace(/~probe-[0-9a-f-]+/, '~probe');
      const what = `${request.method} ${path}`;
      const { status, body } = answers[what] ?? { status: 404, body: { message: 'Channel not found' } };
      void text(request).then(async (sent) => {
        requests.push({ what, body: sent });
        if (what === PROBE) await hold;
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    events = new WebSocketServer({ server: http });
    events.on('connection', (socket) => sockets.push(socket));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const line = (fields: object, message: string): void =>
      void logged.push(JSON.stringify({ fields, message }));
    pbx = createAsterisk(
      {
        ariUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/ari`,
        ...{
          user: 'ringback',
          password: CANARY,
          sipServers: ['wss://pbx.example/ws'],
          domain: 'pbx.example',
        },
      },
      { http: fetch, now: () => new Date(), log: { debug: line, info: line, warn: line, error: line } },
    );
    pbx.events.follow((event) => told.push(event));
    pbx.start();
    await vi.waitFor(() => expect(told).toEqual([{ type: 'connection.changed', up: true }]));
  });

  afterEach(async () => {
    await pbx.stop();
    for (const socket of sockets) socket.terminate();
    await new Promise((resolve) => http.close(resolve));
    expect(logged.join('\n')).not.toContain(CANARY);
  });

  const say = (event: unknown): void =>
    sockets.at(-1)?.send(typeof event === 'string' ? event : JSON.stringify(event));

  it('stops controlling calls when another program follows the application, and does not fight for it', async () => {
    say({ type: 'ApplicationReplaced', timestamp: '2026-11-23T10:00:00.000+0000', application: 'ringback' });
    await vi.waitFor(() => expect(told.at(-1)).toEqual({ type: 'connection.changed', up: false }));
    await expect(pbx.snapshot()).rejects.toMatchObject({ code: 'unavailable' });
    expect(logged.join('\n')).toContain('Another program follows this application');
    expect(sockets).toHaveLength(1);
    pbx.start();
    await vi.waitFor(() => expect(told.at(-1)).toEqual({ type: 'connection.changed', up: true }));
  });

  it('asks for the messages alone that mean something here, and takes all where that is refused', async () => {
    const filters = () => requests.filter(({ what }) => what === FILTER);
    await vi.waitFor(() => expect(filters()).toHaveLength(1));
    const [filter] = filters();
    const { allowed } = JSON.parse(filter?.body ?? '') as { allowed: { type: string }[] };
    for (const type of ['StasisStart', 'ContactStatusChange', 'RESTResponse'])
      expect(allowed).toContainEqual({ type });
    expect(allowed).not.toContainEqual({ type: 'ChannelVarset' });
    answers[FILTER] = { status: 400, body: { message: 'no' } };
    sockets.at(-1)?.terminate();
    await vi.waitFor(() => expect(filters()).toHaveLength(2));
    expect(told.at(-1)).toEqual({ type: 'connection.changed', up: true });
  });

  it('hears of everything before it reads what is there: nothing is missed between', async () => {
    expect(requests[0]?.what).toBe(HEAR_ALL);
    answers[HEAR_ALL] = { status: 503, body: {} };
    sockets.at(-1)?.terminate();
    await vi.waitFor(() => expect(sockets.length).toBeGreaterThan(2));
    expect(told.at(-1)).toEqual({ type: 'connection.changed', up: false });
    answers[HEAR_ALL] = { status: 200, body: { channel_ids: [], bridge_ids: [] } };
    await vi.waitFor(() => expect(told.at(-1)).toEqual({ type: 'connection.changed', up: true }), 5000);
  });

  it('asks where a device can be rung once, and anew when one of its phones has come or gone', async () => {
    const ring = async (legId: string): Promise<number> => {
      const before = requests.length;
      answers[`POST /ari/channels/ringback~${legId}~1`] = { status: 200, body: {} };
      const to = { kind: 'device', endpoint: '101' } as const;
      await pbx.originate?.leg({ legId, to, caller: { number: '2' }, callId: 'c', timeoutSeconds: 5 });
      return requests.slice(before).filter(({ what }) => what === PROBE).length;
    };
    answers[PROBE] = { status: 200, body: { value: 'PJSIP/101/sip:a@1.2.3.4' } };
    expect([await ring('leg-1'), await ring('leg-2')]).toEqual([1, 0]);
    const endpoint = { technology: 'PJSIP', resource: '101', state: 'offline' };
    say({ type: 'PeerStatusChange', timestamp: '2026-11-23T10:00:00.000+0000', endpoint });
    await vi.waitFor(() => expect(told).toHaveLength(2));
    expect([await ring('leg-3'), await ring('leg-4')]).toEqual([1, 0]);
    answers[PROBE] = { status: 200, body: { value: '' } };
    sockets.at(-1)?.terminate();
    await vi.waitFor(() => expect(told.at(-1)).toEqual({ type: 'connection.changed', up: true }));
    expect(await ring('leg-5')).toBe(1);
    expect(told.at(-1)).toMatchObject({ type: 'leg.ended', legId: 'leg-5', cause: 'unreachable' });
  });

  it('tells which of the phones has answered by where each is rung, and of a number in the world nothing', async () => {
    const input = { caller: { number: '2' }, callId: 'c', timeoutSeconds: 5 };
    const phones = ['sip:a@1.2.3.4:5060', 'sip:b@9.invalid;transport=ws', 'sip:c@9.invalid;transport=WSS;ob'];
    answers[PROBE] = { status: 200, body: { value: phones.map((uri) => `PJSIP/101/${uri}`).join('&') } };
    async function picksUp(legId: string, phone: number, to: LegTarget): Promise<PbxEvent | undefined> {
      for (const n of [1, 2, 3])
        answers[`POST /ari/channels/ringback~${legId}~${n}`] = { status: 200, body: {} };
      await pbx.originate?.leg({ legId, to, ...input });
      const channel = {
        ...{ id: `ringback~${legId}~${phone}`, name: 'PJSIP/101-1', state: 'Up' },
        caller: { name: '', number: '101' },
        dialplan: { context: 'x', exten: '', priority: 1, app_name: 'Stasis', app_data: 'ringback' },
      };
      say({
        ...{ type: 'StasisStart', application: 'ringback', args: ['originated'], channel },
        timestamp: '2026-11-23T10:00:00.000+0000',
      });
      await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ type: 'leg.answered', legId }));
      return told.at(-1);
    }
    const device = { kind: 'device', endpoint: '101' } as const;
    expect(await picksUp('leg-1', 1, device)).toMatchObject({ phone: 'desk' });
    expect(await picksUp('leg-2', 2, device)).toMatchObject({ phone: 'soft' });
    expect(await picksUp('leg-3', 3, device)).toMatchObject({ phone: 'soft' });
    expect(await picksUp('leg-4', 1, { kind: 'trunk', number: '1' })).not.toHaveProperty('phone');
  });

  it('does not keep what could not be asked', async () => {
    const to = { kind: 'device', endpoint: '101' } as const;
    const input = { legId: 'leg-1', to, caller: { number: '2' }, callId: 'c', timeoutSeconds: 5 };
    answers[PROBE] = { status: 503, body: {} };
    await expect(pbx.originate?.leg(input)).rejects.toMatchObject({ code: 'unavailable' });
    answers[PROBE] = { status: 200, body: { value: 'PJSIP/101/sip:a@1.2.3.4' } };
    answers['POST /ari/channels/ringback~leg-1~1'] = { status: 200, body: {} };
    await pbx.originate?.leg(input);
  });

  it('comes back by itself when the connection breaks', async () => {
    sockets.at(-1)?.terminate();
    await vi.waitFor(() =>
      expect(told.slice(1)).toEqual([
        { type: 'connection.changed', up: false },
        { type: 'connection.changed', up: true },
      ]),
    );
  });

  it('lets pass what it does not understand', async () => {
    for (const noise of [
      'not json',
      '{}',
      { type: 'ChannelVarset', timestamp: 'x' },
      { type: 'StasisStart', timestamp: 'x' },
    ])
      say(noise);
    const endpoint = { technology: 'PJSIP', resource: '101', state: 'offline' };
    say({ type: 'PeerStatusChange', timestamp: '2026-11-23T10:00:00.000+0000', endpoint });
    await vi.waitFor(() =>
      expect(told.at(-1)).toEqual({ type: 'device.changed', endpoint: '101', online: false }),
    );
    expect(told).toHaveLength(2);
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [503, 'unavailable'],
  ] as const)('a refusal %i is told as %s, with a hint and without the password', async (status, code) => {
    answers['GET /ari/bridges'] = { status, body: { message: 'no' } };
    const error = await pbx.snapshot().catch((caught: unknown) => caught as Error);
    expect(error).toMatchObject({ code, system: 'asterisk' });
    expect(`${(error as Error).message} ${(error as { hint?: string }).hint}`).not.toContain(CANARY);
  });

  it('a bridge that is being taken down, or is gone, is destroyed', async () => {
    const destroy = (status: number) => {
      answers['DELETE /ari/bridges/talk'] = { status, body: { message: 'Bridge not in Stasis application' } };
      return pbx.bridge?.destroy('talk');
    };
    await destroy(409);
    await destroy(404);
    await expect(destroy(503)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('a leg whose channels cannot be asked for can be tried again', async () => {
    const input = {
      legId: 'leg-1',
      to: { kind: 'trunk', number: '1' },
      caller: { number: '2' },
      callId: 'c',
      timeoutSeconds: 5,
    } as const;
    answers['POST /ari/channels/ringback~leg-1~1'] = { status: 503, body: {} };
    await expect(pbx.originate?.leg(input)).rejects.toMatchObject({ code: 'unavailable' });
    answers['POST /ari/channels/ringback~leg-1~1'] = { status: 200, body: {} };
    await pbx.originate?.leg(input);
    await expect(pbx.originate?.leg(input)).rejects.toMatchObject({ code: 'conflict' });
  });

  /** While this connection lasts no channel lives in the application, but for so many probes. */
  function putAway(connection: number, but = 0): void {
    let asked = 0;
    Object.defineProperty(answers, PROBE, {
      get() {
        if (sockets.length === connection) asked += 1;
        const isAway = asked > but && sockets.length === connection;
        return isAway ? { status: 404, body: {} } : { status: 200, body: { value: '' } };
      },
    });
  }

  it('connects anew when a connection of before that ends late has taken the application with it', async () => {
    // Trusted by one probe, and then nothing is there to be filtered.
    answers[FILTER] = { status: 404, body: { message: 'Application not found' } };
    putAway(2, 1);
    sockets.at(-1)?.terminate();
    await vi.waitFor(() => expect(sockets).toHaveLength(3));
    delete answers[FILTER];
    await vi.waitFor(() =>
      expect(told.map((event) => 'up' in event && event.up)).toEqual([true, false, true, false, true]),
    );
    expect(logged.join('\n')).toContain('Asterisk has put the application away');
  });

  it('notices within a beat that it is told nothing any more, though the socket lives', async () => {
    await pbx.stop();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      pbx.start();
      await vi.waitFor(() => expect(told.at(-1)).toEqual({ type: 'connection.changed', up: true }));
      const before = sockets.length;
      vi.advanceTimersByTime(10_000);
      await vi.waitFor(() => expect(requests.filter(({ what }) => what === PROBE)).toHaveLength(3));
      expect(sockets).toHaveLength(before);
      putAway(before);
      vi.advanceTimersByTime(10_000);
      await vi.waitFor(() => expect(sockets).toHaveLength(before + 1));
      await vi.waitFor(() => expect(told.at(-1)).toEqual({ type: 'connection.changed', up: true }));
    } finally {
      vi.useRealTimers();
    }
  });

  it('looks once at a time, and stays connected when one channel of its own was ended before it was read', async () => {
    await pbx.stop();
    const looks = () => requests.filter(({ what }) => what === PROBE).length;
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      pbx.start();
      await vi.waitFor(() => expect(told.at(-1)).toEqual({ type: 'connection.changed', up: true }));
      const [before, connections] = [looks(), sockets.length];
      const held = Promise.withResolvers<void>();
      hold = held.promise;
      answers[PROBE] = { status: 404, body: { message: 'Channel not found' } };
      vi.advanceTimersByTime(10_000);
      await vi.waitFor(() => expect(looks()).toBe(before + 1));
      vi.advanceTimersByTime(10_000);
      hold = undefined;
      held.resolve();
      answers[PROBE] = { status: 200, body: { value: '' } };
      await vi.waitFor(() => expect(looks()).toBe(before + 2));
      await vi.waitFor(() => {
        vi.advanceTimersByTime(10_000);
        expect(looks()).toBe(before + 3);
      });
      expect(sockets).toHaveLength(connections);
      expect(told.at(-1)).toEqual({ type: 'connection.changed', up: true });
    } finally {
      vi.useRealTimers();
    }
  });

  it('connects anew when Asterisk lets no channel live in its application', async () => {
    answers[PROBE] = { status: 404, body: { message: 'Channel not found' } };
    const before = sockets.length;
    sockets.at(-1)?.terminate();
    await vi.waitFor(() => expect(sockets.length).toBeGreaterThan(before + 1));
    expect(told.at(-1)).toEqual({ type: 'connection.changed', up: false });
    answers[PROBE] = { status: 200, body: { value: '' } };
    await vi.waitFor(() => expect(told.at(-1)).toEqual({ type: 'connection.changed', up: true }), 5000);
  });

  describe('that takes requests over the socket', () => {
    interface Asked {
      request_id: string;
      method: string;
      uri: string;
      content_type?: string;
      message_body?: string;
    }
    let asked: Asked[];
    /** As Asterisk 22.4 does, from the next connection on; what has no answer is not answered. */
    async function answering(overSocket: (request: Asked) => object | undefined): Promise<void> {
      asked = [];
      events.on('connection', (socket) =>
        socket.on('message', (data) => {
          const request = JSON.parse(String(data)) as Asked & { type: string };
          expect(request.type).toBe('RESTRequest');
          asked.push(request);
          const answer = request.uri === 'asterisk/ping' ? { status_code: 200 } : overSocket(request);
          if (answer) say({ type: 'RESTResponse', request_id: request.request_id, ...answer });
        }),
      );
      sockets.at(-1)?.terminate();
      await vi.waitFor(() => expect(asked).toMatchObject([{ method: 'GET', uri: 'asterisk/ping' }]));
      // Known to be answered when the answer has come.
      await vi.waitFor(async () => {
        await pbx.bridge?.create('known').catch(() => undefined);
        expect(asked.length).toBeGreaterThan(1);
      });
      asked = [];
    }

    it('is asked there, and what it refuses is told in the same words', async () => {
      await answering(({ uri }) =>
        uri.startsWith('bridges/ours') ? { status_code: 200, message_body: '{}' } : { status_code: 404 },
      );
      await pbx.bridge?.create('ours');
      expect(asked).toMatchObject([{ method: 'POST', uri: 'bridges/ours?type=mixing' }]);
      await expect(pbx.bridge?.create('theirs')).rejects.toMatchObject({ code: 'not-found' });
    });

    it('and by HTTP as well while several answers are waited for there', async () => {
      answers['POST /ari/bridges/fifth'] = { status: 200, body: {} };
      await answering(({ uri }) => (uri.includes('known') ? { status_code: 200 } : undefined));
      const waiting = ['first', 'second', 'third', 'fourth'].map((id) => pbx.bridge?.create(id));
      for (const one of waiting) one?.catch(() => undefined);
      await pbx.bridge?.create('fifth');
      expect(asked.map(({ uri }) => uri.split('?')[0])).toEqual(
        ['first', 'second', 'third', 'fourth'].map((id) => `bridges/${id}`),
      );
      sockets.at(-1)?.terminate();
      await Promise.allSettled(waiting);
    });

    it('and a connection that breaks leaves nobody waiting for an answer', async () => {
      await answering(({ uri }) => (uri.includes('known') ? { status_code: 200 } : undefined));
      const waiting = pbx.bridge?.create('ours');
      waiting?.catch(() => undefined);
      await vi.waitFor(() => expect(asked).toHaveLength(1));
      sockets.at(-1)?.terminate();
      await expect(waiting).rejects.toMatchObject({ code: 'unavailable' });
    });
  });

  it('wrong settings are named', () => {
    const wrong = { ariUrl: 'pbx', user: '', password: 'x', sipServers: [], domain: 'd', trunk: 'y' };
    const context = {
      http: fetch,
      now: () => new Date(),
      log: { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() },
    };
    expect(() => createAsterisk(wrong as never, context)).toThrow(/ariUrl.*user.*sipServers/);
  });
});
