import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asker, createRig, CUSTOMER, olena, type Rig, site, STRANGER } from './calls.fixtures.ts';

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
const trunkCalls = () => rig.pbx.originated.filter(({ to }) => to.kind === 'trunk').length;

describe('the gateway is killed in the middle of a call', () => {
  it('and the talk goes on; its end is in the log once', async () => {
    const caller = await callIn();
    await answer('101');
    await rig.restart();
    expect(await rig.call()).toMatchObject({ state: 'connected' });
    await rig.pass(10);
    rig.pbx.hangsUp(caller);
    await rig.settle();
    expect(await rig.calls()).toHaveLength(1);
    expect(await rig.call()).toMatchObject({ endReason: 'completed', durationSeconds: 10 });
    expect(await endings()).toBe(1);
    expect(rig.crm.logged).toHaveLength(1);
  });

  it('and both hang up while it is dead: the call is in the log once, as completed', async () => {
    const caller = await callIn();
    const agentLeg = await answer('101');
    rig.clock.pass(20_000);
    await rig.restart(() => {
      rig.pbx.hangsUp(caller);
      rig.pbx.hangsUp(agentLeg);
    });
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'completed', durationSeconds: 20 });
    await rig.restart();
    expect(await endings()).toBe(1);
    expect(rig.crm.logged).toHaveLength(1);
  });

  it('and only the caller hangs up while it is dead: the agent is hung up', async () => {
    const caller = await callIn();
    const agentLeg = await answer('101');
    await rig.restart(() => rig.pbx.hangsUp(caller));
    expect(rig.pbx.ended.get(agentLeg)).toBe('normal');
    expect(await rig.call()).toMatchObject({ endReason: 'completed' });
  });

  it("and the agent's page was reloaded meanwhile: the talk goes on under the new leg", async () => {
    const caller = await callIn();
    const agentLeg = await answer('101');
    let after = '';
    await rig.restart(() => (after = rig.pbx.replaces(agentLeg)));
    expect(await rig.call()).toMatchObject({ state: 'connected' });
    await rig.pass(3);
    expect([...rig.pbx.legs.keys()].sort()).toEqual([after, caller].sort());
    rig.pbx.hangsUp(after);
    await rig.settle();
    expect(rig.pbx.ended.get(caller)).toBe('normal');
  });

  it('while it rings: it goes on ringing and can be answered', async () => {
    const caller = await callIn();
    await rig.restart();
    expect(await rig.call()).toMatchObject({ state: 'ringing' });
    const winner = await answer('102');
    expect(rig.pbx.legs.get(caller)?.bridgeId).toBe(rig.pbx.legs.get(winner)?.bridgeId);
    expect(await rig.told()).toEqual(['call.ringing', 'call.connecting', 'call.connected']);
  });

  it('and an agent answers while it is dead: the caller is put through afterwards', async () => {
    await callIn();
    await rig.restart(() => rig.pbx.answers(rig.pbx.legTo('101').legId));
    expect(await rig.call()).toMatchObject({ state: 'connected', agent: { id: olena.id } });
    expect(rig.pbx.legs.size).toBe(2);
  });

  it('and the caller gives up while it is dead: missed', async () => {
    const caller = await callIn();
    await rig.restart(() => rig.pbx.hangsUp(caller));
    expect(await rig.call()).toMatchObject({ endReason: 'missed' });
    expect(rig.pbx.legs.size).toBe(0);
  });

  it('and the PBX died with it: everything is ended once', async () => {
    await callIn();
    await rig.restart(() => {
      for (const legId of [...rig.pbx.legs.keys()]) rig.pbx.hangsUp(legId, 'failed');
    });
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'missed' });
    expect(await endings()).toBe(1);
  });

  it('and the customer answers the agent while it is dead: they are joined', async () => {
    const { farLeg, agentLeg } = await dial();
    await rig.restart(() => rig.pbx.answers(farLeg));
    expect(await rig.call()).toMatchObject({ state: 'connected' });
    expect(rig.pbx.legs.get(agentLeg)?.bridgeId).toBe(rig.pbx.legs.get(farLeg)?.bridgeId);
  });

  it('between leave to dial and the INVITE: the INVITE still counts', async () => {
    const { call } = await rig.control.dial(olena, CUSTOMER);
    await rig.restart();
    rig.pbx.deviceDials({ endpoint: '101', dialled: CUSTOMER, callId: call.id });
    await rig.settle();
    expect(trunkCalls()).toBe(1);
  });

  it('between leave to dial and an INVITE that never comes: it ends as failed', async () => {
    await rig.control.dial(olena, CUSTOMER);
    await rig.restart();
    await rig.pass(15);
    expect(await rig.call()).toMatchObject({ endReason: 'failed' });
  });

  it('forgets the dialog of a call that ended', async () => {
    const { callId } = await dial();
    const dialog = {
      callId,
      target: CUSTOMER,
      sipCallId: 'a',
      localTag: 'b',
      remoteTag: 'c',
      direction: 'out',
      number: CUSTOMER,
    } as const;
    await rig.store.dialogs.put(olena.id, {
      ...dialog,
      connectedAt: rig.clock.now().toISOString(),
      held: false,
      muted: false,
    });
    rig.pbx.hangsUp(rig.pbx.legTo(CUSTOMER).legId);
    await rig.settle();
    expect(await rig.store.dialogs.ofAgent(olena.id)).toEqual([]);
  });
});

describe('the gateway is killed at any command of a call', () => {
  /** The longest way that a call can go has fewer commands than this. */
  const COMMANDS = 14;
  it.each(Array.from({ length: COMMANDS }, (_, index) => index + 1))(
    'before command %i: in the log once, and no leg is left',
    async (nth) => {
      rig.connection.killAtCommand(nth);
      const step = async (act: () => void) => {
        try {
          act();
        } catch {
          // What the story wanted to act upon never came to be, because the gateway died before.
        }
        // A gateway that died mid-command never comes to rest: it gets as many turns as a living one needs.
        for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      };
      const caller = rig.pbx.callIn({ from: CUSTOMER });
      await step(() => {});
      await step(() => rig.pbx.answers(rig.pbx.legTo('101').legId));
      await rig.restart();
      await step(() => rig.pbx.hangsUp(caller));
      await rig.settle();
      await rig.pass(60);
      expect(await rig.calls()).toHaveLength(1);
      expect(await rig.call()).toMatchObject({ state: 'ended' });
      expect(await endings()).toBe(1);
      expect(rig.pbx.legs.size).toBe(0);
    },
  );
});

describe('the gateway is killed in the middle of a callback', () => {
  it('just before the agents are rung: fails, and the visitor is told', async () => {
    rig.connection.killAtCommand(1);
    const status = await rig.control.requestCallback(site, { number: STRANGER }, asker);
    await expect.poll(async () => (await statusOf(status)).state).toBe('agent-ringing');
    await rig.restart();
    expect(await statusOf(status)).toMatchObject({ state: 'failed', failure: 'restarted' });
  });

  it('while the agents ring: goes on', async () => {
    const status = await ask();
    await rig.restart();
    await answer('101');
    await answer(STRANGER);
    expect(await statusOf(status)).toMatchObject({ state: 'connected' });
    expect(trunkCalls()).toBe(1);
  });

  it('and an agent answers while it is dead: the visitor is rung, once', async () => {
    const status = await ask();
    await rig.restart(() => rig.pbx.answers(rig.pbx.legTo('101').legId));
    expect(await statusOf(status)).toMatchObject({ state: 'visitor-ringing' });
    await rig.restart();
    await rig.restart();
    expect(trunkCalls()).toBe(1);
  });

  it('while the visitor rings: goes on, and he is not called a second time', async () => {
    const status = await ask();
    await answer('101');
    await rig.restart();
    expect(trunkCalls()).toBe(1);
    await answer(STRANGER);
    expect(await statusOf(status)).toMatchObject({ state: 'connected' });
  });

  it('just before the visitor is rung: fails, rather than call him twice', async () => {
    const status = await ask();
    // 1: the other agent is hung up, 2: the visitor would be called.
    rig.connection.killAtCommand(2);
    rig.pbx.answers(rig.pbx.legTo('101').legId);
    await expect.poll(async () => (await statusOf(status)).state).toBe('visitor-ringing');
    await rig.restart();
    expect(await statusOf(status)).toMatchObject({ state: 'failed', failure: 'restarted' });
    expect(trunkCalls()).toBe(0);
    expect(rig.pbx.legs.size).toBe(0);
    expect((await rig.told()).filter((type) => type === 'callback.broken')).toHaveLength(1);
  });

  it('and the promise passes while it is dead: it is broken once', async () => {
    rig.settings.ringSeconds = 120;
    await ask();
    await rig.restart(() => rig.clock.pass(40_000));
    await rig.pass(0);
    await rig.restart();
    await rig.pass(0);
    expect((await rig.told()).filter((type) => type === 'callback.broken')).toHaveLength(1);
    expect(await rig.call()).toMatchObject({ state: 'ringing' });
  });

  it('and the PBX died with it: failed as restarted', async () => {
    const status = await ask();
    await rig.restart(() => {
      for (const legId of [...rig.pbx.legs.keys()]) rig.pbx.hangsUp(legId, 'failed');
    });
    expect(await statusOf(status)).toMatchObject({ state: 'failed', failure: 'restarted' });
  });
});

describe('a callback that was stored and not begun', () => {
  async function stored() {
    const at = rig.clock.now();
    const call = {
      id: 'call-1',
      direction: 'out',
      state: 'connecting',
      number: STRANGER,
      startedAt: at.toISOString(),
      durationSeconds: 0,
      comment: '',
      version: 1,
    } as const;
    const callback = {
      id: 'callback-1',
      siteKey: site.key,
      attempts: 1,
      state: 'requested',
      number: STRANGER,
      callId: call.id,
      requestedAt: at.toISOString(),
      promisedUntil: new Date(at.getTime() + 30_000).toISOString(),
    } as const;
    await rig.store.transaction(async (tx) => {
      await rig.store.calls.insert(tx, {
        call: { ...call, callback: { id: callback.id } },
        audience: [olena.id],
        bridgeId: call.id,
      });
      await rig.store.callbacks.insert(tx, { callback, token: 'token' });
    });
    return { id: callback.id, token: 'token' };
  }

  it('is begun after the restart while the visitor waits', async () => {
    const status = await stored();
    await rig.restart();
    await rig.settle();
    expect(await statusOf(status)).toMatchObject({ state: 'agent-ringing' });
    expect(rig.pbx.originated).toHaveLength(2);
  });

  it('is given up when the visitor has stopped waiting, and stands in the log', async () => {
    const status = await stored();
    await rig.restart(() => rig.clock.pass(31_000));
    await rig.pass(0);
    expect(await statusOf(status)).toMatchObject({ state: 'failed', failure: 'restarted' });
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'missed' });
    expect((await rig.told()).filter((type) => type === 'callback.broken')).toHaveLength(1);
    expect(rig.pbx.originated).toEqual([]);
  });
});
