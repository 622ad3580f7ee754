/** The few sounds of a phone, made and not fetched. */
import type { OutputKind, Outputs } from './outputs.ts';

export interface Sound {
  /** Played together. */
  readonly hz: readonly number[];
  /** From and to, in s, within the period. */
  readonly bursts: readonly (readonly [from: number, to: number])[];
  /** In s; it is played over and over. */
  readonly period: number;
  /** 0 to 1. */
  readonly level: number;
}

export const BELL: Sound = {
  hz: [440, 554],
  bursts: [
    [0, 0.4],
    [0.6, 1],
  ],
  period: 3,
  level: 0.5,
};
/** A second call while somebody talks: heard, and not loud. */
export const KNOCK: Sound = { hz: [425], bursts: [[0, 0.15]], period: 4, level: 0.15 };
export const SAMPLE: Sound = { hz: [523, 659], bursts: [[0, 0.6]], period: 1, level: 0.4 };

/** So that no burst begins or ends with a click, in s. */
const RAMP = 0.012;

/** Loudness of the sound at a moment of its period. */
export function valueAt({ hz, bursts, level }: Sound, second: number): number {
  const burst = bursts.find(([from, to]) => second >= from && second < to);
  if (!burst) return 0;
  const edge = Math.min(1, (second - burst[0]) / RAMP, (burst[1] - second) / RAMP);
  const wave = hz.reduce((sum, one) => sum + Math.sin(2 * Math.PI * one * second), 0) / hz.length;
  return level * edge * wave;
}

/** Plays until it is stopped; rejects with `NotAllowedError` where the browser waits for a click. */
export async function playSound(sound: Sound, kind: OutputKind, outputs: Outputs): Promise<() => void> {
  const context = new AudioContext();
  const source = context.createBufferSource();
  const buffer = context.createBuffer(1, sound.period * context.sampleRate, context.sampleRate);
  buffer.getChannelData(0).forEach((_, at, data) => (data[at] = valueAt(sound, at / context.sampleRate)));
  const ear = context.createMediaStreamDestination();
  Object.assign(source, { buffer, loop: true });
  source.connect(ear);
  source.start();
  // An element and not the context's own output: only an element can be sent to a device in every browser that can at all.
  const audio = new Audio();
  audio.srcObject = ear.stream;
  const leave = outputs.add(kind, audio);
  const stop = (): void => {
    leave();
    audio.pause();
    audio.srcObject = null;
    void context.close();
  };
  try {
    await audio.play();
    return stop;
  } catch (reason) {
    stop();
    throw reason;
  }
}
