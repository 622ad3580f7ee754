import { createVirtualClock } from '@ringback/adapters/testing';
import { createMangoSimulator } from '@ringback/adapters/testing/mango-office';
import { afterEach, describe, expect, it } from 'vitest';
import { andriy, maria, olena } from '../calls/calls.fixtures.ts';
import { SUMMARY_MS } from './follow.ts';
import { CALLER, createObservedRig, type ObservedRigOptions } from './observed.fixtures.ts';

/** Sees every call. */
const boss = { ...andriy, id: 'boss', role: 'company-head' as const };

const open: { stop(): Promise<void> }[] = [];
async function rig(options: ObservedRigOptions = {}) {
  const made = await createObservedRig(options);
  open.push(made);
  await made.start();
  return made;
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

describe('a call that MANGO leads', () => {
  it('raises the card where it rings, follows the talk, and stands in the log with its length', async () => {
    const { sim, rest, control, clock, log } = await rig();
    const call = sim.incoming().enter('ivr').ring('101').ring('102');
    await rest();
    const [ringing] = await control.liveCalls(olena.id);
    expect(ringing).toMatchObject({
      call: {
        direction: 'in',
        state: 'ringing',
        number: CALLER,
        line: '+74951234567',
        rings: [olena.id, andriy.id],
      },
      matches: [{ party: { name: 'Taras Koval' } }],
    });
    expect(await control.liveCalls(maria.id)).toEqual([]);
    await clock.pass(4000);
    call.answer('102');
    await rest();
    expect(await control.liveCalls(olena.id)).toEqual([]);
    expect(await control.liveCalls(andriy.id)).toMatchObject([
      { call: { state: 'connected', agent: { id: andriy.id } } },
    ]);
    call.hold();
    await rest();
    expect((await log())[0]?.state).toBe('held');
    call.resume();
    await clock.pass(61_000);
    call.hangUp();
    await rest();
    expect(await log()).toMatchObject([
      {
        state: 'ended',
        endReason: 'completed',
        durationSeconds: 61,
        agent: { id: andriy.id },
        party: { name: 'Taras Koval' },
      },
    ]);
  });

  it('on the mobile of a colleague says so while it lasts and in the log', async () => {
    const { sim, clock, rest, log } = await rig();
    sim.mobiles.set('101', '79161112233');
    const call = sim.incoming().ring('101').ring('102');
    await rest();
    expect((await log())[0]).not.toHaveProperty('legKind');
    call.answer('101');
    await rest();
    expect(await log()).toMatchObject([{ agent: { id: olena.id }, legKind: 'mobile' }]);
    call.transfer('102', 'command').answer('102');
    await rest();
    expect((await log())[0]).not.toHaveProperty('legKind');
    call.hangUp();
    // The log has the newer one first, and knows no order of two that begin in the same moment.
    await clock.pass(1000);
    sim.outgoing('101', '79160000003').answerFar().hangUp();
    await rest();
    expect(await log()).toMatchObject([
      { direction: 'out', legKind: 'mobile' },
      { agent: { id: andriy.id } },
    ]);
    expect((await log())[1]).not.toHaveProperty('legKind');
  });

  it('of two colleagues names both, whichever of their phones has begun it', async () => {
    const { sim, rest, control, clock, log } = await rig();
    const named = {
      ...{ direction: 'internal', number: '102' },
      ...{ agent: { id: olena.id }, colleague: { id: andriy.id, name: andriy.name } },
    };
    const talk = sim.outgoing('101', '102').answer('102');
    await rest();
    expect(await log()).toMatchObject([named]);
    talk.hangUp();
    await rest();
    const { call } = await clock.run(() => control.dial(olena, '102'));
    expect(call).toMatchObject(named);
  });

  it('that nobody took is missed, and belongs to those at whom it rang', async () => {
    const { sim, rest, missed } = await rig();
    sim.incoming().ring('101').hangUp();
    await rest();
    const [first, ...more] = await missed(olena.id);
    expect(first).toMatchObject({ number: CALLER, how: 'abandoned', state: 'open' });
    expect(more).toEqual([]);
    expect(await missed(maria.id)).toEqual([]);
  });

  it('that ended in the menu belongs to everybody who takes calls', async () => {
    const { sim, rest, missed } = await rig();
    sim.incoming().enter('ivr').hangUp();
    await rest();
    const [first, ...more] = await missed(olena.id);
    expect([first, ...more]).toHaveLength(1);
  });

  it('an agent’s own call from his desk phone is in the log too', async () => {
    const { sim, rest, log } = await rig();
    sim.outgoing('101', '79161234567').answerFar().hangUp();
    await rest();
    expect(await log()).toMatchObject([
      { direction: 'out', number: CALLER, agent: { id: olena.id }, endReason: 'completed' },
    ]);
  });

  it('is told once, however often it is told', async () => {
    const { sim, rest, control, events, store } = await rig();
    sim.incoming().ring('101').answer('101').hangUp();
    await rest();
    const before = await events();
    for (const delivery of sim.deliveries) await control.observed?.receive(delivery);
    await rest();
    expect(await events()).toEqual(before);
    expect((await store.calls.list({ limit: 10 })).items).toHaveLength(1);
  });

  it('of last week, repeated by somebody who kept the request, makes no call', async () => {
    // Before the gateway runs: it would look after its tolls, every 15 s, and callbacks 57,600 times meanwhile.
    const clock = createVirtualClock();
    const sim = createMangoSimulator({ clock });
    sim.incoming().ring('101').hangUp();
    // What the history tells is forgotten too.
    sim.conversations.length = 0;
    await clock.pass(8 * 24 * 3_600_000);
    const { rest, control, log, context } = await rig({ clock, sim, silent: true });
    for (const delivery of sim.deliveries) await control.observed?.receive(delivery);
    await rest();
    expect(context.logged()).toContain('an old delivery was left out');
    expect(await log()).toEqual([]);
  });

  it('that was told just before the gateway died is written by the next run', async () => {
    const first = await createObservedRig({ silent: true });
    const { store, sim, clock, pbx } = first;
    sim.incoming().ring('101').hangUp();
    sim.conversations.length = 0;
    for (const delivery of sim.deliveries) {
      const told = await pbx.observe.receive(delivery);
      if (told.kind === 'fact') await store.transaction((tx) => store.observed.keep(tx, told.fact));
    }
    expect(await first.log()).toEqual([]);
    const next = await rig({ store, sim, clock });
    expect(await next.log()).toMatchObject([{ state: 'ended', endReason: 'missed' }]);
  });
});

describe('commands', () => {
  it('click-to-call rings the agent’s phone, then the number, and is one call in the log', async () => {
    const { sim, rest, control, clock, log } = await rig();
    const { call, placed } = await clock.run(() => control.dial(olena, '+7 916 123-45-67'));
    expect({ placed, state: call.state, line: call.line }).toEqual({
      placed: true,
      state: 'connecting',
      line: '+74951234567',
    });
    const talk = sim.conversations[0];
    talk?.answer('101').dial('101', '79161234567');
    await rest();
    expect((await log())[0]?.state).toBe('connecting');
    talk?.answerFar();
    await rest();
    expect((await log())[0]).toMatchObject({
      id: call.id,
      state: 'connected',
      agent: { id: olena.id },
      number: CALLER,
    });
    await clock.pass(5000);
    talk?.hangUp();
    await rest();
    expect(await log()).toMatchObject([
      { id: call.id, direction: 'out', endReason: 'completed', durationSeconds: 5 },
    ]);
  });

  it('a call that MANGO refuses to begin ends as failed, with its reason', async () => {
    const { control, clock, sim, log } = await rig();
    sim.employees.length = 0;
    await expect(clock.run(() => control.dial(olena, CALLER))).rejects.toMatchObject({ code: 'not-found' });
    expect(await log()).toMatchObject([{ state: 'ended', endReason: 'failed' }]);
  });

  it('whoever talks hangs up and gives the talk away; others may not, and what is over is not asked for', async () => {
    const { sim, rest, control, clock } = await rig();
    const talk = sim.incoming().ring('101').answer('101');
    await rest();
    const [{ call } = { call: { id: '' } }] = await control.liveCalls(olena.id);
    await expect(control.observed?.hangUp(maria, call.id)).rejects.toMatchObject({ code: 'not-found' });
    await clock.run(() => control.switchboard.transfer(olena, call.id, '102'));
    talk.answer('102');
    await rest();
    expect(await control.liveCalls(andriy.id)).toMatchObject([
      { call: { id: call.id, agent: { id: andriy.id } } },
    ]);
    await clock.run(async () => control.observed?.hangUp(andriy, call.id));
    await rest();
    const asked = sim.wire.requests.length;
    await expect(control.observed?.hangUp(andriy, call.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(sim.wire.requests).toHaveLength(asked);
    expect(sim.gate.invalid).toBe(0);
  });

  it('a talk that is given away raises the card where it rings', async () => {
    const { sim, rest, control, clock } = await rig();
    sim.incoming().ring('101').answer('101');
    await rest();
    const [{ call } = { call: { id: '' } }] = await control.liveCalls(olena.id);
    await clock.run(() => control.switchboard.transfer(olena, call.id, '102'));
    await rest();
    expect(await control.liveCalls(andriy.id)).toMatchObject([
      { call: { id: call.id, rings: [andriy.id] }, matches: [{ party: { name: 'Taras Koval' } }] },
    ]);
    expect(await control.liveCalls(maria.id)).toEqual([]);
  });

  it('a colleague is asked first: he sees whom it is about, and gets the talk', async () => {
    const { sim, rest, control, clock, log } = await rig();
    const talk = sim.incoming().ring('101').answer('101');
    await rest();
    const [{ call } = { call: { id: '' } }] = await control.liveCalls(olena.id);
    const { switchboard } = control;
    const { call: asking } = await clock.run(() => switchboard.consult(olena, call.id, '102'));
    expect(asking.id).toBe(call.id);
    await rest();
    const live = { id: call.id, state: 'held', agent: { id: olena.id } };
    const consultation = { number: '102', agent: { id: andriy.id, name: andriy.name } };
    for (const agent of [olena, andriy])
      expect(await control.liveCalls(agent.id)).toMatchObject([
        { call: { ...live, consultation: { ...consultation, answered: false } } },
      ]);
    await expect(switchboard.completeTransfer(olena, call.id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(switchboard.consult(olena, call.id, '103')).rejects.toMatchObject({ code: 'conflict' });
    await expect(switchboard.cancelTransfer(andriy, call.id)).rejects.toMatchObject({ code: 'conflict' });
    talk.answer('102');
    await rest();
    expect(await control.liveCalls(andriy.id)).toMatchObject([
      { call: { ...live, consultation: { ...consultation, answered: true } } },
    ]);
    await clock.run(() => switchboard.completeTransfer(olena, call.id));
    await rest();
    expect(await control.liveCalls(olena.id)).toEqual([]);
    const [{ call: given } = { call: undefined }] = await control.liveCalls(andriy.id);
    expect(given).toMatchObject({ state: 'connected', agent: { id: andriy.id } });
    expect(given).not.toHaveProperty('consultation');
    talk.hangUp();
    await rest();
    expect(await log()).toMatchObject([{ endReason: 'completed', agent: { id: andriy.id } }]);
    expect(sim.gate.invalid).toBe(0);
  });

  it('whoever has asked goes back to the one who waits; a far side is put on hold', async () => {
    const { sim, rest, control, clock, log } = await rig();
    sim.incoming().ring('101').answer('101');
    await rest();
    const [{ call } = { call: { id: '' } }] = await control.liveCalls(olena.id);
    await clock.run(() => control.switchboard.consult(olena, call.id, '102'));
    await rest();
    await clock.run(() => control.switchboard.cancelTransfer(olena, call.id));
    await rest();
    expect(await control.liveCalls(andriy.id)).toEqual([]);
    const [talk] = await log();
    expect(talk).toMatchObject({ state: 'connected', agent: { id: olena.id } });
    expect(talk).not.toHaveProperty('consultation');
    await clock.run(async () => control.observed?.hold(olena, call.id));
    await rest();
    expect((await log())[0]?.state).toBe('held');
    // Once more is no request: a second invalid one would shut the API.
    const asked = sim.wire.requests.length;
    await clock.run(async () => control.observed?.hold(olena, call.id));
    expect(sim.wire.requests).toHaveLength(asked);
    await expect(control.switchboard.transfer(olena, call.id, '102')).rejects.toMatchObject({
      code: 'conflict',
      hint: expect.stringContaining('your own phone') as string,
    });
  });

  it('a call that we made is given to a colleague, who has it in the log then', async () => {
    const { sim, rest, control, clock, log } = await rig();
    const talk = sim.outgoing('101', CALLER.slice(1)).answerFar();
    await rest();
    const id = (await log())[0]?.id ?? '';
    await clock.run(() => control.switchboard.consult(olena, id, '102'));
    talk.answer('102');
    await rest();
    expect((await log())[0]).toMatchObject({ direction: 'out', number: CALLER, agent: { id: olena.id } });
    await clock.run(() => control.switchboard.completeTransfer(olena, id));
    await rest();
    expect((await log())[0]).toMatchObject({
      ...{ direction: 'out', number: CALLER, state: 'connected', agent: { id: andriy.id } },
    });
  });

  it('who was missed is written to; a colleague, a hidden number and somebody else’s call are not', async () => {
    const { sim, rest, control, clock, log, store } = await rig();
    sim.incoming().ring('101').hangUp();
    sim.incoming({ from: '' }).ring('101').hangUp();
    await rest();
    const calls = await log();
    const missed = calls.find(({ number }) => number === CALLER)?.id ?? '';
    await clock.run(async () => control.observed?.message(olena, missed, 'We call you back at 15:00.'));
    expect(sim.messages).toEqual([{ from: '101', to: CALLER.slice(1), text: 'We call you back at 15:00.' }]);
    expect(await store.audit.ofEntity('call', missed)).toMatchObject([
      { actor: olena.id, field: 'message', new: 'We call you back at 15:00.' },
    ]);
    const hidden = calls.find(({ number }) => number === '')?.id ?? '';
    await expect(control.observed?.message(olena, hidden, 'Hello')).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(control.observed?.message(maria, missed, 'Hello')).rejects.toMatchObject({
      code: 'not-found',
    });
    const long = control.observed?.message(olena, missed, 'я'.repeat(269));
    await expect(long).rejects.toMatchObject({
      code: 'invalid',
      hint: expect.stringContaining('less') as string,
    });
    expect(sim.messages).toHaveLength(1);
    expect(sim.gate.invalid).toBe(0);
  });

  it('a caller who waits hears a file, and is sent to whoever shall have him', async () => {
    const { sim, rest, control, clock, callOf } = await rig();
    const talk = sim.incoming().enter('queue');
    await rest();
    const callId = await callOf(talk.entryId);
    await clock.run(async () => control.observed?.announce(boss, callId, '1000237176'));
    expect(talk.played).toEqual(['1000237176']);
    await clock.run(async () => control.observed?.route(boss, callId, '101'));
    await rest();
    expect(await control.liveCalls(olena.id)).toMatchObject([{ call: { id: callId, state: 'ringing' } }]);
  });

  it('what MANGO cannot do says so', async () => {
    const { control } = await rig();
    const { switchboard } = control;
    for (const asked of [
      switchboard.invite(olena, 'x', '102'),
      switchboard.merge(olena, 'x', 'y'),
      switchboard.mute(olena, 'x', 'y', true),
    ])
      await expect(asked).rejects.toMatchObject({
        code: 'unsupported',
        hint: expect.stringContaining('your own phone') as string,
      });
  });
});

describe('recordings', () => {
  it('come late, are fetched once, and are heard from our own storage', async () => {
    const { sim, rest, clock, log, store } = await rig();
    const talk = sim.incoming().ring('101').answer('101');
    const id = talk.record('101');
    await rest();
    expect((await log())[0]?.recordings).toMatchObject([{ state: 'on', format: 'mp3' }]);
    await clock.pass(30_000);
    talk.hangUp();
    await rest();
    expect((await log())[0]?.recordings).toMatchObject([{ state: 'saving' }]);
    await clock.pass(15 * 60_000);
    sim.audio.set(id, new Uint8Array(4000));
    talk.store(id).store(id);
    await rest();
    expect((await log())[0]?.recordings).toMatchObject([{ state: 'stored', bytes: 4000, seconds: 30 }]);
    expect(sim.wire.requests.filter(({ url }) => url.includes('/files/'))).toHaveLength(1);
    const [recording] = (await log())[0]?.recordings ?? [];
    expect((await store.recordings.get(recording?.id ?? ''))?.state).toBe('stored');
  });

  it('are begun by the agent who talks, and are not kept where the firm keeps none', async () => {
    const { sim, rest, control, clock, log } = await rig();
    sim.incoming().ring('101').answer('101');
    await rest();
    const id = (await log())[0]?.id ?? '';
    await clock.run(() => control.recordings.set(olena, id, 'on'));
    await rest();
    expect((await log())[0]?.recordings).toMatchObject([{ state: 'on' }]);
    await expect(control.recordings.set(olena, id, 'paused')).rejects.toMatchObject({ code: 'unsupported' });

    const off = await rig({ settings: { recordings: { mode: 'off', keepDays: 30 } } });
    off.sim.incoming().ring('101').answer('101').record('101');
    await off.rest();
    expect((await off.log())[0]?.recordings).toBeUndefined();
  });
});

describe('what was missed', () => {
  it('while the gateway was down is filled in from the history, once, and raises no card', async () => {
    const { clock, sim, store } = await rig({ silent: true });
    const talk = sim.incoming().ring('101');
    await clock.pass(3000);
    talk.answer('101');
    await clock.pass(20_000);
    talk.hangUp();
    await clock.pass(10 * 60_000);
    const again = await rig({ store, sim, clock, silent: true });
    await clock.pass(60_000);
    await again.rest();
    expect(await again.log()).toMatchObject([
      { number: CALLER, agent: { id: olena.id }, endReason: 'completed', durationSeconds: 20 },
    ]);
    expect(await again.events()).not.toContain('call.ringing');
    await clock.pass(31 * 60_000);
    await again.rest();
    expect(await again.log()).toHaveLength(1);
  });

  it('the end alone: the history is asked three minutes later', async () => {
    const { clock, sim, control, rest, log } = await rig({ silent: true });
    sim.incoming().ring('101').hangUp();
    for (const delivery of sim.deliveries.filter(({ path }) => path !== 'events/summary'))
      await control.observed?.receive(delivery);
    await rest();
    expect((await log())[0]?.state).toBe('ringing');
    await clock.pass(SUMMARY_MS + 5 * 60_000);
    await rest();
    expect(await log()).toMatchObject([{ state: 'ended', endReason: 'missed' }]);
  });
});

describe('call tracking', () => {
  it('the pages that he had before him are in the call, the newest first, and nothing of what they were asked', async () => {
    const { sim, rest, log } = await rig();
    sim.visitors.set('74990000001', { channel: { source: 'yandex', medium: 'cpc' } });
    sim.pages.set('74990000001', [
      { url: 'https://shop.example/', date: '2026-11-24T11:50:00' },
      { url: 'https://shop.example/tea?phone=79161234567', date: '2026-11-24T11:58:00', title: 'Чай' },
      { url: 'no address', date: 'no time' },
    ]);
    sim.incoming({ tracked: '74990000001' }).ring('101');
    await rest();
    expect((await log())[0]?.source?.pages).toEqual([
      { url: 'https://shop.example/tea', title: 'Чай', at: '2026-11-24T08:58:00.000Z' },
      { url: 'https://shop.example/', at: '2026-11-24T08:50:00.000Z' },
    ]);
  });

  it('what brought the caller is in the call', async () => {
    const { sim, rest, log } = await rig();
    sim.visitors.set('74990000001', { channel: { source: 'yandex', medium: 'cpc', campaign: 'spring' } });
    sim.incoming({ tracked: '74990000001' }).ring('101');
    await rest();
    expect((await log())[0]?.source).toMatchObject({
      by: 'leased-number',
      last: { source: 'yandex', campaign: 'spring' },
    });
  });
});
