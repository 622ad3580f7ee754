/** One outgoing RTP stream whose sources change: sequence and time run on, whoever is heard in it. */
import { randomInt } from 'node:crypto';
import { RtpHeader } from 'werift';
import type { MediaFrame } from './endpoint.ts';
import { EVENT_PAYLOAD, PCMU } from './sdp.ts';

/** Samples of 20 ms at 8 kHz. */
export const FRAME_SAMPLES = 160;

export class RtpSender {
  readonly ssrc = randomInt(1, 2 ** 32 - 1);
  /** What the phone calls telephone-event; `undefined` when it knows none. */
  eventPayload: number | undefined = EVENT_PAYLOAD;
  readonly #write: (payload: Buffer, header: RtpHeader) => void;
  #sequence = randomInt(0, 2 ** 15);
  #timestamp = randomInt(0, 2 ** 31);
  #source: unknown;
  #offset = 0;

  constructor(write: (payload: Buffer, header: RtpHeader) => void) {
    this.#write = write;
  }

  /** Passes on a frame of `source`; the first one of a new source follows the last one of the old. */
  forward(source: unknown, frame: MediaFrame): void {
    const payloadType = frame.kind === 'audio' ? PCMU : this.eventPayload;
    if (payloadType === undefined) return;
    const changed = this.#source !== source;
    if (changed) {
      this.#source = source;
      this.#offset = (this.#timestamp + FRAME_SAMPLES - frame.timestamp) >>> 0;
    }
    this.#send(frame.payload, payloadType, (frame.timestamp + this.#offset) >>> 0, changed || frame.marker);
  }

  /** Sends 20 ms of audio that is made here. */
  play(payload: Buffer): void {
    const changed = this.#source !== undefined;
    this.#source = undefined;
    this.#send(payload, PCMU, (this.#timestamp + FRAME_SAMPLES) >>> 0, changed);
  }

  #send(payload: Buffer, payloadType: number, timestamp: number, marker: boolean): void {
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#timestamp = timestamp;
    this.#write(
      payload,
      new RtpHeader({ ssrc: this.ssrc, sequenceNumber: this.#sequence, timestamp, payloadType, marker }),
    );
  }
}
