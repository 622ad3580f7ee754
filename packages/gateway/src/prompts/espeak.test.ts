/** The bundled sentences, really spoken: `npm test` installs espeak-ng where it is missing. */
import { LOCALES } from '@ringback/model';
import { expect, it } from 'vitest';
import { espeak } from '../whispers/voice.ts';
import { SENTENCES } from './texts.ts';
import { RATE, samplesOf } from './wav.ts';

/** 20 ms: shorter than a syllable, longer than a period of a low voice. */
const FRAME = RATE / 50;

function framesOf(samples: Int16Array): number[] {
  const count = Math.floor(samples.length / FRAME);
  return Array.from({ length: count }, (_, nth) => {
    const frame = samples.subarray(nth * FRAME, (nth + 1) * FRAME);
    return Math.sqrt(frame.reduce((sum, one) => sum + one * one, 0) / FRAME);
  });
}

it.each(
  LOCALES.flatMap((locale) =>
    Object.entries(SENTENCES[locale]).map(([name, sentence]) => {
      const text =
        typeof sentence === 'function' ? (sentence as (count: number) => string)(3) : String(sentence);
      return { locale, name, text };
    }),
  ),
)(
  'espeak-ng says "$name" in $locale: as long as speech takes, loud and quiet by turns',
  async ({ locale, text }) => {
    const wav = await espeak(text, locale);
    const samples = wav && samplesOf(wav);
    if (!samples) throw new Error('espeak-ng is not installed: apt-get install espeak-ng');
    const seconds = samples.length / RATE;
    // Slow readers say 8 letters a second, fast ones 25.
    expect(seconds).toBeGreaterThan(text.length / 25);
    expect(seconds).toBeLessThan(text.length / 8 + 1);
    const frames = framesOf(samples);
    const loudest = Math.max(...frames);
    expect(loudest).toBeGreaterThan(2_000);
    const loud = frames.filter((one) => one > loudest / 10).length / frames.length;
    expect(loud).toBeGreaterThan(0.2);
    expect(loud).toBeLessThan(0.97);
    // A tone is as loud in one frame as in the next; speech has syllables.
    const turns = frames.filter(
      (one, nth) => nth > 0 && one > loudest / 4 !== (frames[nth - 1] ?? 0) > loudest / 4,
    );
    expect(turns.length / seconds).toBeGreaterThan(2);
  },
);
