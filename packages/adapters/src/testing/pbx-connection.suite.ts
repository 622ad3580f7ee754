import assert from 'node:assert/strict';
import { OUTSIDE, type PbxSuite, there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

export function connectionTests({ describe, it }: SuiteRunner, suite: PbxSuite): void {
  describe('connection', () => {
    it('a listener that throws stops nobody else', async () => {
      const stop = suite.pbx.events.follow(() => {
        throw new Error('thrown on purpose');
      });
      const from = suite.record.mark;
      const phone = await suite.device(suite.setup.endpoints.b);
      await suite.record.until('device.changed', { endpoint: suite.setup.endpoints.b, online: true }, from);
      stop();
      await phone.stop();
    });

    it('is told when it breaks and when it is back, and the calls are still there', async () => {
      const { breakConnection, restoreConnection } = suite.setup;
      assert.ok(breakConnection && restoreConnection, 'the setup must be able to cut the adapter off');
      const phone = await suite.device(suite.setup.endpoints.a);
      const legId = suite.id('leg');
      const input = {
        legId,
        to: { kind: 'device', endpoint: suite.setup.endpoints.a },
        caller: { number: OUTSIDE },
        callId: 'call-1',
        timeoutSeconds: 20,
      } as const;
      await there(suite.pbx.originate).leg(input);
      const call = await phone.incoming();
      call.answer();
      await suite.record.until('leg.answered', { legId });

      const from = suite.record.mark;
      await breakConnection();
      await suite.record.until('connection.changed', { up: false }, from);
      await assert.rejects(suite.pbx.snapshot(), { code: 'unavailable' });
      await assert.rejects(there(suite.pbx.originate).leg({ ...input, legId: suite.id('leg') }), {
        code: 'unavailable',
      });
      assert.equal(call.end, undefined);

      await restoreConnection();
      await suite.record.until('connection.changed', { up: true }, from);
      const snapshot = await suite.pbx.snapshot();
      assert.deepEqual(
        snapshot.legs.find((leg) => leg.legId === legId),
        { legId, answered: true },
      );
      assert.ok(snapshot.onlineDevices.includes(suite.setup.endpoints.a));

      call.hangup();
      assert.equal((await suite.record.until('leg.ended', { legId })).cause, 'normal');
      await phone.stop();
    });
  });
}
