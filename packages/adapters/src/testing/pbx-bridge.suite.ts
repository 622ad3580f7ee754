import assert from 'node:assert/strict';
import type { PbxSnapshot } from '../pbx/contract.ts';
import { OUTSIDE, type PbxSuite, there, TONES } from './pbx-suite.ts';
import type { TestPhone } from './phones.ts';
import type { SuiteRunner } from './runner.ts';
import { bothHear, talk } from './talk.ts';

export interface BridgeCapabilities {
  replaces: boolean;
  mute: boolean;
  dtmf: boolean;
}

/** Longest wait for what a PBX carries out after it was told to, or has told of it, ms. */
const CARRIES_OUT_MS = 10_000;

/** The legs, once they stand so: a bridge is taken down, and a phone swapped into it, in the PBX's own time. */
async function legsOnce(
  { pbx }: PbxSuite,
  isSo: (legs: PbxSnapshot['legs']) => boolean,
): Promise<PbxSnapshot['legs']> {
  const until = performance.now() + CARRIES_OUT_MS;
  for (;;) {
    const { legs } = await pbx.snapshot();
    if (isSo(legs)) return legs;
    assert.ok(performance.now() < until, `The PBX leaves it at ${JSON.stringify(legs)}`);
  }
}

export function bridgeTests(
  runner: SuiteRunner,
  suite: PbxSuite,
  { replaces, mute, dtmf }: BridgeCapabilities,
): void {
  const { describe, it, beforeAll, afterAll } = runner;
  describe('bridge', () => {
    let phone: TestPhone;
    beforeAll(async () => {
      phone = await suite.device(suite.setup.endpoints.a);
    });
    afterAll(() => phone.stop());

    it('joins two legs: each hears the other', async () => {
      const call = await talk(suite, phone);
      await bothHear([call.agent, phone], [call.outside, suite.outside]);
      const { legs } = await suite.pbx.snapshot();
      for (const legId of [call.agentLeg, call.outsideLeg]) {
        assert.deepEqual(
          legs.find((leg) => leg.legId === legId),
          { legId, answered: true, bridgeId: call.bridgeId },
        );
      }
      await call.end();
    });

    it('joins three: each hears both others, and two go on when one has left', async () => {
      const call = await talk(suite, phone);
      const second = await suite.device(suite.setup.endpoints.b, TONES.b);
      const legId = suite.id('leg');
      await there(suite.pbx.originate).leg({
        legId,
        to: { kind: 'device', endpoint: suite.setup.endpoints.b },
        caller: { number: OUTSIDE },
        callId: 'call-1',
        timeoutSeconds: 20,
      });
      const third = await second.incoming();
      third.answer();
      await suite.record.until('leg.answered', { legId });
      await there(suite.pbx.bridge).add(call.bridgeId, legId);
      await Promise.all([
        bothHear([call.agent, phone], [call.outside, suite.outside]),
        bothHear([call.agent, phone], [third, second]),
        bothHear([call.outside, suite.outside], [third, second]),
      ]);
      call.agent.hangup();
      await suite.record.until('leg.ended', { legId: call.agentLeg });
      await bothHear([call.outside, suite.outside], [third, second]);
      await call.end();
      await third.ended;
      await second.stop();
    });

    it('is created twice as once, and destroyed twice as once', async () => {
      const bridge = there(suite.pbx.bridge);
      const id = suite.id('bridge');
      await bridge.create(id);
      await bridge.create(id);
      await bridge.destroy(id);
      await bridge.destroy(id);
    });

    it('leaves the other leg up, alone, when one hangs up', async () => {
      const call = await talk(suite, phone);
      call.agent.hangup();
      await suite.record.until('leg.ended', { legId: call.agentLeg });
      const { legs } = await suite.pbx.snapshot();
      assert.ok(legs.some(({ legId }) => legId === call.outsideLeg));
      assert.equal(call.outside.end, undefined);
      await call.end();
    });

    it('leaves both legs up when it is destroyed', async () => {
      const call = await talk(suite, phone);
      await there(suite.pbx.bridge).destroy(call.bridgeId);
      const legs = await legsOnce(
        suite,
        (there) => !there.some(({ bridgeId }) => bridgeId === call.bridgeId),
      );
      for (const legId of [call.agentLeg, call.outsideLeg]) {
        assert.deepEqual(
          legs.find((leg) => leg.legId === legId),
          { legId, answered: true },
        );
      }
      await Promise.all([call.agentLeg, call.outsideLeg].map((legId) => there(suite.pbx.hangup).leg(legId)));
      await Promise.all([call.agent.ended, call.outside.ended]);
    });

    it('tells of hold and resume, and the talk goes on', async () => {
      const call = await talk(suite, phone);
      await call.agent.hold();
      await suite.record.until('leg.held', { legId: call.agentLeg });
      await call.agent.resume();
      await suite.record.until('leg.resumed', { legId: call.agentLeg });
      await bothHear([call.agent, phone], [call.outside, suite.outside]);
      await call.end();
    });

    it('takes a leg over from another bridge', async () => {
      const call = await talk(suite, phone);
      const other = suite.id('bridge');
      const bridge = there(suite.pbx.bridge);
      await bridge.create(other);
      await Promise.all([call.agentLeg, call.outsideLeg].map((legId) => bridge.add(other, legId)));
      await bridge.destroy(call.bridgeId);
      await bothHear([call.agent, phone], [call.outside, suite.outside]);
      await Promise.all([call.agentLeg, call.outsideLeg].map((legId) => there(suite.pbx.hangup).leg(legId)));
      await Promise.all([call.agent.ended, call.outside.ended]);
      await bridge.destroy(other);
    });

    if (mute) {
      it('a muted leg is heard by nobody, and hears the others; then it is heard again', async () => {
        const call = await talk(suite, phone);
        const { leg } = there(suite.pbx.mute);
        await bothHear([call.agent, phone], [call.outside, suite.outside]);
        await leg(call.agentLeg, true);
        await call.outside.hearsNot(phone.tone);
        await call.agent.hears(suite.outside.tone);
        await leg(call.agentLeg, false);
        await bothHear([call.agent, phone], [call.outside, suite.outside]);
        await call.end();
      });
    }

    if (dtmf) {
      it('tells of a key that is pressed, once', async () => {
        const call = await talk(suite, phone);
        for (const digit of ['5', '#']) {
          call.outside.press(digit);
          await suite.record.until('leg.dtmf', { legId: call.outsideLeg, digit });
        }
        await call.end();
        suite.record.assertLeg(call.outsideLeg, [
          'leg.ringing',
          'leg.answered',
          'leg.dtmf',
          'leg.dtmf',
          'leg.ended',
        ]);
      });
    }

    if (replaces) replacesTests(runner, suite);
  });
}

function replacesTests({ describe, it }: SuiteRunner, suite: PbxSuite): void {
  describe('a page that is reloaded in the middle of a call', () => {
    /** Talks, drops the page, comes back with another. */
    async function reload(options: { heldBefore: boolean; heldAfter: boolean }) {
      const before = await suite.device(suite.setup.endpoints.a);
      const call = await talk(suite, before);
      if (options.heldBefore) {
        await call.agent.hold();
        await suite.record.until('leg.held', { legId: call.agentLeg });
      }
      const { dialog } = call.agent;
      const from = suite.record.mark;
      before.drop();
      const phone = await suite.device(suite.setup.endpoints.a, TONES.after);
      const agent = phone.callWithReplaces(dialog, suite.setup.endpoints.a, { held: options.heldAfter });
      await agent.answered;
      const { byLegId } = await suite.record.until('leg.replaced', { legId: call.agentLeg });
      assert.equal(call.outside.end, undefined);
      const isSwapped = (legs: PbxSnapshot['legs']) =>
        legs.some(({ legId, bridgeId }) => legId === byLegId && bridgeId === call.bridgeId);
      const legs = await legsOnce(suite, isSwapped);
      assert.deepEqual(
        legs.find(({ legId }) => legId === byLegId),
        { legId: byLegId, answered: true, bridgeId: call.bridgeId },
      );
      return {
        call,
        phone,
        agent,
        byLegId,
        async end() {
          await there(suite.pbx.hangup).leg(byLegId);
          await suite.record.until('leg.ended', { legId: byLegId });
          await agent.ended;
          await call.end();
          // The swap was told as a swap: no new leg, and no end of the old one.
          const told = suite.record.events.slice(from);
          assert.ok(!told.some((event) => event.type === 'leg.offered'));
          assert.ok(!told.some((event) => event.type === 'leg.ended' && event.legId === call.agentLeg));
          await phone.stop();
        },
      };
    }

    it('takes the call over; the far side is not hung up', async () => {
      const { call, phone, agent, byLegId, end } = await reload({ heldBefore: false, heldAfter: false });
      await bothHear([agent, phone], [call.outside, suite.outside]);
      await end();
      suite.record.assertLeg(byLegId, ['leg.ended']);
    });

    it('takes the held call over as a held one', async () => {
      const { call, phone, agent, byLegId, end } = await reload({ heldBefore: true, heldAfter: true });
      // A phone's own state knows of the hold only once it has asked for it; that it is held already is told no second time.
      await agent.hold();
      await agent.resume();
      await suite.record.until('leg.resumed', { legId: byLegId });
      await bothHear([agent, phone], [call.outside, suite.outside]);
      await end();
      suite.record.assertLeg(byLegId, ['leg.resumed', 'leg.ended']);
    });

    it('resumes the held call by taking it over as one that is not held', async () => {
      const { call, phone, agent, byLegId, end } = await reload({ heldBefore: true, heldAfter: false });
      await suite.record.until('leg.resumed', { legId: byLegId });
      await bothHear([agent, phone], [call.outside, suite.outside]);
      await end();
      suite.record.assertLeg(byLegId, ['leg.resumed', 'leg.ended']);
    });

    it('cannot take over what is not there', async () => {
      const phone = await suite.device(suite.setup.endpoints.a);
      const from = suite.record.mark;
      const call = phone.callWithReplaces(
        { sipCallId: 'nobodys', localTag: 'x', remoteTag: 'y' },
        suite.setup.endpoints.a,
      );
      await assert.rejects(call.answered);
      assert.equal((await call.ended).status, 481);
      assert.ok(!suite.record.events.slice(from).some((event) => event.type === 'leg.offered'));
      await phone.stop();
    });
  });
}
