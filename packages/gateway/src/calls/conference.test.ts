import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { andriy, createRig, CUSTOMER, LINE, olena, type Rig, STRANGER, taras } from './calls.fixtures.ts';

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
async function talk() {
  const customer = rig.pbx.callIn({ from: CUSTOMER });
  await rig.settle();
  const own = await answer('101');
  const { id } = await rig.call();
  return { id, customer, own };
}
const callOf = async (id: string) => (await rig.control.get(andriy, id)).call;
const bridgeOf = (legId: string) => rig.pbx.legs.get(legId)?.bridgeId;
async function three() {
  const first = await talk();
  await rig.control.switchboard.invite(olena, first.id, '102');
  await rig.settle();
  const guest = await answer('102');
  const seat = (await callOf(first.id)).participants?.at(-1)?.id ?? '';
  return { ...first, guest, seat };
}

describe('somebody is rung into a call', () => {
  it('hears who it is about, and talks with all when he answers', async () => {
    const { id, customer, own } = await talk();
    const call = await rig.control.switchboard.invite(olena, id, '102');
    expect(call.participants).toMatchObject([
      { number: CUSTOMER, state: 'joined' },
      { agent: { id: olena.id }, state: 'joined' },
      { number: '102', agent: { id: andriy.id }, state: 'ringing' },
    ]);
    await rig.settle();
    expect(rig.pbx.legTo('102').originated).toMatchObject({
      callId: id,
      caller: { number: CUSTOMER, name: taras.name },
    });
    expect(await rig.control.liveCalls(andriy.id)).toMatchObject([{ call: { id } }]);
    const guest = await answer('102');
    expect(new Set([customer, own, guest].map(bridgeOf)).size).toBe(1);
    expect((await callOf(id)).participants?.at(-1)).toMatchObject({ state: 'joined' });
    await act(() => rig.pbx.hangsUp(guest));
    expect((await callOf(id)).participants?.at(-1)).toMatchObject({ state: 'left' });
    expect(await callOf(id)).toMatchObject({ state: 'connected', agent: { id: olena.id } });
  });

  it('from the world is shown the number of the firm', async () => {
    const { id } = await talk();
    await rig.control.switchboard.invite(olena, id, STRANGER);
    await rig.settle();
    expect(rig.pbx.legTo(STRANGER).originated).toMatchObject({ caller: { number: LINE } });
    const guest = await answer(STRANGER);
    expect(bridgeOf(guest)).toBeDefined();
  });

  it('who does not come leaves an ordinary talk behind', async () => {
    const { id, customer, own } = await talk();
    await rig.control.switchboard.invite(olena, id, '102');
    await rig.settle();
    await act(() => rig.pbx.hangsUp(rig.pbx.legTo('102').legId, 'rejected'));
    expect((await callOf(id)).participants).toBeUndefined();
    expect(bridgeOf(customer)).toBe(bridgeOf(own));
    expect(await rig.control.liveCalls(andriy.id)).toEqual([]);
    await act(() => rig.pbx.hangsUp(customer));
    expect(await callOf(id)).toMatchObject({ endReason: 'completed' });
  });

  it('is not rung on when the talk is over', async () => {
    const { id, customer } = await talk();
    await rig.control.switchboard.invite(olena, id, '102');
    await rig.settle();
    await act(() => rig.pbx.hangsUp(customer));
    expect(await callOf(id)).toMatchObject({ state: 'ended' });
    expect(rig.pbx.legs.size).toBe(0);
  });

  it('answers while the gateway is dead, and is put through afterwards', async () => {
    const { id, customer } = await talk();
    await rig.control.switchboard.invite(olena, id, '102');
    await rig.settle();
    const { legId } = rig.pbx.legTo('102');
    await rig.restart(() => rig.pbx.answers(legId));
    expect(bridgeOf(legId)).toBe(bridgeOf(customer));
    expect((await callOf(id)).participants?.at(-1)).toMatchObject({ state: 'joined' });
  });

  it('is not asked twice, nor by somebody who is not in the call', async () => {
    const { id } = await three();
    const { switchboard } = rig.control;
    await expect(switchboard.invite(olena, id, '102')).rejects.toMatchObject({ code: 'invalid' });
    await expect(switchboard.invite({ ...andriy, id: 'other' }, id, '102')).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('the one whose conference it is', () => {
  it('mutes a participant, also over a reload of his page, and lets him speak again', async () => {
    const { id, guest, seat } = await three();
    const muted = await rig.control.switchboard.mute(olena, id, seat, true);
    await rig.settle();
    expect(muted.participants?.at(-1)).toMatchObject({ muted: true });
    expect([...rig.pbx.muted]).toEqual([guest]);
    const reloaded = rig.pbx.replaces(guest);
    await rig.settle();
    expect(rig.pbx.muted.has(reloaded)).toBe(true);
    await rig.control.switchboard.mute(olena, id, seat, false);
    await rig.settle();
    expect(rig.pbx.muted.has(reloaded)).toBe(false);
  });

  it('hangs a participant up, and the others go on', async () => {
    const { id, customer, own, guest, seat } = await three();
    await rig.control.switchboard.kick(olena, id, seat);
    await rig.settle();
    expect(rig.pbx.ended.get(guest)).toBe('normal');
    expect(bridgeOf(customer)).toBe(bridgeOf(own));
    expect((await callOf(id)).participants?.at(-1)).toMatchObject({ state: 'left' });
  });

  it('alone may do so, and only with those who are in it', async () => {
    const { id, seat } = await three();
    const { switchboard } = rig.control;
    await expect(switchboard.mute(andriy, id, seat, true)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(switchboard.kick(andriy, id, seat)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(switchboard.kick(olena, id, 'nobody')).rejects.toMatchObject({ code: 'not-found' });
  });
});
