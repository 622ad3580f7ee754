import assert from 'node:assert/strict';
import type { LegEndCause, OriginateInput } from '../pbx/contract.ts';
import { LINE, OUTSIDE, type PbxSuite, there, TONES } from './pbx-suite.ts';
import type { TestPhone } from './phones.ts';
import type { SuiteRunner } from './runner.ts';

export function originateTests({ describe, it, beforeAll, afterAll }: SuiteRunner, suite: PbxSuite): void {
  describe('originate', () => {
    let phone: TestPhone;
    beforeAll(async () => {
      phone = await suite.device(suite.setup.endpoints.a);
    });
    afterAll(() => phone.stop());

    async function originate(input: Partial<OriginateInput> = {}): Promise<string> {
      const legId = suite.id('leg');
      await there(suite.pbx.originate).leg({
        legId,
        to: { kind: 'device', endpoint: suite.setup.endpoints.a },
        caller: { number: OUTSIDE, name: 'Іван' },
        callId: 'call-1',
        timeoutSeconds: 20,
        ...input,
      });
      return legId;
    }
    const ended = (legId: string) => suite.record.until('leg.ended', { legId });

    it("rings the agent's phone with the caller's number and Ringback's call id", async () => {
      const legId = await originate({ callId: 'call-42' });
      const call = await phone.incoming();
      assert.equal(call.number, OUTSIDE);
      assert.equal(call.name, 'Іван');
      assert.equal(call.header('X-Ringback-Call'), 'call-42');
      await suite.record.until('leg.ringing', { legId });
      call.answer();
      const { phone: kind } = await suite.record.until('leg.answered', { legId });
      assert.equal(kind, suite.setup.devicePhone);
      call.hangup();
      assert.equal((await ended(legId)).cause, 'normal');
      suite.record.assertLeg(legId, ['leg.ringing', 'leg.answered', 'leg.ended']);
    });

    it('rings a number out in the world', async () => {
      const legId = await originate({ to: { kind: 'trunk', number: OUTSIDE }, caller: { number: LINE } });
      const call = await suite.outside.incoming();
      assert.equal(call.number, LINE);
      await suite.record.until('leg.ringing', { legId });
      call.answer();
      assert.equal((await suite.record.until('leg.answered', { legId })).phone, undefined);
      await there(suite.pbx.hangup).leg(legId);
      await call.ended;
      assert.equal((await ended(legId)).cause, 'normal');
    });

    const refusals: [string, number, LegEndCause][] = [
      ['busy', 486, 'busy'],
      ['declined', 603, 'rejected'],
    ];
    for (const [what, status, cause] of refusals) {
      it(`tells of an agent who is ${what}`, async () => {
        const legId = await originate();
        (await phone.incoming()).reject(status);
        assert.equal((await ended(legId)).cause, cause);
      });
      it(`tells of a number that is ${what}`, async () => {
        const legId = await originate({ to: { kind: 'trunk', number: OUTSIDE }, caller: { number: LINE } });
        (await suite.outside.incoming()).reject(status);
        assert.equal((await ended(legId)).cause, cause);
      });
    }

    it('gives up when nobody answers in time', async () => {
      const legId = await originate({ timeoutSeconds: 1 });
      const call = await phone.incoming();
      assert.equal((await ended(legId)).cause, 'no-answer');
      await call.ended;
    });

    it('takes a ringing leg back', async () => {
      const legId = await originate();
      const call = await phone.incoming();
      await suite.record.until('leg.ringing', { legId });
      await there(suite.pbx.hangup).leg(legId);
      assert.equal((await ended(legId)).cause, 'cancelled');
      assert.equal((await call.ended).cause, 'Canceled');
    });

    it('tells why a leg ends in the words it was given', async () => {
      const legId = await originate();
      const call = await phone.incoming();
      await there(suite.pbx.hangup).leg(legId, 'answered-elsewhere');
      assert.equal((await ended(legId)).cause, 'answered-elsewhere');
      await call.ended;
    });

    it('an agent who has no phone on is unreachable', async () => {
      const legId = await originate({ to: { kind: 'device', endpoint: suite.setup.endpoints.empty } });
      assert.equal((await ended(legId)).cause, 'unreachable');
      suite.record.assertLeg(legId, ['leg.ended']);
    });

    it('the same leg is not originated twice, neither at once nor later', async () => {
      const legId = suite.id('leg');
      const attempts = await Promise.allSettled([originate({ legId }), originate({ legId })]);
      assert.deepEqual(attempts.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      for (const attempt of attempts)
        if (attempt.status === 'rejected') assert.equal(attempt.reason.code, 'conflict');
      (await phone.incoming()).reject(486);
      await ended(legId);
      await assert.rejects(originate({ legId }), { code: 'conflict' });
    });

    it('a far end that is none is refused', async () => {
      await assert.rejects(originate({ to: { kind: 'trunk', number: '380,67&PJSIP/x' } }), {
        code: 'invalid',
      });
      await assert.rejects(originate({ to: { kind: 'device', endpoint: 'a b/c' } }), { code: 'invalid' });
    });

    it('ending a leg that is not there is no error', async () => {
      await there(suite.pbx.hangup).leg(suite.id('leg'));
    });

    describe('at an agent with two phones', () => {
      let second: TestPhone;
      beforeAll(async () => {
        second = await suite.device(suite.setup.endpoints.a, TONES.b);
      });
      afterAll(() => second.stop());

      it('rings both; the first to answer has it, the other stops', async () => {
        const legId = await originate();
        const [here, there_] = await Promise.all([phone.incoming(), second.incoming()]);
        there_.answer();
        await suite.record.until('leg.answered', { legId });
        assert.equal((await here.ended).cause, 'Canceled');
        assert.equal(there_.end, undefined);
        there_.hangup();
        assert.equal((await ended(legId)).cause, 'normal');
        suite.record.assertLeg(legId, ['leg.ringing', 'leg.answered', 'leg.ended']);
      });

      it('rings on while one of them is busy, and is busy when both are', async () => {
        const legId = await originate();
        const [here, other] = await Promise.all([phone.incoming(), second.incoming()]);
        here.reject(486);
        await here.ended;
        assert.equal(other.end, undefined);
        other.reject(486);
        assert.equal((await ended(legId)).cause, 'busy');
        suite.record.assertLeg(legId, ['leg.ringing', 'leg.ended']);
      });

      it('rings on in a page that was reloaded meanwhile', async () => {
        const page = await suite.device(suite.setup.endpoints.b);
        const legId = await originate({ to: { kind: 'device', endpoint: suite.setup.endpoints.b } });
        await page.incoming();
        page.drop();
        const reloaded = await suite.device(suite.setup.endpoints.b);
        const call = await reloaded.incoming();
        assert.equal(call.header('X-Ringback-Call'), 'call-1');
        call.answer();
        assert.equal((await suite.record.until('leg.answered', { legId })).phone, suite.setup.devicePhone);
        call.hangup();
        assert.equal((await ended(legId)).cause, 'normal');
        suite.record.assertLeg(legId, ['leg.ringing', 'leg.answered', 'leg.ended']);
        await reloaded.stop();
      });

      it('stops at both when it is taken back', async () => {
        const legId = await originate();
        const calls = await Promise.all([phone.incoming(), second.incoming()]);
        await there(suite.pbx.hangup).leg(legId);
        await Promise.all(calls.map((call) => call.ended));
        assert.equal((await ended(legId)).cause, 'cancelled');
      });
    });
  });
}
