import { toneFrame } from '@ringback/sandbox-pbx/g711';
import { expect, test } from 'vitest';
import { GapMeter } from './gap.ts';
import { RtpEar } from './rtp-ear.ts';

const HZ = 700;
const packet = (sound: Buffer): Buffer => Buffer.concat([Buffer.from([0x80, 0]), Buffer.alloc(10), sound]);

/** Packets of 20 ms that come at these times. */
async function gapOf(times: number[]): Promise<number> {
  const meter = new GapMeter(HZ);
  const ear = new RtpEar((frame) => meter.take(frame));
  times.forEach((at, nth) => ear.take(packet(toneFrame(HZ, nth)), at));
  const gap = meter.end();
  const last = times.at(-1)!;
  for (let nth = 1; nth <= 30; nth += 1) ear.take(packet(toneFrame(HZ, nth)), last + nth * 20);
  return gap;
}

const steady = (from: number, to: number): number[] =>
  Array.from({ length: (to - from) / 20 }, (_, nth) => from + nth * 20);

test('What does not come is a gap, as long as it is away', async () => {
  expect(await gapOf([...steady(0, 400), ...steady(700, 1000)])).toBe(300);
  expect(await gapOf([...steady(0, 400), ...steady(460, 1000), ...steady(1120, 1300)])).toBe(120);
});

test('Packets that come a little late or in pairs are none', async () => {
  expect(await gapOf(steady(0, 1000).map((at, nth) => at + (nth % 3) * 9))).toBe(0);
  expect(await gapOf(steady(0, 1000).map((at) => Math.ceil(at / 40) * 40))).toBe(0);
});

test('What is no sound of the codec is not heard', async () => {
  const meter = new GapMeter(HZ);
  const ear = new RtpEar((frame) => meter.take(frame));
  ear.take(Buffer.alloc(4), 0);
  const comfortNoise = Buffer.concat([Buffer.from([0x80, 13]), Buffer.alloc(11)]);
  for (let at = 0; at < 300; at += 20) ear.take(comfortNoise, at);
  ear.take(packet(toneFrame(HZ, 0)), 300);
  const gap = meter.end();
  for (let nth = 1; nth <= 30; nth += 1) ear.take(packet(toneFrame(HZ, nth)), 300 + nth * 20);
  expect(await gap).toBe(0);
});
