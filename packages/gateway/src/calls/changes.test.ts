import { type Agent, RingbackError } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { andriy, createRig, CUSTOMER, maria, olena, type Rig, STRANGER, taras } from './calls.fixtures.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig({ online: ['101'] });
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

async function callIn(from = STRANGER) {
  const caller = rig.pbx.callIn({ from });
  await rig.settle();
  return { caller, callId: (await rig.call()).id };
}
const taken = { system: 'local', id: taras.id };
const outsider: Agent = { ...olena, id: 'petro', login: 'petro', extension: '199' };

describe('an agent writes to a call', () => {
  it('ties it to a customer and comments it; all who see the call hear of it', async () => {
    const { callId } = await callIn();
    const call = await rig.control.update(
      olena,
      callId,
      { comment: 'Asks for boots', party: taken },
      'key-1',
    );
    expect(call).toMatchObject({
      comment: 'Asks for boots',
      party: { id: taras.id, name: taras.name, kind: 'client' },
      version: 2,
    });
    expect(await rig.told(callId)).toEqual(['call.ringing', 'call.updated']);
    expect(await rig.store.audit.ofEntity('call', callId)).toMatchObject([
      { actor: olena.id, field: 'comment', old: '', new: 'Asks for boots' },
      { actor: olena.id, field: 'party', old: null, new: { id: taras.id } },
    ]);
  });

  it('is one write, however often it is sent', async () => {
    const { callId } = await callIn();
    const first = await rig.control.update(olena, callId, { comment: 'One' }, 'key-1');
    await rig.control.update(olena, callId, { comment: 'Two' }, 'key-2');
    expect(await rig.control.update(olena, callId, { comment: 'One' }, 'key-1')).toEqual(first);
    expect(await rig.call()).toMatchObject({ comment: 'Two', version: 3 });
    expect(await rig.store.audit.ofEntity('call', callId)).toHaveLength(2);
  });

  it('changes nothing by writing what stands there already', async () => {
    const { callId } = await callIn();
    await rig.control.update(olena, callId, { comment: '' }, 'key-1');
    expect(await rig.told(callId)).toEqual(['call.ringing']);
  });

  it('does not lose the comment when the call ends in the same moment', async () => {
    const { callId, caller } = await callIn();
    const written = rig.control.update(olena, callId, { comment: 'Kept' }, 'key-1');
    rig.pbx.hangsUp(caller);
    await Promise.all([written, rig.settle()]);
    expect(await rig.call()).toMatchObject({ state: 'ended', comment: 'Kept' });
  });

  it('reaches the system of record: with the call when it ends, afterwards as a change', async () => {
    const { callId, caller } = await callIn();
    await rig.control.update(olena, callId, { comment: 'Before' }, 'key-1');
    expect(rig.crm.updated).toEqual([]);
    rig.pbx.hangsUp(caller);
    await rig.settle();
    await rig.control.update(olena, callId, { comment: 'After' }, 'key-2');
    expect(rig.crm.logged.map(({ comment }) => comment)).toEqual(['Before']);
    expect(rig.crm.updated.map(({ comment }) => comment)).toEqual(['After']);
  });

  it.each([
    { system: 'local', id: 'nobody' },
    { system: 'elsewhere', id: taras.id },
  ])('refuses a party that is not there: %o', async (party) => {
    const { callId } = await callIn();
    await expect(rig.control.update(olena, callId, { party }, 'key-1')).rejects.toMatchObject({
      code: 'invalid',
      fields: { party: expect.any(String) },
    });
  });
});

describe('an agent says which deal a call was about, and what came of it', () => {
  const tea = { system: 'local', id: 'd1', title: 'Tea' };
  beforeEach(() => {
    const deals = { get: async (id: string) => [tea].find((deal) => deal.id === id) };
    Object.assign(rig.crm, { deals });
  });

  it('the deal is kept with the call, and taken away again', async () => {
    const { callId } = await callIn();
    await rig.control.update(olena, callId, { dealId: tea.id }, 'key-1');
    expect(await rig.call()).toMatchObject({ deal: tea });
    expect((await rig.store.calls.list({ dealId: tea.id })).items.map(({ id }) => id)).toEqual([callId]);
    await rig.control.update(olena, callId, { dealId: null }, 'key-2');
    expect((await rig.call()).deal).toBeUndefined();
    expect((await rig.store.calls.list({ dealId: tea.id })).items).toEqual([]);
  });

  it('a deal of one customer does not stay with a call that is another’s', async () => {
    const { callId } = await callIn(CUSTOMER);
    const other = { ...taras, id: 'party-petro', name: 'Petro' };
    const get = async (id: string) => [taras, other].find((party) => party.id === id);
    Object.assign(rig.crm, { parties: { ...rig.crm.parties, get } });
    await rig.control.update(olena, callId, { dealId: tea.id }, 'key-1');
    await rig.control.update(olena, callId, { party: taken }, 'key-2');
    expect((await rig.call()).deal).toEqual(tea);
    await rig.control.update(olena, callId, { party: { system: 'local', id: other.id } }, 'key-3');
    expect((await rig.call()).deal).toBeUndefined();
  });

  it('a deal that is not there is refused in words', async () => {
    const { callId } = await callIn();
    await expect(rig.control.update(olena, callId, { dealId: 'gone' }, 'key-1')).rejects.toMatchObject({
      code: 'invalid',
      fields: { dealId: 'does not exist' },
    });
  });

  it('a result that needs a comment is taken once there is one', async () => {
    const { callId } = await callIn();
    const complaint = { dispositionId: 'complaint' };
    await expect(rig.control.update(olena, callId, complaint, 'key-1')).rejects.toMatchObject({
      fields: { comment: 'is required' },
    });
    await rig.control.update(olena, callId, { comment: 'The lid is broken' }, 'key-2');
    await rig.control.update(olena, callId, complaint, 'key-3');
    expect(await rig.call()).toMatchObject({ disposition: { id: 'complaint' } });
  });
});

describe('whose call it is', () => {
  it('only those whom it concerned and heads may read and write it', async () => {
    const { callId } = await callIn();
    for (const agent of [outsider, maria]) {
      await expect(rig.control.get(agent, callId)).rejects.toMatchObject({ code: 'not-found' });
      await expect(rig.control.update(agent, callId, { comment: 'x' }, 'key-1')).rejects.toMatchObject({
        code: 'not-found',
      });
    }
    await expect(rig.control.get(andriy, callId)).resolves.toMatchObject({ call: { id: callId } });
    await expect(rig.control.update(andriy, callId, { comment: 'Head' }, 'key-1')).resolves.toMatchObject({
      comment: 'Head',
    });
    await expect(rig.control.get(olena, 'made-up')).rejects.toBeInstanceOf(RingbackError);
  });

  it('is live for those who are rung, and only for the one who answered afterwards', async () => {
    rig.pbx.online('102');
    await callIn(CUSTOMER);
    expect(await rig.control.liveCalls(olena.id)).toMatchObject([
      { matches: [{ party: { name: taras.name } }] },
    ]);
    rig.pbx.answers(rig.pbx.legTo('102').legId);
    await rig.settle();
    expect(await rig.control.liveCalls(olena.id)).toEqual([]);
    expect(await rig.control.liveCalls(andriy.id)).toHaveLength(1);
  });

  it('does not name itself as the last talk', async () => {
    const { callId, caller } = await callIn(CUSTOMER);
    rig.pbx.hangsUp(caller);
    await rig.settle();
    const { matches } = await rig.control.get(olena, callId);
    expect(matches).toHaveLength(1);
    expect(matches[0]?.lastCall).toBeUndefined();
  });
});
