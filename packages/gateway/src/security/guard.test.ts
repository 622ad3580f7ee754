import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { andriy, createRig, CUSTOMER, olena, type Rig } from '../calls/calls.fixtures.ts';

const BERLIN = '198.51.100.9';
const KYIV = '203.0.113.7';

/** What is begun by an event of the PBX ends in its own time, on a busy machine later. */
const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 10_000 });

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
  await rig.store.transaction((tx) =>
    rig.store.agents.upsert(tx, { ...andriy, role: 'administrator', passwordHash: 'x' }),
  );
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

const at = () => rig.clock.now().toISOString();
const guess = (address = BERLIN, endpoint = '101') =>
  rig.pbx.tell({ type: 'login.refused', address, endpoint, why: 'password', at: at() });
const logsIn = (address: string, endpoint = '101') =>
  rig.pbx.tell({ type: 'login.accepted', address, endpoint, at: at() });
const locks = () => rig.store.security.locks.list(rig.clock.now());
const alarms = () => rig.store.security.alarms.list(10);
const onlyUkraine = () => {
  rig.settings.security = {
    ...rig.settings.security,
    sip: { mode: 'country', addresses: [], countries: ['UA'] },
  };
};

describe('Somebody guesses passwords of phones', () => {
  it('is locked at the PBX, and whoever makes the settings is told', async () => {
    for (let nth = 1; nth <= 4; nth += 1) guess();
    await rig.settle();
    expect(await locks()).toEqual([]);
    guess();
    await until(() => expect(rig.pbx.admission()?.never).toEqual([BERLIN]));
    await until(async () =>
      expect(await alarms()).toMatchObject([{ kind: 'logins-failed', subject: BERLIN }]),
    );
    expect(await locks()).toMatchObject([{ address: BERLIN, why: 'logins-failed', failures: 5 }]);
    expect(await rig.told()).toEqual(['address.locked', 'alarm.raised']);
    const { events } = await rig.store.events.since(0, 10);
    for (const { audience } of events) expect(audience).toEqual([andriy.id]);
  });

  it('is let in again when the lock has run out', async () => {
    for (let nth = 1; nth <= 5; nth += 1) guess();
    await until(() => expect(rig.pbx.admission()?.never).toEqual([BERLIN]));
    await rig.pass(3601);
    await until(() => expect(rig.pbx.admission()?.never).toEqual([]));
  });

  it('stays locked over a restart of the gateway', async () => {
    for (let nth = 1; nth <= 5; nth += 1) guess();
    await until(() => expect(rig.pbx.admission()?.never).toEqual([BERLIN]));
    await rig.restart();
    expect(await locks()).toHaveLength(1);
    await until(() => expect(rig.pbx.admission()?.never).toEqual([BERLIN]));
  });

  it('is not locked where a phone logs in well in between, or fails slowly', async () => {
    for (let nth = 1; nth <= 4; nth += 1) guess();
    logsIn(BERLIN);
    await rig.settle();
    for (let nth = 1; nth <= 4; nth += 1) guess();
    await rig.pass(601);
    guess();
    // Told in the same order: when the other one is locked, this one would be.
    for (let nth = 1; nth <= 5; nth += 1) guess(KYIV, '102');
    await until(async () => expect(await locks()).toMatchObject([{ address: KYIV }]));
    expect(rig.pbx.admission()?.never).not.toContain(BERLIN);
  });

  it('from an address that the firm trusts is told of, and never locked', async () => {
    rig.settings.security = { ...rig.settings.security, trusted: [BERLIN] };
    for (let nth = 1; nth <= 5; nth += 1) guess();
    await until(async () =>
      expect(await alarms()).toMatchObject([
        { subject: BERLIN, text: expect.stringMatching(/it is trusted, and not locked\.$/) as string },
      ]),
    );
    expect(await locks()).toEqual([]);
    expect(rig.pbx.admission()?.never).toEqual([]);
  });

  it('from many addresses at one account is told as well', async () => {
    for (let nth = 1; nth <= 10; nth += 1) guess(`192.0.2.${nth}`);
    await until(async () =>
      expect(await alarms()).toMatchObject([{ kind: 'logins-failed', subject: '101' }]),
    );
  });
});

describe('A phone in a country that is not allowed', () => {
  it('is thrown out as soon as it has logged in: its password ends, its address is locked, and it is told of', async () => {
    onlyUkraine();
    logsIn(KYIV);
    logsIn(BERLIN);
    await until(() => expect(rig.pbx.admission()?.never).toEqual([BERLIN]));
    expect(rig.pbx.revoked).toEqual(['101']);
    await until(async () =>
      expect(await alarms()).toMatchObject([{ kind: 'login-forbidden', subject: 'olena', times: 1 }]),
    );
  });

  it('makes no call, and one at home does', async () => {
    onlyUkraine();
    const abroad = rig.pbx.deviceDials({ endpoint: '101', dialled: CUSTOMER, address: BERLIN });
    await rig.settle();
    expect(rig.pbx.ended.get(abroad)).toBe('rejected');
    expect(rig.pbx.originated).toEqual([]);
    rig.pbx.deviceDials({ endpoint: '101', dialled: CUSTOMER, address: KYIV });
    await rig.settle();
    expect(rig.pbx.originated).toHaveLength(1);
    await until(async () => expect(await alarms()).toHaveLength(1));
  });

  it('is let in by an exception until its last day is over', async () => {
    onlyUkraine();
    rig.settings.security.personal = [
      { agent: olena.id, mode: 'country', addresses: [], countries: ['DE'], until: '2026-03-03' },
    ];
    logsIn(BERLIN);
    await rig.settle();
    expect(rig.pbx.revoked).toEqual([]);
    await rig.pass(2 * 24 * 3600);
    logsIn(BERLIN);
    await until(() => expect(rig.pbx.revoked).toEqual(['101']));
  });
});

describe('The PBX hears only the list', () => {
  it('from the moment in which the settings say so, and again after it was down', async () => {
    rig.settings.security.sip = { mode: 'list', addresses: [KYIV], countries: [] };
    await rig.store.transaction((tx) =>
      rig.store.events.append(tx, { type: 'settings.updated', data: { version: 2 }, audience: null }),
    );
    const only = ['127.0.0.0/8', '::1', KYIV];
    await until(() => expect(rig.pbx.admission()).toEqual({ only, never: [] }));
    rig.pbx.disconnect();
    rig.settings.security.sip = { mode: 'anywhere', addresses: [], countries: [] };
    rig.pbx.reconnect();
    await until(() => expect(rig.pbx.admission()).toEqual({ never: [] }));
  });
});
