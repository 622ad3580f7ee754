import { DEFAULT_SELF } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  andriy,
  createRig,
  CUSTOMER,
  LINE,
  olena,
  type Rig,
  sofia,
  STRANGER,
  taras,
} from './calls.fixtures.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

const callIn = async (from = CUSTOMER) => {
  const caller = rig.pbx.callIn({ from });
  await rig.settle();
  return caller;
};
const answer = async (extension: string) => {
  const { legId } = rig.pbx.legTo(extension);
  rig.pbx.answers(legId);
  await rig.settle();
  return legId;
};

describe("a phone that comes back while the call rings (the agent's page was reloaded)", () => {
  it('is rung for what is left of the time, and can answer', async () => {
    const caller = await callIn();
    rig.pbx.hangsUp(rig.pbx.legTo('101').legId, 'unreachable');
    await rig.pass(10);
    rig.pbx.online('101');
    await rig.settle();
    expect(rig.pbx.legTo('101').originated).toMatchObject({
      timeoutSeconds: rig.settings.ringSeconds - 10,
      caller: { number: CUSTOMER, name: taras.name },
    });
    const winner = await answer('101');
    expect(rig.pbx.legs.get(caller)?.bridgeId).toBe(rig.pbx.legs.get(winner)?.bridgeId);
  });

  it.each(['rejected', 'busy', 'no-answer'] as const)(
    'is left in peace when it had been %s',
    async (cause) => {
      await callIn();
      rig.pbx.hangsUp(rig.pbx.legTo('101').legId, cause);
      await rig.settle();
      rig.pbx.online('101');
      rig.pbx.online('104');
      await rig.settle();
      expect(rig.pbx.originated).toHaveLength(2);
    },
  );
});

describe('a customer calls', () => {
  it('rings at every agent who is there, with his name', async () => {
    const caller = await callIn('0671112233');
    const { id } = await rig.call();
    expect(rig.pbx.originated.map(({ to, caller: shown, callId }) => ({ to, shown, callId }))).toEqual([
      { to: { kind: 'device', endpoint: '101' }, shown: { number: CUSTOMER, name: taras.name }, callId: id },
      { to: { kind: 'device', endpoint: '102' }, shown: { number: CUSTOMER, name: taras.name }, callId: id },
    ]);
    expect(rig.pbx.legs.get(caller)?.ringing).toBe(true);
    expect(await rig.call()).toMatchObject({
      direction: 'in',
      state: 'ringing',
      number: CUSTOMER,
      line: LINE,
      lineName: rig.settings.company,
      place: { country: 'UA' },
      party: { id: taras.id, name: taras.name, kind: 'client' },
    });
  });

  it('is no stranger when he is one of the firm who calls from his mobile', async () => {
    const to = { kind: 'number' as const, number: STRANGER };
    const self = { ...DEFAULT_SELF, forwarding: [{ on: ['offline' as const], to, seconds: 15 }], version: 1 };
    await rig.store.transaction((tx) => rig.store.selves.put(tx, sofia.id, self));
    await callIn(STRANGER);
    expect(rig.pbx.originated[0]?.caller).toEqual({ number: STRANGER, name: sofia.name });
    expect(await rig.call()).toMatchObject({
      ...{ direction: 'in', number: STRANGER },
      colleague: { id: sofia.id, name: sofia.name },
    });
  });

  it('tells the agents who it is before the first phone rings', async () => {
    rig.connection.killAtCommand(1);
    rig.pbx.callIn({ from: CUSTOMER });
    await expect.poll(() => rig.told()).toEqual(['call.ringing']);
    expect(rig.pbx.originated).toEqual([]);
    const [event] = (await rig.store.events.since(0, 10)).events;
    expect(event?.audience).toEqual([olena.id, andriy.id]);
    expect(event?.event.data).toMatchObject({ matches: [{ party: { name: taras.name } }] });
    await rig.restart();
  });

  it('talks with the first who answers, and the other phone is told that somebody else has it', async () => {
    const caller = await callIn();
    const other = rig.pbx.legTo('102').legId;
    const winner = await answer('101');
    const call = await rig.call();
    expect(call).toMatchObject({ state: 'connected', agent: { id: 'olena', name: 'Olena' } });
    expect(rig.pbx.legs.get(caller)?.bridgeId).toBe(rig.pbx.legs.get(winner)?.bridgeId);
    expect(rig.pbx.legs.get(winner)?.bridgeId).toBeDefined();
    expect(rig.pbx.ended.get(other)).toBe('answered-elsewhere');
    expect(await rig.told(call.id)).toEqual(['call.ringing', 'call.connecting', 'call.connected']);
  });

  it('is in the log once with its duration when the caller hangs up', async () => {
    const caller = await callIn();
    const winner = await answer('101');
    await rig.pass(65);
    rig.pbx.hangsUp(caller);
    await rig.settle();
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'completed', durationSeconds: 65 });
    expect(rig.pbx.ended.get(winner)).toBe('normal');
    expect([rig.pbx.legs.size, rig.pbx.bridges.size]).toEqual([0, 0]);
    expect((await rig.told()).filter((type) => type === 'call.ended')).toHaveLength(1);
    expect(rig.crm.logged.map(({ endReason }) => endReason)).toEqual(['completed']);
  });

  it('is cut off, and not completed, when the caller is lost in the middle of the talk', async () => {
    const caller = await callIn();
    await answer('101');
    rig.clock.pass(7000);
    rig.pbx.hangsUp(caller, 'failed');
    await rig.settle();
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'failed', durationSeconds: 7 });
    expect(rig.pbx.legs.size).toBe(0);
  });

  it('ends for the caller as well when the agent hangs up', async () => {
    const caller = await callIn();
    rig.pbx.hangsUp(await answer('101'));
    await rig.settle();
    expect(rig.pbx.ended.get(caller)).toBe('normal');
    expect(await rig.call()).toMatchObject({ endReason: 'completed' });
  });

  it('is missed when he gives up before anybody answers', async () => {
    rig.pbx.hangsUp(await callIn());
    await rig.settle();
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'missed', durationSeconds: 0 });
    expect([...rig.pbx.ended.values()]).toEqual(['normal', 'cancelled', 'cancelled']);
    expect(await rig.told()).toEqual(['call.ringing', 'call.ended', 'missed.changed']);
  });

  it('is missed when nobody answers in time', async () => {
    const caller = await callIn();
    await rig.pass(rig.settings.ringSeconds);
    expect(await rig.call()).toMatchObject({ endReason: 'missed' });
    expect(rig.pbx.ended.get(caller)).toBe('no-answer');
  });

  it('goes on ringing at the second agent when the first rejects it', async () => {
    await callIn();
    rig.pbx.hangsUp(rig.pbx.legTo('101').legId, 'rejected');
    await rig.settle();
    expect(await rig.call()).toMatchObject({ state: 'ringing' });
    await answer('102');
    expect(await rig.call()).toMatchObject({ state: 'connected', agent: { id: andriy.id } });
  });

  it.each(['rejected', 'busy'] as const)('ends as %s when all agents are', async (cause) => {
    const caller = await callIn();
    for (const extension of ['101', '102']) rig.pbx.hangsUp(rig.pbx.legTo(extension).legId, cause);
    await rig.settle();
    expect(await rig.call()).toMatchObject({ endReason: cause });
    expect(rig.pbx.ended.get(caller)).toBe(cause);
  });

  it('is missed, and every agent may read of it, when nobody is there', async () => {
    rig.pbx.offline('101');
    rig.pbx.offline('102');
    const caller = await callIn();
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'missed', party: { id: taras.id } });
    expect(rig.pbx.ended.get(caller)).toBe('no-answer');
    expect(await rig.told()).toEqual(['call.ended', 'missed.changed']);
    expect((await rig.store.calls.list({ agentIds: [olena.id] })).items).toHaveLength(1);
    expect((await rig.store.calls.list({ agentIds: ['maria', 'nobody'] })).items).toHaveLength(0);
  });

  it('does not ring at an agent who talks, and is told busy when all of them do', async () => {
    await callIn();
    await answer('101');
    await callIn(STRANGER);
    expect(rig.pbx.originated.slice(2).map(({ to }) => to)).toEqual([{ kind: 'device', endpoint: '102' }]);
    await answer('102');
    const third = await callIn('+380501112233');
    expect(rig.pbx.ended.get(third)).toBe('busy');
    const ended = (await rig.calls()).filter(({ state }) => state === 'ended');
    expect(ended).toMatchObject([{ number: '+380501112233', endReason: 'busy' }]);
  });

  it('keeps what the network said where it is no number, without control characters', async () => {
    rig.pbx.callIn({ from: 'anonymous\u0000', name: '<b>Evil</b>\u0007' });
    await rig.settle();
    expect(await rig.call()).toMatchObject({ number: 'anonymous', claimedName: '<b>Evil</b>' });
  });
});

describe('two at once', () => {
  it('gives the call to one of two agents who answer in the same moment', async () => {
    await callIn();
    const [first, second] = [rig.pbx.legTo('101').legId, rig.pbx.legTo('102').legId];
    rig.pbx.answers(first);
    rig.pbx.answers(second);
    await rig.settle();
    expect(await rig.call()).toMatchObject({ state: 'connected', agent: { id: olena.id } });
    expect(rig.pbx.ended.get(second)).toBe('answered-elsewhere');
    expect(rig.pbx.legs.has(first)).toBe(true);
  });

  it('is missed once when the caller hangs up while the agent answers', async () => {
    const caller = await callIn();
    const { legId } = rig.pbx.legTo('101');
    rig.pbx.answers(legId);
    rig.pbx.hangsUp(caller);
    await rig.settle();
    await rig.pass(1);
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'missed' });
    expect(rig.pbx.legs.size).toBe(0);
    expect((await rig.told()).filter((type) => type === 'call.ended')).toHaveLength(1);
  });

  it('tells nothing twice when the PBX repeats and mixes its events', async () => {
    const caller = await callIn();
    const winner = await answer('101');
    const at = rig.clock.now().toISOString();
    rig.pbx.tell({
      type: 'leg.offered',
      legId: caller,
      origin: { kind: 'trunk' },
      caller: { number: CUSTOMER },
      dialled: LINE,
      at,
    });
    rig.pbx.tell({ type: 'leg.answered', legId: winner, at });
    rig.pbx.tell({ type: 'leg.ringing', legId: winner, at });
    rig.pbx.tell({ type: 'leg.answered', legId: 'nobody-knows-it', at });
    rig.pbx.hangsUp(caller);
    rig.pbx.tell({ type: 'leg.ended', legId: caller, cause: 'failed', at });
    rig.pbx.tell({ type: 'leg.held', legId: winner, at });
    await rig.settle();
    expect(await rig.told()).toEqual(['call.ringing', 'call.connecting', 'call.connected', 'call.ended']);
    expect(await rig.calls()).toHaveLength(1);
  });
});

describe('hold and take-over', () => {
  it('tells when the agent holds and resumes', async () => {
    await callIn();
    const winner = await answer('101');
    rig.pbx.holds(winner);
    await rig.settle();
    expect(await rig.call()).toMatchObject({ state: 'held' });
    rig.pbx.resumes(winner);
    await rig.settle();
    expect((await rig.told()).slice(-2)).toEqual(['call.held', 'call.resumed']);
  });

  it('does not call it held when the customer holds', async () => {
    const caller = await callIn();
    await answer('101');
    rig.pbx.holds(caller);
    await rig.settle();
    expect(await rig.call()).toMatchObject({ state: 'connected' });
  });

  it("goes on unnoticed when the agent's page is reloaded", async () => {
    const caller = await callIn();
    const before = await answer('101');
    const told = await rig.told();
    const after = rig.pbx.replaces(before);
    await rig.settle();
    expect(await rig.told()).toEqual(told);
    expect(rig.pbx.legs.get(caller)?.bridgeId).toBe(rig.pbx.legs.get(after)?.bridgeId);
    rig.pbx.holds(after);
    rig.pbx.hangsUp(after);
    await rig.settle();
    expect((await rig.told()).slice(-2)).toEqual(['call.held', 'call.ended']);
    expect(rig.pbx.ended.get(caller)).toBe('normal');
  });
});

describe('the customer record', () => {
  it('rings without a name when the CRM is slow, and tells the name when it comes', async () => {
    const release = rig.crm.hold();
    rig.pbx.callIn({ from: CUSTOMER });
    await expect.poll(() => rig.crm.asked).toEqual([CUSTOMER]);
    await rig.pass(0.3);
    expect(await rig.call()).toMatchObject({ state: 'ringing' });
    expect((await rig.call()).party).toBeUndefined();
    release();
    await expect.poll(() => rig.told()).toEqual(['call.ringing', 'call.updated']);
    const last = (await rig.events()).at(-1);
    expect(last?.data).toMatchObject({
      call: { party: { name: taras.name } },
      matches: [{ party: { id: taras.id } }],
    });
  });

  it('is asked once for all calls of half a minute, and says when and with whom the last talk was', async () => {
    rig.pbx.hangsUp(await callIn());
    await rig.settle();
    await callIn();
    expect(rig.crm.asked).toEqual([CUSTOMER]);
    const last = (await rig.events()).at(-1);
    expect(last).toMatchObject({ type: 'call.ringing', data: { matches: [{ lastCall: { comment: '' } }] } });
    await rig.pass(31);
    await rig.control.match(CUSTOMER);
    expect(rig.crm.asked).toEqual([CUSTOMER, CUSTOMER]);
  });

  it('is asked again at once when somebody has created a party', async () => {
    await rig.control.match(STRANGER);
    await rig.store.transaction((tx) =>
      rig.store.events.append(tx, { type: 'party.created', data: { party: taras }, audience: null }),
    );
    await expect.poll(async () => (await rig.control.match(STRANGER), rig.crm.asked.length)).toBe(2);
  });
});
