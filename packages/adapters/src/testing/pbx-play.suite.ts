import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OUTSIDE, type PbxSuite, there, TONES } from './pbx-suite.ts';
import type { TestCall, TestPhone } from './phones.ts';
import type { SuiteRunner } from './runner.ts';
import { bothHear, talk } from './talk.ts';
import { toneWav } from './tone-wav.ts';

export function playTests({ describe, it, beforeAll, afterAll }: SuiteRunner, suite: PbxSuite): void {
  describe('play', () => {
    let phone: TestPhone;
    let files: Awaited<ReturnType<typeof serveTone>>;
    beforeAll(async () => {
      phone = await suite.device(suite.setup.endpoints.a);
      files = await serveTone();
    });
    afterAll(async () => {
      await phone.stop();
      await files.close();
    });

    async function alone(): Promise<{ legId: string; call: TestCall; end(): Promise<void> }> {
      const legId = suite.id('leg');
      const to = { kind: 'device', endpoint: suite.setup.endpoints.a } as const;
      const input = { legId, to, caller: { number: OUTSIDE }, callId: 'call-1', timeoutSeconds: 20 };
      await there(suite.pbx.originate).leg(input);
      const call = await phone.incoming();
      call.answer();
      await suite.record.until('leg.answered', { legId });
      return {
        legId,
        call,
        async end() {
          await there(suite.pbx.hangup).leg(legId);
          await call.ended;
        },
      };
    }

    it('lets one who waits hear ringing, until it is stopped', async () => {
      const { legId, call, end } = await alone();
      const playId = suite.id('play');
      const play = there(suite.pbx.play);
      await play.start({ playId, to: { legId }, media: { kind: 'tone', tone: 'ringback' } });
      await call.hears(there(suite.setup.ringbackHz));
      await play.stop(playId);
      await suite.record.until('play.finished', { playId });
      await play.stop(playId);
      await end();
    });

    it('stops when the leg comes into a bridge, where it is heard', async () => {
      const { legId, call, end } = await alone();
      const [playId, bridgeId] = [suite.id('play'), suite.id('bridge')];
      await there(suite.pbx.play).start({ playId, to: { legId }, media: { kind: 'tone', tone: 'ringback' } });
      await call.hears(there(suite.setup.ringbackHz));
      const bridge = there(suite.pbx.bridge);
      await bridge.create(bridgeId);
      await bridge.add(bridgeId, legId);
      await suite.record.until('play.finished', { playId });
      const { legs } = await suite.pbx.snapshot();
      assert.equal(legs.find((leg) => leg.legId === legId)?.bridgeId, bridgeId);
      await end();
      await bridge.destroy(bridgeId);
    });

    it('plays an announcement to its end', async () => {
      const { legId, call, end } = await alone();
      const playId = suite.id('play');
      await there(suite.pbx.play).start({ playId, to: { legId }, media: { kind: 'url', url: files.url } });
      await call.hears(TONES.after);
      await suite.record.until('play.finished', { playId });
      await end();
    });

    it('plays an announcement to everybody in a bridge, who hear each other after it', async () => {
      const call = await talk(suite, phone);
      const playId = suite.id('play');
      const to = { bridgeId: call.bridgeId };
      await there(suite.pbx.play).start({ playId, to, media: { kind: 'url', url: files.url } });
      await Promise.all([call.agent.hears(TONES.after), call.outside.hears(TONES.after)]);
      await suite.record.until('play.finished', { playId });
      await bothHear([call.agent, phone], [call.outside, suite.outside]);
      await call.end();
    });

    it('ends with a leg that hangs up', async () => {
      const { legId, call } = await alone();
      const playId = suite.id('play');
      await there(suite.pbx.play).start({ playId, to: { legId }, media: { kind: 'tone', tone: 'ringback' } });
      call.hangup();
      await suite.record.until('play.finished', { playId });
      await suite.record.until('leg.ended', { legId });
    });
  });
}

/** An announcement of a second and a half, as a web server has it. */
async function serveTone(): Promise<{ url: string; close(): Promise<void> }> {
  const wav = toneWav(TONES.after, 1.5);
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': wav.length }).end(wav);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/announcement.wav`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
