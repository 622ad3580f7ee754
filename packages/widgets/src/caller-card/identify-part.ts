/** The question under an unknown number. The form that answers it is loaded when it is first asked for. */
import type { Backend, DirectoryEntry, Locale, PartyRef } from '@ringback/model';
import { html, nothing, type TemplateResult } from 'lit';
import type { CallFacts } from './call-facts.ts';
import { callerCardWords } from './caller-card.words.ts';
import type { CardCall } from './calls-book.ts';
import type { Identify, IdentifyMode } from './identify/identify.ts';
import type * as view from './identify/identify-view.ts';

type Loaded = typeof view;

export interface IdentifyMeans {
  backend: () => Backend | undefined;
  locale: () => Locale;
  changed: () => void;
  failed: (error: unknown) => void;
  link: (call: CardCall, party: PartyRef) => Promise<void>;
  /** Whose number a directory says it is. */
  entry: () => DirectoryEntry | undefined;
  /** Where the form stands, once it is drawn. */
  root: () => Promise<ParentNode>;
}

export class IdentifyPart {
  readonly #means: IdentifyMeans;
  #mode: IdentifyMode | undefined;
  #loaded: Loaded | undefined;
  #identify: Identify | undefined;
  #callId: string | undefined;
  #problem = false;

  constructor(means: IdentifyMeans) {
    this.#means = means;
  }

  /** Another call has another question. */
  turnTo(callId: string | undefined): void {
    if (this.#callId === callId) return;
    this.dispose();
    this.#callId = callId;
  }

  dispose(): void {
    this.#identify?.dispose();
    this.#identify = this.#mode = this.#callId = undefined;
    this.#problem = false;
  }

  view(call: CardCall, facts: CallFacts): TemplateResult {
    const locale = this.#means.locale();
    const words = callerCardWords[locale];
    const { parties } = this.#means.backend() ?? {};
    if (!parties) return html`<p class="hint" part="hint">${words.forbidden}</p>`;
    const tab = (mode: IdentifyMode, label: string) =>
      html`<button
        class="button"
        part="identify-${mode}"
        type="button"
        aria-pressed=${this.#mode === mode}
        @click=${() => void this.#open(mode, call, facts)}
      >
        ${label}
      </button>`;
    const { number } = facts;
    return html`<div class="identify" part="identify" role="group" aria-labelledby="who">
      <b id="who">${words.who}</b>
      <div class="actions">
        ${tab('choose', words.chooseExisting)}
        ${number && parties.create ? tab('create', words.createNew) : nothing}
      </div>
      ${
        this.#mode && this.#loaded && this.#identify
          ? this.#loaded.identifyView(this.#identify, this.#mode, locale)
          : nothing
      }
      <p class="field-error" role="alert">${this.#problem ? words.failed : nothing}</p>
    </div>`;
  }

  async #open(mode: IdentifyMode, call: CardCall, { number, claim }: CallFacts): Promise<void> {
    const { link, root, entry, ...means } = this.#means;
    this.#mode = this.#mode === mode ? undefined : mode;
    this.#problem = false;
    means.changed();
    if (!this.#mode) return;
    try {
      this.#loaded ??= await import('./identify/identify-view.ts');
    } catch (error) {
      this.#problem = true;
      this.#mode = undefined;
      means.failed(error);
    }
    if (!this.#loaded || this.#callId !== call.id) return means.changed();
    this.#identify ??= new this.#loaded.Identify({
      ...{ ...means, number, claim, entry: entry() },
      link: async (party) => {
        await link(call, party);
        this.#mode = undefined;
      },
    });
    means.changed();
    (await root()).querySelector<HTMLElement>('.identify :is(input, select)')?.focus();
  }
}
