import assert from 'node:assert/strict';
import { type PbxSuite, there, TONES } from './pbx-suite.ts';
import type { TestPhone } from './phones.ts';
import type { SuiteRunner } from './runner.ts';
import { bothHear, talk } from './talk.ts';
import { toneInWav } from './tone-wav.ts';

/** Of two voices at once each has about half. */
const SHARE = 0.3;

export function recordTests(
  { describe, it, beforeAll, afterAll }: SuiteRunner,
  suite: PbxSuite,
  { replaces }: { replaces: boolean },
): void {
  describe('record', () => {
    let phone: TestPhone;
    beforeAll(async () => {
      phone = await suite.device(suite.setup.endpoints.a);
    });
    afterAll(() => phone.stop());

    async function audioOf(recordingId: string): Promise<Buffer> {
      const { contentType, body } = await there(suite.pbx.record).fetch(recordingId);
      assert.match(contentType, /^audio\/(x-)?wav/);
      return Buffer.from(await new Response(body).arrayBuffer());
    }

    it('keeps what both say, ends with the talk, and is removed for good', async () => {
      const record = there(suite.pbx.record);
      const call = await talk(suite, phone);
      const recordingId = suite.id('recording');
      await record.start({ recordingId, bridgeId: call.bridgeId });
      assert.equal(await record.state(recordingId), 'recording');
      await assert.rejects(record.start({ recordingId, bridgeId: call.bridgeId }), { code: 'conflict' });
      await bothHear([call.agent, phone], [call.outside, suite.outside]);
      await bothHear([call.agent, phone], [call.outside, suite.outside]);
      await call.end();
      const { seconds, failed } = await suite.record.until('recording.finished', { recordingId });
      assert.ok(seconds >= 0 && seconds < 30 && !failed);
      assert.equal(await record.state(recordingId), 'stored');
      const wav = await audioOf(recordingId);
      assert.ok(toneInWav(wav, phone.tone) > SHARE, 'the agent is heard');
      assert.ok(toneInWav(wav, suite.outside.tone) > SHARE, 'the far side is heard');
      assert.ok(toneInWav(wav, TONES.b) < SHARE / 2, 'nobody else is heard');
      await record.stop(recordingId);
      await record.remove(recordingId);
      await record.remove(recordingId);
      assert.equal(await record.state(recordingId), 'unknown');
      await assert.rejects(record.fetch(recordingId), { code: 'not-found' });
    });

    it('leaves out what is said while it pauses, and stops when it is told to', async () => {
      const record = there(suite.pbx.record);
      const call = await talk(suite, phone);
      await bothHear([call.agent, phone], [call.outside, suite.outside]);
      const recordingId = suite.id('recording');
      await record.start({ recordingId, bridgeId: call.bridgeId });
      await record.pause(recordingId);
      assert.equal(await record.state(recordingId), 'paused');
      const card = await suite.device(suite.setup.endpoints.b, TONES.b);
      const legId = suite.id('leg');
      const to = { kind: 'device', endpoint: suite.setup.endpoints.b } as const;
      const input = { legId, to, caller: { number: '1' }, callId: 'call-1', timeoutSeconds: 20 };
      await there(suite.pbx.originate).leg(input);
      const third = await card.incoming();
      third.answer();
      await suite.record.until('leg.answered', { legId });
      await there(suite.pbx.bridge).add(call.bridgeId, legId);
      await call.outside.hears(card.tone);
      await there(suite.pbx.hangup).leg(legId);
      await suite.record.until('leg.ended', { legId });
      await call.outside.hearsNot(card.tone);
      await record.resume(recordingId);
      await bothHear([call.agent, phone], [call.outside, suite.outside]);
      await bothHear([call.agent, phone], [call.outside, suite.outside]);
      await record.stop(recordingId);
      await suite.record.until('recording.finished', { recordingId });
      await bothHear([call.agent, phone], [call.outside, suite.outside]);
      const wav = await audioOf(recordingId);
      assert.ok(toneInWav(wav, suite.outside.tone) > SHARE, 'the far side is heard');
      assert.ok(toneInWav(wav, card.tone) < SHARE / 2, 'what was said meanwhile is not');
      await assert.rejects(record.pause(recordingId), { code: 'not-found' });
      await call.end();
      await card.stop();
      await record.remove(recordingId);
    });

    it('knows of none that was never begun', async () => {
      const record = there(suite.pbx.record);
      assert.equal(await record.state(suite.id('recording')), 'unknown');
      await assert.rejects(record.fetch(suite.id('recording')), { code: 'not-found' });
      await record.stop(suite.id('recording'));
    });

    if (!replaces) return;
    it('goes on over a reload of the page', async () => {
      const record = there(suite.pbx.record);
      const before = await suite.device(suite.setup.endpoints.b, TONES.b);
      const call = await talk(suite, before, suite.setup.endpoints.b);
      const recordingId = suite.id('recording');
      await record.start({ recordingId, bridgeId: call.bridgeId });
      await bothHear([call.agent, before], [call.outside, suite.outside]);
      const { dialog } = call.agent;
      before.drop();
      const page = await suite.device(suite.setup.endpoints.b, TONES.after);
      const agent = page.callWithReplaces(dialog, suite.setup.endpoints.b);
      await suite.record.until('leg.replaced', { legId: call.agentLeg });
      await bothHear([agent, page], [call.outside, suite.outside]);
      await bothHear([agent, page], [call.outside, suite.outside]);
      assert.equal(await record.state(recordingId), 'recording');
      await call.end();
      await suite.record.until('recording.finished', { recordingId });
      const wav = await audioOf(recordingId);
      for (const { tone } of [before, page, suite.outside])
        assert.ok(toneInWav(wav, tone) > SHARE, `${tone} Hz is heard`);
      await agent.ended;
      await page.stop();
      await record.remove(recordingId);
    });
  });
}
