/** Routing at work: a whole call control with a fake PBX and a clock that stands. */
import { DEFAULT_ROUTING, type Group, type Party, type Routing, type Self } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { andriy, createRig, CUSTOMER, LINE, type Rig, STRANGER, taras } from '../calls/calls.fixtures.ts';
import { group, route } from './routing.fixtures.ts';

let rig: Rig;
const customer: Party = { ...taras, responsible: { id: '17', extension: '102' } };
beforeEach(async () => {
  rig = await createRig({ parties: [customer] });
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

const rules = (routing: Partial<Routing>) => void (rig.settings.routing = { ...DEFAULT_ROUTING, ...routing });
const sales = (more: Partial<Group> = {}) =>
  rules({ groups: [group('sales', ['olena', 'andriy'], more)], routes: [route()] });
const callIn = async (from = STRANGER) => {
  const caller = rig.pbx.callIn({ from, dialled: LINE });
  await rig.settle();
  return caller;
};
const answer = async (target: string) => {
  const { legId } = rig.pbx.legTo(target);
  rig.pbx.answers(legId);
  await rig.settle();
  return legId;
};
const hangUp = async (legId: string, cause?: Parameters<Rig['pbx']['hangsUp']>[1]) => {
  rig.pbx.hangsUp(legId, cause);
  await rig.settle();
};
/** Whose phones ring now. */
const ringing = () =>
  [...rig.pbx.legs.values()]
    .filter((leg) => leg.originated && !leg.answered)
    .map(({ originated }) =>
      originated!.to.kind === 'device' ? originated!.to.endpoint : originated!.to.number,
    );
const set = (agentId: string, self: Partial<Self>) =>
  rig.store.transaction(async (tx) => {
    const before = await rig.store.selves.get(agentId, tx);
    await rig.store.selves.put(tx, agentId, { ...before, ...self, version: before.version + 1 });
  });
const decisions = async (id: string) =>
  (await rig.store.routes.get(id))?.decisions.map(({ did, agents }) => [did, ...agents]);

describe('A call', () => {
  it('goes along the group, and each decision is kept with its reason', async () => {
    sales();
    const caller = await callIn();
    expect(ringing()).toEqual(['101']);
    expect(await rig.call()).toMatchObject({
      routedBy: { why: 'group', route: 'main', group: 'sales', algorithm: 'in-order' },
      rings: ['olena'],
    });
    await rig.pass(20);
    expect(ringing()).toEqual(['102']);
    expect(await rig.call()).toMatchObject({ state: 'ringing', rings: ['andriy'] });
    await answer('102');
    const call = await rig.call();
    expect(call).toMatchObject({ state: 'connected', agent: { id: 'andriy' } });
    expect(call).not.toHaveProperty('rings');
    await hangUp(caller);
    expect(await decisions(call.id)).toEqual([
      ['ring', 'olena'],
      ['ring', 'andriy'],
    ]);
  });

  it('is answered by whoever rings now, and not by who was rung before', async () => {
    sales();
    await callIn();
    const late = rig.pbx.legTo('101').legId;
    await rig.pass(20);
    rig.pbx.tell({ type: 'leg.answered', legId: late, at: '' });
    await rig.settle();
    expect(await rig.call()).toMatchObject({ state: 'ringing', rings: ['andriy'] });
    await rig.pass(60);
  });

  it('of a customer whom somebody has talked with 14 minutes ago goes to him, and says so', async () => {
    sales({ known: 'familiar' });
    await callIn();
    await hangUp(rig.pbx.legTo('101').legId, 'rejected');
    const talked = await answer('102');
    await rig.pass(60);
    await hangUp(talked);
    await rig.pass(14 * 60 + 20);
    await callIn();
    expect(ringing()).toEqual(['102']);
    expect((await rig.call()).routedBy).toEqual({
      why: 'familiar',
      route: 'main',
      agent: { id: 'andriy', name: 'Andriy' },
      minutesAgo: 14,
    });
    await rig.pass(90);
  });

  it('that nobody answered makes nobody familiar', async () => {
    sales({ known: 'familiar' });
    const caller = await callIn();
    await rig.pass(20);
    await hangUp(caller);
    await callIn();
    expect(ringing()).toEqual(['101']);
    await rig.pass(90);
  });

  it('of an existing client goes to the manager whom the CRM names', async () => {
    sales({ known: 'responsible' });
    await callIn(CUSTOMER);
    expect(ringing()).toEqual(['102']);
    expect((await rig.call()).routedBy).toMatchObject({ why: 'responsible', agent: { id: 'andriy' } });
    await rig.pass(90);
  });

  it('follows his own forwarding to his mobile, which counts as his', async () => {
    sales({ known: 'responsible' });
    await set('andriy', {
      status: 'do-not-disturb',
      forwarding: [{ on: ['busy'], to: { kind: 'number', number: '+380501112233' }, seconds: 15 }],
    });
    await callIn(CUSTOMER);
    expect(ringing()).toEqual(['+380501112233']);
    expect(rig.pbx.originated.at(-1)).toMatchObject({ caller: { number: LINE } });
    await answer('+380501112233');
    expect(await rig.call()).toMatchObject({
      state: 'connected',
      agent: { id: 'andriy' },
      routedBy: { why: 'forwarded', agent: { id: 'andriy' } },
    });
  });

  it('that he takes on his mobile is recorded and in his hands like any other; the mobile never shows the customer’s number', async () => {
    sales({ known: 'responsible' });
    rig.settings.recordings = { mode: 'all', keepDays: 30 };
    await set('andriy', {
      status: 'do-not-disturb',
      forwarding: [{ on: ['busy'], to: { kind: 'number', number: '+380501112233' }, seconds: 15 }],
    });
    await callIn(CUSTOMER);
    expect(rig.pbx.originated.map(({ caller }) => caller.number)).toEqual([LINE]);
    const mobile = await answer('+380501112233');
    const { id } = await rig.call();
    expect(await rig.control.liveCalls('andriy')).toMatchObject([{ call: { id } }]);
    const paused = await rig.control.recordings.set(andriy, id, 'paused');
    expect(paused.recordings).toMatchObject([{ state: 'paused', kind: 'call' }]);
    await rig.control.recordings.set(andriy, id, 'on');
    await hangUp(mobile);
    await expect
      .poll(() => rig.call())
      .toMatchObject({ endReason: 'completed', recordings: [{ state: 'stored' }] });
  });

  it('rings the mobile that he has in People while no phone of his is there, and is his', async () => {
    sales({ known: 'responsible' });
    rig.pbx.offline('102');
    const mobile = { number: '+380501112233', rings: true };
    await rig.store.transaction((tx) => rig.store.agents.change(tx, 'andriy', { mobile }));
    await callIn(CUSTOMER);
    expect(rig.pbx.originated).toMatchObject([{ to: { number: mobile.number }, caller: { number: LINE } }]);
    await answer(mobile.number);
    expect(await rig.call()).toMatchObject({
      state: 'connected',
      agent: { id: 'andriy' },
      legKind: 'mobile',
      routedBy: { why: 'responsible', agent: { id: 'andriy' } },
    });
  });

  it('rings the mobiles of a group beside its phones, each as long as its mailbox leaves it', async () => {
    sales({ algorithm: 'all-at-once' });
    rig.pbx.offline('102');
    const mobile = { number: '+380501112233', rings: true };
    await rig.store.transaction((tx) => rig.store.agents.change(tx, 'andriy', { mobile }));
    await callIn(CUSTOMER);
    expect(ringing().sort()).toEqual([mobile.number, '101'].sort());
    expect(rig.pbx.originated.find(({ to }) => to.kind === 'trunk')?.timeoutSeconds).toBe(25);
    await answer(mobile.number);
    expect(await rig.call()).toMatchObject({ agent: { id: 'andriy' }, legKind: 'mobile' });
    expect(ringing()).toEqual([]);
  });

  it('rings a mobile once where a step names it as well', async () => {
    const mobile = { number: '+380501112233', rings: true };
    const steps = [
      { to: 'group' as const, target: 'sales', seconds: 20 },
      { to: 'number' as const, target: mobile.number, seconds: 20 },
    ];
    const groups = [group('sales', ['olena', 'andriy'])];
    rules({ groups, routes: [route({ order: 'all-at-once', steps })] });
    rig.pbx.offline('102');
    await rig.store.transaction((tx) => rig.store.agents.change(tx, 'andriy', { mobile }));
    await callIn();
    expect(ringing().sort()).toEqual([mobile.number, '101'].sort());
    await answer(mobile.number);
    expect(await rig.call()).toMatchObject({ agent: { id: 'andriy' } });
  });

  it('that he lets ring on his mobile goes on as one that he lets ring, though its mailbox leaves it less time', async () => {
    rules({ routes: [route({ steps: [{ to: 'agent', target: 'andriy', seconds: 40 }] })] });
    rig.pbx.offline('102');
    const mobile = { number: '+380501112233', rings: true };
    await rig.store.transaction((tx) => rig.store.agents.change(tx, 'andriy', { mobile }));
    await set('andriy', {
      forwarding: [{ on: ['no-answer'], to: { kind: 'agent', agentId: 'olena' }, seconds: 20 }],
    });
    await callIn();
    await rig.pass(25);
    expect(ringing()).toEqual(['101']);
    await rig.pass(20);
    expect(await rig.call()).toMatchObject({ endReason: 'missed' });
  });

  it('that he gives away from his mobile comes back there when nobody takes it', async () => {
    sales({ known: 'responsible' });
    rig.pbx.offline('102');
    const mobile = { number: '+380501112233', rings: true };
    await rig.store.transaction((tx) => rig.store.agents.change(tx, 'andriy', { mobile }));
    await callIn(CUSTOMER);
    await answer(mobile.number);
    await rig.control.switchboard.transfer(andriy, (await rig.call()).id, '101');
    await rig.settle();
    await hangUp(rig.pbx.legTo('101').legId, 'rejected');
    expect(rig.pbx.originated.at(-1)).toMatchObject({
      to: { number: mobile.number },
      caller: { number: LINE },
    });
    await answer(mobile.number);
    const [back] = await rig.control.liveCalls('andriy');
    expect(back?.call).toMatchObject({
      ...{ state: 'connected', agent: { id: 'andriy' }, legKind: 'mobile' },
      transferredBy: { id: 'andriy', returned: true },
    });
  });

  it('that cannot reach his mobile is not offered to it again and again', async () => {
    sales();
    rig.pbx.offline('101');
    rig.pbx.offline('102');
    const mobile = { number: '+380501112233', rings: true };
    await rig.store.transaction((tx) => rig.store.agents.change(tx, 'andriy', { mobile }));
    await callIn();
    await rig.pass(6);
    await hangUp(rig.pbx.legTo(mobile.number).legId, 'no-answer');
    expect(rig.pbx.originated).toHaveLength(1);
    expect(await rig.call()).toMatchObject({ endReason: 'missed' });
  });

  it('can end at a number of the world, with no agent', async () => {
    rules({ routes: [route({ steps: [{ to: 'number', target: '+380501112233', seconds: 20 }] })] });
    const caller = await callIn();
    await answer('+380501112233');
    expect(await rig.call()).toMatchObject({ state: 'connected', routedBy: { why: 'number' } });
    expect(await rig.call()).not.toHaveProperty('agent');
    await hangUp(caller);
    expect(await rig.call()).toMatchObject({ endReason: 'completed' });
  });

  it('that nobody takes is missed, once, and those whom it concerned have it in their log', async () => {
    sales();
    await callIn();
    await rig.pass(60);
    const call = await rig.call();
    expect(call).toMatchObject({ endReason: 'missed' });
    expect((await rig.store.calls.get(call.id))?.audience).toEqual(['andriy', 'olena']);
    expect((await rig.told()).filter((type) => type === 'call.ended')).toHaveLength(1);
  });

  it('is heard of by the head of a group in which nobody is there', async () => {
    rig.pbx.offline('101');
    await rig.settle();
    rules({ groups: [group('sales', ['olena'], { heads: ['andriy'] })], routes: [route()] });
    await callIn();
    const call = await rig.call();
    expect(call).toMatchObject({ endReason: 'missed' });
    expect((await rig.store.calls.get(call.id))?.audience).toEqual(['andriy', 'olena']);
    expect((await rig.store.routes.get(call.id))?.decisions[0]).toMatchObject({
      did: 'skip',
      passedOver: [{ agentId: 'olena', why: 'offline' }],
    });
  });
});

describe('Two calls at the same time', () => {
  it('are not offered to the same agent while another one is idle', async () => {
    sales();
    rig.pbx.callIn({ from: STRANGER, dialled: LINE });
    rig.pbx.callIn({ from: CUSTOMER, dialled: LINE });
    await rig.settle();
    expect(ringing().sort()).toEqual(['101', '102']);
    await rig.pass(90);
  });

  it('take turns in a round-robin, also over a restart', async () => {
    sales({ algorithm: 'round-robin' });
    const first = await callIn();
    expect(ringing()).toEqual(['101']);
    await hangUp(first);
    await rig.restart();
    await callIn();
    expect(ringing()).toEqual(['102']);
    await rig.pass(90);
  });
});

describe('A gateway that is killed while a call goes along its chain', () => {
  it('goes on with the step where it was', async () => {
    sales();
    await callIn();
    await rig.restart();
    expect(ringing()).toEqual(['101']);
    await rig.pass(20);
    expect(ringing()).toEqual(['102']);
    await rig.pass(60);
    expect(await rig.call()).toMatchObject({ endReason: 'missed' });
  });

  it('goes to the next step when the phone has fallen silent meanwhile', async () => {
    sales();
    await callIn();
    const { legId } = rig.pbx.legTo('101');
    await rig.restart(() => rig.pbx.hangsUp(legId, 'rejected'));
    expect(ringing()).toEqual(['102']);
    expect(rig.pbx.originated).toHaveLength(2);
    await rig.pass(90);
  });
});

describe('A caller whom nobody can take yet', () => {
  beforeEach(() => {
    rules({
      groups: [group('sales', ['olena'], { queue: true })],
      routes: [route({ steps: [{ to: 'group', target: 'sales', seconds: 120 }] })],
    });
  });

  it('waits, and is rung through in the moment in which somebody is free, the longest waiting first', async () => {
    const talked = await callIn();
    await answer('101');
    await callIn('+380931111111');
    await rig.pass(5);
    await callIn('+380932222222');
    expect(ringing()).toEqual([]);
    await hangUp(talked);
    await rig.settle();
    expect(ringing()).toEqual(['101']);
    const rung = (await rig.calls()).find(({ rings }) => rings?.length);
    expect(rung?.number).toBe('+380931111111');
    await answer('101');
    await rig.pass(130);
    const states = (await rig.calls()).map(({ number, endReason }) => [number, endReason]);
    expect(states).toContainEqual(['+380932222222', 'missed']);
  });

  it('waits on over a restart, and not for ever', async () => {
    await callIn();
    await answer('101');
    await callIn(CUSTOMER);
    await rig.restart();
    await rig.pass(119);
    expect(await rig.call()).toMatchObject({ number: CUSTOMER, state: 'ringing' });
    await rig.pass(2);
    expect(await rig.call()).toMatchObject({ number: CUSTOMER, endReason: 'missed' });
  });

  it('is rung through when an agent says that he is available', async () => {
    rules({
      groups: [group('sales', ['olena', 'andriy'], { queue: true })],
      routes: [route({ steps: [{ to: 'group', target: 'sales', seconds: 120 }] })],
    });
    await set('andriy', { status: 'away' });
    await callIn();
    await answer('101');
    await callIn(CUSTOMER);
    expect(ringing()).toEqual([]);
    await rig.store.transaction(async (tx) => {
      const before = await rig.store.selves.get('andriy', tx);
      const self = { ...before, status: 'available' as const, version: before.version + 1 };
      await rig.store.selves.put(tx, 'andriy', self);
      const me = { ...self, agent: (await rig.store.agents.get('andriy'))!, lines: [] };
      await rig.store.events.append(tx, { type: 'me.updated', data: { me }, audience: ['andriy'] });
    });
    await expect.poll(ringing).toEqual(['102']);
    await rig.pass(200);
  });
});

describe('A dry-run', () => {
  it('answers what a call would do, and does nothing', async () => {
    sales({ known: 'responsible' });
    await set('olena', { status: 'away', statusUntil: '2026-03-02T12:00:00.000Z' });
    const dry = await rig.control.dryRun({ from: '067 111 22 33' });
    expect(dry.route).toBe('main');
    expect(dry.decisions.map(({ did, agents, by }) => [did, agents, by?.why])).toEqual([
      ['ring', ['andriy'], 'responsible'],
      ['skip', [], 'responsible'],
      ['ring', ['andriy'], 'group'],
      ['ring', ['andriy'], 'group'],
      ['ring', ['andriy'], 'group'],
      ['skip', [], 'group'],
      ['end', [], undefined],
    ]);
    expect(dry.decisions[2]!.passedOver).toEqual([{ agentId: 'olena', why: 'away' }]);
    expect(await rig.calls()).toEqual([]);
  });

  it('of another time goes by the hours and statuses of that time', async () => {
    sales();
    await set('olena', { status: 'away', statusUntil: '2026-03-02T12:00:00.000Z' });
    const first = async (at: string) => (await rig.control.dryRun({ from: '', at })).decisions[0]!.agents;
    expect(await first('2026-03-02T11:59:59Z')).toEqual(['andriy']);
    expect(await first('2026-03-02T14:00:00+02:00')).toEqual(['olena']);
  });
});
