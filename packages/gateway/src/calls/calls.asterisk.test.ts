/** Call control on a real Asterisk: `npm run test:asterisk`. */
import { toneInWav } from '@ringback/adapters/testing';
import type { SipBot } from '@ringback/testing/node';
import type { Call } from '@ringback/model';
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

/** indications.conf of the tests: 440 and 480 Hz together; Olena is gone while it sounds. */
const RINGBACK_HZ = 480;

const TAKE_OVERS = 6;

let rig: AsteriskRig;
beforeAll(async () => {
  rig = await createAsteriskRig({ mobilesThroughPbx: true });
});
afterEach(() => rig.putAway());
afterAll(() => rig?.close());

describe('calls on a real Asterisk', () => {
  it('a conference of three is heard by all, goes on without its host, and its recording holds every voice', async () => {
    const { olena, phone, id, agent, outside } = await rig.talk();
    const second = await rig.phoneOf('andriy');
    await olena.post(`/calls/${id}/recording`, { state: 'on' });
    const { call: asked } = await olena.post<{ call: Call }>(`/calls/${id}/consult`, { target: '102' });
    const asking = phone.call('102', [`X-Ringback-Call: ${asked.id}`]);
    const colleague = await second.incoming();
    colleague.answer();
    await bothHear([colleague, TONES.andriy], [asking, TONES.olena]);
    const merged = await olena.post(`/calls/${id}/merge`, { with: asked.id });
    expect(merged.participants).toHaveLength(3);
    await asking.ended;
    await Promise.all([
      bothHear([outside, TONES.customer], [agent, TONES.olena]),
      bothHear([outside, TONES.customer], [colleague, TONES.andriy]),
      bothHear([agent, TONES.olena], [colleague, TONES.andriy]),
    ]);
    agent.hangup();
    await bothHear([outside, TONES.customer], [colleague, TONES.andriy]);
    outside.hangup();
    await colleague.ended;
    await eventually(async () =>
      expect((await olena.call(id)).recordings).toMatchObject([{ state: 'stored', kind: 'conference' }]),
    );
    const wav = await olena.audio((await olena.call(id)).recordings?.[0]?.id ?? '');
    for (const tone of [TONES.olena, TONES.andriy, TONES.customer])
      expect(toneInWav(wav, tone)).toBeGreaterThan(0.25);
    expect(toneInWav(wav, 1240)).toBeLessThan(0.1);
  });

  it('a customer who is given away hears ringing, and comes back to the agent when nobody takes him', async () => {
    const { olena, phone, id, agent, outside } = await rig.talk();
    const second = await rig.phoneOf('andriy');
    const given = await olena.post(`/calls/${id}/transfer`, { target: '102' });
    await agent.ended;
    await outside.hears(RINGBACK_HZ);
    (await second.incoming()).reject(486);
    const back = await phone.incoming();
    expect(back.number).toBe(CUSTOMER);
    back.answer();
    await bothHear([outside, TONES.customer], [back, TONES.olena]);
    await rig.becomes(olena, given.transferredTo?.callId ?? '', { state: 'connected' });
    outside.hangup();
    await back.ended;
  });

  it('click-to-call rings her own phone first, then the number, which she hears ringing', async () => {
    const olena = rig.first.as('olena');
    const phone = await rig.phoneOf('olena');
    const { call } = await olena.post<{ call: Call }>('/calls', { number: CUSTOMER, ring: true });
    const own = await phone.incoming();
    expect(own.number).toBe(CUSTOMER);
    own.answer();
    const outside = await rig.customer.incoming();
    await own.hears(RINGBACK_HZ);
    outside.answer();
    await bothHear([outside, TONES.customer], [own, TONES.olena]);
    outside.hangup();
    await own.ended;
    const ended = { state: 'ended', endReason: 'completed', direction: 'out' } as const;
    await rig.becomes(olena, call.id, { ...ended, legKind: 'soft' });
  });

  it('click-to-call rings the mobile of who is on the road, which sees our number alone, and then the number', async () => {
    const andriy = rig.first.as('andriy');
    const forwardTo = (...numbers: string[]) =>
      andriy.patch('/me', {
        forwarding: numbers.map((number) => ({
          ...{ on: ['offline'], to: { kind: 'number', number }, seconds: 15 },
        })),
      });
    await forwardTo('+380501112233');
    const { call } = await andriy.post<{ call: Call }>('/calls', { number: CUSTOMER, ring: true });
    // Whatever goes into the trunk arrives at this one phone.
    const mobile = await rig.customer.incoming();
    expect(mobile.number).toBe(LINE);
    mobile.answer();
    const outside = await rig.customer.incoming();
    await mobile.hears(RINGBACK_HZ);
    outside.answer();
    await bothHear([outside, TONES.customer], [mobile, TONES.customer]);
    mobile.hangup();
    await outside.ended;
    const ended = { state: 'ended', endReason: 'completed', direction: 'out' } as const;
    await rig.becomes(andriy, call.id, { ...ended, legKind: 'mobile' });
    await forwardTo();
  });

  it('a call from a mobile through the trunk is its owner’s: the customer sees our number, both are heard and recorded', async () => {
    const andriy = rig.first.as('andriy');
    const number = '+380501112233';
    const has = (mobile: object | null) => rig.first.as('admin').patch('/people/andriy', { mobile });
    await has({ number, rings: false });
    const mobile = await rig.mobileOf(number);
    const talk = mobile.call('+380931112233');
    const outside = await rig.customer.incoming();
    expect(outside.number).toBe(LINE);
    outside.answer();
    await bothHear([outside, TONES.customer], [talk, TONES.mobile]);
    const { id } = (await andriy.calls())[0]!;
    await rig.becomes(andriy, id, {
      ...{ direction: 'out', state: 'connected', number: '+380931112233' },
      ...{ agent: { id: 'andriy', name: 'Andriy' }, legKind: 'mobile' },
    });
    await andriy.post(`/calls/${id}/recording`, { state: 'on' });
    await bothHear([outside, TONES.customer], [talk, TONES.mobile]);
    talk.hangup();
    await outside.ended;
    await rig.becomes(andriy, id, { state: 'ended', endReason: 'completed' });
    await eventually(async () =>
      expect((await andriy.call(id)).recordings).toMatchObject([{ state: 'stored' }]),
    );
    const wav = await andriy.audio((await andriy.call(id)).recordings?.[0]?.id ?? '');
    for (const tone of [TONES.mobile, TONES.customer]) expect(toneInWav(wav, tone)).toBeGreaterThan(0.1);
    // Whoever is none of ours, and calls what is none of ours, is a caller like others, and rings nobody elsewhere.
    await has(null);
    const stranger = mobile.call('+380931112233');
    await stranger.ended;
    expect((await andriy.calls())[0]).toMatchObject({ direction: 'in', number, state: 'ended' });
  });

  describe('a colleague on the road', () => {
    const number = '+380501112233';
    const asserted = [`P-Asserted-Identity: <sip:${number}@127.0.0.1>`];
    const has = (mobile: object | null) => rig.first.as('admin').patch('/people/andriy', { mobile });
    beforeAll(() => has({ number, rings: true }));
    afterAll(() => has(null));
    /** Whatever goes into the trunk arrives at this one phone. */
    async function onTheRoad() {
      const mobile = await rig.customer.incoming();
      expect(mobile).toMatchObject({ dialled: number, number: LINE });
      return mobile;
    }
    /** What the phone is told from now on. */
    function toldTo(phone: SipBot) {
      const told: string[] = [];
      phone.listen((message) => told.push(message));
      return told;
    }

    it('is reached on his mobile by her call and after asking; her phone never learns its number', async () => {
      const olena = rig.first.as('olena');
      const phone = await rig.phoneOf('olena');
      const told = toldTo(phone);
      const { call, target } = await olena.dial('102');
      const own = phone.call(target, [`X-Ringback-Call: ${call.id}`]);
      const talking = await onTheRoad();
      talking.answer(asserted);
      await bothHear([talking, TONES.customer], [own, TONES.olena]);
      await rig.becomes(rig.first.as('andriy'), call.id, { direction: 'internal', state: 'connected' });
      talking.hangup();
      await own.ended;
      await rig.becomes(olena, call.id, { state: 'ended', endReason: 'completed' });

      const outside = rig.caller.call(LINE);
      (await onTheRoad()).reject(486);
      const agent = await phone.incoming();
      agent.answer();
      await bothHear([outside, TONES.caller], [agent, TONES.olena]);
      const { id } = (await olena.calls())[0]!;
      const { call: asked } = await olena.post<{ call: Call }>(`/calls/${id}/consult`, { target: '102' });
      const asking = phone.call('102', [`X-Ringback-Call: ${asked.id}`]);
      const mobile = await onTheRoad();
      mobile.answer(asserted);
      await bothHear([mobile, TONES.customer], [asking, TONES.olena]);
      await olena.post(`/calls/${asked.id}/complete-transfer`);
      await Promise.all([agent.ended, asking.ended]);
      await bothHear([outside, TONES.caller], [mobile, TONES.customer]);
      outside.hangup();
      await mobile.ended;
      await rig.becomes(rig.first.as('andriy'), asked.id, { endReason: 'completed', legKind: 'mobile' });
      expect(told.join()).toContain('SIP/2.0 200');
      expect(told.join()).not.toContain(number.slice(1));
    });

    it('is given a customer on his mobile, who comes back to her when he does not take him', async () => {
      const olena = rig.first.as('olena');
      const phone = await rig.phoneOf('olena');
      const outside = rig.caller.call(LINE);
      (await onTheRoad()).reject(486);
      let agent = await phone.incoming();
      agent.answer();
      await bothHear([outside, TONES.caller], [agent, TONES.olena]);
      const [first] = await olena.calls();
      const given = await olena.post(`/calls/${first?.id}/transfer`, { target: '102' });
      await agent.ended;
      await outside.hears(RINGBACK_HZ);
      (await onTheRoad()).reject(486);
      agent = await phone.incoming();
      agent.answer();
      await bothHear([outside, TONES.caller], [agent, TONES.olena]);
      const back = given.transferredTo?.callId ?? '';
      const again = await olena.post(`/calls/${back}/transfer`, { target: '102' });
      const mobile = await onTheRoad();
      mobile.answer(asserted);
      await bothHear([outside, TONES.caller], [mobile, TONES.customer]);
      const { callId = '' } = again.transferredTo ?? {};
      await rig.becomes(rig.first.as('andriy'), callId, { state: 'connected', legKind: 'mobile' });
      mobile.hangup();
      await outside.ended;
    });
  });

  it('a transfer after asking joins the two far ends', async () => {
    const { olena, phone, id, agent, outside } = await rig.talk();
    const second = await rig.phoneOf('andriy');
    const { call: asked } = await olena.post<{ call: Call }>(`/calls/${id}/consult`, { target: '102' });
    const asking = phone.call('102', [`X-Ringback-Call: ${asked.id}`]);
    const colleague = await second.incoming();
    colleague.answer();
    await bothHear([colleague, TONES.andriy], [asking, TONES.olena]);
    await olena.post(`/calls/${asked.id}/complete-transfer`);
    await Promise.all([agent.ended, asking.ended]);
    await bothHear([outside, TONES.customer], [colleague, TONES.andriy]);
    outside.hangup();
    await colleague.ended;
    await rig.becomes(rig.first.as('andriy'), asked.id, {
      ...{ endReason: 'completed', number: CUSTOMER, legKind: 'soft' },
    });
  });

  it('a customer behind a provider of G.711 hears whoever takes his call over, time after time', async () => {
    let phone = await rig.phoneOf('olena');
    const outside = rig.caller.call(LINE);
    let held = await phone.incoming();
    held.answer();
    await bothHear([outside, TONES.caller], [held, TONES.olena]);
    for (let nth = 1; nth <= TAKE_OVERS; nth += 1) {
      // By turns: the old page is gone before, or holds the call until it is taken from it.
      const { dialog } = held;
      if (nth % 2) phone.drop();
      const next = await rig.phoneOf('olena');
      held = next.callWithReplaces(dialog, '101');
      await bothHear([outside, TONES.caller], [held, TONES.olena]);
      phone = next;
    }
    outside.hangup();
    await held.ended;
  });

  it('of two nodes on one store one controls Asterisk; the other takes over when it dies, and the talk goes on', async () => {
    const { id, agent, outside } = await rig.talk();
    await rig.second.start();
    expect([await rig.first.pbxUp(), await rig.second.pbxUp()]).toEqual([true, false]);
    await rig.first.kill();
    await rig.controls(rig.second);
    await bothHear([outside, TONES.customer], [agent, TONES.olena]);
    await rig.first.start();
    expect(await rig.first.pbxUp()).toBe(false);
    agent.hangup();
    await outside.ended;
    await rig.becomes(rig.first.as('olena'), id, { state: 'ended', endReason: 'completed' });
    const phone = await rig.phoneOf('andriy', rig.second);
    const caller = rig.customer.call(LINE);
    const ringing = await phone.incoming();
    ringing.answer();
    await bothHear([caller, TONES.customer], [ringing, TONES.andriy]);
    caller.hangup();
    await ringing.ended;
    await rig.second.stop();
    await rig.controls(rig.first);
  });
});
