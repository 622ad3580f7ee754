/** Finding out who an unknown caller is: choose an existing party, or create one. One instance for one call. */
import type { Backend, DirectoryEntry, Locale, PartyMatch, PartyRef } from '@ringback/model';
import { PartyCreate } from '../../party-form/party-create.ts';

export type IdentifyMode = 'choose' | 'create';
/** Each has a sentence in the form's words. */
export type IdentifyProblem = 'offline' | 'forbidden' | 'invalid' | 'failed';

/** Pause in typing after which a name is looked up, in ms. */
export const SEARCH_AFTER_MS = 200;

export interface IdentifyOptions {
  number: string;
  /** Name that the caller gave for himself: a good guess for a new record. */
  claim: string | undefined;
  /** Whose number it is, out in the world. */
  entry: DirectoryEntry | undefined;
  backend: () => Backend | undefined;
  locale: () => Locale;
  changed: () => void;
  /** Makes the call this party's. */
  link: (party: PartyRef) => Promise<void>;
  failed: (error: unknown) => void;
}

export class Identify {
  readonly #options: IdentifyOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  /** Begins with the first look at the form, and keeps what was typed. */
  #create: PartyCreate | undefined;
  query = '';
  /** Absent until the first answer. */
  results: readonly PartyMatch[] | undefined;
  /** Row of `results` that Enter takes. */
  active = 0;
  busy = false;
  problem: IdentifyProblem | undefined;

  constructor(options: IdentifyOptions) {
    this.#options = options;
  }

  get form(): PartyCreate {
    const { claim, entry, number, ...means } = this.#options;
    return (this.#create ??= new PartyCreate({
      ...means,
      known: { name: claim, number, entry },
      done: (party, how) => (how === 'created' ? means.link(party) : this.#take(party)),
    }));
  }

  search(query: string): void {
    this.query = query;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#find(query.trim()), SEARCH_AFTER_MS);
    this.#options.changed();
  }

  /** Moves the active row; the list is a ring. */
  move(step: 1 | -1): void {
    const count = this.results?.length ?? 0;
    if (count === 0) return;
    this.active = (this.active + step + count) % count;
    this.#options.changed();
  }

  async choose(party: PartyRef & { phones?: readonly string[] }): Promise<void> {
    if (this.busy) return;
    this.problem = undefined;
    this.busy = true;
    this.#options.changed();
    try {
      await this.#take(party);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.busy = false;
      this.#options.changed();
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#create?.dispose();
  }

  /** The call is this party's, and so is its number from now on. */
  async #take(party: PartyRef & { phones?: readonly string[] }): Promise<void> {
    const { number, backend, link } = this.#options;
    if (number && !party.phones?.includes(number))
      await backend()?.parties?.update?.(party.id, { addPhone: number });
    await link(party);
  }

  async #find(query: string): Promise<void> {
    const turn = (this.#turn += 1);
    if (query === '') {
      this.results = undefined;
      return this.#options.changed();
    }
    try {
      const found = (await this.#options.backend()?.parties?.findByName(query)) ?? [];
      if (turn !== this.#turn) return;
      this.results = found;
      this.active = 0;
      this.problem = undefined;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#fail(error);
    }
    this.#options.changed();
  }

  #fail(error: unknown): void {
    this.problem = problemOf(error);
    this.#options.failed(error);
  }
}

function problemOf(error: unknown): IdentifyProblem {
  const code = (error as { code?: unknown } | undefined)?.code;
  if (code === 'unavailable' || code === 'timeout') return 'offline';
  return code === 'forbidden' || code === 'invalid' ? code : 'failed';
}
