import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSipBot, type SipBot } from '@ringback/testing/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandboxPbx, type SandboxPbx } from '../server.ts';
import { RawControl, TOKEN } from '../testing/bench.harness.ts';

/** JsSIP over libwebrtc, each phone with a tone of its own; the tones share no harmonics. */
let pbx: SandboxPbx;
let control: RawControl;
let olena: SipBot;
let visitor: SipBot;
const recordingsDir = mkdtempSync(join(tmpdir(), 'ringback-recordings-'));
const OLENA_HZ = 700;
const VISITOR_HZ = 1100;

async function phone(user: string, tone: number): Promise<SipBot> {
  const bot = createSipBot({
    servers: [pbx.sipUrl],
    uri: `sip:${user}@test.invalid`,
    authorizationUser: user,
    password: `${user}-secret`,
    tone,
  });
  await bot.register();
  return bot;
}

beforeAll(async () => {
  pbx = await createSandboxPbx({
    port: 0,
    controlToken: TOKEN,
    recordingsDir,
    accounts: [
      { kind: 'device', username: '101', password: '101-secret' },
      { kind: 'trunk', username: 'visitor', password: 'visitor-secret' },
    ],
  });
  control = await RawControl.connect(pbx.controlUrl);
  [olena, visitor] = await Promise.all([phone('101', OLENA_HZ), phone('visitor', VISITOR_HZ)]);
});
afterAll(async () => {
  await Promise.all([olena.stop(), visitor.stop()]);
  await pbx.close();
  rmSync(recordingsDir, { recursive: true });
});

let calls = 0;
async function talk() {
  const [a, b, bridgeId] = [`olena-${++calls}`, `visitor-${calls}`, `bridge-${calls}`];
  const common = { caller: { number: '+380441234567' }, callId: 'c', timeoutSeconds: 20 };
  await control.run('originate', { ...common, legId: a, to: { kind: 'device', endpoint: '101' } });
  await control.run('originate', { ...common, legId: b, to: { kind: 'trunk', number: '+380501112233' } });
  const [inside, outside] = await Promise.all([olena.incoming(), visitor.incoming()]);
  inside.answer();
  outside.answer();
  await control.event('leg.answered');
  await control.event('leg.answered');
  await control.run('bridge.create', { bridgeId });
  await control.run('bridge.add', { bridgeId, legId: a });
  await control.run('bridge.add', { bridgeId, legId: b });
  const end = async (): Promise<void> => {
    await control.run('hangup', { legId: a });
    await control.run('hangup', { legId: b });
    await Promise.all([inside.ended, outside.ended]);
  };
  return { inside, outside, end, bridgeId, a, b };
}

describe('a call through the PBX', () => {
  it('carries both voices', { timeout: 15_000 }, async () => {
    const { inside, outside, end } = await talk();
    await Promise.all([inside.hears(VISITOR_HZ), outside.hears(OLENA_HZ)]);
    await end();
  });

  it('carries both voices again after a hold', { timeout: 20_000 }, async () => {
    const { inside, outside, end } = await talk();
    await Promise.all([inside.hears(VISITOR_HZ), outside.hears(OLENA_HZ)]);
    await inside.hold();
    await inside.resume();
    await Promise.all([inside.hears(VISITOR_HZ), outside.hears(OLENA_HZ)]);
    await end();
  });

  it('carries both voices again in a second bridge', { timeout: 15_000 }, async () => {
    const { inside, outside, end, a, b, bridgeId } = await talk();
    await inside.hears(VISITOR_HZ);
    await control.run('bridge.destroy', { bridgeId });
    await control.run('bridge.create', { bridgeId: 'second' });
    await control.run('bridge.add', { bridgeId: 'second', legId: a });
    await control.run('bridge.add', { bridgeId: 'second', legId: b });
    await Promise.all([inside.hears(VISITOR_HZ), outside.hears(OLENA_HZ)]);
    await end();
  });
});

describe('a test number', () => {
  it('600 says back what it hears', { timeout: 15_000 }, async () => {
    const call = olena.call('600');
    await call.hears(OLENA_HZ);
    call.hangup();
    await call.ended;
  });

  it('601 plays 1 kHz', { timeout: 15_000 }, async () => {
    const call = olena.call('601');
    await call.hears(1000);
    call.hangup();
    await call.ended;
  });

  it('602 records what it hears', { timeout: 15_000 }, async () => {
    const call = olena.call('602');
    // The far end says nothing, so the phone cannot hear when enough has been said: a call beside it tells.
    const echo = visitor.call('600');
    await call.answered;
    await echo.hears(VISITOR_HZ);
    await echo.hears(VISITOR_HZ);
    call.hangup();
    await call.ended;
    echo.hangup();
    await expect.poll(() => readdirSync(recordingsDir)).toHaveLength(1);
    const wav = readFileSync(join(recordingsDir, readdirSync(recordingsDir)[0]!));
    expect(wav.subarray(0, 4).toString()).toBe('RIFF');
    const samples = Array.from({ length: (wav.length - 44) / 2 }, (_, i) => wav.readInt16LE(44 + 2 * i));
    expect(loudness(samples.slice(-1600), OLENA_HZ)).toBeGreaterThan(2000);
    expect(loudness(samples.slice(-1600), VISITOR_HZ)).toBeLessThan(500);
  });

  it('is nothing that the application hears of', async () => {
    expect((await control.snapshot()).legs).toEqual([]);
    expect(control.events.rest().filter(({ type }) => type === 'leg.offered')).toEqual([]);
  });
});

/** Amplitude of one frequency in 8 kHz audio (Goertzel). */
function loudness(samples: number[], hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / 8000);
  let [s1, s2] = [0, 0];
  for (const sample of samples) [s1, s2] = [sample + coefficient * s1 - s2, s1];
  return (2 * Math.sqrt(s1 * s1 + s2 * s2 - coefficient * s1 * s2)) / samples.length;
}
