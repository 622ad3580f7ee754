import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBench, OLENA, RawControl, type TestBench, TOKEN } from '../testing/bench.harness.ts';
import { createSandboxPbx } from '../server.ts';
import { offerSdp } from '../testing/raw-phone.harness.ts';

let bench: TestBench;
beforeEach(async () => void (bench = await createBench()));
afterEach(() => bench.close());

describe('the control connection', () => {
  it('lets in who sends the token first', async () => {
    const control = await RawControl.connect(bench.pbx.controlUrl, {});
    expect(await control.ask('authenticate', { token: TOKEN })).toMatchObject({ result: {} });
    expect((await control.snapshot()).legs).toEqual([]);
  });

  it.each([
    ['a wrong token in the header', { authorization: 'Bearer something-else' }, undefined],
    [
      'a wrong token in the message',
      {},
      JSON.stringify({ id: 1, method: 'authenticate', params: { token: 'wrong' } }),
    ],
    ['a command before the token', {}, JSON.stringify({ id: 1, method: 'snapshot' })],
    ['garbage', {}, '{{{'],
  ])('closes on %s', async (_what, headers, text) => {
    const control = await RawControl.connect(bench.pbx.controlUrl, headers as Record<string, string>);
    if (text) control.sendText(text);
    expect(await control.closed).toBe(4003);
    expect((await bench.control.snapshot()).legs).toEqual([]);
  });

  it('closes on who says nothing', async () => {
    const control = await RawControl.connect(bench.pbx.controlUrl, {});
    bench.clock.advance(6);
    expect(await control.closed).toBe(4003);
  });

  it('belongs to the newest application', async () => {
    const next = await RawControl.connect(bench.pbx.controlUrl);
    expect(await bench.control.closed).toBe(4001);
    await bench.registered(OLENA);
    await next.event('device.changed');
  });

  it.each([
    ['no JSON', 'hello', null, 'invalid'],
    ['no method', '{"id":1}', null, 'invalid'],
    ['a method that there is not', '{"id":1,"method":"__proto__"}', 1, 'unsupported'],
    ['a parameter too few', '{"id":1,"method":"answer","params":{}}', 1, 'invalid'],
    ['a parameter too many', '{"id":1,"method":"snapshot","params":{"x":1}}', 1, 'invalid'],
    ['an id that is none', '{"id":1,"method":"ring","params":{"legId":"a b"}}', 1, 'invalid'],
    ['an unknown leg', '{"id":1,"method":"answer","params":{"legId":"x"}}', 1, 'not-found'],
    [
      'an unknown bridge',
      '{"id":1,"method":"bridge.add","params":{"bridgeId":"x","legId":"x"}}',
      1,
      'not-found',
    ],
    [
      'a credential without password',
      '{"id":1,"method":"credential.set","params":{"endpoint":"1","username":"u","expiresAt":"2030-01-01T00:00:00Z"}}',
      1,
      'invalid',
    ],
  ])('answers %s with an error and lives on', async (_what, text, id, code) => {
    bench.control.sendText(text);
    expect((await bench.control.answerTo(id)).error?.code).toBe(code);
    expect((await bench.control.snapshot()).legs).toEqual([]);
  });

  it('names the wrong parameter', async () => {
    expect((await bench.control.ask('originate', { legId: 'l', timeoutSeconds: -1 })).error?.message).toMatch(
      /timeoutSeconds/,
    );
  });
});

describe('trouble', () => {
  it('sends a phone whatever is asked for', async () => {
    const phone = await bench.registered(OLENA);
    await bench.control.run('trouble.send', { endpoint: '101', text: 'NONSENSE sip:101@x SIP/2.0\r\n\r\n' });
    expect((await phone.request('NONSENSE')).uri).toBe('sip:101@x');
  });

  it('refuses as often as it is told, and says when to come again', async () => {
    await bench.control.run('trouble.refuse', {
      method: 'REGISTER',
      status: 503,
      times: 1,
      retryAfterSeconds: 7,
    });
    const phone = await bench.phone(OLENA);
    const refused = await phone.register();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '7']);
    expect((await phone.register()).status).toBe(200);
  });
});

describe('a bridge', () => {
  async function leg(legId: string): Promise<string> {
    const phone = await bench.registered(OLENA);
    await bench.control.run('originate', {
      legId,
      to: { kind: 'device', endpoint: '101' },
      caller: { number: '1' },
      callId: 'c',
      timeoutSeconds: 9,
    });
    phone.reply(await phone.request('INVITE'), 200, { body: offerSdp() });
    await bench.control.event('leg.answered');
    await phone.register({ expires: 0 });
    return legId;
  }
  const add = (bridgeId: string, legId: string) => bench.control.ask('bridge.add', { bridgeId, legId });

  it('is made once, joins two legs, and lets go of them alive', async () => {
    await bench.control.run('bridge.create', { bridgeId: 'b' });
    await bench.control.run('bridge.create', { bridgeId: 'b' });
    await add('b', await leg('one'));
    await add('b', await leg('two'));
    await add('b', 'two');
    expect((await bench.control.snapshot()).legs.map(({ bridgeId }) => bridgeId)).toEqual(['b', 'b']);
    await bench.control.run('bridge.destroy', { bridgeId: 'b' });
    await bench.control.run('bridge.destroy', { bridgeId: 'b' });
    expect((await bench.control.snapshot()).legs).toEqual([
      { legId: 'one', answered: true },
      { legId: 'two', answered: true },
    ]);
  });

  it('takes a leg over from another bridge, and a third beside two', async () => {
    for (const bridgeId of ['a', 'b']) await bench.control.run('bridge.create', { bridgeId });
    await add('a', await leg('one'));
    await add('b', 'one');
    await add('b', await leg('two'));
    await add('b', await leg('three'));
    expect((await bench.control.snapshot()).legs).toEqual([
      { legId: 'one', answered: true, bridgeId: 'b' },
      { legId: 'two', answered: true, bridgeId: 'b' },
      { legId: 'three', answered: true, bridgeId: 'b' },
    ]);
  });

  it('takes no leg that still rings', async () => {
    await bench.control.run('bridge.create', { bridgeId: 'b' });
    await bench.registered(OLENA);
    await bench.control.run('originate', {
      legId: 'one',
      to: { kind: 'device', endpoint: '101' },
      caller: { number: '1' },
      callId: 'c',
      timeoutSeconds: 9,
    });
    expect((await add('b', 'one')).error?.code).toBe('conflict');
  });
});

describe('the server', () => {
  it('says which port is taken', async () => {
    const port = Number(new URL(bench.pbx.url).port);
    await expect(createSandboxPbx({ port, controlToken: TOKEN, accounts: [] })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is taken.`,
    );
  });

  it('wants a token that is worth the name', async () => {
    await expect(createSandboxPbx({ port: 0, controlToken: 'short', accounts: [] })).rejects.toThrow(
      /16 characters/,
    );
  });

  it('says what it is for', async () => {
    const lines: string[] = [];
    const pbx = await createSandboxPbx({
      port: 0,
      controlToken: TOKEN,
      accounts: [],
      log: (line) => lines.push(line),
    });
    await pbx.close();
    expect(lines.join()).toContain('for demo and tests only');
    expect(lines.join()).not.toContain(TOKEN);
    expect(await (await fetch(bench.pbx.url)).text()).toContain('for demo and tests only');
  });

  it.each([
    ['/elsewhere', 'sip', 404],
    ['/sip', 'chat', 400],
  ])('refuses a WebSocket to %s for %s', async (path, protocol, status) => {
    const socket = new WebSocket(bench.pbx.sipUrl.replace('/sip', path), protocol);
    const refused = new Promise<Error>((resolve) => socket.once('error', resolve));
    expect((await refused).message).toContain(String(status));
  });
});
