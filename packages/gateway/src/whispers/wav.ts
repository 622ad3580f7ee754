/** Sound as a PBX plays it: WAV, 8 kHz, 16 bit, mono. */

const RATE = 8_000;
const HEADER_BYTES = 44;
/** Of a sentence: whoever has answered waits no longer before he hears ringing. */
const MOST_SECONDS = 8;

export function wavOf(samples: Int16Array): Buffer {
  const wav = Buffer.alloc(HEADER_BYTES + samples.length * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, at) => wav.writeInt16LE(sample, HEADER_BYTES + at * 2));
  return wav;
}

/** From any rate of 16 bit mono, as speech comes from a synthesiser; undefined when it is something else. */
export function toPbxRate(wav: Buffer, mostSeconds = MOST_SECONDS): Buffer | undefined {
  const format = chunk(wav, 'fmt ');
  const data = chunk(wav, 'data');
  if (!format || !data || format.readUInt16LE(2) !== 1 || format.readUInt16LE(14) !== 16) return undefined;
  const step = format.readUInt32LE(4) / RATE;
  if (!(step >= 1)) return undefined;
  const length = Math.min(Math.floor(data.length / 2 / step), mostSeconds * RATE);
  const samples = new Int16Array(length);
  for (let at = 0; at < length; at += 1)
    samples[at] = mean(data, Math.floor(at * step), Math.ceil((at + 1) * step));
  return wavOf(samples);
}

/** Of what one slower sample stands for: what is too high for it is taken off. */
function mean(data: Buffer, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let at = from; at < to && at * 2 + 2 <= data.length; at += 1) {
    sum += data.readInt16LE(at * 2);
    count += 1;
  }
  return count === 0 ? 0 : Math.round(sum / count);
}

/** A synthesiser that writes to a pipe does not know the length: then it is all that is there. */
function chunk(wav: Buffer, name: string): Buffer | undefined {
  if (wav.length < 12 || wav.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  for (let at = 12; at + 8 <= wav.length;) {
    const size = wav.readUInt32LE(at + 4);
    if (wav.toString('latin1', at, at + 4) === name) return wav.subarray(at + 8, at + 8 + size);
    at += 8 + size + (size % 2);
  }
  return undefined;
}

/** Two short tones: a callback, and no voice to say so. */
export function bundledTone(): Buffer {
  const seconds = 0.5;
  const samples = new Int16Array(RATE * seconds);
  for (let at = 0; at < samples.length; at += 1) {
    const time = at / RATE;
    const loud = time < 0.15 || (time >= 0.25 && time < 0.4);
    if (loud) samples[at] = Math.round(6_000 * Math.sin(2 * Math.PI * 880 * time));
  }
  return wavOf(samples);
}
