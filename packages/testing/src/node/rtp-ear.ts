/**
 * What arrives as RTP, as it arrives. A WebRTC receiver is no ear for gaps: its jitter buffer goes on with the last sound for more than a
 * hundred milliseconds, and nobody could tell that from the tone itself.
 */
import { decodeUlaw } from '@ringback/sandbox-pbx/g711';
import type { AudioFrame } from './tone.ts';

const RATE = 8000;
const WINDOW_MS = 10;
const WINDOW = (RATE * WINDOW_MS) / 1000;
/** RTP's fixed header (RFC 3550). */
const HEADER = 12;
const PCMU = 0;
/** A packet may come so much too late, ms: timers are no better. */
const JITTER_MS = 10;

export type Heard = Pick<AudioFrame, 'samples' | 'sampleRate' | 'channelCount'>;

export class RtpEar {
  readonly #hear: (frame: Heard) => void;
  /** When the sound that has arrived is over, ms. */
  #until: number | undefined;

  constructor(hear: (frame: Heard) => void) {
    this.#hear = hear;
  }

  /** Tells windows of 10 ms: of silence for the time in which nothing came, then what is in the packet. */
  take(packet: Buffer, atMs: number): void {
    if (packet.length <= HEADER || (packet[1]! & 0x7f) !== PCMU) return;
    let until = this.#until ?? atMs;
    if (atMs - until > JITTER_MS)
      for (; atMs - until >= WINDOW_MS; until += WINDOW_MS) this.#tell(new Int16Array(WINDOW));
    const sound = packet.subarray(HEADER);
    for (let at = 0; at + WINDOW <= sound.length; at += WINDOW)
      this.#tell(Int16Array.from(sound.subarray(at, at + WINDOW), decodeUlaw));
    this.#until = Math.max(until, atMs) + sound.length / (RATE / 1000);
  }

  #tell(samples: Int16Array): void {
    this.#hear({ samples, sampleRate: RATE, channelCount: 1 });
  }
}
