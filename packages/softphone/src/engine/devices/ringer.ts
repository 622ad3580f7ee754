/** Rings while a call waits for this person; knocks when he is talking already. */
import type { PhoneCall } from '@ringback/model';
import { BELL, KNOCK, type Sound } from './sounds.ts';

export interface RingerOptions {
  /** Rejects where the browser lets nothing sound yet. */
  play: (sound: Sound) => Promise<() => void>;
  onBlocked: (blocked: boolean) => void;
}

export interface Ringer {
  follow(calls: readonly PhoneCall[]): void;
  /** Tries once more to ring aloud; resolves with whether there is something that rings. */
  again(): Promise<boolean>;
  stop(): void;
}

/** A click in the host page is not told to this frame, but lets it sound: hence it is tried again, in ms. */
const AGAIN_MS = 1_000;

export function createRinger({ play, onBlocked }: RingerOptions): Ringer {
  let wanted: Sound | undefined;
  let silence: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let blocked = false;

  function tell(next: boolean): void {
    if (next !== blocked) onBlocked((blocked = next));
  }

  function hush(): void {
    clearTimeout(timer);
    silence?.();
    silence = undefined;
  }

  async function begin(): Promise<void> {
    const sound = wanted;
    if (!sound) return;
    hush();
    try {
      const stop = await play(sound);
      if (wanted !== sound || silence) return stop();
      silence = stop;
      tell(false);
    } catch {
      if (wanted !== sound) return;
      tell(true);
      clearTimeout(timer);
      timer = setTimeout(() => void begin(), AGAIN_MS);
    }
  }

  function want(sound: Sound | undefined): void {
    if (sound === wanted) return;
    wanted = sound;
    hush();
    if (sound) void begin();
    else tell(false);
  }

  return {
    follow(calls) {
      const rings = calls.some(({ state, direction }) => state === 'ringing' && direction !== 'out');
      want(rings ? (calls.some(isTalked) ? KNOCK : BELL) : undefined);
    },
    async again() {
      if (!silence) await begin();
      return wanted !== undefined;
    },
    stop: () => want(undefined),
  };
}

function isTalked({ state }: PhoneCall): boolean {
  return state === 'connected' || state === 'held';
}
