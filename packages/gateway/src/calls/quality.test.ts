import type { QualityReport } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { andriy, createRig, CUSTOMER, maria, olena, type Rig } from './calls.fixtures.ts';

const report: QualityReport = {
  part: 'page-1',
  rttMs: 40,
  jitterMs: 4,
  lossPercent: 0,
  mos: 4.4,
  worstMos: 4.2,
  seconds: 30,
};
const poor = { rttMs: 400, jitterMs: 40, lossPercent: 9, mos: 2.4, worstMos: 1.1, seconds: 10 };
const { part: _, ...good } = report;

let rig: Rig;
beforeEach(async () => void (rig = await createRig({ online: ['101'] })));
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

/** A customer talks with Olena. */
async function talk() {
  const caller = rig.pbx.callIn({ from: CUSTOMER });
  await rig.settle();
  rig.pbx.answers(rig.pbx.legTo('101').legId);
  await rig.settle();
  return { caller, callId: (await rig.call()).id };
}
const end = async (caller: string) => {
  rig.pbx.hangsUp(caller);
  await rig.settle();
};
const tell = (callId: string, more: Partial<QualityReport> = {}, by = olena) =>
  rig.control.noteQuality(by, callId, { ...report, ...more });

describe('how a call sounded', () => {
  it('stands in the call from its end on, and nobody is bothered with it before', async () => {
    const { caller, callId } = await talk();
    await tell(callId, { seconds: 10 });
    await tell(callId);
    expect(await rig.call()).not.toHaveProperty('quality');
    await end(caller);
    expect(await rig.call()).toMatchObject({ state: 'ended', quality: good });
    expect(await rig.told(callId)).not.toContain('call.updated');
  });

  it('is that of all its pages, when one was reloaded in the middle', async () => {
    const { caller, callId } = await talk();
    await tell(callId);
    await tell(callId, { part: 'page-2', ...poor });
    await end(caller);
    expect((await rig.call()).quality).toMatchObject({ seconds: 40, rttMs: 130, worstMos: 1.1 });
  });

  it('is put right by what comes after the end, and the trail says by whom', async () => {
    const { caller, callId } = await talk();
    await tell(callId, { seconds: 20 });
    await end(caller);
    await tell(callId);
    expect((await rig.call()).quality).toEqual(good);
    expect((await rig.told(callId)).at(-1)).toBe('call.updated');
    expect(await rig.store.audit.ofEntity('call', callId)).toMatchObject([
      { actor: olena.id, field: 'quality', old: { seconds: 20 }, new: { seconds: 30 } },
    ]);
    const { version } = await rig.call();
    await tell(callId);
    expect((await rig.call()).version).toBe(version);
  });

  it('is told by those who were in it, and by nobody else', async () => {
    const { callId } = await talk();
    await expect(tell(callId, {}, andriy)).rejects.toMatchObject({ code: 'not-found' });
    await expect(tell(callId, {}, maria)).rejects.toMatchObject({ code: 'not-found' });
    await expect(tell('no-such-call')).rejects.toMatchObject({ code: 'not-found' });
    expect(await rig.store.quality.ofCall(callId)).toEqual([]);
  });

  it('has no more parts than pages can be', async () => {
    const { callId } = await talk();
    for (let page = 0; page < 200; page += 1) await tell(callId, { part: `page-${page}` });
    await expect(tell(callId, { part: 'one-more' })).rejects.toMatchObject({ code: 'conflict' });
    await tell(callId, { part: 'page-7' });
  });
});
