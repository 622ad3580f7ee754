import { readdirSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { andriy, createRig, CUSTOMER, maria, olena, type Rig, sofia } from '../calls/calls.fixtures.ts';
import { FAKE_WAV } from '../calls/fake-pbx-connection.ts';

const head = { ...andriy, id: 'head', role: 'company-head' } as const;

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
/** A customer talks with Olena. */
async function talk() {
  const customer = rig.pbx.callIn({ from: CUSTOMER });
  await rig.settle();
  const own = rig.pbx.legTo('101').legId;
  await act(() => rig.pbx.answers(own));
  const { id } = await rig.call();
  return { id, customer, own };
}
const set = async (id: string, state: 'on' | 'paused' | 'off', by = olena) => {
  const call = await rig.control.recordings.set(by, id, state);
  await rig.settle();
  return call.recordings?.at(-1);
};
const recordingOf = async (id: string) => (await rig.control.get(andriy, id)).call.recordings?.at(-1);
/** A call that was recorded to its end. */
async function recorded() {
  const { id, customer } = await talk();
  const recording = await set(id, 'on');
  await rig.pass(5);
  await act(() => rig.pbx.hangsUp(customer));
  return { id, recordingId: recording?.id ?? '' };
}

describe('a call that an agent has recorded', () => {
  it('is recorded from then on, paused for card data, and goes on', async () => {
    const { id } = await talk();
    const recording = await set(id, 'on');
    expect(recording).toMatchObject({ callId: id, state: 'on', kind: 'call' });
    const atPbx = () => rig.pbx.recordings.get(recording?.id ?? '')?.state;
    expect(atPbx()).toBe('recording');
    expect(await set(id, 'paused')).toMatchObject({ state: 'paused' });
    expect(atPbx()).toBe('paused');
    expect(await set(id, 'on')).toMatchObject({ id: recording?.id, state: 'on' });
    expect(atPbx()).toBe('recording');
  });

  it('has it in the log when the talk is over and the file has come, and the CRM is told', async () => {
    const { id, recordingId } = await recorded();
    expect(await recordingOf(id)).toMatchObject({ state: 'stored', seconds: 2, bytes: FAKE_WAV.length });
    const told = await rig.events();
    const states = told.flatMap(({ data }) => ('call' in data ? [data.call.recordings?.[0]?.state] : []));
    expect(states.slice(-3)).toEqual(['on', 'saving', 'stored']);
    expect((await rig.told(id)).at(-1)).toBe('call.updated');
    expect(rig.crm.updated).toHaveLength(1);
    expect(readdirSync(rig.folder)).toEqual([`${recordingId}.wav`]);
    expect(rig.pbx.recordings.get(recordingId)?.state).toBe('removed');
  });

  it('can be ended in the middle of the talk, and begun again as another recording', async () => {
    const { id } = await talk();
    const first = await set(id, 'on');
    await set(id, 'off');
    expect(await recordingOf(id)).toMatchObject({ id: first?.id, state: 'stored' });
    const second = await set(id, 'on');
    expect(second?.id).not.toBe(first?.id);
    expect((await rig.call()).recordings).toHaveLength(2);
  });

  it('is of kind conference when more than two talked', async () => {
    const { id, own } = await talk();
    await set(id, 'on');
    const { call } = await rig.control.switchboard.consult(olena, id, '102');
    rig.pbx.deviceDials({ endpoint: '101', dialled: '102', callId: call.id });
    await rig.settle();
    await act(() => rig.pbx.answers(rig.pbx.legTo('102').legId));
    await rig.control.switchboard.merge(olena, id, call.id);
    await act(() => rig.pbx.hangsUp(own));
    expect(await recordingOf(id)).toMatchObject({ state: 'on' });
    for (const legId of [...rig.pbx.legs.keys()].slice(0, 1)) await act(() => rig.pbx.hangsUp(legId));
    expect(await recordingOf(id)).toMatchObject({ state: 'stored', kind: 'conference' });
  });

  it('goes on being recorded when the page is reloaded', async () => {
    const { id, own } = await talk();
    const recording = await set(id, 'on');
    rig.pbx.replaces(own);
    await rig.settle();
    expect(rig.pbx.recordings.get(recording?.id ?? '')?.state).toBe('recording');
    expect(await recordingOf(id)).toMatchObject({ state: 'on' });
  });

  it('is told as failed when the PBX will not record', async () => {
    const { id } = await talk();
    const { switchboard } = rig.control;
    expect(switchboard).toBeDefined();
    // Its bridge is gone already.
    for (const bridgeId of [...rig.pbx.bridges]) await rig.connection.bridge.destroy(bridgeId);
    await set(id, 'on');
    expect(await recordingOf(id)).toMatchObject({ state: 'failed' });
  });

  it('is recorded only by those who talk in it', async () => {
    const { id } = await talk();
    await expect(set(id, 'on', andriy)).rejects.toMatchObject({ code: 'conflict' });
    await expect(set(id, 'on', sofia)).rejects.toMatchObject({ code: 'not-found' });
    await expect(set(id, 'paused')).rejects.toMatchObject({ code: 'conflict' });
    expect(await set(id, 'off')).toBeUndefined();
  });
});

describe('the rule', () => {
  it('records every talk from its first word, and nobody can end that, only pause it', async () => {
    rig.settings.recordings = { mode: 'all', keepDays: 30 };
    const { id } = await talk();
    expect(await recordingOf(id)).toMatchObject({ state: 'on' });
    await expect(set(id, 'off')).rejects.toMatchObject({ code: 'forbidden' });
    expect(await set(id, 'paused')).toMatchObject({ state: 'paused' });
    expect((await rig.call()).recordings).toHaveLength(1);
  });

  it('may be that nothing is recorded', async () => {
    rig.settings.recordings = { mode: 'off', keepDays: 30 };
    const { id } = await talk();
    await expect(set(id, 'on')).rejects.toMatchObject({ code: 'forbidden' });
    expect(rig.pbx.recordings.size).toBe(0);
  });

  it('deletes what is older than it allows, and the trail says so', async () => {
    rig.settings.recordings = { mode: 'button', keepDays: 30 };
    const { id, recordingId } = await recorded();
    await rig.pass(29 * 24 * 3600);
    expect(await recordingOf(id)).toMatchObject({ state: 'stored' });
    await rig.pass(2 * 24 * 3600);
    expect(await recordingOf(id)).toMatchObject({ state: 'deleted' });
    expect(readdirSync(rig.folder)).toEqual([]);
    expect(await rig.store.audit.ofEntity('recording', recordingId)).toMatchObject([
      { actor: 'ringback', field: 'state', old: 'stored', new: 'deleted' },
    ]);
  });
});

describe('listening', () => {
  it('goes by a signed address that ends by itself', async () => {
    const { recordingId } = await recorded();
    const { recordings } = rig.control;
    const signed = await recordings.link(olena, recordingId);
    const file = await recordings.open(recordingId, signed);
    expect(await buffer(file.read({ start: 0, end: file.bytes - 1 }))).toEqual(FAKE_WAV);
    expect(await buffer(file.read({ start: 100, end: 149 }))).toEqual(FAKE_WAV.subarray(100, 150));
    const later = { ...signed, expires: signed.expires + 1 };
    await expect(recordings.open(recordingId, later)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(recordings.open('another', signed)).rejects.toMatchObject({ code: 'forbidden' });
    await rig.pass(16 * 60);
    await expect(recordings.open(recordingId, signed)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('works on whichever node the address was made', async () => {
    const { recordingId } = await recorded();
    const signed = await rig.control.recordings.link(olena, recordingId);
    await rig.restart();
    await expect(rig.control.recordings.open(recordingId, signed)).resolves.toMatchObject({
      bytes: FAKE_WAV.length,
    });
  });

  it('is for those who talked, and for heads; not for those who only heard it ring, nor for marketers', async () => {
    const { recordingId } = await recorded();
    const { recordings } = rig.control;
    await expect(recordings.link(andriy, recordingId)).resolves.toBeDefined();
    const rung = { ...andriy, role: 'employee' } as const;
    for (const agent of [rung, sofia, maria])
      await expect(recordings.link(agent, recordingId)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('waits for the file', async () => {
    const { id } = await talk();
    const recording = await set(id, 'on');
    await expect(rig.control.recordings.link(olena, recording?.id ?? '')).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});

describe('deleting', () => {
  it('is for the head of the firm, takes the file away, and is in the trail', async () => {
    const { id, recordingId } = await recorded();
    const { recordings } = rig.control;
    await expect(recordings.remove(olena, recordingId)).rejects.toMatchObject({ code: 'forbidden' });
    const signed = await recordings.link(head, recordingId);
    await recordings.remove(head, recordingId);
    expect(await recordingOf(id)).toMatchObject({ state: 'deleted' });
    expect(readdirSync(rig.folder)).toEqual([]);
    await expect(recordings.open(recordingId, signed)).rejects.toMatchObject({ code: 'not-found' });
    await expect(recordings.remove(head, recordingId)).rejects.toMatchObject({ code: 'conflict' });
    expect(await rig.store.audit.ofEntity('recording', recordingId)).toMatchObject([
      { actor: 'head', old: 'stored', new: 'deleted' },
    ]);
  });
});

describe('the gateway is killed', () => {
  it('while it records: the recording goes on, and is in the log at the end', async () => {
    const { id, customer } = await talk();
    await set(id, 'on');
    await rig.restart();
    await act(() => rig.pbx.hangsUp(customer));
    await expect.poll(() => recordingOf(id)).toMatchObject({ state: 'stored' });
  });

  it('and the talk ends meanwhile: the file is fetched afterwards', async () => {
    const { id, customer, own } = await talk();
    await set(id, 'on');
    await rig.restart(() => {
      rig.pbx.hangsUp(customer);
      rig.pbx.hangsUp(own);
    });
    await expect.poll(() => recordingOf(id)).toMatchObject({ state: 'stored' });
  });

  it('before it could ask the PBX: it is asked afterwards', async () => {
    const { id } = await talk();
    rig.connection.killAtCommand(1);
    void rig.control.recordings.set(olena, id, 'on');
    await expect.poll(() => recordingOf(id)).toMatchObject({ state: 'on' });
    await rig.restart();
    await expect.poll(() => [...rig.pbx.recordings.values()]).toMatchObject([{ state: 'recording' }]);
  });
});
