/** How long a tone is away: the gap that the far side hears while a call is taken over. */
import { type AudioFrame, toneShare } from './tone.ts';

/** Frames come every 10 ms; each is a window of its own. */
const WINDOW_MS = 10;
/** The tone is back when so many windows in a row have it: half a second. */
const BACK = 50;
/** A shorter run without the tone is noise of the codec, not a gap. */
const SHORTEST = 4;
/** In so short a window the tone is smeared. */
const SHARE = 0.5;

export class GapMeter {
  readonly #hz: number;
  readonly #back = Promise.withResolvers<void>();
  #away = 0;
  #there = 0;
  #longest = 0;
  #over = false;

  constructor(hz: number) {
    this.#hz = hz;
  }

  /**
   * What could take the tone away is over: resolves with the longest run without it, in ms, as soon as it is there for good. 0 when
   * nobody could hear that it was away.
   */
  async end(): Promise<number> {
    this.#over = true;
    this.#there = 0;
    await this.#back.promise;
    return this.#longest * WINDOW_MS;
  }

  take({ samples, sampleRate }: Pick<AudioFrame, 'samples' | 'sampleRate'>): void {
    if (toneShare(samples, this.#hz, sampleRate) >= SHARE) {
      this.#away = 0;
      this.#there += 1;
    } else {
      this.#away += 1;
      this.#there = 0;
      if (this.#away >= SHORTEST) this.#longest = Math.max(this.#longest, this.#away);
    }
    if (this.#over && this.#there >= BACK) this.#back.resolve();
  }
}
