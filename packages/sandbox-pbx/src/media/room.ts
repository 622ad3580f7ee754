/** Where answered legs are heard: two legs in a bridge, or one leg with a test number. */
import type { MediaFrame } from './endpoint.ts';
import { SILENCE, toneFrame } from './g711.ts';
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

/** Two parties hear each other; while one is on hold, the other hears a soft pip every three seconds. */
export class Bridge implements Room {
  readonly id: string;
  readonly #parties: Party[] = [];
  #stopHoldTone: (() => void) | undefined;

  constructor(id: string) {
    this.id = id;
  }

  get full(): boolean {
    return this.#parties.length >= 2;
  }

  get parties(): readonly Party[] {
    return this.#parties;
  }

  join(party: Party): void {
    this.#parties.push(party);
    this.onHold();
  }

  leave(party: Party): void {
    const at = this.#parties.indexOf(party);
    if (at >= 0) this.#parties.splice(at, 1);
    this.onHold();
  }

  onFrame(from: Party, frame: MediaFrame): void {
    this.#others(from).forEach((party) => party.hear(from, frame));
  }

  onInfo(from: Party, contentType: string, body: string): void {
    this.#others(from).forEach((party) => party.info(contentType, body));
  }

  onHold(): void {
    const waiting =
      this.full && this.#parties.some(({ held }) => held) && this.#parties.some(({ held }) => !held);
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

  #others(from: Party): Party[] {
    return this.#parties.filter((party) => party !== from);
  }
}
