/** The Pbx suite on a real Asterisk, and what only a real one can show: `npm run test:asterisk`. */
import assert from 'node:assert/strict';
import type { Pbx, PbxEvent } from '@ringback/adapters';
import {
  AsteriskSettings,
  createChangeableAsterisk,
  examineAsterisk,
  manifest,
} from '@ringback/adapters/asterisk';
import { pbxConformance } from '@ringback/adapters/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCable } from './node/cable.ts';
import { type Asterisk, createSipBot, type SipBot, startAsterisk } from './node/index.ts';
import { quietLog } from './quiet-log.ts';

const NUMBER = '+380671112233';

/** As the gateway makes it: with settings that may change. */
function adapterFor(asterisk: Asterisk, ariUrl = asterisk.ariUrl): Pbx {
  const settings = AsteriskSettings.parse({
    ariUrl,
    user: asterisk.ariUser,
    password: asterisk.ariPassword,
    sipServers: [asterisk.sipUrl],
    domain: '127.0.0.1',
    // As with a provider: the number is part of the address. The bot answers to any.
    trunkEndpoint: 'PJSIP/{number}@visitor',
    ami: { port: asterisk.amiPort, user: asterisk.ariUser, password: asterisk.ariPassword },
  });
  return createChangeableAsterisk(() => settings, { http: fetch, now: () => new Date(), log: quietLog });
}

async function visitorOf(asterisk: Asterisk, number: string, tone: number): Promise<SipBot> {
  const phone = createSipBot({
    servers: [asterisk.sipUrl],
    uri: 'sip:visitor@127.0.0.1',
    authorizationUser: 'visitor',
    password: asterisk.visitorPassword,
    tone,
    anyNumber: true,
    extraHeaders: [`P-Asserted-Identity: <sip:${number}@127.0.0.1>`],
  });
  await phone.register();
  return phone;
}

pbxConformance(
  { describe, it, beforeAll, afterAll },
  {
    manifest,
    async setup() {
      const asterisk = await startAsterisk();
      const cable = await createCable(Number(new URL(asterisk.ariUrl).port));
      return {
        pbx: adapterFor(asterisk, `http://127.0.0.1:${cable.port}/ari`),
        endpoints: { a: '101', b: '102', empty: '100' },
        devicePhone: 'soft',
        makeDevice: (credential, tone) => createSipBot({ ...credential, tone }),
        makeTrunkPhone: (number, tone) => visitorOf(asterisk, number, tone),
        breakConnection: () => cable.pull(),
        restoreConnection: () => cable.plug(),
        // indications.conf: 440 and 480 Hz together.
        ringbackHz: 440,
        async close() {
          await cable.close();
          await asterisk.stop();
        },
      };
    },
  },
);

/** However slow the machine is: only what never comes is a fault. */
const eventually = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 15_000 });

describe('Asterisk', () => {
  let asterisk: Asterisk;
  const running: Pbx[] = [];
  const phones: SipBot[] = [];

  beforeAll(async () => {
    asterisk = await startAsterisk();
  });
  afterEach(async () => {
    await Promise.all(phones.splice(0).map((phone) => phone.stop()));
    await Promise.all(running.splice(0).map((pbx) => pbx.stop()));
  });
  afterAll(() => asterisk.stop());

  async function start(): Promise<{ pbx: Pbx; told: PbxEvent[] }> {
    const pbx = adapterFor(asterisk);
    running.push(pbx);
    const told: PbxEvent[] = [];
    pbx.events.follow((event) => told.push(event));
    pbx.start();
    await eventually(() => expect(told).toContainEqual({ type: 'connection.changed', up: true }));
    return { pbx, told };
  }

  it('carries the number that is dialled to the trunk', async () => {
    const { pbx } = await start();
    const visitor = await visitorOf(asterisk, NUMBER, 950);
    phones.push(visitor);
    const to = { kind: 'trunk', number: '+442079460123' } as const;
    await pbx.originate?.leg({
      legId: 'leg-1',
      to,
      caller: { number: '' },
      callId: 'call-1',
      timeoutSeconds: 10,
    });
    const call = await visitor.incoming();
    expect(call.dialled).toBe('+442079460123');
    expect(call.number).toBe('anonymous');
    await pbx.hangup?.leg('leg-1');
    await call.ended;
  });

  it('a second gateway takes over what the first began; the first stands down', async () => {
    const first = await start();
    const credential = await first.pbx.devices?.issueCredential({
      endpoint: '101',
      displayName: 'Olena',
      ttlSeconds: 600,
    });
    assert(credential);
    const phone = createSipBot({ ...credential, tone: 440 });
    phones.push(phone);
    await phone.register();
    const to = { kind: 'device', endpoint: '101' } as const;
    await first.pbx.originate?.leg({
      legId: 'leg-2',
      to,
      caller: { number: NUMBER },
      callId: 'call-2',
      timeoutSeconds: 10,
    });
    const call = await phone.incoming();

    const second = await start();
    await eventually(() => expect(first.told.at(-1)).toEqual({ type: 'connection.changed', up: false }));
    expect((await second.pbx.snapshot()).legs).toEqual([{ legId: 'leg-2', answered: false }]);
    call.answer();
    await eventually(() => expect(second.told.map(({ type }) => type)).toContain('leg.answered'));
    expect(
      await second.pbx.devices?.issueCredential({ endpoint: '101', displayName: 'Olena', ttlSeconds: 600 }),
    ).toEqual(credential);
    await second.pbx.hangup?.leg('leg-2');
    await call.ended;
    await eventually(() =>
      expect(second.told.at(-1)).toMatchObject({ type: 'leg.ended', legId: 'leg-2', cause: 'normal' }),
    );
  });

  it('tells once what a call does that came before the gateway heard of all', async () => {
    const key = `api_key=${encodeURIComponent(`${asterisk.ariUser}:${asterisk.ariPassword}`)}`;
    const heard = async (): Promise<{ channel_ids: string[] }> =>
      (await fetch(`${asterisk.ariUrl}/applications/ringback?${key}`)).json() as never;
    const early = new WebSocket(`${asterisk.ariUrl.replace('http', 'ws')}/events?app=ringback&${key}`);
    await new Promise((resolve, reject) => {
      early.addEventListener('open', resolve);
      early.addEventListener('error', reject);
    });
    const visitor = await visitorOf(asterisk, NUMBER, 950);
    phones.push(visitor);
    const call = visitor.call('+380441234567');
    await eventually(async () => expect((await heard()).channel_ids).toEqual([expect.any(String)]));
    const { pbx, told } = await start();
    const [leg] = (await pbx.snapshot()).legs;
    assert(leg);
    await pbx.answer?.answer(leg.legId);
    await call.answered;
    call.press('5');
    await eventually(() => expect(told.map(({ type }) => type)).toContain('leg.dtmf'));
    call.hangup();
    await eventually(() => expect(told.map(({ type }) => type)).toContain('leg.ended'));
    expect(told.filter(({ type }) => type === 'leg.dtmf')).toHaveLength(1);
    early.close();
  });

  // One that hears of states of devices locks itself up within some twenty rounds: asterisk/asterisk#2170.
  it('stays there for everybody, however often gateways connect and the doctor looks', async () => {
    const settings = {
      ...{ ariUrl: asterisk.ariUrl, user: asterisk.ariUser, password: asterisk.ariPassword },
      ...{ sipServers: [asterisk.sipUrl], domain: '127.0.0.1', trunkEndpoint: 'PJSIP/{number}@visitor' },
    };
    for (let round = 0; round < 30; round += 1) {
      const found = await examineAsterisk(settings, { http: fetch, extensions: ['101', '102'] });
      expect(found.filter(({ level }) => level === 'bad')).toEqual([]);
      const { pbx } = await start();
      await pbx.stop();
    }
  });

  it('is looked at by the doctor, who finds nothing to mend in what the docs say, and names what is missing', async () => {
    const settings = {
      ariUrl: asterisk.ariUrl,
      user: asterisk.ariUser,
      password: asterisk.ariPassword,
      sipServers: [asterisk.sipUrl],
      domain: '127.0.0.1',
      trunkEndpoint: 'PJSIP/{number}@visitor',
    };
    const examine = (change: object, extensions: string[]) =>
      examineAsterisk({ ...settings, ...change }, { http: fetch, extensions });
    const healthy = await examine({}, ['101', '102']);
    expect(healthy.filter(({ level }) => level === 'bad')).toEqual([]);
    expect(healthy.map(({ what }) => what)).toContain('The endpoint 101 is as it should be.');
    const sick = await examine(
      { sipServers: [asterisk.sipUrl.replace('/ws', '/nowhere')], trunkEndpoint: 'PJSIP/{number}@nobody' },
      ['199'],
    );
    expect(sick.map(({ what }) => what)).toContain('The endpoint 199 is made when its agent signs in.');
    const mend = sick.filter(({ level }) => level === 'bad').map(({ what }) => what);
    expect(mend).toEqual([
      expect.stringContaining('Phones cannot connect to'),
      'There is no endpoint nobody for calls to the world.',
    ]);
    expect(await examine({ password: 'wrong' }, [])).toMatchObject([{ level: 'bad' }]);
    expect(await examine({ ariUrl: 'http://127.0.0.1:9/ari' }, [])).toMatchObject([
      { level: 'bad', what: 'Asterisk does not answer' },
    ]);
  });

  it('gives somebody who is new a phone that nobody wrote into a file: it registers, rings, talks, and is revoked', async () => {
    const { pbx, told } = await start();
    const credential = await pbx.devices?.issueCredential({
      ...{ endpoint: '105', displayName: 'Maria "the new" Bondar', ttlSeconds: 600 },
    });
    assert(credential);
    const phone = createSipBot({ ...credential, tone: 620 });
    phones.push(phone);
    await phone.register();
    await eventually(() =>
      expect(told).toContainEqual({ type: 'device.changed', endpoint: '105', online: true }),
    );
    await pbx.originate?.leg({
      ...{ legId: 'new-105', callId: 'call-105', timeoutSeconds: 20 },
      ...{ to: { kind: 'device', endpoint: '105' }, caller: { number: NUMBER, name: 'Taras' } },
    });
    const ringing = await phone.incoming();
    ringing.answer();
    await eventually(() =>
      expect(told).toContainEqual(expect.objectContaining({ type: 'leg.answered', legId: 'new-105' })),
    );
    await pbx.hangup?.leg('new-105');
    await ringing.ended;
    const outside = phone.call(NUMBER);
    await eventually(() =>
      expect(told).toContainEqual(
        expect.objectContaining({ type: 'leg.offered', origin: { kind: 'device', endpoint: '105' } }),
      ),
    );
    outside.hangup();
    await pbx.devices?.revokeCredentials('105');
    await expect(phone.register()).rejects.toThrow();
  });

  it('shows the new name of somebody who was renamed while he talks, and the talk goes on; a phone of the file stays as it is', async () => {
    const { pbx, told } = await start();
    const phoneOf = async (endpoint: string, displayName: string, tone: number) => {
      const credential = await pbx.devices?.issueCredential({ endpoint, displayName, ttlSeconds: 600 });
      assert(credential);
      const phone = createSipBot({ ...credential, tone });
      phones.push(phone);
      await phone.register();
      return phone;
    };
    const nameAt = async (phone: SipBot, endpoint: string) => {
      const since = told.length;
      const call = phone.call(NUMBER);
      const offered = await eventually(() => {
        const event = told.slice(since).find(({ type }) => type === 'leg.offered');
        assert(event?.type === 'leg.offered');
        return event;
      });
      expect(offered.origin).toEqual({ kind: 'device', endpoint });
      await pbx.hangup?.leg(offered.legId);
      await call.ended;
      return offered.caller.name;
    };
    const maria = await phoneOf('106', 'Maria Bondar', 440);
    const olena = await phoneOf('101', 'Olena', 620);
    expect([await nameAt(maria, '106'), await nameAt(olena, '101')]).toEqual(['Maria Bondar', 'Olena']);

    await pbx.bridge?.create('talk');
    const [one, other] = await Promise.all(
      [maria, olena].map(async (phone, index) => {
        const [legId, endpoint] = [`talk-${index}`, index === 0 ? '106' : '101'];
        await pbx.originate?.leg({
          ...{ legId, callId: 'call-7', timeoutSeconds: 20, caller: { number: NUMBER } },
          to: { kind: 'device', endpoint },
        });
        const call = await phone.incoming();
        call.answer();
        await eventually(() =>
          expect(told).toContainEqual(expect.objectContaining({ type: 'leg.answered', legId })),
        );
        await pbx.bridge?.add('talk', legId);
        return call;
      }),
    );
    assert(one && other);
    await pbx.devices?.rename?.({ endpoint: '106', displayName: 'Maria "M" Shevchenko' });
    await pbx.devices?.rename?.({ endpoint: '101', displayName: 'Somebody' });
    await pbx.devices?.rename?.({ endpoint: '199', displayName: 'Nobody' });
    await Promise.all([one.hears(620), other.hears(440)]);
    expect([one.end, other.end]).toEqual([undefined, undefined]);
    await pbx.hangup?.leg('talk-0');
    await pbx.hangup?.leg('talk-1');
    await Promise.all([one.ended, other.ended]);
    await pbx.bridge?.destroy('talk');
    expect([await nameAt(maria, '106'), await nameAt(olena, '101')]).toEqual(['Maria M Shevchenko', 'Olena']);
  });

  it('that is restarted is found again, and knows the credentials of before', async () => {
    const { pbx, told } = await start();
    const credential = await pbx.devices?.issueCredential({
      endpoint: '102',
      displayName: 'Andriy',
      ttlSeconds: 600,
    });
    assert(credential);
    // Its two connections tell in whatever order.
    const since = told.length;
    const hears = (event: PbxEvent, timeout = 15_000) =>
      vi.waitFor(() => expect(told.slice(since)).toContainEqual(event), { timeout });
    await asterisk.kill();
    await hears({ type: 'connection.changed', up: false });
    await asterisk.restart();
    await hears({ type: 'connection.changed', up: true }, 20_000);
    const phone = createSipBot({ ...credential, tone: 620 });
    phones.push(phone);
    await phone.register();
    await hears({ type: 'device.changed', endpoint: '102', online: true });
  });
});
