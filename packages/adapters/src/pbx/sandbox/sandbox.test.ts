import { beforeEach, describe, expect, it } from 'vitest';
import type { PbxEvent } from '../contract.ts';
import { createSandbox, type ControlSocket, type SandboxSettingsInput } from './index.ts';

const TOKEN = 'canary-canary-canary';
const settings: SandboxSettingsInput = {
  controlUrl: 'ws://127.0.0.1:1/control',
  controlToken: TOKEN,
  sipServers: ['ws://127.0.0.1:1/sip'],
  domain: 'sandbox.ringback',
};

class FakeSocket implements ControlSocket {
  readonly sent: { id: number; method: string; params: Record<string, unknown> }[] = [];
  closed = false;
  readonly #listeners = new Map<string, (event: never) => void>();
  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, listener);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
    this.emit('close', { code: 1005 });
  }
  emit(type: string, event: object = {}): void {
    this.#listeners.get(type)?.(event as never);
  }
  say(message: unknown): void {
    this.emit('message', { data: typeof message === 'string' ? message : JSON.stringify(message) });
  }
  answer(result: unknown = {}): void {
    this.say({ id: this.sent.at(-1)!.id, result });
  }
}

function setUp() {
  const sockets: FakeSocket[] = [];
  const timers: { ms: number; action: () => void; off: boolean }[] = [];
  const logged: unknown[] = [];
  const log = (...line: unknown[]): void => void logged.push(line);
  const events: PbxEvent[] = [];
  const pbx = createSandbox(
    settings,
    {
      http: fetch,
      now: () => new Date('2027-01-01T10:00:00Z'),
      log: { debug: log, info: log, warn: log, error: log },
    },
    {
      openSocket: () => {
        sockets.push(new FakeSocket());
        return sockets.at(-1)!;
      },
      timing: {
        random: () => 1,
        after: (ms, action) => {
          const timer = { ms, action, off: false };
          timers.push(timer);
          return () => void (timer.off = true);
        },
      },
    },
  );
  pbx.events.follow((event) => events.push(event));
  const connect = async (): Promise<FakeSocket> => {
    const socket = sockets.at(-1)!;
    socket.emit('open');
    socket.answer();
    await Promise.resolve();
    await Promise.resolve();
    return socket;
  };
  /** The timers that run, fired or not called off. */
  const running = () => timers.filter(({ off }) => !off);
  const fire = (): void => {
    const timer = running().at(-1)!;
    timer.off = true;
    timer.action();
  };
  return { pbx, sockets, running, fire, logged, events, connect };
}

let bench: ReturnType<typeof setUp>;
beforeEach(() => void (bench = setUp()));

describe('the connection to the sandbox PBX', () => {
  it('proves itself, and is up only then', async () => {
    const { pbx, sockets, events, connect } = bench;
    pbx.start();
    await expect(pbx.snapshot()).rejects.toMatchObject({
      name: 'AdapterError',
      system: 'sandbox',
      code: 'unavailable',
    });
    const socket = await connect();
    expect(socket.sent[0]).toMatchObject({ method: 'authenticate', params: { token: TOKEN } });
    expect(events).toEqual([{ type: 'connection.changed', up: true }]);
    expect(sockets).toHaveLength(1);
  });

  it('comes back with growing pauses, and starts small again after a success', async () => {
    const { pbx, sockets, running, fire, events, connect } = bench;
    pbx.start();
    const pauses: number[] = [];
    for (let i = 0; i < 7; i++) {
      sockets.at(-1)!.emit('close', { code: 1006 });
      pauses.push(running().at(-1)!.ms);
      fire();
    }
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
    (await connect()).emit('close', { code: 1006 });
    expect(running().at(-1)!.ms).toBe(250);
    expect(events).toEqual([
      { type: 'connection.changed', up: true },
      { type: 'connection.changed', up: false },
    ]);
  });

  it('does not quarrel with an application that took the PBX over', async () => {
    const { pbx, running, connect, logged } = bench;
    pbx.start();
    (await connect()).emit('close', { code: 4001 });
    expect(running().at(-1)!.ms).toBe(30_000);
    expect(JSON.stringify(logged)).toContain('taken over');
  });

  it('says that the token is wrong, and never the token', async () => {
    const { pbx, sockets, logged } = bench;
    pbx.start();
    sockets[0]!.emit('open');
    sockets[0]!.emit('close', { code: 4003 });
    expect(JSON.stringify(logged)).toContain('refused the control token');
    expect(JSON.stringify(logged)).not.toContain(TOKEN);
  });

  it('is not opened again after stop', async () => {
    const { pbx, sockets, running, connect } = bench;
    pbx.start();
    await connect();
    await pbx.stop();
    expect(sockets[0]!.closed).toBe(true);
    expect(running()).toEqual([]);
    await expect(pbx.snapshot()).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('a command', () => {
  it('fails as unavailable when the connection breaks under it', async () => {
    bench.pbx.start();
    const socket = await bench.connect();
    const asked = bench.pbx.hangup!.leg('l', 'busy');
    expect(socket.sent.at(-1)).toMatchObject({ method: 'hangup', params: { legId: 'l', cause: 'busy' } });
    socket.emit('close', { code: 1006 });
    await expect(asked).rejects.toMatchObject({ code: 'unavailable', retryable: true });
  });

  it('fails as timeout when no answer comes', async () => {
    bench.pbx.start();
    await bench.connect();
    const asked = bench.pbx.answer!.ring('l');
    bench.fire();
    await expect(asked).rejects.toMatchObject({ code: 'timeout' });
  });

  it('fails with the code and words of the PBX', async () => {
    bench.pbx.start();
    const socket = await bench.connect();
    const asked = bench.pbx.answer!.answer('l');
    socket.say({ id: socket.sent.at(-1)!.id, error: { code: 'not-found', message: 'There is no leg l.' } });
    await expect(asked).rejects.toMatchObject({ code: 'not-found', message: 'There is no leg l.' });
  });

  it('issues a credential that no one can guess and that ends', async () => {
    bench.pbx.start();
    const socket = await bench.connect();
    const issue = () => {
      const asked = bench.pbx.devices!.issueCredential({
        endpoint: '101',
        displayName: 'Olena',
        ttlSeconds: 600,
      });
      socket.answer();
      return asked;
    };
    const [one, two] = [await issue(), await issue()];
    expect(one).toMatchObject({
      uri: 'sip:101@sandbox.ringback',
      servers: settings.sipServers,
      expiresAt: '2027-01-01T10:10:00.000Z',
    });
    expect(one.authorizationUser).not.toBe(two.authorizationUser);
    expect(one.password).toMatch(/^[\w-]{32}$/);
    expect(socket.sent.at(-1)!.params).toEqual({
      endpoint: '101',
      username: two.authorizationUser,
      password: two.password,
      expiresAt: two.expiresAt,
    });
  });
});

describe('an event', () => {
  const ended = { type: 'leg.ended', legId: 'l', cause: 'busy', at: '2027-01-01T10:00:00.000Z' } as const;

  it('reaches every listener, also beside one that fails', async () => {
    const { pbx, connect, events, logged } = bench;
    pbx.events.follow(() => {
      throw new Error('broken listener');
    });
    const later: PbxEvent[] = [];
    const stop = pbx.events.follow((event) => later.push(event));
    pbx.start();
    const socket = await connect();
    socket.say(ended);
    stop();
    socket.say(ended);
    expect(events.slice(1)).toEqual([ended, ended]);
    expect(later.slice(1)).toEqual([ended]);
    expect(JSON.stringify(logged)).toContain('a listener of PBX events failed');
  });

  it.each([
    '{{',
    '[]',
    '{"type":"leg.exploded","legId":"l"}',
    '{"type":"leg.ended","legId":"l","cause":"because","at":"x"}',
  ])('that is none is left out: %s', async (text) => {
    bench.pbx.start();
    const socket = await bench.connect();
    socket.say(text);
    socket.say(ended);
    expect(bench.events.slice(1)).toEqual([ended]);
  });
});

describe('the settings', () => {
  it.each([
    ['controlUrl', 'http://127.0.0.1/control'],
    ['controlToken', 'short'],
    ['sipServers', []],
    ['domain', 'a b'],
    ['colour', 'blue'],
  ])('with a wrong %s are refused by its name', (key, value) => {
    expect(() => createSandbox({ ...settings, [key]: value }, {} as never)).toThrow(new RegExp(key));
  });
});
