/** G.711 µ-law and tones, in plain arithmetic (ITU-T G.711). */
import { FRAME_SAMPLES } from './rtp-sender.ts';

const BIAS = 0x84;
const CLIP = 32_635;
export const SAMPLE_RATE = 8000;

export function encodeUlaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

export function decodeUlaw(byte: number): number {
  const value = ~byte & 0xff;
  const magnitude = (((value & 0x0f) << 3) + BIAS) << ((value >> 4) & 7);
  return value & 0x80 ? BIAS - magnitude : magnitude - BIAS;
}

/** 20 ms of nothing. */
export const SILENCE = Buffer.alloc(FRAME_SAMPLES, encodeUlaw(0));

/** 20 ms of a sine; `frame` counts on, so that frames join without a click. */
export function toneFrame(frequency: number, frame: number, amplitude = 8000): Buffer {
  const start = frame * FRAME_SAMPLES;
  return Buffer.from(
    Array.from({ length: FRAME_SAMPLES }, (_, i) =>
      encodeUlaw(Math.round(amplitude * Math.sin((2 * Math.PI * frequency * (start + i)) / SAMPLE_RATE))),
    ),
  );
}
