import assert from 'node:assert/strict';
import type { Pbx, PbxEvent } from '../pbx/contract.ts';

type OfType<T extends PbxEvent['type']> = Extract<PbxEvent, { type: T }>;

/** Longest wait for an event, ms. */
const WAIT_MS = 10_000;

/** Everything that a PBX told since the record began, and a way to wait for what it has yet to tell. */
export class EventRecord {
  readonly events: PbxEvent[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #stop: () => void;

  constructor(pbx: Pbx) {
    this.#stop = pbx.events.follow((event) => {
      this.events.push(event);
      for (const look of this.#waiting) look();
    });
  }

  /** The first event of this kind, come already or still to come. */
  until<T extends PbxEvent['type']>(type: T, matches: Partial<OfType<T>> = {}, from = 0): Promise<OfType<T>> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        finish();
      };
      const timer = setTimeout(() => {
        const told = this.events
          .slice(from)
          .map((event) => JSON.stringify(event))
          .join('\n');
        settle(() => reject(new Error(`No ${type} ${JSON.stringify(matches)} was told, but:\n${told}`)));
      }, WAIT_MS);
      const look = (): void => {
        const found = this.events
          .slice(from)
          .find((event): event is OfType<T> => event.type === type && agrees(event, matches));
        if (found) settle(() => resolve(found));
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Place from which on `until` is to look. */
  get mark(): number {
    return this.events.length;
  }

  /** Every event that names this leg. */
  ofLeg(legId: string): PbxEvent[] {
    return this.events.filter((event) => 'legId' in event && event.legId === legId);
  }

  /** The leg's events, by name, are these and no others. */
  assertLeg(legId: string, types: readonly PbxEvent['type'][]): void {
    assert.deepEqual(
      this.ofLeg(legId).map(({ type }) => type),
      types,
    );
  }

  stop(): void {
    this.#stop();
  }
}

function agrees(event: PbxEvent, matches: object): boolean {
  return Object.entries(matches).every(
    ([key, value]) => (event as unknown as Record<string, unknown>)[key] === value,
  );
}
