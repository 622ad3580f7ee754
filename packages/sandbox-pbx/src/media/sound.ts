/** What can be played to a leg or into a bridge, frame by frame of 20 ms. */
import { SILENCE, toneFrame } from './g711.ts';
import { FRAME_SAMPLES } from './rtp-sender.ts';

/** The frame of this number; `undefined` when it is over. */
export type Sound = (frame: number) => Buffer | undefined;

/** Ringing as most of Europe hears it: 425 Hz, one second in five. */
export const ringback: Sound = (frame) => (frame % 250 < 50 ? toneFrame(425, frame, 5000) : SILENCE);

export function audio(ulaw: Buffer): Sound {
  return (frame) => {
    const start = frame * FRAME_SAMPLES;
    if (start >= ulaw.length) return undefined;
    const part = ulaw.subarray(start, start + FRAME_SAMPLES);
    return part.length === FRAME_SAMPLES ? part : Buffer.concat([part, SILENCE.subarray(part.length)]);
  };
}
