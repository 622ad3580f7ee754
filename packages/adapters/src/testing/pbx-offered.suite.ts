import assert from 'node:assert/strict';
import { LINE, OUTSIDE, type PbxSuite, there } from './pbx-suite.ts';
import type { TestPhone } from './phones.ts';
import type { SuiteRunner } from './runner.ts';

export function offeredTests({ describe, it, beforeAll, afterAll }: SuiteRunner, suite: PbxSuite): void {
  describe('offered legs', () => {
    let phone: TestPhone;
    beforeAll(async () => {
      phone = await suite.device(suite.setup.endpoints.a);
    });
    afterAll(() => phone.stop());

    const offered = (from: number) => suite.record.until('leg.offered', {}, from);
    const ended = (legId: string) => suite.record.until('leg.ended', { legId });

    it("an agent's call is offered with what he dialled and Ringback's call id", async () => {
      const from = suite.record.mark;
      const call = phone.call(OUTSIDE, ['X-Ringback-Call: call-7']);
      const leg = await offered(from);
      assert.deepEqual(leg.origin, { kind: 'device', endpoint: suite.setup.endpoints.a });
      assert.equal(leg.dialled, OUTSIDE);
      assert.equal(leg.callId, 'call-7');
      assert.ok(!Number.isNaN(Date.parse(leg.at)), leg.at);
      const answer = there(suite.pbx.answer);
      await answer.ring(leg.legId);
      await call.ringing;
      await answer.answer(leg.legId);
      await call.answered;
      await suite.record.until('leg.answered', { legId: leg.legId });
      await there(suite.pbx.hangup).leg(leg.legId);
      await call.ended;
      assert.equal((await ended(leg.legId)).cause, 'normal');
      suite.record.assertLeg(leg.legId, ['leg.offered', 'leg.answered', 'leg.ended']);
    });

    it('without the header there is no call id, and a strange one is none', async () => {
      for (const headers of [[], ['X-Ringback-Call: a b, c']]) {
        const from = suite.record.mark;
        const call = phone.call('102', headers);
        const leg = await offered(from);
        assert.equal(leg.dialled, '102');
        assert.equal(leg.callId, undefined);
        call.hangup();
        await ended(leg.legId);
      }
    });

    it('a call from the world is offered with its number; who gives up has cancelled', async () => {
      const from = suite.record.mark;
      const call = suite.outside.call(LINE);
      const leg = await offered(from);
      assert.deepEqual(leg.origin, { kind: 'trunk' });
      assert.equal(leg.caller.number, OUTSIDE);
      assert.equal(leg.dialled, LINE);
      await there(suite.pbx.answer).ring(leg.legId);
      await call.ringing;
      call.hangup();
      assert.equal((await ended(leg.legId)).cause, 'cancelled');
      suite.record.assertLeg(leg.legId, ['leg.offered', 'leg.ended']);
    });

    it('a caller who is sent away as busy hears it', async () => {
      const from = suite.record.mark;
      const call = suite.outside.call(LINE);
      const leg = await offered(from);
      await there(suite.pbx.hangup).leg(leg.legId, 'busy');
      assert.equal((await call.ended).status, 486);
      assert.equal((await ended(leg.legId)).cause, 'busy');
    });

    it('an answered caller who hangs up has ended it as is normal', async () => {
      const from = suite.record.mark;
      const call = suite.outside.call(LINE);
      const leg = await offered(from);
      await there(suite.pbx.answer).answer(leg.legId);
      await call.answered;
      await suite.record.until('leg.answered', { legId: leg.legId });
      call.hangup();
      assert.equal((await ended(leg.legId)).cause, 'normal');
    });

    it('a leg that is over can be neither rung nor answered', async () => {
      const from = suite.record.mark;
      const call = phone.call(OUTSIDE);
      const leg = await offered(from);
      call.hangup();
      await ended(leg.legId);
      await assert.rejects(there(suite.pbx.answer).answer(leg.legId), { code: 'not-found' });
      await assert.rejects(there(suite.pbx.answer).ring(leg.legId), { code: 'not-found' });
    });
  });
}
