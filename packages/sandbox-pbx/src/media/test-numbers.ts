/** Numbers that the PBX answers by itself, so that a phone can be tried with nobody else there. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MediaFrame } from './endpoint.ts';
import { SAMPLE_RATE, toneFrame } from './g711.ts';
import type { Party, Room } from './room.ts';
import { startTicker } from './ticker.ts';
import { wavOf } from './wav.ts';

/** Ten minutes; a recording ends there. */
const MAX_RECORDING_BYTES = 600 * SAMPLE_RATE;

/** The room of a test number, `undefined` for every other number. 602 needs a folder. */
export function testNumber(
  number: string,
  legId: string,
  recordingsDir: string | undefined,
): Room | undefined {
  if (number === '600') return new Echo();
  if (number === '601') return new Tone();
  return number === '602' && recordingsDir ? new Recorder(join(recordingsDir, `${legId}.wav`)) : undefined;
}

class SoloRoom implements Room {
  join(_party: Party): void {}
  leave(_party: Party): void {}
  onFrame(_from: Party, _frame: MediaFrame): void {}
  onInfo(): void {}
  onHold(): void {}
}

class Echo extends SoloRoom {
  override onFrame(from: Party, frame: MediaFrame): void {
    from.hear(from, frame);
  }
}

/** 1 kHz until the phone hangs up. */
class Tone extends SoloRoom {
  #stop: (() => void) | undefined;

  override join(party: Party): void {
    this.#stop = startTicker((frame) => party.play(toneFrame(1000, frame)));
  }

  override leave(): void {
    this.#stop?.();
  }
}

class Recorder extends SoloRoom {
  readonly #file: string;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(file: string) {
    super();
    this.#file = file;
  }

  override onFrame(_from: Party, frame: MediaFrame): void {
    if (frame.kind !== 'audio' || this.#bytes > MAX_RECORDING_BYTES) return;
    this.#chunks.push(frame.payload);
    this.#bytes += frame.payload.length;
  }

  override leave(): void {
    mkdirSync(join(this.#file, '..'), { recursive: true });
    writeFileSync(this.#file, wavOf(Buffer.concat(this.#chunks)));
  }
}
