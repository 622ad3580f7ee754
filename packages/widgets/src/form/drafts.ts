/** What somebody has begun to write and has not sent: kept in this tab over page loads, and shown to nobody but him. */
import { onePerson, type RingbackElement } from '@ringback/ui';

const KEY = 'ringback-drafts';
/** The oldest are dropped. */
const KEPT = 50;

export class Drafts {
  readonly #host: RingbackElement;
  readonly #kind: string;
  /** What storage did not take: it is refused, or full. */
  #here: Record<string, string> = {};

  /** @param kind What is written, such as `message`; in front of the id of what it is written to. */
  constructor(host: RingbackElement, kind: string) {
    this.#host = host;
    this.#kind = kind;
    onePerson(host, () => (this.#here = {}));
  }

  get(id: string): string {
    return this.#all[this.#keyOf(id)] ?? '';
  }

  /** An empty one is none. */
  set(id: string, text: string): void {
    const key = this.#keyOf(id);
    const { [key]: _, ...others } = this.#all;
    const all = Object.entries(text === '' ? others : { ...others, [key]: text }).slice(-KEPT);
    const next = Object.fromEntries(all);
    this.#here = this.#store(next) ? {} : next;
  }

  /** Of somebody whom nobody has named, nothing outlives the page. */
  #store(all: Record<string, string>): boolean {
    if (this.#who === undefined) return false;
    try {
      sessionStorage.setItem(KEY, JSON.stringify(all));
      return true;
    } catch {
      return false;
    }
  }

  get #all(): Record<string, string> {
    try {
      const stored = JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Record<string, string>;
      return { ...stored, ...this.#here };
    } catch {
      return this.#here;
    }
  }

  get #who(): string | undefined {
    return this.#host.backend?.state.me?.agent.id;
  }

  #keyOf(id: string): string {
    return [this.#who, this.#kind, id].join();
  }
}
