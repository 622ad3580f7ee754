import { DEFAULT_SELF } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { andriy, createRig, CUSTOMER, LINE, olena, type Rig, sofia, taras } from './calls.fixtures.ts';

const MOBILE = '+380501112233';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

async function ring(number = CUSTOMER) {
  const answer = await rig.control.ring(olena, number);
  await rig.settle();
  return { ...answer, own: rig.pbx.legTo('101').legId };
}
const rung = () => rig.pbx.originated.map(({ to }) => (to.kind === 'device' ? to.endpoint : to.number));

describe('Click-to-call', () => {
  it("rings the agent's own phone first, and shows whom it will call; the number only when she has picked up", async () => {
    const { own, call, placed } = await ring();
    expect(placed).toBe(true);
    expect(rig.pbx.originated).toMatchObject([
      { to: { endpoint: '101' }, caller: { number: CUSTOMER, name: taras.name }, callId: call.id },
    ]);
    rig.pbx.answers(own);
    await rig.settle();
    expect(rig.pbx.originated[1]).toMatchObject({ to: { number: CUSTOMER }, caller: { number: LINE } });
    expect([...rig.pbx.playing.values()]).toMatchObject([
      { to: { legId: own }, media: { tone: 'ringback' } },
    ]);
    const far = rig.pbx.legTo(CUSTOMER).legId;
    rig.pbx.rings(far);
    rig.pbx.answers(far);
    await rig.settle();
    expect(rig.pbx.playing.size).toBe(0);
    expect(rig.pbx.legs.get(far)?.bridgeId).toBe(rig.pbx.legs.get(own)?.bridgeId);
    rig.pbx.hangsUp(far);
    await rig.settle();
    expect(await rig.told(call.id)).toEqual([
      'call.connecting',
      'call.ringing',
      'call.connected',
      'call.ended',
    ]);
    expect(await rig.call()).toMatchObject({ endReason: 'completed', agent: { id: olena.id } });
  });

  it('never rings the number when her own phone is not answered, or declines', async () => {
    await ring();
    await rig.pass(60);
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'no-answer' });
    const { own } = await ring();
    rig.pbx.hangsUp(own, 'rejected');
    await rig.settle();
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'rejected' });
    expect(rung()).toEqual(['101', '101']);
  });

  it('stops ringing the number when she hangs up meanwhile', async () => {
    const { own } = await ring();
    rig.pbx.answers(own);
    await rig.settle();
    const far = rig.pbx.legTo(CUSTOMER).legId;
    rig.pbx.hangsUp(own);
    await rig.settle();
    expect(rig.pbx.ended.get(far)).toBe('cancelled');
    expect(await rig.call()).toMatchObject({ endReason: 'cancelled' });
  });

  it('tells her that the number is busy', async () => {
    const { own } = await ring();
    rig.pbx.answers(own);
    await rig.settle();
    rig.pbx.hangsUp(rig.pbx.legTo(CUSTOMER).legId, 'busy');
    await rig.settle();
    expect(await rig.call()).toMatchObject({ endReason: 'busy' });
    expect(rig.pbx.ended.get(own)).toBe('busy');
  });

  it('calls a colleague by his extension', async () => {
    const { own } = await ring('102');
    rig.pbx.answers(own);
    await rig.settle();
    expect(rung()).toEqual(['101', '102']);
    rig.pbx.hangsUp(own);
    await rig.settle();
  });

  it('rings the mobile of who is on the road, which sees our number alone; his talk is like any other', async () => {
    rig.settings.recordings = { mode: 'all', keepDays: 30 };
    await rig.store.transaction((tx) =>
      rig.store.selves.put(tx, sofia.id, {
        ...DEFAULT_SELF,
        forwarding: [
          { on: ['busy'], to: { kind: 'number', number: '+380509999999' }, seconds: 15 },
          { on: ['offline'], to: { kind: 'agent', agentId: olena.id }, seconds: 15 },
          { on: ['no-answer', 'offline'], to: { kind: 'number', number: MOBILE }, seconds: 15 },
        ],
        version: 1,
      }),
    );
    const { call } = await rig.control.ring(sofia, CUSTOMER);
    await rig.settle();
    const [mobile] = rig.pbx.originated;
    expect(mobile).toMatchObject({ to: { kind: 'trunk', number: MOBILE }, caller: { number: LINE } });
    rig.pbx.answers(rig.pbx.legTo(MOBILE).legId);
    await rig.settle();
    expect(rung()).toEqual([MOBILE, CUSTOMER]);
    rig.pbx.answers(rig.pbx.legTo(CUSTOMER).legId);
    await rig.settle();
    expect(await rig.control.liveCalls(sofia.id)).toMatchObject([
      { call: { id: call.id, number: CUSTOMER } },
    ]);
    rig.pbx.hangsUp(rig.pbx.legTo(MOBILE).legId);
    await rig.settle();
    await expect
      .poll(() => rig.call())
      .toMatchObject({
        ...{ direction: 'out', endReason: 'completed', agent: { id: sofia.id } },
        recordings: [{ state: 'stored' }],
      });
  });

  it('is refused where no phone is there, where she talks already, and where the number may not be called', async () => {
    await expect(rig.control.ring(sofia, CUSTOMER)).rejects.toMatchObject({ code: 'conflict' });
    await expect(rig.control.ring(andriy, '+5352123456')).rejects.toMatchObject({ code: 'forbidden' });
    await ring();
    await expect(rig.control.ring(olena, CUSTOMER)).rejects.toMatchObject({ code: 'conflict' });
    expect(rung()).toEqual(['101']);
  });

  it('goes on after the gateway was killed while her phone rang: the number is rung once', async () => {
    const { own } = await ring();
    await rig.restart(() => rig.pbx.answers(own));
    await rig.settle();
    expect(rung()).toEqual(['101', CUSTOMER]);
    const far = rig.pbx.legTo(CUSTOMER).legId;
    await rig.restart(() => rig.pbx.answers(far));
    await rig.settle();
    expect(await rig.call()).toMatchObject({ state: 'connected' });
    expect(rung()).toEqual(['101', CUSTOMER]);
  });
});
