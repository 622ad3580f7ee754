import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBench, OLENA, type TestBench, VISITOR } from '../testing/bench.harness.ts';

let bench: TestBench;
beforeEach(async () => void (bench = await createBench()));
afterEach(() => bench.close());

const issue = (over: object = {}): Promise<unknown> =>
  bench.control.run('credential.set', {
    endpoint: '101',
    username: '101-tab',
    password: 'tab-password',
    expiresAt: new Date(bench.clock.now() + 3_600_000).toISOString(),
    ...over,
  });

describe('a phone that registers', () => {
  it('is challenged, then online, and told for how long', async () => {
    const phone = await bench.phone(OLENA);
    const first = phone.build('REGISTER', 'sip:test.invalid', [['Contact', phone.contact]]);
    phone.send(first);
    expect((await phone.final(first)).headers.get('www-authenticate')).toMatch(
      /^Digest realm="ringback-sandbox", nonce="/,
    );
    const response = await phone.register({ expires: 120 });
    expect(response.status).toBe(200);
    expect(response.headers.get('contact')).toBe(`${phone.contact};expires=120`);
    expect(await bench.control.event('device.changed')).toMatchObject({ endpoint: '101', online: true });
    expect((await bench.control.snapshot()).onlineDevices).toEqual(['101']);
  });

  it('goes offline when its time is over', async () => {
    await (await bench.phone(OLENA)).register({ expires: 60 });
    await bench.control.event('device.changed');
    bench.clock.advance(59);
    expect((await bench.control.snapshot()).onlineDevices).toEqual(['101']);
    bench.clock.advance(2);
    expect(await bench.control.event('device.changed')).toMatchObject({ online: false });
  });

  it('stays online as long as one of its tabs does', async () => {
    const one = await bench.registered(OLENA);
    const two = await bench.registered(OLENA);
    const response = await two.register();
    expect(response.headers.all('contact')).toHaveLength(2);
    await one.drop();
    expect((await two.register({ expires: 0 })).status).toBe(200);
    const events = [await bench.control.event('device.changed'), await bench.control.event('device.changed')];
    expect(events.map(({ online }) => online)).toEqual([true, false]);
  });

  it('takes all its contacts back with a star', async () => {
    const phone = await bench.registered(OLENA);
    const star = phone.build('REGISTER', 'sip:test.invalid', [
      ['Contact', '*'],
      ['Expires', '0'],
    ]);
    expect((await phone.ask(star)).response.headers.all('contact')).toEqual([]);
    const wrong = phone.build('REGISTER', 'sip:test.invalid', [
      ['Contact', '*'],
      ['Expires', '60'],
    ]);
    expect((await phone.ask(wrong)).response.status).toBe(400);
  });

  it.each([
    ['a wrong password', { user: '101', password: 'guess' }, 401],
    ['an unknown name', { user: 'nobody', password: 'x' }, 401],
    ["another's address", { user: '102', username: '101', password: OLENA.password }, 403],
  ])('is refused with %s', async (_what, login, status) => {
    const phone = await bench.phone(login);
    expect((await phone.register()).status).toBe(status);
    expect((await bench.control.snapshot()).onlineDevices).toEqual([]);
  });

  it('is refused when it signed another address than the one it asks for', async () => {
    const phone = await bench.phone(OLENA);
    const first = phone.build('REGISTER', 'sip:test.invalid', [['Contact', phone.contact]]);
    phone.send(first);
    const challenge = (await phone.final(first)).headers.get('www-authenticate')!;
    const signed = { ...phone.sign(first, challenge), uri: 'sip:other.invalid' };
    phone.send(signed);
    expect((await phone.final(signed)).status).toBe(401);
  });
});

describe('a credential', () => {
  it('is one of several that are good at the same time', async () => {
    await issue();
    await issue({ username: '101-other' });
    for (const username of ['101-tab', '101-other']) {
      const phone = await bench.phone({ user: '101', username, password: 'tab-password' });
      expect((await phone.register()).status).toBe(200);
    }
  });

  it('is refused after its end, and so is what was registered with it', async () => {
    await issue({ expiresAt: new Date(bench.clock.now() + 60_000).toISOString() });
    const phone = await bench.phone({ user: '101', username: '101-tab', password: 'tab-password' });
    const response = await phone.register({ expires: 600 });
    expect(response.headers.get('contact')).toContain('expires=60');
    bench.clock.advance(61);
    expect((await bench.control.snapshot()).onlineDevices).toEqual([]);
    expect((await phone.register()).status).toBe(401);
  });

  it('no longer works once revoked; accounts given at start stay', async () => {
    await issue();
    const tab = await bench.registered({ user: '101', username: '101-tab', password: 'tab-password' });
    await bench.control.run('credential.revoke', { endpoint: '101' });
    expect((await bench.control.snapshot()).onlineDevices).toEqual([]);
    expect((await tab.register()).status).toBe(401);
    expect((await (await bench.phone(OLENA)).register()).status).toBe(200);
  });

  it('cannot be issued under a name that is somebody else’s', async () => {
    await issue();
    expect((await bench.control.ask('credential.set', { ...setOf('visitor') })).error?.code).toBe('conflict');
    expect(
      (await bench.control.ask('credential.set', { ...setOf('101-tab'), endpoint: '102' })).error?.code,
    ).toBe('conflict');
  });

  const setOf = (username: string): object => ({
    endpoint: '101',
    username,
    password: 'tab-password',
    expiresAt: new Date(bench.clock.now() + 60_000).toISOString(),
  });
});

describe('the trunk', () => {
  it('is no device', async () => {
    await bench.registered(VISITOR);
    expect((await bench.control.snapshot()).onlineDevices).toEqual([]);
  });
});
