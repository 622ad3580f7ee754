import type { Clock } from '../clock.ts';

/** A clock that stands still until a test turns it. */
export class ManualClock implements Clock {
  #now = Date.parse('2027-01-01T10:00:00Z');
  readonly #timers = new Set<{ at: number; action: () => void }>();

  readonly now = (): number => this.#now;

  readonly after = (ms: number, action: () => void): (() => void) => {
    const timer = { at: this.#now + ms, action };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  };

  advance(seconds: number): void {
    const end = this.#now + seconds * 1000;
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.action();
    }
    this.#now = end;
  }
}
