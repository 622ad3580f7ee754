/** Numbers that the PBX answers by itself, so that a phone can be tried with nobody else there. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MediaFrame } from './endpoint.ts';
import { decodeUlaw, SAMPLE_RATE, toneFrame } from './g711.ts';
import type { Party, Room } from './room.ts';
import { startTicker } from './ticker.ts';

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

/** µ-law bytes as a 16-bit mono WAV at 8 kHz. */
export function wavOf(ulaw: Buffer): Buffer {
  const data = Buffer.alloc(ulaw.length * 2);
  ulaw.forEach((byte, i) => data.writeInt16LE(decodeUlaw(byte), i * 2));
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}
