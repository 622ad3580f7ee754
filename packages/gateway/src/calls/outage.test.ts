import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireCallPbx } from './commands.ts';
import { asker, createRig, CUSTOMER, LINE, olena, type Rig, site, STRANGER } from './calls.fixtures.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

async function callIn(): Promise<string> {
  const caller = rig.pbx.callIn({ from: CUSTOMER });
  await rig.settle();
  return caller;
}
async function answer(target: string) {
  const { legId } = rig.pbx.legTo(target);
  rig.pbx.answers(legId);
  await rig.settle();
  return legId;
}
async function dial() {
  const { call } = await rig.control.dial(olena, CUSTOMER);
  const agentLeg = rig.pbx.deviceDials({ endpoint: '101', dialled: CUSTOMER, callId: call.id });
  await rig.settle();
  return { callId: call.id, agentLeg, farLeg: rig.pbx.legTo(CUSTOMER).legId };
}
async function ask() {
  const status = await rig.control.requestCallback(site, { number: STRANGER }, asker);
  await rig.settle();
  return status;
}
const statusOf = ({ id, token }: { id: string; token: string }) => rig.control.callbackStatus(id, token);
const endings = async () => (await rig.told()).filter((type) => type === 'call.ended').length;

describe('the connection to the PBX breaks and comes back', () => {
  it('the talk goes on', async () => {
    const caller = await callIn();
    await answer('101');
    const told = await rig.told();
    rig.pbx.disconnect();
    rig.pbx.reconnect();
    await rig.settle();
    expect(await rig.told()).toEqual(told);
    expect(rig.control.pbxUp).toBe(true);
    expect(rig.pbx.legs.has(caller)).toBe(true);
  });

  it('what ended meanwhile is ended, what came and went is not known, and who is there is known again', async () => {
    const caller = await callIn();
    await answer('101');
    rig.pbx.disconnect();
    rig.pbx.hangsUp(caller);
    rig.pbx.offline('102');
    rig.pbx.reconnect();
    await rig.settle();
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'completed' });
    rig.pbx.callIn({ from: STRANGER });
    await rig.settle();
    expect(rig.pbx.originated.at(-1)).toMatchObject({ to: { endpoint: '101' } });
    expect((await rig.call()).number).toBe(STRANGER);
  });

  it('a leg that belongs to no call is hung up, unless its offer is only late', async () => {
    rig.pbx.disconnect();
    const orphan = rig.pbx.callIn({ from: STRANGER });
    const late = rig.pbx.callIn({ from: CUSTOMER });
    rig.pbx.reconnect();
    await rig.settle();
    rig.pbx.tell({
      type: 'leg.offered',
      legId: late,
      origin: { kind: 'trunk' },
      caller: { number: CUSTOMER },
      dialled: LINE,
      at: rig.clock.now().toISOString(),
    });
    await rig.settle();
    await rig.pass(3);
    expect(rig.pbx.ended.get(orphan)).toBe('failed');
    expect(rig.pbx.legs.has(late)).toBe(true);
    expect(await rig.call()).toMatchObject({ state: 'ringing', number: CUSTOMER });
  });

  it('an outgoing call while it breaks ends once, and its leg is hung up afterwards', async () => {
    const { farLeg, agentLeg } = await dial();
    rig.pbx.disconnect();
    rig.pbx.hangsUp(agentLeg);
    rig.pbx.reconnect();
    await rig.settle();
    expect(rig.pbx.ended.get(farLeg)).toBe('cancelled');
    expect(await endings()).toBe(1);
  });

  it('is up only when it could be asked', async () => {
    await rig.close();
    rig = await createRig({ down: true });
    expect(rig.control.pbxUp).toBe(false);
    rig.pbx.reconnect();
    await rig.settle();
    expect(rig.control.pbxUp).toBe(true);
  });
});

describe('the PBX refuses', () => {
  const refuse = (): Promise<never> => Promise.reject(new Error('refused'));
  /** Both attempts to join are over. */
  const afterAttempts = async () => {
    await rig.pass(1);
    await rig.pass(1);
  };

  it('to join them at first, because a reload came between: joined at the second attempt', async () => {
    const caller = await callIn();
    const { legId } = rig.pbx.legTo('101');
    rig.pbx.answers(legId);
    const after = rig.pbx.replaces(legId);
    await rig.settle();
    await rig.pass(1);
    expect(await rig.call()).toMatchObject({ state: 'connected' });
    expect(rig.pbx.legs.get(after)?.bridgeId).toBe(rig.pbx.legs.get(caller)?.bridgeId);
    await rig.pass(60);
    expect(await rig.call()).toMatchObject({ state: 'connected' });
  });

  it.each(['missed', 'failed'] as const)(
    'to join them at all: hung up, and in the log as %s',
    async (endReason) => {
      const inbound = endReason === 'missed';
      await (inbound ? callIn() : dial());
      rig.connection.bridge.add = refuse;
      rig.pbx.answers(rig.pbx.legTo(inbound ? '101' : CUSTOMER).legId);
      await rig.settle();
      await afterAttempts();
      expect(await rig.call()).toMatchObject({ state: 'ended', endReason, durationSeconds: 0 });
      expect([rig.pbx.legs.size, rig.pbx.bridges.size]).toEqual([0, 0]);
    },
  );

  it('to put a talk together again after it lost the bridge: it was a talk, and was cut off', async () => {
    await callIn();
    await answer('101');
    for (const leg of rig.pbx.legs.values()) leg.bridgeId = undefined;
    rig.connection.bridge.add = refuse;
    rig.clock.pass(7000);
    rig.pbx.disconnect();
    rig.pbx.reconnect();
    await rig.settle();
    await afterAttempts();
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'failed', durationSeconds: 9 });
    expect(rig.pbx.legs.size).toBe(0);
  });

  it('to ring one agent: the other still can answer', async () => {
    const originate = rig.connection.originate.leg;
    rig.connection.originate.leg = (input) =>
      input.to.kind === 'device' && input.to.endpoint === '101' ? refuse() : originate(input);
    await callIn();
    await answer('102');
    expect(await rig.call()).toMatchObject({ state: 'connected' });
  });

  it('to call the visitor, because it is down: the callback failed for that', async () => {
    const status = await ask();
    rig.pbx.answers(rig.pbx.legTo('101').legId);
    rig.pbx.disconnect();
    await rig.settle();
    expect(await statusOf(status)).toMatchObject({ state: 'failed', failure: 'pbx-down' });
    rig.pbx.reconnect();
    await rig.settle();
    await rig.pass(3);
    expect(rig.pbx.legs.size).toBe(0);
  });

  it('to say anything: after ten seconds the call goes its way without an answer', async () => {
    rig.connection.originate.leg = () => new Promise(() => {});
    rig.pbx.callIn({ from: CUSTOMER });
    await expect.poll(() => rig.told()).toEqual(['call.ringing']);
    await rig.pass(10);
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'missed' });
  });

  it('to ring in time: whoever it rings after that is rung no more, for a call that is over', async () => {
    const originate = rig.connection.originate.leg;
    const { promise: awake, resolve: wakes } = Promise.withResolvers<void>();
    rig.connection.originate.leg = (input) => awake.then(() => originate(input));
    rig.pbx.callIn({ from: CUSTOMER });
    await expect.poll(() => rig.told()).toEqual(['call.ringing']);
    await rig.pass(10);
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'missed' });
    expect(rig.pbx.originated).toEqual([]);
    wakes();
    await expect.poll(() => rig.pbx.originated.length).toBe(2);
    await expect.poll(() => rig.pbx.legs.size).toBe(0);
  });

  it('a PBX that cannot bridge is no PBX for calls', () => {
    const { bridge: _bridge, ...lesser } = rig.pbx.connect();
    expect(() => requireCallPbx(lesser)).toThrow('cannot be used for calls');
  });
});
