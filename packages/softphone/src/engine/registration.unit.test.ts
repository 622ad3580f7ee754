import { type PhoneStatus, RingbackError, type SipCredential } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Registration, retryAfterMs } from './registration.ts';
import { type ScriptedServer, scriptServers, type SipMessage } from './testing/scripted-socket.harness.ts';

const FIRST = 'wss://one.example/ws';
const SECOND = 'wss://two.example/ws';

let first: ScriptedServer;
let second: ScriptedServer;
let tried: string[];
let statuses: string[];
let registration: Registration;
let credential: () => Promise<SipCredential>;
/** Each pause is as long as it can be. */
let random: number;

const fixed = async (): Promise<SipCredential> => ({
  uri: 'sip:101@pbx.example',
  authorizationUser: '101',
  password: 'secret',
  servers: [FIRST, SECOND],
  iceServers: [],
});

beforeEach(() => {
  vi.useFakeTimers();
  const script = scriptServers([FIRST, SECOND]);
  [first, second] = script.servers as [ScriptedServer, ScriptedServer];
  tried = script.tried;
  vi.stubGlobal('WebSocket', script.WebSocket);
  statuses = [];
  credential = fixed;
  random = 1;
  registration = new Registration({
    credential: () => credential(),
    now: Date.now,
    random: () => random,
    userAgent: 'test',
    onStatus: (status: PhoneStatus, error) => statuses.push(error ? `${status} ${error.code}` : status),
    onConnected: () => undefined,
    onIncoming: () => undefined,
  });
});

afterEach(async () => {
  const stopped = registration.stop(true);
  await vi.advanceTimersByTimeAsync(2_000);
  await stopped;
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const of = (server: ScriptedServer, method: string): SipMessage[] =>
  server.requests.filter((request) => request.method === method);
const registered = async (): Promise<void> => {
  registration.start();
  await pass(10);
  expect(statuses.at(-1)).toBe('registered');
};

describe('several SIP servers', () => {
  it('are taken in their order', async () => {
    await registered();
    expect(tried).toEqual([FIRST]);
    expect(second.requests).toEqual([]);
  });

  it('stand in for one that is down, within what the longest pause is', async () => {
    first.up = false;
    registration.start();
    await pass(16_000);
    expect(tried.slice(0, 2)).toEqual([FIRST, SECOND]);
    expect(statuses.at(-1)).toBe('registered');
    expect(of(second, 'REGISTER')).toHaveLength(1);
  });

  it('are gone through anew when each of them has failed', async () => {
    first.up = second.up = false;
    registration.start();
    await pass(32_000);
    expect(tried.slice(0, 3)).toEqual([FIRST, SECOND, FIRST]);
    expect(statuses.at(-1)).toBe('offline pbx-down');
    first.up = true;
    second.up = true;
    await pass(16_000);
    expect(statuses.at(-1)).toBe('registered');
  });

  it('take over when the connection breaks', async () => {
    await registered();
    first.cut();
    expect(statuses.at(-1)).toBe('offline pbx-down');
    await pass(16_000);
    expect(statuses.at(-1)).toBe('registered');
    expect(of(second, 'REGISTER')).toHaveLength(1);
  });
});

describe('a PBX that refuses to register', () => {
  it('is asked again no sooner than it has said', async () => {
    random = 0;
    first.answer = () => ({ status: '503 Busy', headers: ['Retry-After: 7 (maintenance)'] });
    registration.start();
    await pass(10);
    expect(statuses.at(-1)).toBe('offline pbx-busy');
    first.answer = second.answer;
    await pass(6_900);
    expect(of(first, 'REGISTER')).toHaveLength(1);
    await pass(200);
    expect(of(first, 'REGISTER')).toHaveLength(2);
    expect(statuses.at(-1)).toBe('registered');
  });

  describe('and wants to be left alone for a minute', () => {
    const answer = () => ({ status: '200 OK' });
    beforeEach(async () => {
      random = 0;
      first.answer = ({ method }) =>
        method === 'REGISTER' ? { status: '503 Busy', headers: ['Retry-After: 60'] } : answer();
      registration.start();
      await pass(10);
      first.answer = answer;
    });

    it('is not registered with by who looks whether it hears us, nor by a page that wakes', async () => {
      for (const anew of [false, true, false]) await Promise.all([registration.check({ anew }), pass(10)]);
      expect(of(first, 'OPTIONS')).toHaveLength(3);
      expect(of(first, 'REGISTER')).toHaveLength(1);
      await pass(60_000);
      expect(of(first, 'REGISTER')).toHaveLength(2);
      expect(statuses.at(-1)).toBe('registered');
    });

    it('is not registered with because the connection was lost and is back', async () => {
      first.cut();
      expect(statuses.at(-1)).toBe('offline pbx-down');
      await pass(58_000);
      expect(tried).toEqual([FIRST, SECOND]);
      expect(of(second, 'REGISTER')).toEqual([]);
      expect(statuses.at(-1)).toBe('offline pbx-busy');
      await pass(2_000);
      expect(of(second, 'REGISTER')).toHaveLength(1);
      expect(statuses.at(-1)).toBe('registered');
    });

    it('is registered with after the rest, also when a second cut has outlasted it', async () => {
      first.cut();
      await pass(20_000);
      expect(statuses.at(-1)).toBe('offline pbx-busy');
      first.up = second.up = false;
      second.cut();
      await pass(60_000);
      expect(statuses.at(-1)).toBe('offline pbx-down');
      first.up = second.up = true;
      await pass(16_000);
      expect(statuses.at(-1)).toBe('registered');
      expect([...of(first, 'REGISTER'), ...of(second, 'REGISTER')]).toHaveLength(2);
    });

    it('is asked at once when a person wants it so', async () => {
      registration.retry();
      await pass(10);
      expect(statuses.at(-1)).toBe('registered');
      await pass(61_000);
      expect(of(first, 'REGISTER')).toHaveLength(2);
    });
  });

  it('is asked with pauses that grow to a bound', async () => {
    const times: number[] = [];
    const began = Date.now();
    first.answer = () => {
      times.push(Date.now() - began);
      return { status: '500 Trouble' };
    };
    registration.start();
    await pass(80_000);
    const pauses = times.slice(1).map((time, index) => Math.round((time - times[index]!) / 1000));
    expect(pauses.slice(0, 6)).toEqual([1, 2, 4, 8, 15, 15]);
  });

  it.each([
    ['503 Busy', [], 'pbx-busy'],
    ['480 Away', [], 'pbx-busy'],
    ['486 Busy', [], 'pbx-busy'],
    ['500 Trouble', ['Retry-After: 7'], 'pbx-busy'],
    ['500 Trouble', [], 'pbx-down'],
    ['404 Nobody', [], 'pbx-down'],
  ])('with %s %j is told as %s', async (status, headers, code) => {
    first.answer = () => ({ status, headers });
    registration.start();
    await pass(10);
    expect(statuses.at(-1)).toBe(`offline ${code}`);
  });

  it.each([
    ['7', 7_000],
    ['18000;duration=3600', 300_000],
    ['soon', 0],
    [undefined, 0],
  ])('with Retry-After %s is left alone for %i ms', (header, ms) => expect(retryAfterMs(header)).toBe(ms));
});

describe('many phones', () => {
  const PHONES = 200;
  /** The most that any tenth of a second has of these moments, in ms. */
  const busiest = (moments: readonly number[]): number => {
    const slots = Map.groupBy(moments, (ms) => Math.floor(ms / 100));
    return Math.max(...[...slots.values()].map(({ length }) => length));
  };
  let crowd: Registration[];
  let moments: number[];

  beforeEach(async () => {
    crowd = Array.from(
      { length: PHONES },
      (_, index) =>
        new Registration({
          ...{ credential: async () => ({ ...(await fixed()), servers: [FIRST] }), now: Date.now },
          random: () => index / PHONES,
          ...{ userAgent: 'test', onStatus: () => undefined },
          ...{ onConnected: () => undefined, onIncoming: () => undefined },
        }),
    );
    for (const phone of crowd) phone.start();
    await pass(10);
    expect(of(first, 'REGISTER')).toHaveLength(PHONES);
    moments = [];
    first.requests.length = 0;
    const began = Date.now();
    first.answer = () => {
      moments.push(Date.now() - began);
      return { status: '200 OK' };
    };
  });
  afterEach(async () => {
    const left = Promise.all(crowd.map((phone) => phone.stop(true)));
    await pass(2_000);
    await left;
  });

  it('whose PBX was away do not come back at the same moment', async () => {
    first.cut();
    await pass(2_000);
    expect(moments).toHaveLength(PHONES);
    expect(busiest(moments)).toBeLessThanOrEqual(PHONES / 10 + 1);
  });

  it('that were told to wait as long come back spread over a quarter of it', async () => {
    const { answer } = first;
    first.answer = () => ({ status: '503 Busy', headers: ['Retry-After: 40'] });
    for (const phone of crowd) void phone.check({ anew: true });
    await pass(10);
    first.requests.length = 0;
    first.answer = answer;
    await pass(39_900);
    expect(moments).toEqual([]);
    await pass(10_500);
    expect(moments).toHaveLength(PHONES);
    expect(busiest(moments)).toBeLessThanOrEqual(PHONES / 100 + 1);
  });
});

describe('a gateway that gives no credential', () => {
  it.each([
    ['unauthorized', 'signed-out'],
    ['forbidden', 'failed credential-refused'],
  ] as const)('because of %s is not asked again', async (code, status) => {
    const asked = vi.fn(() => Promise.reject(new RingbackError(code, 'No.')));
    credential = asked;
    registration.start();
    await pass(120_000);
    expect(statuses.at(-1)).toBe(status);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('because it is away is asked until it is back', async () => {
    credential = () => Promise.reject(new RingbackError('unavailable', 'Away.'));
    registration.start();
    await pass(10);
    expect(statuses.at(-1)).toBe('offline gateway-down');
    credential = fixed;
    await pass(3_000);
    expect(statuses.at(-1)).toBe('registered');
  });
});

describe('a look whether the PBX hears us', () => {
  it('is one OPTIONS where it does', async () => {
    await registered();
    await Promise.all([registration.check({ anew: false }), pass(10)]);
    expect(of(first, 'OPTIONS')).toHaveLength(1);
    expect(of(first, 'REGISTER')).toHaveLength(1);
    expect(tried).toEqual([FIRST]);
  });

  it('takes a refusal for an answer', async () => {
    await registered();
    first.answer = () => ({ status: '405 Method Not Allowed' });
    await Promise.all([registration.check({ anew: false }), pass(10)]);
    expect(tried).toEqual([FIRST]);
  });

  it('takes another answer than the last time for a sign that it is forgotten, and registers', async () => {
    await registered();
    const look = () => Promise.all([registration.check({ anew: false }), pass(10)]);
    await look();
    await look();
    expect(of(first, 'REGISTER')).toHaveLength(1);
    const { answer } = first;
    first.answer = (request) =>
      request.method === 'OPTIONS' ? { status: '404 Not Found' } : answer(request);
    await look();
    expect(of(first, 'REGISTER')).toHaveLength(2);
    await look();
    expect(of(first, 'REGISTER')).toHaveLength(2);
  });

  it('makes a connection that only looks alive anew, and registers there', async () => {
    await registered();
    const { answer } = first;
    first.answer = () => undefined;
    const looked = registration.check({ anew: false });
    await pass(3_900);
    expect(tried).toHaveLength(1);
    first.answer = answer;
    await pass(200);
    await looked;
    expect(tried).toHaveLength(2);
    expect(statuses.at(-1)).toBe('registered');
  });

  it('renews the registration when the page has woken', async () => {
    await registered();
    await Promise.all([registration.check({ anew: true }), pass(10)]);
    expect(of(first, 'REGISTER')).toHaveLength(2);
    expect(tried).toHaveLength(1);
  });

  it('connects at once when the page has woken without a connection, instead of waiting', async () => {
    await registered();
    first.cut();
    await Promise.all([registration.check({ anew: true }), pass(10)]);
    expect(statuses.at(-1)).toBe('registered');
  });

  it('is not begun while another is under way', async () => {
    await registered();
    first.answer = () => undefined;
    void registration.check({ anew: false });
    void registration.check({ anew: true });
    await pass(10);
    expect(of(first, 'OPTIONS')).toHaveLength(1);
  });
});

describe('a PBX that is just booting', () => {
  it('takes the connection and says nothing: the next server is tried long before SIP gives up', async () => {
    first.answer = () => undefined;
    registration.start();
    await pass(10_000);
    expect(tried).toEqual([FIRST, SECOND]);
    expect(statuses.at(-1)).toBe('registered');
  });

  it('is tried again and again where there is no other', async () => {
    credential = async () => ({ ...(await fixed()), servers: [FIRST] });
    const { answer } = first;
    first.answer = () => undefined;
    registration.start();
    await pass(20_000);
    expect(tried.length).toBeGreaterThan(1);
    expect(statuses.at(-1)).toMatch(/offline pbx-down/);
    first.answer = answer;
    await pass(16_000);
    expect(statuses.at(-1)).toBe('registered');
  });

  it('is left in peace once it has answered', async () => {
    await registered();
    await Promise.all([registration.check({ anew: true }), pass(30_000)]);
    expect(tried).toEqual([FIRST]);
    expect(statuses.at(-1)).toBe('registered');
  });
});

describe('leaving silently', () => {
  it('leaves no clock behind in the middle of a look, or while the PBX has not answered yet', async () => {
    await registered();
    first.answer = () => undefined;
    const looked = registration.check({ anew: true });
    await Promise.all([registration.stop(true), pass(1_500)]);
    await looked;
    expect(vi.getTimerCount()).toBe(0);
    registration.start();
    await pass(10);
    await registration.stop(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no clock behind', async () => {
    await registered();
    await registration.stop(true);
    expect(of(first, 'REGISTER').at(-1)?.text).toMatch(/expires: ?0/i);
    expect(vi.getTimerCount()).toBe(0);
  });
});
