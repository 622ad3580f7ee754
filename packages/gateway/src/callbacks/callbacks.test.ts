import type { RingbackEvent } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  asker,
  andriy,
  createRig,
  CUSTOMER,
  LINE,
  olena,
  type Rig,
  site,
  STRANGER,
} from '../calls/calls.fixtures.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

const KEY = '4294967295-1-2-3-4-5-4294967295';
const page = { url: 'http://127.0.0.1:4701/boots', title: 'Boots' };
async function ask(number = '093 987 65 43') {
  const status = await rig.control.requestCallback(site, { number, name: 'Ivan', page }, asker);
  await rig.settle();
  return status;
}
async function answer(target: string) {
  const { legId } = rig.pbx.legTo(target);
  rig.pbx.answers(legId);
  await rig.settle();
  return legId;
}
async function hangUp(legId: string, cause: Parameters<Rig['pbx']['hangsUp']>[1] = 'normal') {
  rig.pbx.hangsUp(legId, cause);
  await rig.settle();
}
const callbackEvents = async () =>
  (await rig.events())
    .filter((event): event is Extract<RingbackEvent, { type: `callback.${string}` }> =>
      event.type.startsWith('callback.'),
    )
    .map(({ type, data }) => `${type} ${data.callback.state}`);

describe('a visitor asks to be called', () => {
  it('is promised a call within 30 seconds', async () => {
    const status = await rig.control.requestCallback(site, { number: '093 987 65 43' }, asker);
    expect(status).toMatchObject({
      state: 'requested',
      promisedUntil: '2026-03-02T09:00:30.000Z',
      now: '2026-03-02T09:00:00.000Z',
    });
    expect(status.token).toMatch(/^[\w-]{32}$/);
  });

  it('may write the number in the digits of another script', async () => {
    await rig.control.requestCallback(site, { number: '٠٩٣ ٩٨٧ ٦٥ ٤٣' }, asker);
    await rig.settle();
    expect(rig.pbx.originated[0]?.caller).toMatchObject({ number: '+380939876543' });
  });

  it('rings the agents first, who see that it is a callback, who asked and from which page', async () => {
    const { id, token } = await ask();
    expect(rig.pbx.originated.map(({ to, caller }) => ({ to, caller }))).toEqual([
      { to: { kind: 'device', endpoint: '101' }, caller: { number: STRANGER, name: 'Ivan' } },
      { to: { kind: 'device', endpoint: '102' }, caller: { number: STRANGER, name: 'Ivan' } },
    ]);
    expect(await rig.call()).toMatchObject({
      direction: 'out',
      state: 'ringing',
      number: STRANGER,
      line: LINE,
      claimedName: 'Ivan',
      callback: { id, page },
    });
    expect(await rig.told()).toEqual(['callback.requested', 'call.ringing', 'callback.changed']);
    expect(await rig.control.liveCalls(olena.id)).toHaveLength(1);
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({ state: 'agent-ringing' });
  });

  it('is rung when the first agent has answered, talks, and the promise is kept', async () => {
    const { id, token } = await ask();
    const other = rig.pbx.legTo('102').legId;
    const agentLeg = await answer('101');
    expect(rig.pbx.ended.get(other)).toBe('answered-elsewhere');
    expect(await rig.call()).toMatchObject({ state: 'connecting', agent: { id: olena.id } });
    expect(rig.pbx.originated.at(-1)).toMatchObject({
      to: { kind: 'trunk', number: STRANGER },
      caller: { number: LINE },
    });
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({ state: 'visitor-ringing' });
    expect(await rig.control.liveCalls(andriy.id)).toEqual([]);

    rig.pbx.rings(rig.pbx.legTo(STRANGER).legId);
    const visitorLeg = await answer(STRANGER);
    expect(rig.pbx.legs.get(visitorLeg)?.bridgeId).toBe(rig.pbx.legs.get(agentLeg)?.bridgeId);
    await rig.pass(42);
    await hangUp(visitorLeg);

    expect(await rig.control.callbackStatus(id, token)).toMatchObject({ state: 'completed' });
    expect(await rig.call()).toMatchObject({
      direction: 'out',
      endReason: 'completed',
      durationSeconds: 42,
      callback: { id },
    });
    expect(await rig.told((await rig.call()).id)).toEqual([
      'call.ringing',
      'call.connecting',
      'call.connected',
      'call.ended',
    ]);
    expect(await callbackEvents()).toEqual([
      'callback.requested requested',
      'callback.changed agent-ringing',
      'callback.changed visitor-ringing',
      'callback.kept visitor-ringing',
      'callback.changed connected',
      'callback.changed completed',
    ]);
  });

  it('keeps the promise also where the network never told of ringing', async () => {
    await ask();
    await answer('101');
    await answer(STRANGER);
    expect((await callbackEvents()).at(-1)).toBe('callback.kept connected');
  });

  it('breaks the promise once when 30 seconds pass, and goes on', async () => {
    rig.settings.ringSeconds = 60;
    await ask();
    await rig.pass(30);
    await answer('101');
    rig.pbx.rings(rig.pbx.legTo(STRANGER).legId);
    await answer(STRANGER);
    const events = await callbackEvents();
    expect(events.filter((event) => /kept|broken/.test(event))).toEqual(['callback.broken agent-ringing']);
    expect(events.at(-1)).toBe('callback.changed connected');
  });
});

describe('a site that rings the visitor first', () => {
  beforeEach(() => {
    rig.settings.sites = [{ ...site, firstLeg: 'visitor' }];
  });
  const told = () => [...rig.pbx.playing.values()].map(({ to }) => to);

  it('rings agents once he has answered, lets him hear ringing meanwhile, and joins them', async () => {
    const { id, token } = await ask();
    expect(rig.pbx.originated.map(({ to }) => to)).toEqual([{ kind: 'trunk', number: STRANGER }]);
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({ state: 'visitor-ringing' });
    const visitorLeg = await answer(STRANGER);
    expect(told()).toEqual([{ legId: visitorLeg }]);
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({ state: 'agent-ringing', kept: true });
    expect(rig.pbx.originated.slice(1).map(({ to, caller }) => ({ to, caller }))).toEqual([
      { to: { kind: 'device', endpoint: '101' }, caller: { number: STRANGER, name: 'Ivan' } },
      { to: { kind: 'device', endpoint: '102' }, caller: { number: STRANGER, name: 'Ivan' } },
    ]);
    const agentLeg = await answer('102');
    expect(rig.pbx.legs.get(visitorLeg)?.bridgeId).toBe(rig.pbx.legs.get(agentLeg)?.bridgeId);
    expect(told()).toEqual([]);
    await hangUp(agentLeg);
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({ state: 'completed' });
    expect(rig.pbx.legs.size).toBe(0);
  });

  it.each([
    ['he hangs up while he waits', () => hangUp(rig.pbx.legTo(STRANGER).legId)],
    ['nobody takes the call', () => rig.pass(rig.settings.ringSeconds)],
  ])('owns up to it when %s', async (_what, happens) => {
    const { id, token } = await ask();
    await answer(STRANGER);
    await happens();
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({
      state: 'failed',
      failure: 'no-agent',
    });
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'missed' });
    expect(rig.pbx.legs.size).toBe(0);
  });

  it('rings no colleague when he is not there', async () => {
    const { id, token } = await ask();
    await hangUp(rig.pbx.legTo(STRANGER).legId, 'no-answer');
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({
      state: 'failed',
      failure: 'no-answer',
    });
    expect(rig.pbx.originated).toHaveLength(1);
  });

  it('promises no more calls at once than there are colleagues', async () => {
    rig.pbx.offline('102');
    await ask();
    const other = { number: CUSTOMER };
    await expect(
      rig.control.requestCallback(rig.settings.sites[0]!, other, { address: '203.0.113.8' }),
    ).rejects.toMatchObject({ message: 'All of us are talking right now.' });
  });
});

describe('a site that whispers to the agent', () => {
  const played = () => [...rig.pbx.playing.values()].map(({ media }) => media);

  it('tells him what it is, then lets him hear ringing, while the visitor is rung already', async () => {
    rig.settings.sites = [{ ...site, whisper: {} }];
    await ask();
    await answer('101');
    const { id } = await rig.call();
    expect(played()).toEqual([{ kind: 'url', url: `https://gw.example/${id}.wav` }]);
    expect(rig.pbx.originated.at(-1)?.to).toEqual({ kind: 'trunk', number: STRANGER });
    rig.pbx.playedToEnd();
    await rig.settle();
    expect(played()).toEqual([{ kind: 'tone', tone: 'ringback' }]);
  });

  it('stops whispering when the visitor answers', async () => {
    rig.settings.sites = [{ ...site, whisper: {} }];
    await ask();
    await answer('101');
    await answer(STRANGER);
    expect(played()).toEqual([]);
    expect(await rig.call()).toMatchObject({ state: 'connected' });
  });
});

describe('whoever waits hears ringing', () => {
  it('an agent, also after he has reloaded his page', async () => {
    await ask();
    const legId = await answer('101');
    expect([...rig.pbx.playing.values()].map(({ to }) => to)).toEqual([{ legId }]);
    const byLegId = rig.pbx.replaces(legId);
    await rig.settle();
    expect([...rig.pbx.playing.values()].map(({ to }) => to)).toContainEqual({ legId: byLegId });
    await answer(STRANGER);
    expect([...rig.pbx.legs.values()].every(({ bridgeId }) => bridgeId !== undefined)).toBe(true);
  });
});

describe('a callback that does not come about', () => {
  it.each([
    ['busy', 'visitor-busy', 'busy'],
    ['rejected', 'visitor-busy', 'rejected'],
    ['no-answer', 'no-answer', 'no-answer'],
    ['unreachable', 'number-not-callable', 'failed'],
  ] as const)('says why when the visitor is %s', async (cause, failure, endReason) => {
    const { id, token } = await ask();
    const agentLeg = await answer('101');
    await hangUp(rig.pbx.legTo(STRANGER).legId, cause);
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({ state: 'failed', failure });
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason });
    expect(rig.pbx.ended.get(agentLeg)).toBe(cause);
    expect((await callbackEvents()).slice(-2)).toEqual(['callback.changed failed', 'callback.broken failed']);
  });

  it('keeps a promise that was kept: he was rung and did not answer', async () => {
    await ask();
    await answer('101');
    rig.pbx.rings(rig.pbx.legTo(STRANGER).legId);
    await rig.settle();
    await rig.pass(60);
    expect((await callbackEvents()).slice(-2)).toEqual([
      'callback.kept visitor-ringing',
      'callback.changed failed',
    ]);
  });

  it('is missed, and the visitor is never rung, when no agent answers', async () => {
    const { id, token } = await ask();
    await rig.pass(rig.settings.ringSeconds);
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({
      state: 'failed',
      failure: 'no-agent',
    });
    expect(await rig.call()).toMatchObject({ endReason: 'missed', direction: 'out' });
    expect(rig.pbx.originated.every(({ to }) => to.kind === 'device')).toBe(true);
    expect((await callbackEvents()).at(-1)).toBe('callback.broken failed');
  });

  it('stops ringing the visitor when the agent hangs up', async () => {
    const { id, token } = await ask();
    const agentLeg = await answer('101');
    const visitorLeg = rig.pbx.legTo(STRANGER).legId;
    await hangUp(agentLeg);
    expect(rig.pbx.ended.get(visitorLeg)).toBe('cancelled');
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({
      state: 'failed',
      failure: 'no-agent',
    });
  });
});

describe('the visitor changes his mind', () => {
  it.each(['agent-ringing', 'visitor-ringing'])('and everything stops while %s', async (state) => {
    const { id, token } = await ask();
    if (state === 'visitor-ringing') await answer('101');
    expect(await rig.control.cancelCallback(id, token)).toMatchObject({ state: 'cancelled' });
    await rig.settle();
    expect(rig.pbx.legs.size).toBe(0);
    expect(await rig.call()).toMatchObject({ endReason: 'cancelled' });
    await rig.pass(31);
    expect(await callbackEvents()).not.toContain('callback.broken cancelled');
    expect((await callbackEvents()).at(-1)).toBe('callback.changed cancelled');
    expect(await rig.control.cancelCallback(id, token)).toMatchObject({ state: 'cancelled' });
  });

  it('too late: he is talking already', async () => {
    const { id, token } = await ask();
    await answer('101');
    await answer(STRANGER);
    await expect(rig.control.cancelCallback(id, token)).rejects.toMatchObject({ code: 'conflict' });
    expect(await rig.call()).toMatchObject({ state: 'connected' });
  });

  it('while the agent picks up: nobody calls him afterwards', async () => {
    const { id, token } = await ask();
    const { legId } = rig.pbx.legTo('101');
    const cancelled = rig.control.cancelCallback(id, token);
    rig.pbx.answers(legId);
    await cancelled;
    await rig.settle();
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({ state: 'cancelled' });
    expect(rig.pbx.legs.size).toBe(0);
  });
});

describe('what is refused', () => {
  it.each([
    ['', 'invalid'],
    ['call me', 'invalid'],
    ['101', 'invalid'],
    ['+48221234567', 'forbidden'],
    ['0900212345', 'forbidden'],
    ['+881612345678', 'forbidden'],
  ])('%s is %s, with a sentence for the visitor', async (number, code) => {
    await expect(ask(number)).rejects.toMatchObject({
      code,
      hint: expect.stringMatching(/^Please .+\.$/),
      fields: { number: expect.any(String) },
    });
    expect(await rig.told()).toEqual([]);
  });

  it('nothing is promised when nobody is there', async () => {
    rig.pbx.offline('101');
    rig.pbx.offline('102');
    await expect(ask()).rejects.toMatchObject({
      code: 'unavailable',
      hint: expect.stringContaining('later'),
    });
    expect(await rig.told()).toEqual([]);
  });

  it('nothing is promised when all agents talk', async () => {
    for (const [extension, number] of [
      ['101', CUSTOMER],
      ['102', '+380501112233'],
    ] as const) {
      rig.pbx.callIn({ from: number });
      await rig.settle();
      await answer(extension);
    }
    await expect(ask()).rejects.toMatchObject({
      code: 'unavailable',
      message: 'All of us are talking right now.',
    });
  });

  it('nothing is promised when the PBX is down', async () => {
    rig.pbx.disconnect();
    await expect(ask()).rejects.toMatchObject({
      code: 'unavailable',
      hint: expect.stringContaining('The PBX cannot be reached'),
    });
  });

  it('the fourth request for one number in a quarter of an hour', async () => {
    for (let nth = 1; nth <= 3; nth += 1) {
      const { id, token } = await ask();
      await rig.control.cancelCallback(id, token);
    }
    await expect(ask()).rejects.toMatchObject({ code: 'rate-limited', retryAfterMs: 900_000 });
    await rig.pass(15 * 60 + 1);
    await expect(ask()).resolves.toMatchObject({ state: 'requested' });
  });
});

describe('two ask for the same number', () => {
  it('join one callback: the visitor is called once', async () => {
    const [first, second] = await Promise.all([ask(), ask('+380 93 987 65 43')]);
    expect(second.id).toBe(first.id);
    expect(second.promisedUntil).toBe(first.promisedUntil);
    expect(rig.pbx.originated).toHaveLength(2);
    expect(await rig.calls()).toHaveLength(1);
  });

  it('the second may follow it and cannot cancel what the first asked for', async () => {
    const first = await ask();
    const second = await ask();
    expect(second.token).not.toBe(first.token);
    expect(await rig.control.callbackStatus(second.id, second.token)).toMatchObject({
      state: 'agent-ringing',
      token: second.token,
    });
    await expect(rig.control.cancelCallback(second.id, second.token)).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await rig.control.cancelCallback(first.id, first.token)).toMatchObject({ state: 'cancelled' });
  });

  it('who asks again with the same key has the same token, and may cancel; with another key he follows', async () => {
    const asked = async (key: string, number = STRANGER) => {
      const status = await rig.control.requestCallback(site, { number }, { ...asker, key });
      await rig.settle();
      return status;
    };
    const first = await asked(KEY);
    const other = await asked(`${KEY}x`);
    expect(other).toMatchObject({ id: first.id });
    await expect(rig.control.cancelCallback(other.id, other.token)).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await ask()).toMatchObject({ id: first.id, token: other.token });
    const again = await asked(KEY);
    expect(again).toMatchObject({ id: first.id, token: first.token });
    expect(rig.pbx.originated).toHaveLength(2);
    expect(await rig.control.cancelCallback(again.id, again.token)).toMatchObject({ state: 'cancelled' });
  });

  it('a key says nothing about another number, or on another site', async () => {
    const first = await rig.control.requestCallback(site, { number: STRANGER }, { ...asker, key: KEY });
    await rig.settle();
    const elsewhere = { ...site, key: 'another-shop' };
    const joined = await rig.control.requestCallback(elsewhere, { number: STRANGER }, { ...asker, key: KEY });
    expect(joined.id).toBe(first.id);
    expect(joined.token).not.toBe(first.token);
    await rig.settle();
    const later = { number: CUSTOMER, when: 'now' } as const;
    await rig.control.requestCallback(site, later, asker);
    const guessed = await rig.control.requestCallback(site, later, { ...asker, key: KEY });
    expect(guessed.token).not.toBe(first.token);
    await expect(rig.control.cancelCallback(guessed.id, guessed.token)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(rig.control.cancelCallback(guessed.id, first.token)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('nobody learns anything with a wrong token', async () => {
    const { id, token } = await ask();
    for (const wrong of ['', `${token}x`, token.slice(1), 'x'.repeat(32)]) {
      await expect(rig.control.callbackStatus(id, wrong)).rejects.toMatchObject({ code: 'not-found' });
      await expect(rig.control.cancelCallback(id, wrong)).rejects.toMatchObject({ code: 'not-found' });
    }
    await expect(rig.control.callbackStatus('nothing', token)).rejects.toMatchObject({ code: 'not-found' });
    expect(await rig.call()).toMatchObject({ state: 'ringing' });
  });
});
