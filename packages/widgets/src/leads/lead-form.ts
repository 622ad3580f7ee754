/** A new lead: the firm's own form, and who is known already; a part of its own, loaded when it is first wanted. */
import type { Backend, CardLayout, Lead, LeadInput, Locale, PartyMatch } from '@ringback/model';
import { fill } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { type FieldChoice, formView } from '../form/form-view.ts';
import { formWords } from '../form/form.words.ts';
import { type FieldValue, nested, RecordForm } from '../form/record-form.ts';
import { leaveView } from '../form/leave-view.ts';
import { recordStateWords } from '../form/record-state.words.ts';
import { leadFormWords } from './lead-form.words.ts';

export interface LeadFormOptions {
  backend: () => Backend | undefined;
  locale: () => Locale;
  people: () => readonly FieldChoice[];
  changed: () => void;
  saved: (lead: Lead) => void;
  close: () => void;
  failed: (error: unknown) => void;
}

/** What a new one has none of yet. */
const NOT_NEW = ['status', 'rejectReason'];
/** Of a host that brings no layout. */
const PLAIN: CardLayout = {
  entity: 'lead',
  groups: [],
  hidden: [],
  required: [],
  fields: [
    { key: 'name', type: 'text', writable: true },
    { key: 'title', type: 'text', writable: true },
    { key: 'phones', type: 'phones', writable: true },
    { key: 'email', type: 'email', writable: true },
    { key: 'responsible', type: 'user', writable: true },
  ],
};

export class LeadForm {
  readonly #options: LeadFormOptions;
  readonly #form: RecordForm;
  #known: readonly PartyMatch[] = [];
  /** Why the form did not come, and the way to ask for it again. */
  #failure: { why: string; again: () => void } | undefined;
  #asksToLeave = false;

  constructor(options: LeadFormOptions) {
    this.#options = options;
    this.#form = new RecordForm({ form: 'full', changed: options.changed });
  }

  async begin(values: Readonly<Record<string, FieldValue>> = {}): Promise<void> {
    this.#form.reset();
    this.#known = [];
    this.#failure = undefined;
    this.#asksToLeave = false;
    try {
      const layout = (await this.#options.backend()?.layouts?.get('lead')) ?? PLAIN;
      const fields = layout.fields
        .filter(({ key }) => !NOT_NEW.includes(key))
        .map((field) => ({ ...field, writable: true }));
      // No host keeps a lead without a name and something that it is called by.
      const required = [...layout.required, { entity: 'lead' as const, fields: ['name', 'title'] }];
      this.#form.begin({ ...layout, fields, required }, { phones: [] }, values);
    } catch (error) {
      this.#failure = { why: (error as Error).message, again: () => void this.begin(values) };
      this.#options.failed(error);
    }
    this.#options.changed();
  }

  /** False, and asks, when something that was typed would be lost. */
  mayLeave(): boolean {
    this.#asksToLeave = this.#form.ready && this.#form.dirty;
    this.#options.changed();
    return !this.#asksToLeave;
  }

  render(): TemplateResult {
    const locale = this.#options.locale();
    const [words, state, common] = [leadFormWords[locale], recordStateWords[locale], formWords[locale]];
    const leave = () => this.mayLeave() && this.#options.close();
    const cancel = html`<button class="button" type="button" data-cancel @click=${leave}>
      ${common.cancel}
    </button>`;
    if (this.#failure !== undefined)
      return html`<h2 id="window-title">${words.create}</h2>
        <p role="alert">${fill(state.failed, { why: this.#failure.why })}</p>
        <div class="buttons">
          <button class="button primary" type="button" @click=${this.#failure.again}>
            ${state.tryAgain}
          </button>
          ${cancel}
        </div>`;
    if (!this.#form.ready)
      return html`<h2 id="window-title">${words.create}</h2>
        <p role="status">${state.loading}</p>`;
    const { saving, error } = this.#form;
    return html`<form
      novalidate
      part="lead-form"
      aria-labelledby="window-title"
      @submit=${this.#submit}
      @change=${() => void this.#look()}
    >
      <h2 id="window-title">${words.create}</h2>
      <div>${formView({ form: this.#form, locale, choices: { responsible: this.#options.people() } })}</div>
      <p role="status">
        ${
          this.#known.length
            ? fill(words.known, { names: this.#known.map(({ party }) => party.name).join(', ') })
            : nothing
        }
      </p>
      <div role="alert">
        ${error ? html`<p class="field-error">${fill(state.notSaved, { why: error.sentence })}</p>` : nothing}
        ${this.#asksToLeave ? this.#leaveView() : nothing}
      </div>
      <div class="buttons">
        <button class="button primary" type="submit" data-save aria-disabled=${String(saving)}>
          ${saving ? common.saving : common.save}
        </button>
        ${cancel}
      </div>
    </form>`;
  }

  #leaveView(): TemplateResult {
    return leaveView({
      locale: this.#options.locale(),
      goOn: () => {
        this.#asksToLeave = false;
        this.#options.changed();
      },
      discard: () => this.#options.close(),
    });
  }

  /** Who is a customer already needs no lead: that is said, and decided by the person. */
  async #look(): Promise<void> {
    const phones = this.#form.get('phones') as string[];
    const email = this.#form.get('email');
    if (phones.length === 0 && !email) return;
    try {
      const of = { phones, ...(email ? { email: String(email) } : {}) };
      this.#known = ((await this.#options.backend()?.parties?.duplicates?.(of)) ?? []).slice(0, 3);
    } catch (error) {
      this.#options.failed(error);
    }
    this.#options.changed();
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    void this.#save().then(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };

  async #save(): Promise<void> {
    const lead = await this.#form.submit(async (typed) => {
      try {
        const { responsible, ...fields } = nested(typed);
        const input = { phones: [], ...fields, ...(responsible ? { responsibleId: responsible } : {}) };
        return await this.#options.backend()!.leads!.create!(input as unknown as LeadInput);
      } catch (error) {
        this.#options.failed(error);
        throw error;
      }
    });
    if (lead) this.#options.saved(lead);
  }
}
