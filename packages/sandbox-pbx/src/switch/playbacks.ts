/** What the application has played: to a leg that stands alone, or to everybody in a bridge. */
import { RingbackError } from '@ringback/model';
import type { Params } from '../control/protocol.ts';
import type { Bridge } from '../media/room.ts';
import { audio, ringback, type Sound } from '../media/sound.ts';
import { startTicker } from '../media/ticker.ts';
import { ulawOf } from '../media/wav.ts';
import type { Leg, Telling } from './leg.ts';

/** A prompt is not longer than this: two minutes of 16-bit audio at 8 kHz. */
const MOST_BYTES = 2 * 60 * 16_000;
const FETCH_MS = 5000;

export interface PlaybacksOptions {
  leg(legId: string): Leg;
  bridge(bridgeId: string): Bridge;
  tell(event: Telling): void;
}

export class Playbacks {
  readonly #options: PlaybacksOptions;
  readonly #running = new Map<string, () => void>();

  constructor(options: PlaybacksOptions) {
    this.#options = options;
  }

  async start({ playId, to, media }: Params<'play.start'>): Promise<void> {
    if (this.#running.has(playId)) throw new RingbackError('conflict', `${playId} is being played already.`);
    const sound = media.kind === 'tone' ? ringback : audio(ulawOf(await fetchAudio(media.url)));
    const stop =
      'legId' in to ? this.#toLeg(playId, to.legId, sound) : this.#toBridge(playId, to.bridgeId, sound);
    this.#running.set(playId, stop);
  }

  stop(playId: string): void {
    const stop = this.#running.get(playId);
    if (!stop) return;
    this.#running.delete(playId);
    stop();
    this.#options.tell({ type: 'play.finished', playId });
  }

  #toLeg(playId: string, legId: string, sound: Sound): () => void {
    const leg = this.#options.leg(legId);
    if (!leg.answered) throw new RingbackError('conflict', `Leg ${legId} is not answered yet.`);
    if (leg.room) throw new RingbackError('conflict', `Leg ${legId} stands in a bridge.`);
    return startTicker((frame) => {
      const next = leg.ended || leg.room ? undefined : sound(frame);
      if (next) leg.play(next);
      else this.stop(playId);
    });
  }

  #toBridge(playId: string, bridgeId: string, sound: Sound): () => void {
    const bridge = this.#options.bridge(bridgeId);
    return bridge.play((frame) => {
      const next = bridge.empty ? undefined : sound(frame);
      if (!next) this.stop(playId);
      return next;
    });
  }
}

async function fetchAudio(url: string): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS) }).catch((cause: unknown) => {
    throw new RingbackError('unavailable', `${url} cannot be fetched.`, { cause });
  });
  if (!response.ok) throw new RingbackError('not-found', `${url} was answered with ${response.status}.`);
  const bytes = Buffer.from(await response.arrayBuffer());
  if (bytes.length > MOST_BYTES) throw new RingbackError('invalid', `${url} is longer than two minutes.`);
  return bytes;
}
