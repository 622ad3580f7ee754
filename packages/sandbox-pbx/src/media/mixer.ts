/** Brings several voices together: each hears the sum of the others. Frames of 20 ms, µ-law in and out. */
import { decodeUlaw, encodeUlaw } from './g711.ts';
import { FRAME_SAMPLES } from './rtp-sender.ts';

/** What a voice may be ahead of the mix before its oldest is let go: 80 ms. */
const MOST_WAITING = 4 * FRAME_SAMPLES;

const DECODED = Int16Array.from({ length: 256 }, (_, byte) => decodeUlaw(byte));

export class Mixer<Voice> {
  readonly #waiting = new Map<Voice, number[]>();

  push(voice: Voice, ulaw: Uint8Array): void {
    const samples = this.#waiting.get(voice) ?? [];
    for (const byte of ulaw) samples.push(DECODED[byte] ?? 0);
    if (samples.length > MOST_WAITING) samples.splice(0, samples.length - MOST_WAITING);
    this.#waiting.set(voice, samples);
  }

  remove(voice: Voice): void {
    this.#waiting.delete(voice);
  }

  /** The next 20 ms: what all say together, and for each listener what the others say. Who says nothing is silent. */
  next(): { all: Buffer; without(voice: Voice): Buffer } {
    const said = new Map<Voice, readonly number[]>();
    const sum = new Array<number>(FRAME_SAMPLES).fill(0);
    for (const [voice, waiting] of this.#waiting) {
      const samples = waiting.splice(0, FRAME_SAMPLES);
      said.set(voice, samples);
      samples.forEach((sample, i) => (sum[i] = (sum[i] ?? 0) + sample));
    }
    return {
      all: encode(sum),
      without(voice) {
        const own = said.get(voice);
        return encode(own ? sum.map((sample, i) => sample - (own[i] ?? 0)) : sum);
      },
    };
  }
}

function encode(samples: readonly number[]): Buffer {
  return Buffer.from(samples.map((sample) => encodeUlaw(sample)));
}
