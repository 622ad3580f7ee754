/** Ids of the calls with which a person has done something, kept over page loads. Without storage they live as long as the page. */
export class KeptCalls {
  readonly #storage: () => Storage;
  readonly #key: string;
  /** What storage did not take: it is refused, or full. */
  #here: readonly string[] = [];

  constructor(key: string, storage: () => Storage) {
    this.#key = key;
    this.#storage = storage;
  }

  get all(): readonly string[] {
    return [...this.#stored, ...this.#here];
  }

  add(id: string): void {
    const next = [...this.all, id].slice(-KEPT);
    try {
      this.#storage().setItem(this.#key, next.join(' '));
      this.#here = [];
    } catch {
      this.#here = [...this.#here, id].slice(-KEPT);
    }
  }

  get #stored(): readonly string[] {
    try {
      return this.#storage().getItem(this.#key)?.split(' ') ?? [];
    } catch {
      return [];
    }
  }
}

/** Calls end: the last few are enough. */
const KEPT = 20;

/** Their card was closed, in this tab. */
export const closedCalls = new KeptCalls('ringback-closed-calls', () => sessionStorage);

/** "None of them" was said of the customer's deals, in any tab. */
export const dealless = new KeptCalls('ringback-calls-without-deal', () => localStorage);
