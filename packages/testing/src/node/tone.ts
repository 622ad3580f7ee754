/** Each side of a test call plays its own frequency, and looks for the other side's: energy alone could be anybody's. */

/** Samples a second, on both ways. */
const RATE = 48_000;
const FRAME_MS = 10;
const FRAME = (RATE * FRAME_MS) / 1000;

/** Part of a signal's energy that lies at `hz`: 1 for a pure tone, near 0 for anything else (Goertzel's algorithm). */
export function toneShare(samples: ArrayLike<number>, hz: number, rate: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let s1 = 0;
  let s2 = 0;
  let energy = 0;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] ?? 0;
    const s0 = sample + coefficient * s1 - s2;
    s2 = s1;
    s1 = s0;
    energy += sample * sample;
  }
  // Silence and comfort noise have no tone in them.
  if (energy / samples.length < 100 ** 2 / 2) return 0;
  const power = s1 * s1 + s2 * s2 - coefficient * s1 * s2;
  return (2 * power) / (samples.length * energy);
}

export interface AudioFrame {
  samples: Int16Array;
  sampleRate: number;
  bitsPerSample: number;
  channelCount: number;
  numberOfFrames: number;
}

/** Plays a sine for ever into `feed`, keeping pace with the clock. Returns the way to stop. */
export function playTone(hz: number, feed: (frame: AudioFrame) => void): () => void {
  const began = performance.now();
  let frames = 0;
  const timer = setInterval(() => {
    const due = (performance.now() - began) / FRAME_MS;
    // After a stall the missed time is skipped: nobody wants to hear it late.
    if (due - frames > 20) frames = Math.floor(due);
    for (; frames < due; frames++) feed(sine(hz, frames * FRAME));
  }, FRAME_MS);
  return () => clearInterval(timer);
}

function sine(hz: number, start: number): AudioFrame {
  const samples = new Int16Array(FRAME);
  for (let i = 0; i < FRAME; i++) {
    samples[i] = Math.round(8000 * Math.sin((2 * Math.PI * hz * (start + i)) / RATE));
  }
  return { samples, sampleRate: RATE, bitsPerSample: 16, channelCount: 1, numberOfFrames: FRAME };
}

/** What is heard is looked at in windows of this length… */
const WINDOW_MS = 100;
/** …and so many in a row must agree. */
const WINDOWS = 3;
/** Of two voices at once each has half of what is heard, of three a third. */
const SHARE = 0.3;

/** Listens to frames as they come, and tells whoever waits for a frequency. */
export class ToneListener {
  #window: number[] = [];
  readonly #waiting = new Set<{ hz: number; wanted: boolean; agreed: number; done: () => void }>();

  take(frame: Pick<AudioFrame, 'samples' | 'sampleRate' | 'channelCount'>): void {
    if (this.#waiting.size === 0) {
      this.#window = [];
      return;
    }
    for (let i = 0; i < frame.samples.length; i += frame.channelCount)
      this.#window.push(frame.samples[i] ?? 0);
    if (this.#window.length < (frame.sampleRate * WINDOW_MS) / 1000) return;
    const samples = this.#window;
    this.#window = [];
    for (const waiter of this.#waiting) {
      const share = toneShare(samples, waiter.hz, frame.sampleRate);
      const agrees = waiter.wanted ? share >= SHARE : share < SHARE / 2;
      waiter.agreed = agrees ? waiter.agreed + 1 : 0;
      if (waiter.agreed >= WINDOWS) waiter.done();
    }
  }

  /** Resolves once the tone is heard from now on; rejects with the signal's reason. */
  hears(hz: number, signal: AbortSignal): Promise<void> {
    return this.#wait(hz, true, signal);
  }

  /** Resolves once the tone is heard no more. */
  hearsNot(hz: number, signal: AbortSignal): Promise<void> {
    return this.#wait(hz, false, signal);
  }

  #wait(hz: number, wanted: boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => () => {
        this.#waiting.delete(waiter);
        signal.removeEventListener('abort', aborted);
        finish();
      };
      const waiter = { hz, wanted, agreed: 0, done: settle(resolve) };
      const aborted = settle(() => reject(signal.reason as Error));
      signal.addEventListener('abort', aborted);
      this.#waiting.add(waiter);
      if (signal.aborted) aborted();
    });
  }
}
