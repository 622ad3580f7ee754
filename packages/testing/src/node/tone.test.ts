import { describe, expect, it } from 'vitest';
import { type AudioFrame, ToneListener, toneShare } from './tone.ts';

const RATE = 48_000;

function sine(hz: number, samples: number, amplitude = 8000): Int16Array {
  return Int16Array.from({ length: samples }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / RATE));
}

describe('tone', () => {
  it('finds the frequency that is played and no other', () => {
    const heard = sine(600, 4800);
    expect(toneShare(heard, 600, RATE)).toBeGreaterThan(0.95);
    expect(toneShare(heard, 440, RATE)).toBeLessThan(0.05);
  });

  it('finds both of two mixed tones weaker than one', () => {
    const other = sine(950, 4800);
    const heard = sine(600, 4800).map((sample, i) => sample + (other[i] ?? 0));
    expect(toneShare(heard, 600, RATE)).toBeCloseTo(0.5, 1);
  });

  it('hears nothing in silence or in noise', () => {
    expect(toneShare(new Int16Array(4800), 600, RATE)).toBe(0);
    expect(toneShare(sine(600, 4800, 40), 600, RATE)).toBe(0);
    let seed = 1;
    const noise = Array.from(
      { length: 4800 },
      () => (seed = (seed * 48_271) % 2_147_483_647) / 2 ** 17 - 8000,
    );
    expect(toneShare(noise, 600, RATE)).toBeLessThan(0.1);
  });

  it('a listener resolves for the tone and gives up when told', async () => {
    const listener = new ToneListener();
    const heard = listener.hears(600, AbortSignal.timeout(5000));
    const giveUp = new AbortController();
    const unheard = listener.hears(440, giveUp.signal);
    const frame: AudioFrame = {
      samples: sine(600, 4800),
      sampleRate: RATE,
      bitsPerSample: 16,
      channelCount: 1,
      numberOfFrames: 4800,
    };
    for (let i = 0; i < 3; i++) listener.take(frame);
    await heard;
    giveUp.abort(new Error('not heard'));
    await expect(unheard).rejects.toThrow('not heard');
  });
});
