import { Call } from '@ringback/model';
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

const act = async (work: () => void) => {
  work();
  await rig.settle();
};
const answer = async (target: string) => {
  const { legId } = rig.pbx.legTo(target);
  await act(() => rig.pbx.answers(legId));
  return legId;
};
/** A customer talks with Olena. */
async function talk() {
  const customer = rig.pbx.callIn({ from: CUSTOMER });
  await rig.settle();
  const own = await answer('101');
  const { id } = await rig.call();
  return { id, customer, own };
}
const legOf = (legId: string) => rig.pbx.legs.get(legId);
const callOf = async (id: string) => (await rig.control.get(andriy, id)).call;
const inOneBridge = (...legIds: string[]) => {
  const [first, ...others] = legIds.map((legId) => legOf(legId)?.bridgeId);
  expect(first).toBeDefined();
  for (const one of others) expect(one).toBe(first);
};

describe('a transfer without asking', () => {
  const give = async (id: string, target: string) => {
    const ended = await rig.control.switchboard.transfer(olena, id, target);
    await rig.settle();
    return { ended, next: ended.transferredTo?.callId ?? '' };
  };

  it('lets the agent go at once, and rings the colleague with the name of the customer', async () => {
    const { id, customer, own } = await talk();
    const { ended, next } = await give(id, '102');
    expect(ended).toMatchObject({
      state: 'ended',
      endReason: 'transferred',
      transferredTo: { callId: next, number: '102', agent: { id: andriy.id } },
    });
    expect(rig.pbx.ended.get(own)).toBe('normal');
    expect(legOf(customer)).toBeDefined();
    expect(rig.pbx.legTo('102').originated).toMatchObject({
      callId: next,
      caller: { number: CUSTOMER, name: taras.name },
    });
    expect(await callOf(next)).toMatchObject({
      direction: 'in',
      state: 'ringing',
      number: CUSTOMER,
      line: LINE,
      party: { id: taras.id },
      transferredBy: { callId: id, id: olena.id, name: olena.name },
    });
  });

  it('joins customer and colleague when he answers, as a call of his own', async () => {
    const { id, customer } = await talk();
    const { next } = await give(id, '102');
    const theirs = await answer('102');
    inOneBridge(customer, theirs);
    await rig.pass(7);
    await act(() => rig.pbx.hangsUp(customer));
    expect(await rig.told(next)).toEqual(['call.ringing', 'call.connecting', 'call.connected', 'call.ended']);
    expect(await rig.told(id)).toEqual(['call.ringing', 'call.connecting', 'call.connected', 'call.ended']);
    expect(await callOf(next)).toMatchObject({
      agent: { id: andriy.id },
      endReason: 'completed',
      durationSeconds: 7,
    });
    expect(rig.pbx.legs.size).toBe(0);
    expect(rig.pbx.bridges.size).toBe(0);
  });

  it('leaves the agent free while it rings, and is not among her live calls', async () => {
    const { id } = await talk();
    await give(id, '102');
    expect(await rig.control.liveCalls(olena.id)).toEqual([]);
    expect(await rig.control.liveCalls(andriy.id)).toHaveLength(1);
  });

  it.each(['busy', 'rejected', 'no-answer', 'unreachable'] as const)(
    'comes back to the agent when the colleague is %s',
    async (cause) => {
      const { id, customer } = await talk();
      const { next } = await give(id, '102');
      await act(() => rig.pbx.hangsUp(rig.pbx.legTo('102').legId, cause));
      expect(rig.pbx.legTo('101').originated).toMatchObject({ callId: next, caller: { number: CUSTOMER } });
      expect(await rig.control.liveCalls(olena.id)).toMatchObject([
        { call: { id: next, state: 'ringing', transferredBy: { returned: true } } },
      ]);
      const own = await answer('101');
      inOneBridge(customer, own);
      expect(await callOf(next)).toMatchObject({ state: 'connected', agent: { id: olena.id } });
    },
  );

  it('ends when neither takes it, and counts as missed', async () => {
    const { id, customer } = await talk();
    const { next } = await give(id, '102');
    await rig.pass(rig.settings.ringSeconds);
    await rig.pass(rig.settings.ringSeconds);
    expect(await callOf(next)).toMatchObject({ state: 'ended', endReason: 'missed' });
    expect(rig.pbx.ended.get(customer)).toBe('no-answer');
    expect(rig.pbx.legs.size).toBe(0);
  });

  it('ends when the customer gives up meanwhile', async () => {
    const { id, customer } = await talk();
    const { next } = await give(id, '102');
    await act(() => rig.pbx.hangsUp(customer));
    expect(await callOf(next)).toMatchObject({ state: 'ended', endReason: 'missed' });
    expect(rig.pbx.legs.size).toBe(0);
  });

  it('goes to a number in the world, which nobody of ours talks in then', async () => {
    const { id, customer } = await talk();
    const { next } = await give(id, STRANGER);
    expect(rig.pbx.legTo(STRANGER).originated).toMatchObject({ caller: { number: LINE } });
    const far = await answer(STRANGER);
    inOneBridge(customer, far);
    const call = await callOf(next);
    expect(call).toMatchObject({ state: 'connected', number: CUSTOMER });
    expect(call.agent).toBeUndefined();
    expect(await rig.control.liveCalls(olena.id)).toEqual([]);
    await act(() => rig.pbx.hangsUp(far));
    expect(rig.pbx.legs.size).toBe(0);
  });

  it('puts a colleague through to the world: the call is his then', async () => {
    const { call } = await rig.control.dial(andriy, '101');
    const theirs = rig.pbx.deviceDials({ endpoint: '102', dialled: '101', callId: call.id });
    await rig.settle();
    await answer('101');
    const { next } = await give(call.id, STRANGER);
    expect(await callOf(next)).toMatchObject({
      direction: 'out',
      state: 'ringing',
      number: STRANGER,
      agent: { id: andriy.id },
    });
    const far = await answer(STRANGER);
    inOneBridge(theirs, far);
  });

  it('comes back also with a colleague who was put through to the world', async () => {
    const { call } = await rig.control.dial(andriy, '101');
    const theirs = rig.pbx.deviceDials({ endpoint: '102', dialled: '101', callId: call.id });
    await rig.settle();
    await answer('101');
    const { next } = await give(call.id, STRANGER);
    await act(() => rig.pbx.hangsUp(rig.pbx.legTo(STRANGER).legId, 'busy'));
    const own = await answer('101');
    inOneBridge(theirs, own);
    expect(await callOf(next)).toMatchObject({
      direction: 'internal',
      number: '102',
      agent: { id: olena.id },
      colleague: { id: andriy.id, name: 'Andriy' },
    });
  });

  it('is refused before anybody is let go', async () => {
    const { id, own } = await talk();
    rig.pbx.online('104');
    const give = (target: string, by = olena) => rig.control.switchboard.transfer(by, id, target);
    await expect(give('103')).rejects.toMatchObject({ code: 'conflict' });
    await expect(give('101')).rejects.toMatchObject({ code: 'invalid' });
    await expect(give('199')).rejects.toMatchObject({ code: 'invalid' });
    await expect(give('0900212345')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(give('102', sofia)).rejects.toMatchObject({ code: 'not-found' });
    await expect(give('104', andriy)).rejects.toMatchObject({ code: 'conflict' });
    expect(legOf(own)).toBeDefined();
    expect(await rig.call()).toMatchObject({ id, state: 'connected' });
  });

  it('reaches a colleague whose phone the PBX knows, and we have not heard of yet', async () => {
    const { id, customer } = await talk();
    rig.pbx.onlineUntold('104');
    const { next } = await give(id, '104');
    const theirs = await answer('104');
    inOneBridge(customer, theirs);
    expect(await callOf(next)).toMatchObject({ state: 'connected' });
  });

  it("takes the colleague's dialog along, so that his page can be reloaded", async () => {
    const { call } = await rig.control.dial(andriy, '101');
    rig.pbx.deviceDials({ endpoint: '102', dialled: '101', callId: call.id });
    await rig.settle();
    await answer('101');
    const dialog = { target: '101', sipCallId: 'a', localTag: 'b', remoteTag: 'c', number: '101' };
    const state = { connectedAt: call.startedAt, held: false, muted: false, direction: 'internal' } as const;
    await rig.store.dialogs.put(andriy.id, { callId: call.id, ...dialog, ...state });
    rig.pbx.online('104');
    const { next } = await give(call.id, '104');
    expect(await rig.store.dialogs.ofAgent(andriy.id)).toMatchObject([{ callId: next, sipCallId: 'a' }]);
  });

  it('hears a far side that hangs up in the very moment', async () => {
    const { id, customer } = await talk();
    const giving = rig.control.switchboard.transfer(olena, id, '102');
    rig.pbx.hangsUp(customer);
    await giving.catch(() => undefined);
    await rig.settle();
    await rig.pass(rig.settings.ringSeconds);
    await rig.pass(rig.settings.ringSeconds);
    expect(await rig.store.calls.live()).toEqual([]);
    expect(rig.pbx.legs.size).toBe(0);
  });

  it('survives the death of the gateway before anything is done: it comes back to the agent', async () => {
    const { id, customer } = await talk();
    rig.connection.killAtCommand(1);
    void rig.control.switchboard.transfer(olena, id, '102');
    await expect.poll(async () => (await rig.calls()).length).toBe(2);
    await rig.restart();
    await rig.settle();
    const own = await answer('101');
    inOneBridge(customer, own);
  });
});

describe('a transfer after asking', () => {
  async function consult(target = '102') {
    const first = await talk();
    const { call, target: number } = await rig.control.switchboard.consult(olena, first.id, target);
    await act(() => rig.pbx.holds(first.own));
    const asking = rig.pbx.deviceDials({ endpoint: '101', dialled: number, callId: call.id });
    await rig.settle();
    return { ...first, consultation: call.id, asking, asked: rig.pbx.legTo(number).legId };
  }

  it('is a second call while the first one waits', async () => {
    const { id, consultation, customer, asking, asked } = await consult();
    await act(() => rig.pbx.answers(asked));
    inOneBridge(asking, asked);
    expect(await callOf(consultation)).toMatchObject({
      direction: 'internal',
      state: 'connected',
      consultationOf: id,
      colleague: { id: andriy.id, name: 'Andriy' },
    });
    expect(await callOf(id)).toMatchObject({ state: 'held' });
    expect(legOf(customer)?.bridgeId).not.toBe(legOf(asked)?.bridgeId);
  });

  it('brings the two far ends together, and the agent leaves', async () => {
    const { id, consultation, customer, own, asking, asked } = await consult();
    await act(() => rig.pbx.answers(asked));
    const ended = await rig.control.switchboard.completeTransfer(olena, consultation);
    await rig.settle();
    expect(ended).toMatchObject({
      id,
      endReason: 'transferred',
      transferredTo: { callId: consultation, number: '102', agent: { id: andriy.id } },
    });
    inOneBridge(customer, asked);
    expect([rig.pbx.ended.get(own), rig.pbx.ended.get(asking)]).toEqual(['normal', 'normal']);
    expect(await callOf(consultation)).toMatchObject({
      direction: 'in',
      state: 'connected',
      number: CUSTOMER,
      agent: { id: andriy.id },
      party: { id: taras.id },
      transferredBy: { callId: id, id: olena.id },
    });
    expect((await callOf(consultation)).colleague).toBeUndefined();
    expect(await rig.control.liveCalls(olena.id)).toEqual([]);
    await act(() => rig.pbx.hangsUp(asked));
    expect(rig.pbx.ended.get(customer)).toBe('normal');
    expect(rig.pbx.bridges.size).toBe(0);
  });

  it('works with a number in the world', async () => {
    const { consultation, customer, asked } = await consult(STRANGER);
    await act(() => rig.pbx.answers(asked));
    await rig.control.switchboard.completeTransfer(olena, consultation);
    await rig.settle();
    inOneBridge(customer, asked);
    const call = await callOf(consultation);
    expect(call).toMatchObject({ number: CUSTOMER, direction: 'in', state: 'connected' });
    expect(call.agent).toBeUndefined();
  });

  it('completed while the colleague still rings, leaves the customer waiting for him', async () => {
    const { id, consultation, customer } = await consult();
    const ended = await rig.control.switchboard.completeTransfer(olena, consultation);
    await rig.settle();
    expect(ended).toMatchObject({ id, endReason: 'transferred' });
    expect(await callOf(consultation)).toMatchObject({ endReason: 'cancelled' });
    const theirs = await answer('102');
    inOneBridge(customer, theirs);
  });

  it('called off, goes back to the first call', async () => {
    const { id, consultation, own, asking, asked } = await consult();
    await act(() => rig.pbx.answers(asked));
    const call = await rig.control.switchboard.cancelTransfer(olena, consultation);
    await rig.settle();
    expect(call).toMatchObject({ id, state: 'held' });
    expect([rig.pbx.ended.has(asking), rig.pbx.ended.has(asked)]).toEqual([true, true]);
    await act(() => rig.pbx.resumes(own));
    expect(await callOf(id)).toMatchObject({ state: 'connected' });
    expect(await callOf(consultation)).toMatchObject({ endReason: 'completed' });
  });

  it('cannot be completed when the customer is gone, and the colleague is still there', async () => {
    const { consultation, customer, asking, asked } = await consult();
    await act(() => rig.pbx.answers(asked));
    await act(() => rig.pbx.hangsUp(customer));
    await expect(rig.control.switchboard.completeTransfer(olena, consultation)).rejects.toMatchObject({
      code: 'conflict',
    });
    inOneBridge(asking, asked);
  });

  it("is nobody else's, and only of a call that one talks in", async () => {
    const { id, consultation } = await consult();
    const { switchboard } = rig.control;
    await expect(switchboard.completeTransfer(andriy, consultation)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(switchboard.completeTransfer(olena, id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(switchboard.cancelTransfer(olena, id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(switchboard.consult(sofia, id, '102')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('goes on after the death of the gateway in the middle of it', async () => {
    const { consultation, customer, asked } = await consult();
    await act(() => rig.pbx.answers(asked));
    rig.connection.killAtCommand(1);
    void rig.control.switchboard.completeTransfer(olena, consultation);
    await expect.poll(async () => (await rig.calls()).some((call) => call.transferredTo)).toBe(true);
    await rig.restart();
    await rig.pass(3);
    inOneBridge(customer, asked);
    expect([...rig.pbx.legs.keys()].sort()).toEqual([customer, asked].sort());
  });
});

describe('two calls brought together', () => {
  async function three() {
    const first = await talk();
    const { call } = await rig.control.switchboard.consult(olena, first.id, '102');
    const asking = rig.pbx.deviceDials({ endpoint: '101', dialled: '102', callId: call.id });
    await rig.settle();
    const asked = await answer('102');
    const host = await rig.control.switchboard.merge(olena, first.id, call.id);
    await rig.settle();
    return { ...first, host, other: call.id, asking, asked };
  }

  it('let all three talk with each other', async () => {
    const { id, host, other, customer, own, asking, asked } = await three();
    inOneBridge(customer, own, asked);
    expect(rig.pbx.ended.get(asking)).toBe('normal');
    expect(Call.safeParse(host).error).toBeUndefined();
    expect(host.participants).toMatchObject([
      { number: CUSTOMER, name: taras.name, state: 'joined' },
      { number: '101', name: olena.name, agent: { id: olena.id }, state: 'joined' },
      { number: '102', name: andriy.name, agent: { id: andriy.id }, state: 'joined' },
    ]);
    expect(await callOf(other)).toMatchObject({
      endReason: 'transferred',
      transferredTo: { callId: id, number: CUSTOMER },
    });
    expect(await rig.control.liveCalls(andriy.id)).toMatchObject([{ call: { id } }]);
    expect(rig.pbx.bridges.size).toBe(1);
  });

  it('leave two talking when one goes, whoever it is', async () => {
    const { id, customer, own, asked } = await three();
    await act(() => rig.pbx.hangsUp(own));
    inOneBridge(customer, asked);
    expect(await callOf(id)).toMatchObject({
      state: 'connected',
      agent: { id: andriy.id },
      participants: [{ state: 'joined' }, { state: 'left' }, { state: 'joined' }],
    });
    expect(await rig.control.liveCalls(olena.id)).toEqual([]);
    await act(() => rig.pbx.hangsUp(customer));
    expect(await callOf(id)).toMatchObject({ state: 'ended', endReason: 'completed' });
    expect([rig.pbx.legs.size, rig.pbx.bridges.size]).toEqual([0, 0]);
  });

  it('stay a call of the agent when the colleague or the customer goes', async () => {
    const { id, customer, own, asked } = await three();
    await act(() => rig.pbx.hangsUp(customer));
    inOneBridge(own, asked);
    expect(await callOf(id)).toMatchObject({ state: 'connected', agent: { id: olena.id } });
  });

  it('are held by their agent alone', async () => {
    const { id, own, asked } = await three();
    await act(() => rig.pbx.holds(asked));
    expect(await callOf(id)).toMatchObject({ state: 'connected' });
    await act(() => rig.pbx.holds(own));
    expect(await callOf(id)).toMatchObject({ state: 'held' });
  });

  it('survive a reload of any page, and a restart of the gateway', async () => {
    const { id, customer, own, asked } = await three();
    const reloaded = rig.pbx.replaces(asked);
    await rig.settle();
    await rig.restart();
    inOneBridge(customer, own, reloaded);
    await act(() => rig.pbx.hangsUp(reloaded));
    expect(await callOf(id)).toMatchObject({
      participants: [{ state: 'joined' }, { state: 'joined' }, { state: 'left' }],
    });
  });

  it('are brought together after the death of the gateway in the middle of it', async () => {
    const first = await talk();
    const { call } = await rig.control.switchboard.consult(olena, first.id, '102');
    rig.pbx.deviceDials({ endpoint: '101', dialled: '102', callId: call.id });
    await rig.settle();
    const asked = await answer('102');
    rig.connection.killAtCommand(1);
    void rig.control.switchboard.merge(olena, first.id, call.id);
    await expect.poll(async () => (await rig.calls()).some((one) => one.participants)).toBe(true);
    await rig.restart();
    await rig.pass(3);
    inOneBridge(first.customer, first.own, asked);
    expect(rig.pbx.legs.size).toBe(3);
  });

  it('are one conversation in the log of everybody, told once', async () => {
    const { id, other } = await three();
    expect(await rig.told(id)).toEqual(['call.ringing', 'call.connecting', 'call.connected', 'call.updated']);
    expect((await rig.told(other)).filter((type) => type === 'call.ended')).toHaveLength(1);
  });

  it('must be two calls that the agent talks in', async () => {
    const { id, own } = await talk();
    const { call } = await rig.control.dial(olena, '102');
    const { switchboard } = rig.control;
    await expect(switchboard.merge(olena, id, call.id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(switchboard.merge(olena, id, id)).rejects.toMatchObject({ code: 'invalid' });
    await expect(switchboard.merge(olena, id, 'nothing')).rejects.toMatchObject({ code: 'not-found' });
    expect(legOf(own)).toBeDefined();
  });
});
