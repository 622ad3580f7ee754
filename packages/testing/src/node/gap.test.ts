import { expect, test } from 'vitest';
import { GapMeter } from './gap.ts';

const RATE = 48_000;
const frame = (hz: number, index: number) => ({
  sampleRate: RATE,
  samples: Int16Array.from({ length: 480 }, (_, i) =>
    hz === 0 ? 0 : 8000 * Math.sin((2 * Math.PI * hz * (index * 480 + i)) / RATE),
  ),
});

test('A gap is the longest silence of the tone, told when the tone is back for good', async () => {
  const meter = new GapMeter(700);
  let index = 0;
  const hear = (hz: number, ms: number): void => {
    for (let played = 0; played < ms; played += 10) meter.take(frame(hz, (index += 1)));
  };
  hear(700, 300);
  hear(0, 120);
  hear(700, 100);
  hear(1130, 250);
  const gap = meter.end();
  hear(700, 500);
  await expect(gap).resolves.toBe(250);
});
