/** The files of recordings: one folder, one file each, written whole or not at all. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { RecordingFormat } from '@ringback/model';
import { pipeline } from 'node:stream/promises';

export interface RecordingFiles {
  /** Resolves when the file is whole. */
  write(
    id: string,
    audio: ReadableStream<Uint8Array>,
    format: RecordingFormat,
  ): Promise<{ bytes: number; seconds: number | undefined }>;
  /** Bytes of the file, `undefined` when there is none. */
  size(id: string, format: RecordingFormat): Promise<number | undefined>;
  read(id: string, format: RecordingFormat, range: { start: number; end: number }): Readable;
  remove(id: string, format: RecordingFormat): Promise<void>;
}

/** What a recording is called outside: when its call began, UTC, as in `20261201-092547.wav`; a number would tell who called. */
export const fileNameOf = (startedAt: string, format: RecordingFormat): string =>
  `${startedAt.slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}.${format}`;

export function createRecordingFiles(folder: string): RecordingFiles {
  const path = (id: string, format: RecordingFormat) => join(folder, `${id}.${format}`);
  return {
    async write(id, audio, format) {
      await mkdir(folder, { recursive: true });
      const part = `${path(id, format)}.part`;
      await pipeline(Readable.fromWeb(audio as never), createWriteStream(part));
      const { size } = await stat(part);
      const seconds = format === 'wav' ? await secondsOf(part, size) : undefined;
      await rename(part, path(id, format));
      return { bytes: size, seconds };
    },
    async size(id, format) {
      return stat(path(id, format)).then(
        ({ size }) => size,
        () => undefined,
      );
    },
    read: (id, format, range) => createReadStream(path(id, format), range),
    remove: (id, format) => rm(path(id, format), { force: true }),
  };
}

/** Where a WAV of the usual shape says how many bytes make a second. */
const BYTES_PER_SECOND_AT = 28;
const HEADER_BYTES = 44;

async function secondsOf(path: string, size: number): Promise<number> {
  const file = await open(path);
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0);
    if (bytesRead < HEADER_BYTES || header.toString('latin1', 0, 4) !== 'RIFF') return 0;
    return Math.round((size - HEADER_BYTES) / Math.max(1, header.readUInt32LE(BYTES_PER_SECOND_AT)));
  } finally {
    await file.close();
  }
}
