import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Pbx } from '../contract.ts';
import type { Consultation, Fact, ObservedLeg } from '../observed.ts';
import { HELD_MS } from './breaker.ts';
import { endOf, sentenceOf } from './codes.ts';
import { createMangoOffice, examineMango } from './index.ts';
import { createMangoRig } from './mango.fixtures.ts';
import { recordingLink } from './recordings.ts';
import { sign, signedForm, signLink } from './sign.ts';
import { factsOf } from './statistics.ts';
import { sum } from './sum.ts';

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as Record<
    string,
    never
  >;
const UTC = { clockAheadHours: 0 };

const held = async (pbx: Pbx, facts: Fact[]): Promise<ObservedLeg> =>
  pbx.observe?.sum(facts)?.legs.find(({ place }) => place === 'answered') as ObservedLeg;

describe('the signature', () => {
  it('is what MANGO computes', () => {
    const {
      json,
      sign: expected,
      link,
      ...secrets
    } = fixture('sign') as never as {
      json: string;
      sign: string;
      link: { recordingId: string; expires: number; sign: string };
      apiKey: string;
      apiSalt: string;
    };
    expect(sign(secrets, json)).toBe(expected);
    expect(signLink(secrets, link)).toBe(link.sign);
  });

  it('of a recording’s link ends with it', () => {
    const { given } = createMangoRig();
    const link = recordingLink(given.settings, {
      recordingId: 'a/b=',
      action: 'play',
      expires: 1_800_000_000,
    });
    expect(link).toMatch(/\/queries\/recording\/link\/a%2Fb%3D\/play\/[\w-]+\/1800000000\/[0-9a-f]{64}$/);
  });
});

describe('what MANGO publishes as examples', () => {
  it.each(['event-call', 'event-call-ivr', 'event-recording', 'event-summary'])(
    '%s is read',
    async (name) => {
      const { pbx, given } = createMangoRig();
      const path =
        name === 'event-recording'
          ? 'events/recording'
          : name === 'event-summary'
            ? 'events/summary'
            : 'events/call';
      const body = signedForm(given.settings, JSON.stringify(fixture(name))).toString();
      const told = await pbx.observe?.receive({ path: `/vpbx/api/v1/${path}`, body });
      expect(told).toMatchObject({ kind: 'fact', fact: { conversation: fixture(name).entry_id } });
    },
  );

  it('numbers that come as texts are numbers', async () => {
    const { pbx, given } = createMangoRig();
    const event = { ...fixture('event-call'), timestamp: '1558422128', seq: '2', disconnect_reason: '1131' };
    const body = signedForm(given.settings, JSON.stringify(event)).toString();
    const told = await pbx.observe?.receive({ path: 'events/call', body });
    expect(told).toMatchObject({ fact: { at: '2019-05-21T07:02:08.000Z' } });
  });
});

describe('a transfer, as MANGO publishes it', () => {
  /** What is known after each of its events. */
  async function story(name: string) {
    const { pbx, given } = createMangoRig();
    const facts: Fact[] = [];
    const seen: unknown[] = [];
    for (const event of fixture(name) as never as object[]) {
      const body = signedForm(given.settings, JSON.stringify(event)).toString();
      const told = await pbx.observe?.receive({ path: 'events/call', body });
      if (told?.kind === 'fact') facts.push(told.fact);
      const call = pbx.observe?.sum(facts);
      const asked = call?.consultation;
      seen.push([
        call?.phase,
        call?.extension,
        call?.rings.join(),
        asked && [asked.extension, asked.answered],
      ]);
      expect(call).toMatchObject({ direction: 'in', number: '+74955404444' });
    }
    return { seen, facts };
  }

  it('with a consultation: the colleague who is asked has the talk only when he is given it', async () => {
    const { seen } = await story('transfer-consultation');
    expect(seen).toEqual([
      ['ringing', undefined, '123', undefined],
      ['connected', '123', '', undefined],
      ['held', '123', '', undefined],
      ['held', '123', '321', ['321', false]],
      ['held', '123', '', ['321', true]],
      // The one who asked has put his receiver down; the next event says who talks.
      ['connected', '123', '', undefined],
      ['connected', '321', '', undefined],
      ['connected', '321', '', undefined],
    ]);
  });

  it('without one: it rings at the next, and he talks when he has picked up', async () => {
    const { seen } = await story('transfer-blind');
    expect(seen).toEqual([
      ['ringing', undefined, '333', undefined],
      ['connected', '333', '', undefined],
      ['held', '333', '', undefined],
      ['held', '333', '321', undefined],
      ['connected', '333', '321', undefined],
      ['connected', '333', '321', undefined],
      ['connected', '321', '', undefined],
      ['connected', '321', '', undefined],
    ]);
  });
});

describe('on what a colleague talks', () => {
  const MOBILE = '79161112233';
  /** What is known at the end of it, by events and by statistics alone. */
  async function known(talk: (rig: ReturnType<typeof createMangoRig>) => void) {
    const rig = createMangoRig();
    const { pbx, sim, clock } = rig;
    sim.mobiles.set('101', MOBILE);
    const from = clock.now();
    talk(rig);
    const events = pbx.observe?.sum(await rig.facts());
    const to = new Date(from.getTime() + 3_600_000);
    await clock.pass(60_000);
    const rows = await clock.run(async () => pbx.history?.read({ from, to }));
    return [events?.legKind, pbx.observe?.sum(rows ?? [])?.legKind];
  }

  it('a number of the world at which he is rung is his mobile', async () => {
    expect(await known(({ sim }) => sim.incoming().ring('101').answer('101').hangUp())).toEqual([
      'mobile',
      'mobile',
    ]);
  });

  it('and so is one from which he calls', async () => {
    const kinds = await known(({ sim }) => sim.outgoing('101', '79160000003').answerFar().hangUp());
    expect(kinds).toEqual(['mobile', 'mobile']);
  });

  it('a SIP address may be a desk phone or one in a browser', async () => {
    expect(await known(({ sim }) => sim.incoming().ring('102').answer('102').hangUp())).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('it is the phone of whoever has the talk, and nobody’s when nobody picked up', async () => {
    const given = await known(({ sim }) =>
      sim.incoming().ring('101').answer('101').transfer('102', 'c').answer('102').hangUp(),
    );
    expect(given[0]).toBeUndefined();
    expect((await known(({ sim }) => sim.incoming().ring('101').hangUp()))[0]).toBeUndefined();
  });

  it('where the statistics name the number in place of the SIP address, it is told too', () => {
    const row = (number: string) =>
      `[r];1762000000;1762000060;1762000010;;79160000001;101;${number};1110;74951234567;abonent;e`;
    const kindOf = (number: string) => sum(factsOf(row(number), UTC), UTC)?.legKind;
    expect([kindOf(MOBILE), kindOf('sip:user101@firm.mangosip.ru'), kindOf('')]).toEqual([
      'mobile',
      undefined,
      undefined,
    ]);
  });
});

describe('what is sent', () => {
  it('has the fields and the address of the published examples', async () => {
    const { pbx, sim, clock, facts } = createMangoRig({ smsSender: 'PRO-TAXI' });
    const call = sim.incoming().ring('101').answer('101');
    const asking = async () => pbx.observe?.sum(await facts())?.consultation as Consultation;
    const consult = async () => {
      const { legId } = pbx.observe?.sum(await facts())?.legs[0] as { legId: string };
      await clock.run(async () => pbx.transfer?.consult({ legId, to: '102', by: '101' }));
    };
    await consult();
    await clock.run(async () => pbx.transfer?.cancel(await asking()));
    await consult();
    call.answer('102');
    await clock.run(async () => pbx.transfer?.connect(await asking()));
    const { legId } = await held(pbx, await facts());
    await clock.run(async () => pbx.hold?.on({ legId, by: '102' }));
    const message = { messageId: 'm1', extension: '101', number: '+79161234567', text: 'Hello world!' };
    await clock.run(async () => pbx.message?.send(message));
    const sent = new Map(sim.asked.map(({ path, json }) => [path, json]));
    for (const [path, example] of Object.entries(fixture('commands') as Record<string, object>))
      expect(Object.keys(sent.get(path) ?? {}).sort(), path).toEqual(Object.keys(example).sort());
    expect(sim.gate).toMatchObject({ invalid: 0, limited: 0 });
  });

  it('a message that MANGO could not send says so, and costs no lock', async () => {
    const { pbx, sim, clock } = createMangoRig();
    sim.unreachable.add('79161234567');
    const message = { messageId: 'm1', extension: '101', number: '+79161234567', text: 'Hello' };
    await expect(clock.run(async () => pbx.message?.send(message))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('could not send the message') as string,
    });
    expect(sim.gate.invalid).toBe(0);
  });
});

describe('the webhook', () => {
  it('answers the cabinet’s "check connection", which posts nothing', async () => {
    const { pbx } = createMangoRig();
    expect(await pbx.observe?.receive({ path: 'ping', body: '' })).toEqual({ kind: 'nothing', what: 'ping' });
  });

  it('takes an SMS and whatever else is signed, and keeps nothing of it', async () => {
    const { pbx, given } = createMangoRig();
    const body = signedForm(given.settings, '{"command_id":"x"}').toString();
    expect(await pbx.observe?.receive({ path: 'events/sms', body })).toEqual({
      kind: 'nothing',
      what: 'events/sms',
    });
  });

  it('refuses another PBX’s key, a changed text, and a signed text that is none', async () => {
    const { pbx, given } = createMangoRig();
    const other = signedForm(given.settings, '{}');
    other.set('vpbx_api_key', 'other');
    const named = { path: 'events/call', body: other.toString() };
    await expect(pbx.observe?.receive(named)).rejects.toMatchObject({ code: 'forbidden' });
    const changed = signedForm(given.settings, '{"seq":1}').toString().replace('1%7D', '2%7D');
    await expect(pbx.observe?.receive({ path: 'events/call', body: changed })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const broken = signedForm(given.settings, '{"seq":').toString();
    await expect(pbx.observe?.receive({ path: 'events/call', body: broken })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('says once that MANGO’s clock is hours ahead, and which setting mends it', async () => {
    const { sim, context, facts, given } = createMangoRig();
    sim.clockAheadHours = 3;
    sim.incoming().enter('ivr').enter('queue');
    const [first] = await facts();
    expect(context.logged().match(/whole hours ahead/g)).toHaveLength(1);
    given.settings = { ...given.settings, clockAheadHours: 3 };
    sim.incoming().enter('ivr');
    const last = (await facts()).at(-1);
    expect(Date.parse(first?.at ?? '') - Date.parse(last?.at ?? '')).toBe(3 * 3_600_000);
  });
});

describe('MANGO’s lock', () => {
  it('a wrong salt is asked with once, and never a second time within two minutes', async () => {
    const { pbx, sim, clock, given } = createMangoRig({ apiSalt: 'wrong' });
    await expect(clock.run(async () => pbx.employees?.list())).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('vpbx_api_salt') as string,
    });
    const asks = await Promise.allSettled(
      [1, 2, 3].map(() =>
        clock.run(async () => pbx.pair?.call({ commandId: 'c', extension: '101', number: '+79161234567' })),
      ),
    );
    expect(asks.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(sim.wire.requests).toHaveLength(1);
    given.settings = { ...given.settings, apiSalt: sim.settings.apiSalt };
    await expect(clock.run(async () => pbx.employees?.list())).rejects.toMatchObject({ code: 'unavailable' });
    await clock.pass(HELD_MS);
    expect(await clock.run(async () => pbx.employees?.list())).toHaveLength(2);
    expect(sim.gate).toMatchObject({ invalid: 1, locked: 0 });
  });

  it('two wrong ones at the same moment are one', async () => {
    const { pbx, sim, clock } = createMangoRig({ apiKey: 'wrong' });
    const asked = await clock.run(() =>
      Promise.allSettled([
        pbx.employees?.list(),
        pbx.recordings?.fetch('x'),
        pbx.tracking?.behind('+74951112233'),
      ]),
    );
    expect(asked.every(({ status }) => status === 'rejected')).toBe(true);
    expect(sim.gate).toMatchObject({ invalid: 1, locked: 0 });
  });

  it('a call that has ended meanwhile counts too: its late result stops the next request', async () => {
    const { pbx, sim, clock } = createMangoRig();
    await clock.run(async () => pbx.hangup?.leg('long-gone'));
    await expect(clock.run(async () => pbx.hangup?.leg('gone-too'))).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(sim.wire.requests).toHaveLength(1);
  });

  it('the simulator shuts for two minutes after the first of two, as MANGO does', async () => {
    const { sim, clock } = createMangoRig();
    const post = (body: string) =>
      clock.run(() =>
        sim.http(`${sim.settings.apiUrl}config/users/request`, {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        }),
      );
    const good = signedForm(sim.settings, '{}').toString();
    const bad = good.replace('sign=', 'sign=0');
    expect(await (await post(bad)).json()).toEqual({ code: 3102 });
    await clock.pass(3000);
    expect((await post(bad)).status).toBe(401);
    await clock.pass(3000);
    expect((await post(good)).status).toBe(401);
    await clock.pass(120_000);
    expect((await post(good)).status).toBe(200);
  });
});

describe('limits', () => {
  it('are kept for each method, so that MANGO never says "too many"', async () => {
    const { pbx, sim, clock } = createMangoRig();
    const calls = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => ({
      commandId: `c${n}`,
      extension: '101',
      number: '+79161234567',
    }));
    const began = clock.now().getTime();
    await clock.run(() =>
      Promise.all([
        ...calls.map((call) => pbx.pair?.call(call)),
        pbx.employees?.list(),
        pbx.employees?.list(),
      ]),
    );
    expect(sim.gate.limited).toBe(0);
    expect(sim.conversations).toHaveLength(9);
    expect(clock.now().getTime() - began).toBeGreaterThanOrEqual(2000);
  });

  it('of the whole account, which others use too, make it wait and not repeat', async () => {
    const { pbx, sim, clock } = createMangoRig();
    sim.wire.inject('rate-limited');
    await expect(clock.run(async () => pbx.employees?.list())).rejects.toMatchObject({
      code: 'rate-limited',
      retryAfterMs: 10_000,
    });
    expect(sim.wire.requests).toHaveLength(1);
  });
});

describe('a command', () => {
  it('whose result never comes ends in time, and says what to look at', async () => {
    const { pbx, sim, clock } = createMangoRig();
    sim.deliverTo(async () => undefined);
    const call = clock.run(async () =>
      pbx.pair?.call({ commandId: 'c', extension: '101', number: '+79161234567' }),
    );
    await expect(call).rejects.toMatchObject({
      code: 'timeout',
      hint: expect.stringContaining('webhook') as string,
    });
  });

  it('is known to be done when its result came to another node', async () => {
    const { pbx, sim, clock, given, context } = createMangoRig();
    const other = createMangoOffice({ settings: () => given.settings, context });
    sim.deliverTo(async (delivery) => other.observe?.receive(delivery));
    const call = { commandId: 'c', extension: '101', number: '+79161234567' };
    await clock.run(async () => pbx.pair?.call(call));
    await expect(
      clock.run(async () => pbx.pair?.call({ ...call, commandId: 'd', extension: '999' })),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('for anyone goes to the group of the settings, and to the extension where there is none', async () => {
    const call = {
      commandId: 'c',
      extension: '102',
      number: '+79161234567',
      line: '+74951234567',
      anyone: true,
    };
    for (const [callbackGroup, rung] of [
      ['303', ['101', '102']],
      ['', ['102']],
    ] as const) {
      const { pbx, sim, clock } = createMangoRig({ callbackGroup });
      await clock.run(async () => pbx.pair?.call(call));
      expect(sim.conversations[0]?.legs.map(({ to }) => to.extension)).toEqual(rung);
    }
  });

  it('before there are settings says where to put them', async () => {
    const { pbx, given, clock } = createMangoRig();
    given.settings = undefined as never;
    await expect(clock.run(async () => pbx.employees?.list())).rejects.toMatchObject({
      hint: expect.stringContaining('/admin') as string,
    });
  });
});

describe('recordings', () => {
  it('are not fetched from somewhere else, whoever says so', async () => {
    const { pbx, sim, clock } = createMangoRig();
    sim.audio.set('r', new Uint8Array([1]));
    sim.fileAddress = () => 'https://10.0.0.1/metadata';
    await expect(clock.run(async () => pbx.recordings?.fetch('r'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(sim.wire.requests).toHaveLength(1);
  });
});

describe('statistics', () => {
  it('are read with either line end, and a broken line spoils no other', () => {
    const line =
      '[r1,r2];1516454940;1516454960;1516454950;;79161234567;101;sip:u@d;1110;74951234567;abonent;entry-1';
    for (const end of ['\n', '\r\n']) {
      const facts = factsOf(`${line}${end}nonsense${end}`, UTC);
      expect(facts).toHaveLength(1);
      expect(sum(facts, UTC)).toMatchObject({
        ...{
          direction: 'in',
          phase: 'ended',
          number: '+79161234567',
          line: '+74951234567',
          extension: '101',
        },
        recordings: [
          { recordingId: 'r1', state: 'ready' },
          { recordingId: 'r2', state: 'ready' },
        ],
      });
    }
  });

  it('of more than a month are asked for month by month', async () => {
    const { pbx, sim, clock } = createMangoRig();
    const to = clock.now();
    const from = new Date(to.getTime() - 45 * 24 * 3_600_000);
    await clock.run(async () => pbx.history?.read({ from, to }));
    expect(sim.wire.requests.filter(({ url }) => url.endsWith('stats/request'))).toHaveLength(2);
  });
});

describe('what is told of a talk', () => {
  it('a colleague’s own call is outgoing, with whom he called', async () => {
    const { sim, facts } = createMangoRig();
    sim.outgoing('101', '79161234567').answerFar().hangUp();
    expect(sum(await facts(), UTC)).toMatchObject({
      ...{ direction: 'out', number: '+79161234567', extension: '101', line: '+74951234567' },
      end: { reason: 'completed' },
    });
  });

  it('unknown codes are read as their ten, or their hundred', () => {
    expect(sentenceOf(2219)).toBe(sentenceOf(2200));
    expect(sentenceOf(1133)).toBe(sentenceOf(1130));
    expect(sentenceOf(9999)).toContain('9999');
    expect(endOf({ direction: 'out', talked: false, reason: 1121 }).reason).toBe('busy');
    expect(endOf({ direction: 'out', talked: false, reason: 2240 }).reason).toBe('failed');
  });
});

describe('the check of the connection', () => {
  it('names a wrong salt, a wrong key, and agents whom MANGO does not know', async () => {
    const check = async (changed: object) => {
      const { clock, context, given } = createMangoRig(changed);
      return clock.run(() => examineMango({ settings: given.settings, context, extensions: ['101', '777'] }));
    };
    expect(await check({ apiSalt: 'wrong' })).toMatchObject([
      { level: 'bad', what: expect.stringContaining('vpbx_api_salt') as string },
    ]);
    expect(await check({ apiKey: 'wrong' })).toMatchObject([
      { level: 'bad', what: expect.stringContaining('vpbx_api_key') as string },
    ]);
    expect(await check({})).toMatchObject([
      { level: 'ok' },
      { level: 'warn', what: expect.stringContaining('777') as string },
    ]);
  });

  it('leaves neither code in the log', async () => {
    const { clock, context, given, pbx } = createMangoRig({ apiSalt: 'wrong-salt-of-the-firm' });
    await clock.run(async () => pbx.employees?.list()).catch(() => undefined);
    expect(context.logged()).not.toContain(given.settings.apiSalt);
    expect(context.logged()).not.toContain(given.settings.apiKey);
  });
});
