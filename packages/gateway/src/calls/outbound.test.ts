import { DEFAULT_SELF } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  andriy,
  createRig,
  CUSTOMER,
  LINE,
  maria,
  olena,
  type Rig,
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

/** Olena dials, and her phone sends the INVITE. */
async function dial(number = CUSTOMER) {
  const { call, target } = await rig.control.dial(olena, number);
  const agentLeg = rig.pbx.deviceDials({ endpoint: '101', dialled: target, callId: call.id });
  await rig.settle();
  return { callId: call.id, agentLeg, farLeg: rig.pbx.legTo(target).legId };
}
const legOf = (legId: string) => rig.pbx.legs.get(legId);

describe('an agent dials a number', () => {
  it('gets leave, and knows at once whom she calls', async () => {
    const answer = await rig.control.dial(olena, '067 111-22-33');
    expect(answer).toMatchObject({
      target: CUSTOMER,
      matches: [{ party: { name: taras.name } }],
      call: {
        direction: 'out',
        state: 'connecting',
        number: CUSTOMER,
        line: LINE,
        agent: { id: olena.id },
        party: { id: taras.id },
      },
    });
    expect(await rig.told()).toEqual(['call.connecting']);
  });

  it('shows the number that she has chosen, as long as it is the firm’s', async () => {
    const chosen = '+380441230000';
    await rig.store.transaction((tx) =>
      rig.store.selves.put(tx, olena.id, { ...DEFAULT_SELF, outgoingNumber: chosen, version: 1 }),
    );
    rig.settings.lines = [{ number: chosen, name: 'Repairs', branch: '' }];
    const { callId, agentLeg } = await dial();
    expect(rig.pbx.originated[0]).toMatchObject({ caller: { number: chosen } });
    expect((await rig.store.calls.get(callId))?.call.line).toBe(chosen);
    rig.pbx.hangsUp(agentLeg);
    await rig.settle();
    rig.settings.lines = [];
    expect((await rig.control.dial(olena, STRANGER)).call.line).toBe(LINE);
  });

  it('hears ringing when the customer rings, and talks when he answers', async () => {
    const { callId, agentLeg, farLeg } = await dial();
    expect(rig.pbx.originated).toMatchObject([
      { to: { kind: 'trunk', number: CUSTOMER }, caller: { number: LINE }, callId },
    ]);
    expect(legOf(agentLeg)).toMatchObject({ ringing: false, answered: false });
    rig.pbx.rings(farLeg);
    await rig.settle();
    expect(legOf(agentLeg)).toMatchObject({ ringing: true, answered: false });
    rig.pbx.answers(farLeg);
    await rig.settle();
    expect(legOf(agentLeg)).toMatchObject({ answered: true, bridgeId: legOf(farLeg)?.bridgeId });
    await rig.pass(5);
    rig.pbx.hangsUp(farLeg);
    await rig.settle();
    expect(await rig.told(callId)).toEqual([
      'call.connecting',
      'call.ringing',
      'call.connected',
      'call.ended',
    ]);
    expect(await rig.call()).toMatchObject({ endReason: 'completed', durationSeconds: 5 });
  });

  it.each([
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['rejected', 'rejected'],
    ['unreachable', 'failed'],
    ['failed', 'failed'],
  ] as const)('is told when the far side is %s', async (cause, endReason) => {
    const { agentLeg, farLeg } = await dial();
    rig.pbx.hangsUp(farLeg, cause);
    await rig.settle();
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason, durationSeconds: 0 });
    expect(rig.pbx.ended.get(agentLeg)).toBe(cause);
  });

  it('cancels the call when she hangs up before the answer', async () => {
    const { agentLeg, farLeg } = await dial();
    rig.pbx.rings(farLeg);
    rig.pbx.hangsUp(agentLeg);
    await rig.settle();
    expect(await rig.call()).toMatchObject({ endReason: 'cancelled' });
    expect(rig.pbx.ended.get(farLeg)).toBe('cancelled');
  });

  it('cancels it also when the customer answers in the same moment', async () => {
    const { agentLeg, farLeg } = await dial();
    rig.pbx.answers(farLeg);
    rig.pbx.hangsUp(agentLeg);
    await rig.settle();
    await rig.pass(1);
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'cancelled' });
    expect([rig.pbx.legs.size, rig.pbx.bridges.size]).toEqual([0, 0]);
  });

  it('ends as failed when her phone never sends the INVITE', async () => {
    const { call } = await rig.control.dial(olena, CUSTOMER);
    await rig.pass(15);
    expect(await rig.call()).toMatchObject({ id: call.id, state: 'ended', endReason: 'failed' });
    const late = rig.pbx.deviceDials({ endpoint: '101', dialled: CUSTOMER, callId: call.id });
    await rig.settle();
    expect(rig.pbx.ended.get(late)).toBe('rejected');
    expect(rig.pbx.originated).toEqual([]);
  });

  it('does not end when the INVITE came in time', async () => {
    await dial();
    await rig.pass(16);
    expect(await rig.call()).toMatchObject({ state: 'connecting' });
  });

  it('does not ring at other agents, and she is not rung meanwhile', async () => {
    await dial(STRANGER);
    rig.pbx.callIn({ from: CUSTOMER });
    await rig.settle();
    expect(rig.pbx.originated.slice(1).map(({ to }) => to)).toEqual([{ kind: 'device', endpoint: '102' }]);
  });
});

describe('an agent dials a colleague', () => {
  it('sees his name at once, and finds the call by it in the log', async () => {
    const { call } = await rig.control.dial(olena, '102');
    const named = { number: '102', agent: { name: 'Olena' }, colleague: { id: andriy.id, name: 'Andriy' } };
    expect(call).toMatchObject(named);
    expect((await rig.store.calls.list({ words: 'andriy', limit: 1 })).items).toMatchObject([named]);
  });

  it('sees it also when a phone on the desk has dialled', async () => {
    rig.pbx.deviceDials({ endpoint: '101', dialled: '102' });
    await rig.settle();
    expect(await rig.call()).toMatchObject({ direction: 'internal', colleague: { name: 'Andriy' } });
  });

  it('is an internal call that both see', async () => {
    const { callId, farLeg } = await dial('102');
    rig.pbx.rings(farLeg);
    await rig.settle();
    expect(rig.pbx.originated).toMatchObject([
      { to: { kind: 'device', endpoint: '102' }, caller: { number: '101', name: 'Olena' } },
    ]);
    expect(await rig.control.liveCalls(andriy.id)).toMatchObject([
      { call: { id: callId, direction: 'internal', number: '102' } },
    ]);
    rig.pbx.answers(farLeg);
    await rig.settle();
    rig.pbx.holds(farLeg);
    await rig.settle();
    expect(await rig.told(callId)).toEqual([
      'call.connecting',
      'call.ringing',
      'call.connected',
      'call.held',
    ]);
  });

  it('fails when his phone is not there', async () => {
    rig.pbx.offline('102');
    const { call } = await rig.control.dial(olena, '102');
    const agentLeg = rig.pbx.deviceDials({ endpoint: '101', dialled: '102', callId: call.id });
    await rig.settle();
    expect(await rig.call()).toMatchObject({ endReason: 'failed' });
    expect(rig.pbx.ended.get(agentLeg)).toBe('unreachable');
  });
});

describe('what may not be dialled', () => {
  it.each([
    ['', 'invalid', 'There is no number to call.'],
    ['hello', 'invalid', 'This is not a phone number.'],
    ['0671', 'invalid', 'No colleague has the extension 0671.'],
    ['101', 'invalid', 'This is your own extension.'],
    ['112', 'forbidden', 'Emergency numbers cannot be called from here.'],
    ['+48221234567', 'forbidden', 'Calls to this country are not allowed.'],
    ['0900212345', 'forbidden', 'Numbers with a special rate cannot be called.'],
  ])('%s: %s', async (number, code, message) => {
    await expect(rig.control.dial(olena, number)).rejects.toMatchObject({
      code,
      message,
      hint: expect.stringMatching(/\.$/),
    });
    expect(await rig.calls()).toEqual([]);
  });

  it('lets nobody dial whose role may not', async () => {
    await expect(rig.control.dial(maria, CUSTOMER)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('says so when the PBX is down', async () => {
    rig.pbx.disconnect();
    expect(rig.control.pbxUp).toBe(false);
    await expect(rig.control.dial(olena, CUSTOMER)).rejects.toMatchObject({
      code: 'unavailable',
      hint: expect.stringContaining('The PBX cannot be reached'),
    });
  });
});

describe("an INVITE from an agent's device", () => {
  const invite = async (input: { endpoint: string; dialled: string; callId?: string }) => {
    const legId = rig.pbx.deviceDials(input);
    await rig.settle();
    return legId;
  };

  it('of a desk phone is checked in the same way and gets its own call', async () => {
    const legId = await invite({ endpoint: '101', dialled: '0671112233' });
    expect(await rig.call()).toMatchObject({
      direction: 'out',
      number: CUSTOMER,
      agent: { id: olena.id },
      state: 'connecting',
    });
    rig.pbx.answers(rig.pbx.legTo(CUSTOMER).legId);
    await rig.settle();
    expect(legOf(legId)?.answered).toBe(true);
  });

  it.each(['0900212345', '+48221234567', '112', 'sip:evil@elsewhere.example'])(
    'is rejected for %s',
    async (dialled) => {
      const legId = await invite({ endpoint: '101', dialled });
      expect(rig.pbx.ended.get(legId)).toBe('rejected');
      expect(rig.pbx.originated).toEqual([]);
      expect(await rig.calls()).toEqual([]);
    },
  );

  it('is rejected when it names the call of somebody else', async () => {
    const { call } = await rig.control.dial(olena, CUSTOMER);
    const legId = await invite({ endpoint: '102', dialled: CUSTOMER, callId: call.id });
    expect(rig.pbx.ended.get(legId)).toBe('rejected');
    expect(rig.pbx.originated).toEqual([]);
    expect(await rig.call()).toMatchObject({ state: 'connecting' });
  });

  it('is rejected when the call has an INVITE already, and the first goes on', async () => {
    const { callId, agentLeg } = await dial();
    const legId = await invite({ endpoint: '101', dialled: CUSTOMER, callId });
    expect(rig.pbx.ended.get(legId)).toBe('rejected');
    expect(rig.pbx.legs.has(agentLeg)).toBe(true);
    expect(rig.pbx.originated).toHaveLength(1);
  });

  it('is rejected when it names a call that there is not, or comes from a device of nobody', async () => {
    expect(rig.pbx.ended.get(await invite({ endpoint: '101', dialled: CUSTOMER, callId: 'made-up' }))).toBe(
      'rejected',
    );
    expect(rig.pbx.ended.get(await invite({ endpoint: '999', dialled: CUSTOMER }))).toBe('rejected');
    expect(rig.pbx.originated).toEqual([]);
  });

  it('calls the number that leave was given for, whatever the INVITE says', async () => {
    const { call } = await rig.control.dial(olena, CUSTOMER);
    await invite({ endpoint: '101', dialled: '+48221234567', callId: call.id });
    expect(rig.pbx.originated.map(({ to }) => to)).toEqual([{ kind: 'trunk', number: CUSTOMER }]);
  });
});
