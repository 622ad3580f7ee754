/** A gateway that dies in each phase of a call, and an Asterisk that does, while the other one is real. */
import { toneInWav } from '@ringback/adapters/testing';
import type { Call } from '@ringback/model';
import type { SipBot } from '@ringback/testing/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type AsteriskRig,
  bothHear,
  createAsteriskRig,
  CUSTOMER,
  eventually,
  LINE,
  TONES,
} from '../testing/asterisk-rig.harness.ts';

let rig: AsteriskRig;
/** Calls that have been in the log before. */
let before: number;
beforeAll(async () => {
  rig = await createAsteriskRig();
});
afterEach(() => rig.putAway());
afterAll(() => rig?.close());

const log = () => rig.first.as('andriy').calls();

/** Since the test began, nothing but these calls is in the log, newest first, and nothing rings (any more). */
async function logHas(wanted: Partial<Call>[], ...quiet: SipBot[]): Promise<void> {
  await eventually(async () => {
    const calls = await log();
    expect(calls.slice(0, calls.length - before)).toMatchObject(wanted);
  });
  for (const phone of quiet)
    await expect(phone.incoming(AbortSignal.timeout(300)), 'nobody is rung twice').rejects.toThrow();
}

describe('The gateway is killed', () => {
  beforeAll(async () => {
    before = (await log()).length;
  });
  afterEach(async () => {
    before = (await log()).length;
  });

  it('while it rings: it can be answered afterwards', async () => {
    const phone = await rig.phoneOf('olena');
    const outside = rig.customer.call(LINE);
    const ringing = await phone.incoming();
    await rig.dieAndRise();
    ringing.answer();
    await bothHear([outside, TONES.customer], [ringing, TONES.olena]);
    outside.hangup();
    await ringing.ended;
    await logHas([{ endReason: 'completed', direction: 'in' }], phone);
  });

  it('while the customer rings whom the agent has called: he answers afterwards', async () => {
    const phone = await rig.phoneOf('olena');
    const { call, target } = await rig.first.as('olena').dial(CUSTOMER);
    const agent = phone.call(target, [`X-Ringback-Call: ${call.id}`]);
    const ringing = await rig.customer.incoming();
    await rig.dieAndRise();
    ringing.answer();
    await bothHear([ringing, TONES.customer], [agent, TONES.olena]);
    await rig.becomes(rig.first.as('olena'), call.id, { state: 'connected' });
    agent.hangup();
    await ringing.ended;
    await logHas([{ id: call.id, endReason: 'completed' }], rig.customer);
  });

  it('while they talk and the call is recorded: both go on, and the log is right', async () => {
    const { olena, id, agent, outside } = await rig.talk();
    await olena.post(`/calls/${id}/recording`, { state: 'on' });
    await rig.first.kill();
    await bothHear([outside, TONES.customer], [agent, TONES.olena]);
    await rig.first.start();
    await rig.controls(rig.first);
    await bothHear([outside, TONES.customer], [agent, TONES.olena]);
    agent.hangup();
    await outside.ended;
    await logHas([{ id, state: 'ended', endReason: 'completed' }]);
    await eventually(async () =>
      expect((await olena.call(id)).recordings).toMatchObject([{ state: 'stored' }]),
    );
    const wav = await olena.audio((await olena.call(id)).recordings?.[0]?.id ?? '');
    expect(toneInWav(wav, TONES.customer)).toBeGreaterThan(0.25);
  });

  it('while the customer is held: he stays held, and is talked with again', async () => {
    const { olena, id, agent, outside } = await rig.talk();
    await agent.hold();
    await rig.becomes(olena, id, { state: 'held' });
    await rig.dieAndRise();
    await rig.becomes(olena, id, { state: 'held' });
    await outside.hearsNot(TONES.olena);
    await agent.resume();
    await bothHear([outside, TONES.customer], [agent, TONES.olena]);
    await rig.becomes(olena, id, { state: 'connected' });
    outside.hangup();
    await agent.ended;
    await logHas([{ id, endReason: 'completed' }]);
  });

  it('while a colleague rings to whom the customer is given: he answers afterwards', async () => {
    const { olena, phone, id, agent, outside } = await rig.talk();
    const second = await rig.phoneOf('andriy');
    const given = await olena.post(`/calls/${id}/transfer`, { target: '102' });
    await agent.ended;
    const ringing = await second.incoming();
    await rig.dieAndRise();
    ringing.answer();
    await bothHear([outside, TONES.customer], [ringing, TONES.andriy]);
    ringing.hangup();
    await outside.ended;
    await logHas(
      [
        { id: given.transferredTo?.callId ?? '', endReason: 'completed' },
        { id, endReason: 'transferred' },
      ],
      phone,
      second,
    );
  });

  it('while the agent asks a colleague: the customer is given to him afterwards', async () => {
    const { olena, phone, id, agent, outside } = await rig.talk();
    const second = await rig.phoneOf('andriy');
    const { call: asked } = await olena.post<{ call: Call }>(`/calls/${id}/consult`, { target: '102' });
    const asking = phone.call('102', [`X-Ringback-Call: ${asked.id}`]);
    const colleague = await second.incoming();
    colleague.answer();
    await bothHear([colleague, TONES.andriy], [asking, TONES.olena]);
    await rig.dieAndRise();
    await olena.post(`/calls/${asked.id}/complete-transfer`);
    await Promise.all([agent.ended, asking.ended]);
    await bothHear([outside, TONES.customer], [colleague, TONES.andriy]);
    outside.hangup();
    await colleague.ended;
    await logHas(
      [
        { id: asked.id, endReason: 'completed', number: CUSTOMER },
        { id, endReason: 'transferred' },
      ],
      second,
    );
  });

  it('while three talk and are recorded: all go on, one can be muted, and the recording holds every voice', async () => {
    const { olena, phone, id, agent, outside } = await rig.talk();
    const second = await rig.phoneOf('andriy');
    await olena.post(`/calls/${id}/recording`, { state: 'on' });
    const { call: asked } = await olena.post<{ call: Call }>(`/calls/${id}/consult`, { target: '102' });
    const asking = phone.call('102', [`X-Ringback-Call: ${asked.id}`]);
    const colleague = await second.incoming();
    colleague.answer();
    await bothHear([colleague, TONES.andriy], [asking, TONES.olena]);
    await olena.post(`/calls/${id}/merge`, { with: asked.id });
    await asking.ended;
    await bothHear([outside, TONES.customer], [colleague, TONES.andriy]);
    await rig.dieAndRise();
    await Promise.all([
      bothHear([outside, TONES.customer], [agent, TONES.olena]),
      bothHear([outside, TONES.customer], [colleague, TONES.andriy]),
    ]);
    const { participants = [] } = await olena.call(id);
    expect(participants.map(({ state }) => state)).toEqual(['joined', 'joined', 'joined']);
    const andriy = participants.find(({ agent: one }) => one?.name === 'Andriy');
    await olena.patch(`/calls/${id}/participants/${andriy?.id ?? ''}`, { muted: true });
    await outside.hearsNot(TONES.andriy);
    outside.hangup();
    agent.hangup();
    await colleague.ended;
    await logHas([{ id: asked.id }, { id, endReason: 'completed' }], second);
    await eventually(async () =>
      expect((await olena.call(id)).recordings).toMatchObject([{ state: 'stored', kind: 'conference' }]),
    );
    const wav = await olena.audio((await olena.call(id)).recordings?.[0]?.id ?? '');
    for (const tone of [TONES.olena, TONES.andriy, TONES.customer])
      expect(toneInWav(wav, tone)).toBeGreaterThan(0.1);
  });

  it('and they hang up meanwhile: the call is ended in the log, and nothing rings on', async () => {
    const { id, agent, outside } = await rig.talk();
    await rig.first.kill();
    outside.hangup();
    await rig.first.start();
    await rig.controls(rig.first);
    await agent.ended;
    await logHas([{ id, state: 'ended', endReason: 'completed' }]);
  });

  it('and Asterisk is, in the middle of a call: the call has failed in the log, and the next one works', async () => {
    const { id } = await rig.talk();
    await rig.restartAsterisk();
    await logHas([{ id, state: 'ended' }]);
    const next = await rig.phoneOf('olena');
    const outside = rig.customer.call(LINE);
    const ringing = await next.incoming();
    ringing.answer();
    await bothHear([outside, TONES.customer], [ringing, TONES.olena]);
    outside.hangup();
    await ringing.ended;
    await logHas([{ endReason: 'completed', direction: 'in' }, { id }], next);
  });
});
