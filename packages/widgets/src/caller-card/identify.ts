/** Finding out who an unknown caller is: choose an existing party, or create one. One instance for one call. */
import type { Backend, PartyMatch, PartyRef } from '@ringback/model';

export type IdentifyMode = 'closed' | 'choose' | 'create';
/** Each has a sentence in the card's words. */
export type IdentifyProblem = 'offline' | 'forbidden' | 'invalid' | 'conflict' | 'failed';

/** Pause in typing after which a name is looked up, in ms. */
export const SEARCH_AFTER_MS = 200;

export interface IdentifyOptions {
  callId: string;
  number: string;
  backend: () => Backend | undefined;
  changed: () => void;
  /** Makes the call this party's. */
  link: (party: PartyRef) => Promise<void>;
  failed: (error: unknown) => void;
}

export class Identify {
  readonly #options: IdentifyOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  mode: IdentifyMode = 'closed';
  query = '';
  /** Absent until the first answer. */
  results: readonly PartyMatch[] | undefined;
  /** Row of `results` that Enter takes. */
  active = 0;
  busy = false;
  problem: IdentifyProblem | undefined;
  /** Whose number it already is, after a conflict. */
  owners: readonly PartyMatch[] = [];
  /** Fields of the form that are still empty. */
  missing: readonly ('name' | 'kind')[] = [];

  constructor(options: IdentifyOptions) {
    this.#options = options;
  }

  get callId(): string {
    return this.#options.callId;
  }

  open(mode: IdentifyMode): void {
    this.mode = this.mode === mode ? 'closed' : mode;
    this.#clear();
    this.#options.changed();
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

  /** The call is this party's, and so is its number from now on. */
  async choose(party: PartyRef & { phones?: readonly string[] }): Promise<void> {
    const { number, backend } = this.#options;
    await this.#do(number, async () => {
      if (number && !party.phones?.includes(number))
        await backend()?.parties?.update(party.id, { addPhone: number });
      await this.#link(party);
    });
  }

  async create(input: { name: string; kind: string; phone: string }): Promise<void> {
    const name = oneLine(input.name);
    this.missing = [...(name ? [] : ['name' as const]), ...(input.kind ? [] : ['kind' as const])];
    if (this.missing.length > 0) return this.#options.changed();
    const phone = input.phone.trim() || this.#options.number;
    await this.#do(phone, async () => {
      const party = await this.#options
        .backend()
        ?.parties?.create({ name, kind: input.kind, phones: [phone] });
      if (party) await this.#link(party);
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  async #link(party: PartyRef): Promise<void> {
    await this.#options.link(party);
    this.mode = 'closed';
  }

  async #do(phone: string, work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.#clear();
    this.busy = true;
    this.#options.changed();
    try {
      await work();
    } catch (error) {
      this.problem = problemOf(error);
      // The conflict itself is told in any case; without a name there is only nothing to offer.
      if (this.problem === 'conflict')
        this.owners =
          (await this.#options
            .backend()
            ?.parties?.findByPhone(phone)
            .catch(() => [])) ?? [];
      this.#options.failed(error);
    } finally {
      this.busy = false;
      this.#options.changed();
    }
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
      this.problem = problemOf(error);
      this.#options.failed(error);
    }
    this.#options.changed();
  }

  #clear(): void {
    this.problem = undefined;
    this.owners = [];
    this.missing = [];
  }
}

function problemOf(error: unknown): IdentifyProblem {
  const code = (error as { code?: unknown } | undefined)?.code;
  if (code === 'unavailable' || code === 'timeout') return 'offline';
  if (code === 'forbidden' || code === 'invalid' || code === 'conflict') return code;
  return 'failed';
}

/** A name is one line: pasted ones bring tabs and line breaks along. */
function oneLine(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim()
    .slice(0, 200);
}
