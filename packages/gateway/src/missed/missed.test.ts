import type { Agent } from '@ringback/model';
import { DEFAULT_ROUTING } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { andriy, createRig, CUSTOMER, LINE, olena, type Rig, taras } from '../calls/calls.fixtures.ts';
import { createMissedCalls, type MissedCalls } from './missed.ts';

let rig: Rig;
let missed: MissedCalls;
beforeEach(async () => {
  rig = await createRig({ beforeDial: (agent, number) => missed.dialling(agent, number) });
  rig.settings.routing = DEFAULT_ROUTING;
  missed = createMissedCalls({ store: rig.store, scopeOf: (agent) => [agent.id], now: rig.clock.now });
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

const callIn = async (from = CUSTOMER) => {
  const caller = rig.pbx.callIn({ from, dialled: LINE });
  await rig.settle();
  return caller;
};
const unanswered = async (from = CUSTOMER) => {
  await callIn(from);
  await rig.pass(25);
};
const answer = async (target: string) => {
  rig.pbx.answers(rig.pbx.legTo(target).legId);
  await rig.settle();
};
const only = async (agent: Agent = olena, query = {}) => (await missed.list(agent, query)).items;

describe('A missed call', () => {
  it('is on the list of those whom it rang at, with how it was missed and how long the caller waited', async () => {
    await unanswered();
    expect(await only()).toMatchObject([
      {
        state: 'open',
        number: CUSTOMER,
        line: LINE,
        party: { id: taras.id },
        how: 'unanswered',
        waitedSeconds: 25,
      },
    ]);
    expect(await only(andriy)).toHaveLength(1);
    expect(await missed.counts(olena)).toEqual({ open: 1, mine: 0, others: 0 });
    expect((await rig.told()).filter((type) => type === 'missed.changed')).toHaveLength(1);
  });

  it('that the caller gave up is told apart from one that we let ring', async () => {
    const caller = await callIn();
    await rig.pass(7);
    rig.pbx.hangsUp(caller);
    await rig.settle();
    expect(await only()).toMatchObject([{ how: 'abandoned', waitedSeconds: 7 }]);
    expect(await rig.call()).toMatchObject({ endReason: 'missed', abandoned: true });
  });

  it('of the same number is one piece of work, however often it calls', async () => {
    await unanswered();
    await unanswered();
    expect(await only()).toMatchObject([
      { times: 2, firstAt: '2026-03-02T09:00:25.000Z', lastAt: '2026-03-02T09:00:50.000Z' },
    ]);
  });

  it('of hidden numbers is one for each, and can only be dismissed', async () => {
    await unanswered('');
    await unanswered('');
    const [first] = await only();
    expect(await only()).toHaveLength(2);
    await expect(missed.claim(olena, first!.id)).rejects.toMatchObject({ code: 'invalid' });
    expect(await missed.dismiss(olena, first!.id, 'hidden')).toMatchObject({
      state: 'dismissed',
      reason: 'hidden',
    });
  });

  it('is none when somebody answered', async () => {
    await callIn();
    await answer('101');
    expect(await only()).toEqual([]);
  });
});

describe('Two managers', () => {
  it('cannot call the same person back at once: the second is told who has it', async () => {
    await unanswered();
    const [one] = await only();
    expect(await missed.claim(olena, one!.id)).toMatchObject({
      state: 'claimed',
      claimedBy: { id: 'olena' },
    });
    await expect(missed.claim(andriy, one!.id)).rejects.toMatchObject({
      code: 'conflict',
      message: 'Olena is calling this customer back.',
      fields: { claimedBy: 'olena' },
    });
    await expect(rig.control.dial(andriy, CUSTOMER)).rejects.toMatchObject({ code: 'conflict' });
    await expect(missed.dismiss(andriy, one!.id, 'done')).rejects.toMatchObject({ code: 'conflict' });
    expect(await missed.counts(andriy)).toEqual({ open: 0, mine: 0, others: 1 });
    expect(await missed.counts(olena)).toEqual({ open: 0, mine: 1, others: 0 });
  });

  it('who claim in the same moment get one yes and one no', async () => {
    await unanswered();
    const [one] = await only();
    const both = await Promise.allSettled([missed.claim(olena, one!.id), missed.claim(andriy, one!.id)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('also when one of them just dials the number', async () => {
    await unanswered();
    await rig.control.dial(olena, CUSTOMER);
    expect(await only()).toMatchObject([{ state: 'claimed', claimedBy: { id: 'olena' } }]);
    await expect(rig.control.dial(andriy, CUSTOMER)).rejects.toMatchObject({ code: 'conflict' });
    await rig.pass(20);
  });

  it('can try one after the other: a claim lapses after ten minutes, and can be given back before', async () => {
    await unanswered();
    const [one] = await only();
    await missed.claim(olena, one!.id);
    rig.clock.pass(10 * 60_000);
    expect(await only()).toMatchObject([{ state: 'open' }]);
    expect(await missed.claim(andriy, one!.id)).toMatchObject({ claimedBy: { id: 'andriy' } });
    await expect(missed.release(olena, one!.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await missed.release(andriy, one!.id)).toMatchObject({ state: 'open' });
    await missed.claim(olena, one!.id);
    // A head gives back what his people have claimed.
    expect(await missed.release(andriy, one!.id)).toMatchObject({ state: 'open' });
  });
});

describe('A missed call is done', () => {
  it('when somebody has talked with the number; an attempt that nobody answered is none', async () => {
    await unanswered();
    const dial = async () => {
      const { call } = await rig.control.dial(olena, CUSTOMER);
      rig.pbx.deviceDials({ endpoint: '101', dialled: CUSTOMER, callId: call.id });
      await rig.settle();
    };
    await dial();
    rig.pbx.hangsUp(rig.pbx.legTo(CUSTOMER).legId, 'no-answer');
    await rig.settle();
    expect(await only()).toMatchObject([{ state: 'claimed' }]);
    await dial();
    await answer(CUSTOMER);
    expect(await only()).toEqual([]);
    const { id } = await rig.call();
    expect(await only(olena, { state: 'called-back' })).toMatchObject([
      { resolvedBy: { id: 'olena' }, resolvedByCall: id },
    ]);
    expect(await missed.counts(olena)).toEqual({ open: 0, mine: 0, others: 0 });
  });

  it('and everybody whom it rang at is told so, also when one colleague has called back', async () => {
    await unanswered();
    const { call } = await rig.control.dial(olena, CUSTOMER);
    rig.pbx.deviceDials({ endpoint: '101', dialled: CUSTOMER, callId: call.id });
    await rig.settle();
    await answer(CUSTOMER);
    const { events } = await rig.store.events.since(0, 1000, 'andriy');
    const told = events.map(({ event }) => event).filter(({ type }) => type === 'missed.changed');
    expect(told.at(-1)).toMatchObject({
      data: { missed: { state: 'called-back', resolvedBy: { id: 'olena' } } },
    });
  });

  it('also when the customer gets through by himself', async () => {
    await unanswered();
    await callIn();
    await answer('102');
    expect(await only(olena, { state: 'called-back' })).toMatchObject([{ resolvedBy: { id: 'andriy' } }]);
  });

  it('when it is dismissed with a reason, which the trail keeps', async () => {
    await unanswered();
    const [one] = await only();
    await missed.dismiss(olena, one!.id, 'wrong number');
    expect(await only()).toEqual([]);
    await expect(missed.claim(andriy, one!.id)).rejects.toMatchObject({
      code: 'conflict',
      message: 'This customer has already been dismissed by Olena.',
    });
    expect(await rig.store.audit.ofEntity('missed', one!.id)).toMatchObject([
      { actor: 'olena', field: 'state', old: 'open', new: 'dismissed' },
      { actor: 'olena', field: 'reason', new: 'wrong number' },
    ]);
  });

  it('and the next missed call of the number is new work', async () => {
    await unanswered();
    const [one] = await only();
    await missed.dismiss(olena, one!.id, 'done');
    await unanswered();
    expect(await only()).toMatchObject([{ times: 1, state: 'open' }]);
  });
});

it('Whom a missed call does not concern cannot see it', async () => {
  rig.pbx.offline('102');
  await rig.settle();
  rig.settings.routing = {
    ...DEFAULT_ROUTING,
    routes: [
      {
        ...{
          name: 'olena',
          lines: [],
          branch: '',
          when: 'always',
          schedule: '',
          order: 'in-order',
          last: 'missed',
        },
        steps: [{ to: 'agent', target: 'olena', seconds: 25 }],
      },
    ],
  };
  await unanswered();
  expect(await only(andriy)).toEqual([]);
  const [one] = await only();
  await expect(missed.claim(andriy, one!.id)).rejects.toMatchObject({ code: 'not-found' });
});
