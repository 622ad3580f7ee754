/** Sentences and tones put together, in what every PBX can play: 8 kHz, 16 bit, mono. */
import { toPbxRate } from '../whispers/wav.ts';

export const RATE = 8_000;
const HEADER_BYTES = 44;
/** Of one sentence, or of the owner's music. */
const MOST_SECONDS = 300;

/** One after another, with this pause between them, in seconds. */
export function joined(parts: readonly Int16Array[], pause = 0.3): Int16Array {
  const gap = Math.round(pause * RATE);
  const all = new Int16Array(parts.reduce((sum, { length }) => sum + length + gap, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length + gap;
  }
  return all;
}

/** Sine tones of a quarter of full scale, faded in and out so that they do not click. */
export function tones(notes: readonly { hertz: number; seconds: number }[]): Int16Array {
  const fade = RATE / 100;
  return joined(
    notes.map(({ hertz, seconds }) =>
      Int16Array.from({ length: Math.round(seconds * RATE) }, (_, index) => {
        const edge = Math.min(1, index / fade, (seconds * RATE - index) / fade);
        return Math.round(8_000 * edge * Math.sin((2 * Math.PI * hertz * index) / RATE));
      }),
    ),
    0.05,
  );
}

/** The samples of a WAV; undefined where it is none of 16 bit and one channel. */
export function samplesOf(file: Buffer): Int16Array | undefined {
  const wav = toPbxRate(file, MOST_SECONDS);
  return (
    wav &&
    Int16Array.from({ length: (wav.length - HEADER_BYTES) / 2 }, (_, index) =>
      wav.readInt16LE(HEADER_BYTES + index * 2),
    )
  );
}
