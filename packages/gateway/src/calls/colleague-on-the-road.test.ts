/** A colleague who has no phone there, and his mobile in its place: what is called, given and asked inside the firm reaches him. */
import { DEFAULT_SELF, type Self } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { andriy, createRig, CUSTOMER, LINE, olena, type Rig, sofia } from './calls.fixtures.ts';

const MOBILE = '+380501112233';
const SECOND_LINE = '+380441234599';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig({ online: ['101'] });
  rig.settings.ringSeconds = 40;
  await has({ number: MOBILE, rings: true });
});
afterEach(async () => {
  // Whatever became of it: only an administrator may read the number anywhere.
  const told = (await rig.events()).filter(({ type }) => type !== 'alarm.raised');
  expect(JSON.stringify([told, await rig.calls(), rig.crm.logged])).not.toContain(MOBILE);
  await rig.close();
  expect(rig.problems).toEqual([]);
});

const has = (mobile: { number: string; rings: boolean }, agentId = andriy.id) =>
  rig.store.transaction((tx) => rig.store.agents.change(tx, agentId, { mobile }));
const set = (self: Partial<Self>) =>
  rig.store.transaction((tx) =>
    rig.store.selves.put(tx, andriy.id, { ...DEFAULT_SELF, ...self, version: 1 }),
  );
const act = async (work: () => void) => {
  work();
  await rig.settle();
};
const answer = async (target: string) => {
  const { legId } = rig.pbx.legTo(target);
  await act(() => rig.pbx.answers(legId));
  return legId;
};
const rung = () => rig.pbx.originated.map(({ to }) => (to.kind === 'device' ? to.endpoint : to.number));
const rungOnRoad = () => rung().filter((number) => number === MOBILE).length;
const callOf = async (id: string) => (await rig.control.get(andriy, id)).call;
const kindOf = async (legId: string) => (await rig.store.legs.get(legId))?.kind;
const inOneBridge = (...legIds: string[]) => {
  const [first, ...others] = legIds.map((legId) => rig.pbx.legs.get(legId)?.bridgeId);
  expect(first).toBeDefined();
  for (const one of others) expect(one).toBe(first);
};
/** Olena calls him. */
async function callHim() {
  const { call, target } = await rig.control.dial(olena, andriy.extension);
  expect(target).toBe(andriy.extension);
  const own = rig.pbx.deviceDials({ endpoint: '101', dialled: target, callId: call.id });
  await rig.settle();
  return { id: call.id, own };
}
/** A customer talks with Olena. */
async function talk() {
  const customer = rig.pbx.callIn({ from: CUSTOMER });
  await rig.settle();
  await act(() => rig.pbx.hangsUp(rig.pbx.legTo(MOBILE).legId, 'rejected'));
  const own = await answer('101');
  const { id } = await rig.call();
  return { id, customer, own };
}
async function give(id: string) {
  const { transferredTo } = await rig.control.switchboard.transfer(olena, id, andriy.extension);
  await rig.settle();
  return transferredTo?.callId ?? '';
}
/** Olena lets her customer wait, and calls him. */
async function consult() {
  const first = await talk();
  const { call, target } = await rig.control.switchboard.consult(olena, first.id, andriy.extension);
  const asking = rig.pbx.deviceDials({ endpoint: '101', dialled: target, callId: call.id });
  await rig.settle();
  return { ...first, consultation: call.id, asking };
}

describe("A colleague's call", () => {
  it('rings his mobile, which sees the firm alone, and is theirs like any other', async () => {
    rig.settings.recordings = { mode: 'all', keepDays: 30 };
    const { id, own } = await callHim();
    expect(rig.pbx.originated).toMatchObject([
      { to: { kind: 'trunk', number: MOBILE }, caller: { number: LINE, name: rig.settings.company } },
    ]);
    const far = rig.pbx.legTo(MOBILE).legId;
    await act(() => rig.pbx.rings(far));
    expect(await rig.control.liveCalls(andriy.id)).toMatchObject([{ call: { id, state: 'ringing' } }]);
    await act(() => rig.pbx.answers(far));
    inOneBridge(own, far);
    expect(await kindOf(far)).toBe('mobile');
    expect(await callOf(id)).toMatchObject({
      ...{ direction: 'internal', state: 'connected', number: andriy.extension, legKind: 'soft' },
      ...{ agent: { id: olena.id }, colleague: { id: andriy.id, name: andriy.name } },
    });
    // It is in his hands as well.
    expect(await rig.control.liveCalls(andriy.id)).toMatchObject([{ call: { id } }]);
    await rig.control.recordings.set(andriy, id, 'paused');
    await rig.control.recordings.set(andriy, id, 'on');
    await act(() => rig.pbx.hangsUp(far));
    expect(rig.pbx.ended.get(own)).toBe('normal');
    await expect
      .poll(() => callOf(id))
      .toMatchObject({ endReason: 'completed', recordings: [{ state: 'stored' }] });
  });

  it('that he does not answer ends before his mailbox takes it', async () => {
    const { id, own } = await callHim();
    await rig.pass(25);
    expect(await callOf(id)).toMatchObject({ state: 'ended', endReason: 'no-answer' });
    expect(rig.pbx.ended.get(own)).toBe('no-answer');
  });

  it('rings his mobile also from a phone on the desk, by click-to-call and from another mobile', async () => {
    await act(() => rig.pbx.deviceDials({ endpoint: '101', dialled: andriy.extension }));
    expect(rung()).toEqual([MOBILE]);
    await act(() => rig.pbx.hangsUp(rig.pbx.legTo(MOBILE).legId, 'busy'));
    expect(await rig.call()).toMatchObject({ endReason: 'busy' });

    await rig.control.ring(olena, andriy.extension);
    await rig.settle();
    await answer('101');
    expect(rung().slice(1)).toEqual(['101', MOBILE]);
    expect(rig.pbx.originated.at(-1)).toMatchObject({ caller: { number: LINE }, timeoutSeconds: 25 });
    await act(() => rig.pbx.hangsUp(rig.pbx.legTo('101').legId));

    rig.settings.mobilesThroughPbx = true;
    await has({ number: '+380507654321', rings: true }, sofia.id);
    await act(() => rig.pbx.callIn({ from: '+380507654321', dialled: andriy.extension }));
    expect(rung().slice(3)).toEqual([MOBILE]);
  });

  it('is put through though the gateway was killed while the mobile rang, and rings it once', async () => {
    const { id, own } = await callHim();
    const far = rig.pbx.legTo(MOBILE).legId;
    await rig.restart(() => rig.pbx.answers(far));
    inOneBridge(own, far);
    expect(rung()).toEqual([MOBILE]);
    expect(await callOf(id)).toMatchObject({ state: 'connected', colleague: { id: andriy.id } });
    await rig.restart(() => rig.pbx.hangsUp(far));
    expect(await callOf(id)).toMatchObject({ state: 'ended', endReason: 'completed' });
  });

  it('that would cost more than may be spent rings nobody, and says no number', async () => {
    const { security } = rig.settings;
    rig.settings.security = { ...security, costs: { ...security.costs, daily: 5, otherPerMinute: 5 } };
    const { own } = await callHim();
    await answer(MOBILE);
    await act(() => rig.pbx.hangsUp(own));
    const { id } = await callHim();
    expect(rung()).toEqual([MOBILE]);
    expect(await callOf(id)).toMatchObject({ state: 'ended', endReason: 'failed' });
  });
});

describe('His mobile is left in peace', () => {
  it.each<[string, () => unknown]>([
    ['he is away', () => set({ status: 'away' })],
    ['he does not want to be disturbed', () => set({ status: 'do-not-disturb' })],
    ['he is off duty', () => set({ hours: { timeZone: 'UTC', hours: [], holidays: [] } })],
    ['he has not wished it', () => has({ number: MOBILE, rings: false })],
    [
      'he has said himself where his calls go then',
      () => set({ forwarding: [{ on: ['offline'], to: { kind: 'agent', agentId: sofia.id }, seconds: 20 }] }),
    ],
  ])('by colleagues where %s', async (_why, meanwhile) => {
    const { id, own } = await talk();
    await meanwhile();
    const before = rungOnRoad();
    await expect(give(id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(rig.control.switchboard.consult(olena, id, andriy.extension)).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(rig.control.switchboard.invite(olena, id, andriy.extension)).rejects.toMatchObject({
      code: 'conflict',
    });
    await act(() => rig.pbx.hangsUp(own));
    const called = await callHim();
    expect(await callOf(called.id)).toMatchObject({ state: 'ended', endReason: 'failed' });
    expect(rungOnRoad()).toBe(before);
  });

  it('by colleagues while he talks on it, unless he wants to be called meanwhile', async () => {
    await act(() => rig.pbx.deviceDials({ endpoint: '101', dialled: andriy.extension }));
    await answer(MOBILE);
    rig.pbx.online('104');
    const call = async () => {
      await act(() => rig.pbx.deviceDials({ endpoint: '104', dialled: andriy.extension }));
      return rungOnRoad();
    };
    expect(await call()).toBe(1);
    await set({ callWaiting: true });
    expect(await call()).toBe(2);
  });

  it('while a phone of his is there, whatever he has set', async () => {
    await set({ status: 'away' });
    rig.pbx.onlineUntold('102');
    await callHim();
    expect(rung()).toEqual(['102']);
  });
});

describe('A transfer to him', () => {
  it('without asking rings his mobile; he and the customer talk, as a call of his own', async () => {
    const { id, customer, own } = await talk();
    const next = await give(id);
    expect(rig.pbx.originated.at(-1)).toMatchObject({
      ...{ to: { number: MOBILE }, caller: { number: LINE }, timeoutSeconds: 25 },
    });
    expect(rig.pbx.ended.get(own)).toBe('normal');
    expect(await rig.control.liveCalls(andriy.id)).toMatchObject([{ call: { id: next } }]);
    const mobile = await answer(MOBILE);
    inOneBridge(customer, mobile);
    expect(await callOf(next)).toMatchObject({
      ...{ state: 'connected', number: CUSTOMER, legKind: 'mobile' },
      ...{ agent: { id: andriy.id }, transferredBy: { id: olena.id } },
    });
    await act(() => rig.pbx.hangsUp(mobile));
    expect(rig.pbx.ended.get(customer)).toBe('normal');
  });

  it('shows the line that the customer has called', async () => {
    rig.settings.lines = [{ number: SECOND_LINE, name: 'Shop', branch: '' }];
    rig.pbx.callIn({ from: CUSTOMER, dialled: SECOND_LINE });
    await rig.settle();
    await act(() => rig.pbx.hangsUp(rig.pbx.legTo(MOBILE).legId, 'rejected'));
    await answer('101');
    await give((await rig.call()).id);
    expect(rig.pbx.originated.at(-1)).toMatchObject({
      to: { number: MOBILE },
      caller: { number: SECOND_LINE },
    });
  });

  it.each(['no-answer', 'busy', 'unreachable'] as const)(
    'comes back when his mobile is %s',
    async (cause) => {
      const { id, customer } = await talk();
      const next = await give(id);
      if (cause === 'no-answer') await rig.pass(25);
      else await act(() => rig.pbx.hangsUp(rig.pbx.legTo(MOBILE).legId, cause));
      expect(rig.pbx.legTo('101').originated).toMatchObject({ callId: next, caller: { number: CUSTOMER } });
      inOneBridge(customer, await answer('101'));
      expect(await callOf(next)).toMatchObject({
        agent: { id: olena.id },
        transferredBy: { returned: true },
      });
    },
  );

  it('survives the death of the gateway while his mobile rings', async () => {
    const { id, customer } = await talk();
    const next = await give(id);
    const mobile = rig.pbx.legTo(MOBILE).legId;
    await rig.restart(() => rig.pbx.answers(mobile));
    inOneBridge(customer, mobile);
    expect(await callOf(next)).toMatchObject({
      state: 'connected',
      agent: { id: andriy.id },
      legKind: 'mobile',
    });
  });

  it('after asking brings customer and mobile together, and Olena leaves', async () => {
    const { id, consultation, customer, own, asking } = await consult();
    const asked = await answer(MOBILE);
    inOneBridge(asking, asked);
    await rig.control.switchboard.completeTransfer(olena, consultation);
    await rig.settle();
    inOneBridge(customer, asked);
    expect([rig.pbx.ended.get(own), rig.pbx.ended.get(asking)]).toEqual(['normal', 'normal']);
    expect(await callOf(consultation)).toMatchObject({
      ...{ direction: 'in', state: 'connected', number: CUSTOMER, legKind: 'mobile' },
      ...{ agent: { id: andriy.id }, transferredBy: { callId: id } },
    });
  });

  it('completed while his mobile still rings rings it for the customer', async () => {
    const { consultation, customer } = await consult();
    const first = rig.pbx.legTo(MOBILE).legId;
    await rig.control.switchboard.completeTransfer(olena, consultation);
    await rig.settle();
    expect(rig.pbx.ended.get(first)).toBe('cancelled');
    inOneBridge(customer, await answer(MOBILE));
  });

  it('called off after he has talked goes back to the customer', async () => {
    const { id, consultation, customer, own } = await consult();
    const asked = await answer(MOBILE);
    await rig.control.switchboard.cancelTransfer(olena, consultation);
    await rig.settle();
    expect(rig.pbx.ended.has(asked)).toBe(true);
    inOneBridge(customer, own);
    expect(await callOf(id)).toMatchObject({ state: 'connected' });
  });
});

describe('An invitation into a conference', () => {
  it('reaches his mobile, and he is one of three', async () => {
    const { id, customer, own } = await talk();
    await rig.control.switchboard.invite(olena, id, andriy.extension);
    await rig.settle();
    expect(rig.pbx.originated.at(-1)).toMatchObject({
      ...{ to: { number: MOBILE }, caller: { number: LINE }, timeoutSeconds: 25 },
    });
    const guest = await answer(MOBILE);
    inOneBridge(customer, own, guest);
    const seat = (await callOf(id)).participants?.at(-1);
    expect(seat).toMatchObject({ number: andriy.extension, agent: { id: andriy.id }, state: 'joined' });
    await rig.control.switchboard.mute(olena, id, seat?.id ?? '', true);
    expect([...rig.pbx.muted]).toEqual([guest]);
  });
});
