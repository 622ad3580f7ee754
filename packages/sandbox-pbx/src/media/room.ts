/** Where answered legs are heard: in a bridge, or one leg with a test number. */
import type { MediaFrame } from './endpoint.ts';
import { SILENCE, toneFrame } from './g711.ts';
import { Mixer } from './mixer.ts';
import type { Sound } from './sound.ts';
import { startTicker } from './ticker.ts';

/** What a room sees of a leg. */
export interface Party {
  /** Put on hold by its own phone: it neither speaks nor listens. */
  readonly held: boolean;
  hear(source: unknown, frame: MediaFrame): void;
  play(audio: Buffer): void;
  /** DTMF and the like that came as a SIP INFO on the other side. */
  info(contentType: string, body: string): void;
}

export interface Room {
  join(party: Party): void;
  leave(party: Party): void;
  onFrame(from: Party, frame: MediaFrame): void;
  onInfo(from: Party, contentType: string, body: string): void;
  /** A party was put on hold or came back. */
  onHold(): void;
}

/** Hears all that is said in a bridge. */
export interface Tape {
  take(ulaw: Buffer): void;
  /** Nobody is left, or it was stopped. */
  ended(): void;
}

/**
 * Two parties hear each other as they are, more of them mixed, as is what is played to them. While one is left alone by those who hold, it hears a soft pip every
 * three seconds.
 */
export class Bridge implements Room {
  readonly id: string;
  readonly #parties: Party[] = [];
  readonly #mixer = new Mixer<unknown>();
  readonly #tapes = new Set<Tape>();
  readonly #sounds = new Set<Sound>();
  #stopHoldTone: (() => void) | undefined;
  #stopMixing: (() => void) | undefined;

  constructor(id: string) {
    this.id = id;
  }

  join(party: Party): void {
    this.#parties.push(party);
    this.#changed();
  }

  leave(party: Party): void {
    const at = this.#parties.indexOf(party);
    if (at >= 0) this.#parties.splice(at, 1);
    this.#mixer.remove(party);
    this.#changed();
  }

  get empty(): boolean {
    return this.#parties.length === 0;
  }

  /** Returns the way to stop. The tape also ends when nobody is left. */
  record(tape: Tape): () => void {
    this.#tapes.add(tape);
    this.#changed();
    return () => {
      if (!this.#tapes.delete(tape)) return;
      this.#changed();
      tape.ended();
    };
  }

  /** Everybody hears it beside the others. Returns the way to stop. */
  play(sound: Sound): () => void {
    const frames = { count: 0 };
    const counted: Sound = () => sound(frames.count++);
    this.#sounds.add(counted);
    this.#changed();
    return () => {
      this.#sounds.delete(counted);
      this.#mixer.remove(counted);
      this.#changed();
    };
  }

  onFrame(from: Party, frame: MediaFrame): void {
    if (this.#stopMixing && frame.kind === 'audio') this.#mixer.push(from, frame.payload);
    if (frame.kind === 'audio' && this.#mixes) return;
    this.#others(from).forEach((party) => party.hear(from, frame));
  }

  onInfo(from: Party, contentType: string, body: string): void {
    this.#others(from).forEach((party) => party.info(contentType, body));
  }

  onHold(): void {
    const there = this.#parties.filter(({ held }) => !held);
    const waiting = there.length === 1 && this.#parties.length > 1;
    if (waiting && !this.#stopHoldTone) {
      this.#stopHoldTone = startTicker((frame) => {
        const audio = frame % 150 < 10 ? toneFrame(350, frame, 1500) : SILENCE;
        for (const party of this.#parties) if (!party.held) party.play(audio);
      });
    } else if (!waiting) {
      this.#stopHoldTone?.();
      this.#stopHoldTone = undefined;
    }
  }

  /** Whether everybody hears the mix, and not just what the other one sends. */
  get #mixes(): boolean {
    return this.#parties.length > 2 || this.#sounds.size > 0;
  }

  #changed(): void {
    this.onHold();
    if (this.empty) for (const tape of [...this.#tapes]) if (this.#tapes.delete(tape)) tape.ended();
    if (this.#mixes || this.#tapes.size > 0) this.#stopMixing ??= startTicker(() => this.#mix());
    else {
      this.#stopMixing?.();
      this.#stopMixing = undefined;
    }
  }

  #mix(): void {
    for (const sound of [...this.#sounds]) {
      const frame = sound(0);
      if (frame) this.#mixer.push(sound, frame);
    }
    const { all, without } = this.#mixer.next();
    for (const tape of [...this.#tapes]) tape.take(all);
    // Who is alone among those who hold hears the pip instead.
    if (this.#mixes && !this.#stopHoldTone) for (const party of this.#parties) party.play(without(party));
  }

  #others(from: Party): Party[] {
    return this.#parties.filter((party) => party !== from);
  }
}
