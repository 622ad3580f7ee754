/** People who talk on their own mobiles: what they call from there, and what reaches them there. */
import { DEFAULT_SELF, type ForwardTarget } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  andriy,
  createRig,
  CUSTOMER,
  LINE,
  maria,
  olena,
  type Rig,
  sofia,
  STRANGER,
} from './calls.fixtures.ts';

const MOBILE = '+380501112233';
const TRACKED = '+380441230009';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
  await has(sofia.id);
  rig.settings.mobilesThroughPbx = true;
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

const has = (agentId: string, number = MOBILE) =>
  rig.store.transaction((tx) => rig.store.agents.change(tx, agentId, { mobile: { number, rings: false } }));
async function dials(dialled: string, from = MOBILE) {
  const legId = rig.pbx.callIn({ from, dialled });
  await rig.settle();
  return legId;
}
const rung = () => rig.pbx.originated.map(({ to }) => (to.kind === 'device' ? to.endpoint : to.number));
const legOf = (legId: string) => rig.pbx.legs.get(legId);

describe('A call that a person makes from his mobile, where mobiles go through the PBX', () => {
  it('is his outgoing one: the customer sees the firm alone, and the talk is told and recorded like any other', async () => {
    rig.settings.recordings = { mode: 'all', keepDays: 30 };
    const legId = await dials('0671112233', '0501112233');
    expect(rig.pbx.originated).toMatchObject([
      { to: { kind: 'trunk', number: CUSTOMER }, caller: { number: LINE, name: rig.settings.company } },
    ]);
    expect(await rig.control.liveCalls(sofia.id)).toMatchObject([
      {
        call: {
          direction: 'out',
          state: 'connecting',
          number: CUSTOMER,
          line: LINE,
          agent: { id: sofia.id },
        },
      },
    ]);
    const far = rig.pbx.legTo(CUSTOMER).legId;
    rig.pbx.rings(far);
    await rig.settle();
    expect(legOf(legId)).toMatchObject({ ringing: true, answered: false });
    rig.pbx.answers(far);
    await rig.settle();
    expect(legOf(legId)).toMatchObject({ answered: true, bridgeId: legOf(far)?.bridgeId });
    rig.pbx.hangsUp(legId);
    await expect
      .poll(() => rig.call())
      .toMatchObject({ endReason: 'completed', legKind: 'mobile', recordings: [{ state: 'stored' }] });
    expect(await rig.told()).toEqual(
      expect.arrayContaining(['call.connecting', 'call.ringing', 'call.connected', 'call.ended']),
    );
    expect(rig.crm.logged).toMatchObject([{ direction: 'out', agent: { id: sofia.id } }]);
  });

  it('is an internal one where he dials the extension of a colleague, who sees his', async () => {
    await dials(olena.extension);
    expect(rig.pbx.originated).toMatchObject([
      { to: { kind: 'device', endpoint: '101' }, caller: { number: sofia.extension, name: sofia.name } },
    ]);
    rig.pbx.answers(rig.pbx.legTo('101').legId);
    await rig.settle();
    expect(await rig.call()).toMatchObject({
      ...{ direction: 'internal', state: 'connected', number: '101' },
      ...{ agent: { id: sofia.id }, colleague: { id: olena.id } },
    });
  });

  it('makes him busy, and ends when he hangs up while it rings', async () => {
    const legId = await dials(CUSTOMER);
    await expect(rig.control.ring(sofia, STRANGER)).rejects.toMatchObject({ code: 'conflict' });
    const far = rig.pbx.legTo(CUSTOMER).legId;
    rig.pbx.hangsUp(legId);
    await rig.settle();
    expect(rig.pbx.ended.get(far)).toBe('cancelled');
    expect(await rig.call()).toMatchObject({ endReason: 'cancelled' });
  });

  it('goes on after the gateway was killed in it', async () => {
    const legId = await dials(CUSTOMER);
    const far = rig.pbx.legTo(CUSTOMER).legId;
    await rig.restart(() => rig.pbx.answers(far));
    await rig.settle();
    expect(rung()).toEqual([CUSTOMER]);
    expect(legOf(legId)).toMatchObject({ answered: true, bridgeId: legOf(far)?.bridgeId });
    expect(await rig.calls()).toMatchObject([{ direction: 'out', state: 'connected' }]);
  });

  it.each([
    ['a country that may not be called', '+5352123456'],
    ['a number with a special rate', '0900212345'],
    ['a number that does not exist', '+380123'],
    ['an emergency number', '112'],
    ['an extension that nobody has', '199'],
    ['his own extension', sofia.extension],
  ])('is rejected, and rings nobody, where he dials %s', async (_what, dialled) => {
    const legId = await dials(dialled);
    expect(rig.pbx.ended.get(legId)).toBe('rejected');
    expect([rung(), await rig.calls()]).toEqual([[], []]);
  });

  it('that may not be made raises an alarm', async () => {
    await dials('+5352123456');
    await expect.poll(() => rig.told()).toEqual(['alarm.raised']);
  });

  it('counts in what calls may cost, and is rejected at the ceiling', async () => {
    const { security } = rig.settings;
    const costs = { ...security.costs, dailyPerAgent: 5, otherPerMinute: 5 };
    rig.settings.security = { ...security, costs };
    const legId = await dials(CUSTOMER);
    rig.pbx.answers(rig.pbx.legTo(CUSTOMER).legId);
    await rig.settle();
    await rig.pass(10);
    rig.pbx.hangsUp(legId);
    await rig.settle();
    const again = await dials(STRANGER);
    expect(rig.pbx.ended.get(again)).toBe('rejected');
    expect(rung()).toEqual([CUSTOMER]);
  });
});

describe('A call from the world, whatever it says of itself', () => {
  /** It rang at the firm, and nobody was called for it. */
  async function isIncoming(dialled: string, from = MOBILE) {
    const legId = await dials(dialled, from);
    expect([...new Set(rung())].sort()).toEqual(['101', '102']);
    expect(await rig.call()).toMatchObject({ direction: 'in', state: 'ringing' });
    rig.pbx.hangsUp(legId);
    await rig.settle();
  }

  it('stays one to the firm where mobiles do not go through the PBX', async () => {
    rig.settings.mobilesThroughPbx = false;
    await isIncoming(CUSTOMER);
  });

  it('is no call of his where the number is nobody’s mobile, or one that he merely forwards to', async () => {
    const forwarding = [
      { on: ['offline' as const], to: { kind: 'number' as const, number: STRANGER }, seconds: 15 },
    ];
    await rig.store.transaction((tx) =>
      rig.store.selves.put(tx, sofia.id, { ...DEFAULT_SELF, forwarding, version: 1 }),
    );
    await isIncoming(CUSTOMER, STRANGER);
    await isIncoming(CUSTOMER, '+380631112233');
  });

  it('is no call of somebody who may not dial, or who is out', async () => {
    await has(maria.id, STRANGER);
    await isIncoming(CUSTOMER, STRANGER);
    await rig.store.transaction((tx) =>
      rig.store.agents.change(tx, sofia.id, { deactivatedAt: rig.clock.now().toISOString() }),
    );
    await isIncoming(CUSTOMER);
  });

  it.each([
    ['our line', LINE],
    ['our line as the country spells it', '0441234567'],
    ['a number that a site shows', TRACKED],
    ['what is no number', 'trunk-account'],
  ])('comes in with his name where he calls %s', async (_what, dialled) => {
    rig.settings.sites = rig.settings.sites.map((one) => ({ ...one, tracking: { pool: [TRACKED] } }));
    await isIncoming(dialled);
    expect(rig.pbx.originated[0]?.caller).toEqual({ number: MOBILE, name: sofia.name });
    expect(await rig.call()).toMatchObject({ colleague: { id: sofia.id, name: sofia.name } });
  });
});

describe('His mobile', () => {
  const forwardingTo = (to: ForwardTarget) =>
    rig.store.transaction((tx) =>
      rig.store.selves.put(tx, sofia.id, {
        ...DEFAULT_SELF,
        forwarding: [{ on: ['offline'], to, seconds: 15 }],
        version: 1,
      }),
    );

  it.each<[string, () => unknown, string]>([
    ['while no phone of his is there', () => undefined, MOBILE],
    [
      'also while his calls go to a colleague',
      () => forwardingTo({ kind: 'agent', agentId: olena.id }),
      MOBILE,
    ],
    [
      'behind the number to which he has his calls forwarded',
      () => forwardingTo({ kind: 'number', number: STRANGER }),
      STRANGER,
    ],
  ])('is rung by click-to-call %s', async (_when, meanwhile, expected) => {
    await meanwhile();
    await rig.control.ring(sofia, CUSTOMER);
    await rig.settle();
    expect(rig.pbx.originated).toMatchObject([
      { to: { kind: 'trunk', number: expected }, caller: { number: LINE } },
    ]);
  });

  it('is rung by click-to-call no longer than its mailbox leaves it', async () => {
    rig.settings.ringSeconds = 60;
    await rig.control.ring(sofia, CUSTOMER);
    await rig.pass(25);
    expect(await rig.call()).toMatchObject({ state: 'ended', endReason: 'no-answer' });
    expect(rung()).toEqual([MOBILE]);
  });

  it('is never rung for a call that comes from it: neither by routing, nor where it is given to him, or he is asked or invited', async () => {
    await rig.store.transaction((tx) =>
      rig.store.agents.change(tx, sofia.id, { mobile: { number: MOBILE, rings: true } }),
    );
    await dials(LINE);
    expect(rung().sort()).toEqual(['101', '102']);
    rig.pbx.answers(rig.pbx.legTo('101').legId);
    await rig.settle();
    const { id } = await rig.call();
    const { transfer, consult, invite } = rig.control.switchboard;
    for (const give of [transfer, consult, invite])
      await expect(give(olena, id, sofia.extension)).rejects.toMatchObject({ code: 'conflict' });
    // A call from elsewhere does.
    await dials(LINE, STRANGER);
    expect(rung().slice(2).sort()).toEqual([MOBILE, '102']);
  });

  it('is left in peace by click-to-call while a phone of his is there', async () => {
    await has(andriy.id, STRANGER);
    await rig.control.ring(andriy, CUSTOMER);
    await rig.settle();
    expect(rung()).toEqual([andriy.extension]);
  });
});
