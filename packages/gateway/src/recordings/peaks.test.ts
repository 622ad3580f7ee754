import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { PEAKS, readPeaks } from './peaks.ts';

/** A WAV of 16 bits, mono, 8 kHz. */
function wav(samples: readonly number[], { format = 1 } = {}): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt16LE(format, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt16LE(16, 34);
  const data = Buffer.alloc(samples.length * 2);
  for (const [index, sample] of samples.entries()) data.writeInt16LE(sample, index * 2);
  return Buffer.concat([head, data]);
}

/** Frames of MPEG-2 Layer III, mono, 16 kbit/s, 16 kHz: 72 bytes each; only what a picture needs is filled in. */
function mp3(gains: readonly number[]): Buffer {
  return Buffer.concat(
    gains.map((gain) => {
      const frame = Buffer.alloc(72);
      // Sync, MPEG-2, Layer III, no CRC; 16 kbit/s at 16 kHz; one channel.
      frame.writeUInt32BE(0xfff328c0, 0);
      const put = (bit: number, length: number, value: number) => {
        for (let nth = 0; nth < length; nth += 1)
          if ((value >> (length - 1 - nth)) & 1) frame[4 + ((bit + nth) >> 3)]! |= 128 >> ((bit + nth) & 7);
      };
      put(9, 12, 100);
      put(30, 8, gain);
      return frame;
    }),
  );
}

/** In pieces of odd sizes, as a disk or a network gives them. */
const inPieces = (file: Buffer, size: number) => () =>
  Readable.from(
    Array.from({ length: Math.ceil(file.length / size) }, (_, nth) =>
      file.subarray(nth * size, (nth + 1) * size),
    ),
  );

it.each([1, 7, 100_000])('shows where in a WAV somebody speaks, in pieces of %i bytes', async (size) => {
  const samples = Array.from({ length: 4000 }, (_, at) => (at < 2000 ? 100 : at % 2 ? 10_000 : -20_000));
  const file = wav(samples);
  const peaks = await readPeaks(inPieces(file, size), { bytes: file.length, format: 'wav' });
  expect(peaks).toHaveLength(PEAKS);
  expect([peaks[0], peaks[PEAKS / 2 - 1], peaks[PEAKS / 2], peaks.at(-1)]).toEqual([0.005, 0.005, 1, 1]);
});

it.each([13, 72, 100_000])(
  'reads the loudness of an MP3 out of its frames, in pieces of %i bytes',
  async (size) => {
    const file = mp3(Array.from({ length: 400 }, (_, at) => (at < 200 ? 170 : 178)));
    const peaks = await readPeaks(inPieces(file, size), { bytes: file.length, format: 'mp3' });
    // Eight steps of a quarter: four times as loud.
    expect([peaks[0], peaks[PEAKS / 2 - 1], peaks[PEAKS / 2], peaks.at(-1)]).toEqual([0.25, 0.25, 1, 1]);
  },
);

it('draws silence and an empty file as nothing', async () => {
  const silent = wav(new Array<number>(1000).fill(0));
  for (const file of [silent, wav([])])
    expect(new Set(await readPeaks(inPieces(file, 64), { bytes: file.length, format: 'wav' }))).toEqual(
      new Set([0]),
    );
});

it('says so when the format does not tell', async () => {
  const file = wav([1, 2, 3], { format: 6 });
  const read = readPeaks(inPieces(file, 64), { bytes: file.length, format: 'wav' });
  await expect(read).rejects.toMatchObject({ code: 'unsupported' });
  const noise = Buffer.from('no music at all, and longer than a frame');
  await expect(readPeaks(inPieces(noise, 64), { bytes: noise.length, format: 'mp3' })).rejects.toMatchObject({
    code: 'unsupported',
  });
});
