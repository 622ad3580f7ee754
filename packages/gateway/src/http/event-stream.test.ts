import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEFAULT_ROUTING, EVENT_TYPES } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { group } from '../routing/routing.fixtures.ts';
import type { NewEvent } from '../store/contract.ts';
import { aParty } from '../store/store.fixtures.ts';
import { SETTINGS, startHttp, type TestHttp } from './http.fixtures.ts';

let http: TestHttp;
let port: number;
const streams: Stream[] = [];

async function start(stream: { heartbeatMs?: number; drainMs?: number } = {}): Promise<void> {
  http = await startHttp({ stream });
  await http.app.listen({ host: '127.0.0.1', port: 0 });
  port = (http.app.server.address() as AddressInfo).port;
}
beforeEach(() => start());
afterEach(async () => {
  streams.splice(0).forEach((stream) => stream.stop());
  await http.close();
});

interface Message {
  id?: string;
  event?: string;
  data?: { id: number; type: string; data: { version: number }; eventId?: number };
}

interface Stream {
  status: number;
  headers: IncomingHttpHeaders;
  messages: Message[];
  text: string;
  ended: Promise<void>;
  stop(): void;
  /** Stops reading: the kernel's buffers fill up. */
  pause(): void;
  resume(): void;
  /** Resolves when what has been heard satisfies. */
  until(satisfied: (stream: Stream) => boolean): Promise<void>;
}

async function open(headers: Record<string, string>, path = '/api/v1/events'): Promise<Stream> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest({ port, path, headers }, resolve).on('error', reject).end();
  });
  let rest = '';
  let wake: () => void = () => undefined;
  const stream: Stream = {
    status: response.statusCode ?? 0,
    headers: response.headers,
    messages: [],
    text: '',
    ended: new Promise((resolve) => response.once('close', resolve)),
    stop: () => response.destroy(),
    pause: () => void response.pause(),
    resume: () => void response.resume(),
    async until(satisfied) {
      while (!satisfied(stream)) await new Promise<void>((resolve) => (wake = resolve));
    },
  };
  streams.push(stream);
  response.on('error', () => undefined);
  response.setEncoding('utf8').on('data', (chunk: string) => {
    stream.text += chunk;
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    stream.messages.push(...blocks.filter((block) => !block.startsWith(':')).map(parse));
    wake();
  });
  return stream;
}

function parse(block: string): Message {
  const message: Record<string, unknown> = {};
  for (const line of block.split('\n')) {
    const [, name, value] = /^(\w+): (.*)$/.exec(line)!;
    message[name!] = name === 'data' ? JSON.parse(value!) : value;
  }
  return message;
}

const event = (version: number, audience: readonly string[] | null = null): NewEvent => ({
  type: 'settings.updated',
  data: { version },
  audience,
});
const append = (...events: NewEvent[]) =>
  http.store.transaction(async (tx) => {
    for (const one of events) await http.store.events.append(tx, one);
  });
const versions = (stream: Stream) => stream.messages.map(({ data }) => data?.data.version);
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

describe('the event stream', () => {
  it('tells from now on what happens, with the position of each event', async () => {
    await append(event(1));
    const stream = await open(await http.signIn('olena'));
    expect(stream.status).toBe(200);
    await append(event(2));
    await stream.until(({ messages }) => messages.length > 0);
    expect(stream.messages).toEqual([
      {
        id: '2',
        data: {
          id: 2,
          type: 'settings.updated',
          time: '2026-03-02T09:00:00.000Z',
          v: 1,
          data: { version: 2 },
        },
      },
    ]);
  });

  it('comes without chunks, and ends with its connection', async () => {
    const { headers } = await open(await http.signIn('olena'));
    expect(headers).toMatchObject({ connection: 'close', 'cache-control': 'no-store' });
    expect(headers).not.toHaveProperty('transfer-encoding');
  });

  it('is for those who are signed in', async () => {
    expect((await open({})).status).toBe(401);
    expect((await open(await http.token('olena'))).status).toBe(200);
  });

  it('tells an agent what concerns him and everybody, and nothing of others', async () => {
    const olena = await open(await http.signIn('olena'));
    const marta = await open(await http.signIn('marta'));
    const created: NewEvent = { type: 'party.created', data: { party: aParty('p1') }, audience: null };
    await append(event(1, ['andriy']), event(2, ['olena']), created, event(3));
    await olena.until(({ messages }) => messages.at(-1)?.id === '4');
    await marta.until(({ messages }) => messages.at(-1)?.id === '4');
    expect(olena.messages.map(({ id }) => id)).toEqual(['2', '3', '4']);
    // A marketer may read no customers.
    expect(marta.messages.map(({ id }) => id)).toEqual(['4']);
  });

  it('gives a masked agent no number of a customer, in whatever event it stands', async () => {
    const admin = (await http.store.agents.get('admin'))!;
    const groups = [group('couriers', ['olena'], { maskNumbers: true })];
    const settings = { ...SETTINGS, routing: { ...DEFAULT_ROUTING, groups } };
    await http.deps.settings.change({ settings, version: 1 }, admin);
    const masked = await open(await http.signIn('olena'));
    const other = await open(await http.signIn('andriy'));
    const number = '+380671112233';
    const data = {
      number,
      matches: [{ party: { phones: [{ value: '067 111-22-33' }] } }],
      comment: `Ring ${number}`,
    };
    await append(
      ...EVENT_TYPES.map((type) => ({ type, data, audience: ['olena', 'andriy'] }) as never),
      event(9),
    );
    for (const stream of [masked, other])
      await stream.until(({ messages }) => messages.at(-1)?.data?.data.version === 9);
    const told = (stream: Stream) => stream.messages.map(({ data: told }) => told?.type);
    expect(told(masked)).toEqual(told(other));
    expect(told(masked)).toEqual(expect.arrayContaining(['call.ringing', 'call.ended', 'me.updated']));
    expect(masked.text.replace(/\D/g, '')).not.toContain('671112233');
    expect(masked.text).toContain('+38•••33');
    expect(other.text).toContain(number);
  });

  it.each([
    ['Last-Event-ID', { 'last-event-id': '1' }, '/api/v1/events?after=0'],
    ['after', {}, '/api/v1/events?after=1'],
  ])('goes on where the client was: %s', async (_, headers, path) => {
    await append(event(1), event(2), event(3));
    const stream = await open({ ...(await http.signIn('olena')), ...headers }, path);
    await stream.until(({ messages }) => messages.length === 2);
    expect(versions(stream)).toEqual([2, 3]);
  });

  it('loses and doubles nothing of ten thousand events, through broken connections, while more are written', async () => {
    const headers = await http.signIn('olena');
    const total = 10_000;
    await append(...upTo(3_000).map((version) => event(version)));
    const writing = (async () => {
      for (let version = 3_001; version <= total; version += 100) {
        await append(...Array.from({ length: 100 }, (_, n) => event(version + n)));
      }
    })();
    const heard: (number | undefined)[] = [];
    let connections = 0;
    while (heard.length < total) {
      const stream = await open({ ...headers, 'last-event-id': String(heard.length) });
      connections++;
      // Broken off in the middle, six times.
      const enough = connections <= 6 ? heard.length + 1_000 : total;
      await stream.until(({ messages }) => heard.length + messages.length >= enough);
      stream.stop();
      await stream.ended;
      heard.push(...versions(stream));
    }
    await writing;
    expect(connections).toBe(7);
    expect(heard).toEqual(upTo(total));
  }, 30_000);

  it('says how far it has looked for an agent whom nothing concerned, so that he goes on from there', async () => {
    const headers = await http.signIn('olena');
    await append(event(1), event(2, ['andriy']), event(3, ['andriy']));
    const stream = await open({ ...headers, 'last-event-id': '0' });
    await stream.until(({ messages }) => messages.length === 2);
    expect(stream.messages).toMatchObject([
      { id: '1' },
      { id: '3', event: 'position', data: { eventId: 3 } },
    ]);
    await append(event(4, ['andriy']), event(5));
    await stream.until(({ messages }) => messages.length === 3);
    expect(stream.messages[2]).toMatchObject({ id: '5', data: { data: { version: 5 } } });
  });

  it('says so when the position is no longer kept, and goes on from now', async () => {
    await append(event(1), event(2));
    http.pass(1000);
    await http.store.events.prune(http.deps.now());
    const stream = await open({ ...(await http.signIn('olena')), 'last-event-id': '1' });
    await stream.until(({ messages }) => messages.length === 1);
    await append(event(3));
    await stream.until(({ messages }) => messages.length === 2);
    expect(stream.messages).toMatchObject([{ event: 'reset', id: '2', data: { eventId: 2 } }, { id: '3' }]);
  });

  it('is refused with a position that is none', async () => {
    const answer = await http.app.inject({
      url: '/api/v1/events?after=yesterday',
      headers: await http.signIn('olena'),
    });
    expect(answer.json()).toMatchObject({ code: 'invalid', fields: { after: expect.any(String) } });
  });

  it('ends with the session, at once when the agent logs out', async () => {
    const headers = await http.signIn('olena');
    const stream = await open(headers);
    await http.app.inject({ method: 'POST', url: '/api/v1/auth/logout', headers });
    await stream.ended;
    expect((await open(headers)).status).toBe(401);
  });

  it('is counted while it is open', async () => {
    const stream = await open(await http.signIn('olena'));
    expect(await http.deps.metrics.text()).toContain('ringback_event_stream_clients 1');
    await http.app.close();
    await stream.ended;
    expect(await http.deps.metrics.text()).toContain('ringback_event_stream_clients 0');
  });
});

describe('the event stream over time', () => {
  beforeEach(async () => {
    await http.close();
  });

  it('is heard of again and again while nothing happens', async () => {
    await start({ heartbeatMs: 5 });
    const stream = await open(await http.signIn('olena'));
    await stream.until(({ text }) => text.startsWith(':\n\n:\n\n'));
    expect(stream.messages).toEqual([]);
  });

  it('moves the position of an agent whom nothing concerns, as it is heard of', async () => {
    await start({ heartbeatMs: 5 });
    const stream = await open(await http.signIn('olena'));
    await stream.until(({ text }) => text !== '');
    await append(event(1, ['andriy']), event(2, ['andriy']));
    await stream.until(({ text }) => text.endsWith(':\n\n:\n\n') && text.includes('position'));
    expect(stream.messages).toEqual([{ id: '2', event: 'position', data: { eventId: 2 } }]);
  });

  it('ends when the session has expired', async () => {
    await start({ heartbeatMs: 5 });
    const stream = await open(await http.signIn('olena'));
    http.pass(12 * 60 * 60 * 1000);
    await stream.ended;
  });

  it('is broken off for a client that takes nothing, and goes on where that client was', async () => {
    await start({ drainMs: 400 });
    const headers = await http.signIn('olena');
    const stream = await open({ ...headers, 'last-event-id': '0' });
    stream.pause();
    const long = { ...aParty('p1'), name: 'x'.repeat(60_000) };
    const total = 400;
    await append(
      ...upTo(total).map((): NewEvent => ({ type: 'party.updated', data: { party: long }, audience: null })),
    );
    const { metrics } = http.deps;
    await expect.poll(() => metrics.text(), { timeout: 10_000 }).toContain('ringback_event_stream_clients 0');
    stream.resume();
    await stream.ended;
    const heard = stream.messages.map(({ id }) => Number(id));
    expect(heard).toEqual(upTo(heard.length));
    expect(heard.length).toBeLessThan(total);
    // A busy machine may keep this client waiting as well: like any client it goes on where it was.
    while (heard.length < total) {
      const next = await open({ ...headers, 'last-event-id': String(heard.length) });
      const all = next.until(({ messages }) => messages.at(-1)?.id === String(total));
      await Promise.race([all, next.ended]);
      heard.push(...next.messages.map(({ id }) => Number(id)));
    }
    expect(heard).toEqual(upTo(total));
  }, 30_000);
});
