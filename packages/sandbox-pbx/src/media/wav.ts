/** WAV files: 16 bit, mono, 8 kHz; what this PBX writes is also what it can play. */
import { RingbackError } from '@ringback/model';
import { decodeUlaw, encodeUlaw, SAMPLE_RATE } from './g711.ts';

const HEADER_BYTES = 44;

export function wavOf(ulaw: Buffer): Buffer {
  const data = Buffer.alloc(ulaw.length * 2);
  ulaw.forEach((byte, i) => data.writeInt16LE(decodeUlaw(byte), i * 2));
  const header = Buffer.alloc(HEADER_BYTES);
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

/** The audio as µ-law; `invalid` for any other kind of file. */
export function ulawOf(wav: Buffer): Buffer {
  const chunk = (name: string): Buffer | undefined => {
    for (
      let at = 12;
      at + 8 <= wav.length;
      at += 8 + wav.readUInt32LE(at + 4) + (wav.readUInt32LE(at + 4) % 2)
    ) {
      if (wav.toString('latin1', at, at + 4) === name)
        return wav.subarray(at + 8, at + 8 + wav.readUInt32LE(at + 4));
    }
    return undefined;
  };
  const isWav = wav.toString('latin1', 0, 4) === 'RIFF' && wav.toString('latin1', 8, 12) === 'WAVE';
  const format = isWav ? chunk('fmt ') : undefined;
  const data = isWav ? chunk('data') : undefined;
  const fits =
    format !== undefined &&
    format.length >= 16 &&
    format.readUInt16LE(0) === 1 &&
    format.readUInt16LE(2) === 1 &&
    format.readUInt32LE(4) === SAMPLE_RATE &&
    format.readUInt16LE(14) === 16;
  if (!fits || !data) {
    throw new RingbackError('invalid', 'Only WAV of 8 kHz, 16 bit, mono can be played.', {
      hint: 'Convert it: sox in.wav -r 8000 -b 16 -c 1 out.wav',
    });
  }
  const samples = Array.from({ length: Math.floor(data.length / 2) }, (_, i) => data.readInt16LE(2 * i));
  return Buffer.from(samples.map(encodeUlaw));
}
