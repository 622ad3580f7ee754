/** Whom the person says it is: shown at once, and taken back where the gateway refuses it. */
import type { Backend, Locale, PartyRef } from '@ringback/model';
import { html, nothing, type TemplateResult } from 'lit';
import { type CallFacts, factsOf } from './call-facts.ts';
import { callerCardWords } from './caller-card.words.ts';
import type { CallsBook, CardCall } from './calls-book.ts';

export interface PartyChoiceOptions {
  book: CallsBook;
  backend: () => Backend | undefined;
  changed: () => void;
  update: (callId: string, patch: { party: { system: string; id: string } }) => Promise<unknown>;
}

export class PartyChoice {
  readonly #options: PartyChoiceOptions;
  /** A call whose party is known and was said to be somebody else. */
  #doubted: string | undefined;

  constructor(options: PartyChoiceOptions) {
    this.#options = options;
  }

  /** What is to be said of the call, with the doubt about its party. */
  factsOf(call: CardCall): CallFacts {
    const facts = factsOf(call, this.#options.book.calls);
    const others = call.matches ?? [];
    return this.#doubted === call.id && others.length > 1
      ? { ...facts, party: undefined, match: undefined, choice: others }
      : facts;
  }

  asksWho(call: CardCall, { unknown, endReason }: CallFacts): boolean {
    return (unknown || this.#doubted === call.id) && endReason !== 'answered-elsewhere';
  }

  async choose({ id, chosen }: CardCall, party: PartyRef): Promise<void> {
    const { book, changed, update } = this.#options;
    const doubted = this.#doubted;
    this.#doubted = undefined;
    book.choose(id, party);
    changed();
    try {
      await update(id, { party: { system: party.system, id: party.id } });
    } catch (error) {
      this.#doubted = doubted;
      book.choose(id, chosen);
      throw error;
    }
  }

  /** "Not them?" */
  doubtView(
    call: CardCall,
    { party, direction }: CallFacts,
    locale: Locale,
  ): TemplateResult | typeof nothing {
    const { backend, changed } = this.#options;
    const isKnown = party && direction !== 'internal' && call.phase !== 'ring';
    if (!isKnown || this.#doubted === call.id || !backend()?.parties) return nothing;
    const doubt = () => {
      this.#doubted = call.id;
      changed();
    };
    return html`<button class="link doubt" part="doubt" type="button" @click=${doubt}>
      ${callerCardWords[locale].notThem}
    </button>`;
  }
}
