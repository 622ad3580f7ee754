/** Recordings of bridges: kept as WAV files in a folder, handed out over HTTP, removed when asked. */
import { mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RingbackError } from '@ringback/model';
import type { Params } from '../control/protocol.ts';
import { SAMPLE_RATE } from '../media/g711.ts';
import type { Bridge } from '../media/room.ts';
import { wavOf } from '../media/wav.ts';
import type { Telling } from './leg.ts';

/** One hour; a recording ends there. */
const MOST_BYTES = 60 * 60 * SAMPLE_RATE;

interface Recording {
  state: 'recording' | 'paused' | 'stored' | 'removed';
  chunks: Buffer[];
  bytes: number;
  stop: () => void;
}

export interface RecordingsOptions {
  bridge(bridgeId: string): Bridge;
  tell(event: Telling): void;
  /** A folder of the system's by default. */
  folder: string | undefined;
}

export class Recordings {
  readonly #options: RecordingsOptions;
  readonly #all = new Map<string, Recording>();
  #folder: string | undefined;

  constructor(options: RecordingsOptions) {
    this.#options = options;
    this.#folder = options.folder;
  }

  start({ recordingId, bridgeId }: Params<'record.start'>): void {
    if (this.#all.has(recordingId))
      throw new RingbackError('conflict', `There is or was already a recording ${recordingId}.`);
    const bridge = this.#options.bridge(bridgeId);
    const recording: Recording = { state: 'recording', chunks: [], bytes: 0, stop: () => undefined };
    this.#all.set(recordingId, recording);
    recording.stop = bridge.record({
      take: (ulaw) => {
        if (recording.state !== 'recording') return;
        recording.chunks.push(ulaw);
        recording.bytes += ulaw.length;
        if (recording.bytes >= MOST_BYTES) recording.stop();
      },
      ended: () => void this.#finish(recordingId, recording),
    });
  }

  pause(recordingId: string, paused: boolean): void {
    const recording = this.#all.get(recordingId);
    if (recording?.state !== 'recording' && recording?.state !== 'paused')
      throw new RingbackError('not-found', `There is no running recording ${recordingId}.`);
    recording.state = paused ? 'paused' : 'recording';
  }

  stop(recordingId: string): void {
    this.#all.get(recordingId)?.stop();
  }

  state(recordingId: string): 'recording' | 'paused' | 'stored' | 'unknown' {
    const state = this.#all.get(recordingId)?.state;
    return state === undefined || state === 'removed' ? 'unknown' : state;
  }

  async fetch(recordingId: string): Promise<Buffer | undefined> {
    return this.state(recordingId) === 'stored' ? readFile(this.#file(recordingId)) : undefined;
  }

  async remove(recordingId: string): Promise<void> {
    const recording = this.#all.get(recordingId);
    if (recording?.state !== 'stored') return;
    recording.state = 'removed';
    await rm(this.#file(recordingId), { force: true });
  }

  async #finish(recordingId: string, recording: Recording): Promise<void> {
    const ulaw = Buffer.concat(recording.chunks);
    recording.chunks = [];
    const seconds = Math.round(ulaw.length / SAMPLE_RATE);
    try {
      await writeFile(this.#file(recordingId), wavOf(ulaw));
      recording.state = 'stored';
      this.#options.tell({ type: 'recording.finished', recordingId, seconds });
    } catch {
      recording.state = 'removed';
      this.#options.tell({ type: 'recording.finished', recordingId, seconds: 0, failed: true });
    }
  }

  #file(recordingId: string): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'ringback-sandbox-'));
    return join(this.#folder, `${recordingId}.wav`);
  }
}
