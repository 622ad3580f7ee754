/** How loud a recording is from beginning to end: read once through, never held whole. */
import type { Readable } from 'node:stream';
import { type RecordingFormat, RingbackError } from '@ringback/model';

/** Parts that the length is divided into: about as many as a player is wide, in bars of 3 px. */
export const PEAKS = 200;

type Read = (range: { start: number; end: number }) => Readable;

/** Shares of the loudest moment, 0 to 1. */
export async function readPeaks(
  read: Read,
  { bytes, format }: { bytes: number; format: RecordingFormat },
): Promise<number[]> {
  const levels = format === 'wav' ? await wavLevels(read, bytes) : await mp3Levels(read, bytes);
  const loudest = Math.max(...levels, Number.EPSILON);
  return levels.map((level) => Math.round((level / loudest) * 1000) / 1000);
}

/** A WAV as PBXs write it; its samples begin here. */
const WAV_HEADER_BYTES = 44;
const PCM = 1;
const SAMPLE_BYTES = 2;

async function wavLevels(read: Read, bytes: number): Promise<number[]> {
  const levels = new Array<number>(PEAKS).fill(0);
  const samples = Math.floor((bytes - WAV_HEADER_BYTES) / SAMPLE_BYTES);
  if (samples <= 0) return levels;
  let at = 0;
  let begun = false;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of read({ start: 0, end: bytes - 1 }) as AsyncIterable<Buffer>) {
    const data = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    let from = 0;
    if (!begun) {
      if (data.length < WAV_HEADER_BYTES) {
        rest = data;
        continue;
      }
      if (data.readUInt16LE(20) !== PCM || data.readUInt16LE(34) !== SAMPLE_BYTES * 8) throw untold();
      from = WAV_HEADER_BYTES;
      begun = true;
    }
    for (; from + SAMPLE_BYTES <= data.length && at < samples; from += SAMPLE_BYTES, at += 1) {
      const part = Math.floor((at * PEAKS) / samples);
      const loud = Math.abs(data.readInt16LE(from));
      if (loud > (levels[part] as number)) levels[part] = loud;
    }
    rest = data.subarray(from);
  }
  return levels;
}

/** Layer III, kbit/s by the index in a frame's header. */
const MPEG1_KBPS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG2_KBPS = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
/** Hz by the index in the header, of MPEG-1; MPEG-2 has half, MPEG-2.5 a quarter. */
const RATES = [44_100, 48_000, 32_000];

/**
 * Each frame of an MP3 says by `global_gain` how loud it is (ISO 11172-3, 2.4.1.7): a quarter of a power of two for each step. That is
 * enough for a picture, and spares a decoder.
 */
async function mp3Levels(read: Read, bytes: number): Promise<number[]> {
  const gains: number[] = [];
  let rest: Buffer = Buffer.alloc(0);
  /** Bytes of the last frame that are still to come. */
  let ahead = 0;
  for await (const chunk of read({ start: 0, end: bytes - 1 }) as AsyncIterable<Buffer>) {
    const data = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    let at = ahead;
    while (at + 16 <= data.length) {
      const frame = readFrame(data, at);
      if (!frame) {
        at += 1;
        continue;
      }
      gains.push(frame.level);
      at += frame.bytes;
    }
    rest = data.subarray(at);
    ahead = Math.max(0, at - data.length);
  }
  if (gains.length === 0) throw untold();
  const levels = new Array<number>(PEAKS).fill(0);
  for (const [index, level] of gains.entries()) {
    const part = Math.floor((index * PEAKS) / gains.length);
    levels[part] = Math.max(levels[part] as number, level);
  }
  return levels;
}

function readFrame(data: Buffer, at: number): { bytes: number; level: number } | undefined {
  const header = data.readUInt32BE(at);
  const [version, layer] = [(header >>> 19) & 3, (header >>> 17) & 3];
  const [bitrate, rate] = [(header >>> 12) & 15, RATES[(header >>> 10) & 3]];
  if (header >>> 21 !== 0x7ff || version === 1 || layer !== 1 || rate === undefined) return undefined;
  const first = version === 3;
  const kbps = (first ? MPEG1_KBPS : MPEG2_KBPS)[bitrate];
  if (!kbps) return undefined;
  const hz = first ? rate : rate / (version === 2 ? 2 : 4);
  const bytes = Math.floor(((first ? 144_000 : 72_000) * kbps) / hz) + ((header >>> 9) & 1);
  const mono = ((header >>> 6) & 3) === 3;
  const side = at + 4 + ((header >>> 16) & 1 ? 0 : 2);
  const granule = first ? (mono ? 18 : 20) : mono ? 9 : 10;
  const coded = bitsAt(data, side, granule, 12);
  const gain = bitsAt(data, side, granule + 21, 8);
  return { bytes, level: coded === 0 ? 0 : 2 ** ((gain - 210) / 4) };
}

function bitsAt(data: Buffer, byte: number, bit: number, length: number): number {
  let value = 0;
  for (let nth = bit; nth < bit + length; nth += 1)
    value = (value << 1) | (((data[byte + (nth >> 3)] ?? 0) >> (7 - (nth & 7))) & 1);
  return value;
}

function untold(): RingbackError {
  return new RingbackError('unsupported', 'The format of this recording does not tell how loud it is.', {
    hint: 'Listen to it.',
  });
}
