/** A tone for a fake microphone, and the ear that finds it on the other side. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, type Frame } from '@playwright/test';

/** Writes whole seconds of a sine as a WAV file, which Chromium plays over and over. `hz` must be whole, so that the loop has no click. */
export function toneFile(folder: string, hz: number, { rate = 48_000, seconds = 1 } = {}): string {
  mkdirSync(folder, { recursive: true });
  const bytes = rate * seconds * 2;
  const wav = Buffer.alloc(44 + bytes);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + bytes, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(bytes, 40);
  for (let i = 0; i < rate * seconds; i += 1)
    wav.writeInt16LE(Math.round(12_000 * Math.sin((2 * Math.PI * hz * i) / rate)), 44 + i * 2);
  const file = join(folder, `tone-${hz}.wav`);
  writeFileSync(file, wav);
  return file;
}

/** Runs in every page and frame before its own scripts: keeps an analyser on each audio track that comes from the far side. */
export function installEar(): void {
  const ears: AnalyserNode[] = [];
  const connections: RTCPeerConnection[] = [];
  const Native = window.RTCPeerConnection;
  if (!Native) return;
  let context: AudioContext | undefined;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
      this.addEventListener('track', ({ track }) => {
        context ??= new AudioContext();
        const ear = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
        context.createMediaStreamSource(new MediaStream([track])).connect(ear);
        ears.push(ear);
      });
    }
  };
  Object.assign(window, {
    /** Frequencies now heard on any track, Hz, the loudest first: peaks that stand alone, and are not much weaker than the loudest. */
    ringbackHears: (): number[] => {
      const peaks: { level: number; hz: number }[] = [];
      for (const ear of ears) {
        const bins = new Float32Array(ear.frequencyBinCount);
        ear.getFloatFrequencyData(bins);
        const width = ear.context.sampleRate / ear.fftSize;
        const around = Math.round(100 / width);
        bins.forEach((level, index) => {
          if (level < -60 || index * width < 200) return;
          if (bins.subarray(index - around, index + around).every((other) => other <= level))
            peaks.push({ level, hz: index * width });
        });
      }
      peaks.sort((a, b) => b.level - a.level);
      return peaks.filter(({ level }) => level > peaks[0]!.level - 20).map(({ hz }) => hz);
    },
    /** What came in and went out on each connection, and whether the ear itself is awake: why nothing is heard. */
    ringbackReceives: async (): Promise<object> => ({
      ear: context?.state,
      connections: await Promise.all(
        connections.map(async (connection) => ({
          ...{ state: connection.connectionState, signaling: connection.signalingState },
          rtp: [...(await connection.getStats()).values()]
            .filter(({ type }) => type === 'inbound-rtp' || type === 'outbound-rtp')
            .map(({ packetsSent, packetsReceived, packetsLost, totalAudioEnergy }) => ({
              ...{ packetsSent, packetsReceived, packetsLost, totalAudioEnergy },
            })),
        })),
      ),
    }),
  });
}

const all = (frame: Pick<Frame, 'evaluate'>): Promise<number[]> =>
  frame.evaluate(() => (window as unknown as { ringbackHears(): number[] }).ringbackHears());

const TELLING_MS = 5000;

/** Who else can say why nothing is heard: a PBX in the middle. */
export const witnesses = new Set<() => Promise<string>>();

/** Adds why nothing is heard: what each connection of the page carries, then what the witnesses say. */
async function explain(silence: Error, frame: Pick<Frame, 'evaluate'>): Promise<never> {
  const told = frame.evaluate(() =>
    (window as unknown as { ringbackReceives(): Promise<object> }).ringbackReceives(),
  );
  // A page that hangs, or a browser whose sound does, tells nothing for ever.
  const received = await Promise.race([told, pause(TELLING_MS, 'the page tells nothing')]);
  const more = await Promise.all([...witnesses].map((witness) => witness().catch(String)));
  throw new Error([silence.message, JSON.stringify(received), ...more].join('\n'), { cause: silence });
}

/** Resolves when this tone is the loudest that the page or frame hears. */
export async function hear(frame: Pick<Frame, 'evaluate'>, hz: number, who: string): Promise<void> {
  await expect
    .poll(() => heard(frame), { message: `${who} hears ${hz} Hz` })
    .toBeCloseTo(hz, -2)
    .catch((silence: Error) => explain(silence, frame));
}

/** Resolves when the page or frame hears all these voices at once. */
export async function hearAll(
  frame: Pick<Frame, 'evaluate'>,
  tones: readonly number[],
  who: string,
): Promise<void> {
  await expect
    .poll(() => voices(frame, tones), { message: `${who} hears ${tones.join(' and ')} Hz` })
    .toEqual(tones)
    .catch((silence: Error) => explain(silence, frame));
}

/** Hz that the page or frame hears now, the loudest; 0 in silence. */
export async function heard(frame: Pick<Frame, 'evaluate'>): Promise<number> {
  return (await all(frame))[0] ?? 0;
}

/** Which of these voices the page or frame hears now. */
export async function voices(frame: Pick<Frame, 'evaluate'>, of: readonly number[]): Promise<number[]> {
  const peaks = await all(frame);
  return of.filter((hz) => peaks.some((peak) => Math.abs(peak - hz) < 50));
}
