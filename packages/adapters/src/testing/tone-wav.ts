/** WAV files with a tone in them: made, and recognised. */

const RATE = 8000;

export function toneWav(hz: number, seconds: number): Buffer {
  const samples = Math.round(seconds * RATE);
  const wav = Buffer.alloc(44 + 2 * samples);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + 2 * samples, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(2 * RATE, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(2 * samples, 40);
  for (let i = 0; i < samples; i++)
    wav.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * hz * i) / RATE)), 44 + 2 * i);
  return wav;
}

/** The largest part of a tenth of a second's energy that lies at `hz`, anywhere in a WAV of 8 kHz, 16 bit, mono (Goertzel). */
export function toneInWav(wav: Buffer, hz: number): number {
  const samples = Array.from({ length: Math.floor((wav.length - 44) / 2) }, (_, i) =>
    wav.readInt16LE(44 + 2 * i),
  );
  const window = RATE / 10;
  let most = 0;
  for (let at = 0; at + window <= samples.length; at += window)
    most = Math.max(most, shareAt(samples.slice(at, at + window), hz));
  return most;
}

function shareAt(samples: readonly number[], hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / RATE);
  let [s1, s2, energy] = [0, 0, 0];
  for (const sample of samples) {
    [s1, s2] = [sample + coefficient * s1 - s2, s1];
    energy += sample * sample;
  }
  // Silence has no tone in it.
  if (energy / samples.length < 100 ** 2 / 2) return 0;
  return (2 * (s1 * s1 + s2 * s2 - coefficient * s1 * s2)) / (samples.length * energy);
}
