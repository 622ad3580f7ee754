/** The form of a customer: the firm's fields with the card's own controls, who is known already, and what stands in the way of saving. */
import type { Backend, CardLayout, Locale, Party, PartyMatch, RingbackError } from '@ringback/model';
import { fill } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { kindWords } from '../call/call-words.ts';
import { callWords } from '../call/call.words.ts';
import { type FieldChoice, fieldTitle, formView } from '../form/form-view.ts';
import { formWords } from '../form/form.words.ts';
import { type FieldValue, RecordForm } from '../form/record-form.ts';
import { leaveView } from '../form/leave-view.ts';
import { clashView } from '../form/record-state.ts';
import { recordStateWords } from '../form/record-state.words.ts';
import { People } from '../list/people.ts';
import { FirmField } from './firm-field.ts';
import { partyCardWords } from './party-card.words.ts';
import { addedPhones, asNew, inputOf, listOf, patchOf, PLAIN_LAYOUT, valuesOf } from './party-values.ts';
import { phonesField } from './phones-field.ts';

/** With what a new customer begins. */
export interface PartyBegin {
  name?: string | undefined;
  number?: string | undefined;
  organizationId?: string | undefined;
  kind?: string | undefined;
}

export interface PartyFormOptions {
  backend: () => Backend | undefined;
  locale: () => Locale;
  changed: () => void;
  /** Brings the keyboard to what fits first, or last. */
  focus: (selector: string, which?: 'last') => void;
  saved: (party: Party, isNew: boolean) => void;
  /** What was typed is given up. */
  left: () => void;
  openParty: (party: Party) => void;
  failed: (error: unknown) => void;
}

export class PartyForm {
  readonly #options: PartyFormOptions;
  readonly #form: RecordForm;
  readonly #people: People;
  readonly #firm: FirmField;
  /** The copy that is changed; absent while a new one is made. */
  #party: Party | undefined;
  #layout: CardLayout | undefined;
  #same: readonly PartyMatch[] = [];
  /** As somebody else has saved it while this one was typed. */
  #theirs: Party | undefined;
  #asksToLeave = false;

  constructor(options: PartyFormOptions) {
    const { backend, changed, failed } = options;
    this.#options = options;
    this.#form = new RecordForm({ form: 'full', changed });
    this.#people = new People(backend, failed);
    this.#firm = new FirmField({
      find: async (words) =>
        (await backend()?.parties?.list?.({ nature: 'organization', words, limit: 10 }))?.items ?? [],
      choose: (id) => this.#form.set('organization', id),
      changed,
      failed,
    });
  }

  get ready(): boolean {
    return this.#form.ready;
  }
  get dirty(): boolean {
    return this.#form.ready && this.#form.dirty;
  }
  /** Names of the required fields that are empty. */
  get missing(): string[] {
    return this.#form.missing.map((key) => this.#title(key));
  }

  /** What the form chooses from. */
  async load(): Promise<void> {
    const layout = (await this.#options.backend()?.layouts?.get('party')) ?? PLAIN_LAYOUT;
    await this.#people.load();
    this.#layout = layout;
  }

  begin(party: Party): void {
    this.#party = party;
    this.#theirs = undefined;
    this.#same = [];
    this.#asksToLeave = false;
    this.#form.begin(this.#layout ?? PLAIN_LAYOUT, valuesOf(party));
  }

  beginNew({ number, name, kind, organizationId }: PartyBegin): void {
    this.#party = undefined;
    this.#form.begin(asNew(this.#layout ?? PLAIN_LAYOUT), {
      phones: [],
      tags: [],
      organization: organizationId,
    });
    // What is known from the beginning is written all the same.
    if (name !== undefined) this.#form.set('name', name);
    if (kind !== undefined) this.#form.set('kind', kind);
    if (number !== undefined) this.#form.set('phones', [number]);
    void this.#lookForSame();
  }

  /** The record was changed elsewhere. Where the same field was changed here and there, saving will show both. */
  follow(party: Party): void {
    if (!this.dirty) this.begin(party);
    else if (this.#form.rebase(valuesOf(party))) this.#party = party;
  }

  forget(): void {
    this.#party = this.#theirs = undefined;
    this.#same = [];
    this.#asksToLeave = false;
    this.#form.reset();
    this.#firm.forget();
  }

  /** False, and asks the person, when something that he typed would be lost. */
  mayLeave(): boolean {
    this.#asksToLeave = this.dirty;
    this.#options.changed();
    return !this.#asksToLeave;
  }

  render(): TemplateResult {
    const locale = this.#options.locale();
    const words = recordStateWords[locale];
    const common = formWords[locale];
    const { saving, error, dirty } = this.#form;
    const may = this.mayWrite;
    const idle = saving || (this.#party !== undefined && !dirty);
    return html`<form novalidate @submit=${this.#submit} @change=${() => void this.#lookForSame()}>
      <fieldset class="form" ?disabled=${!may}>
        ${formView({
          ...{ form: this.#form, locale, choices: this.#choices() },
          own: this.#ownFields(),
        })}
      </fieldset>
      <div role="status">${this.#sameView()}</div>
      <div role="alert">
        ${error && !this.#theirs ? html`<p class="field-error">${fill(words.notSaved, { why: error.sentence })}</p>` : nothing}
        ${this.#clashView()} ${this.#asksToLeave ? this.#leaveView() : nothing}
      </div>
      ${
        may
          ? html`<div class="form-buttons">
              <button class="button primary" type="submit" data-save aria-disabled=${idle}>
                ${saving ? common.saving : common.save}
              </button>
            </div>`
          : nothing
      }
    </form>`;
  }

  get mayWrite(): boolean {
    const { parties } = this.#options.backend() ?? {};
    return Boolean(this.#party ? parties?.update : parties?.create);
  }

  #choices(): Record<string, readonly FieldChoice[]> {
    const words = partyCardWords[this.#options.locale()];
    const kinds = this.#options.backend()?.parties?.kinds ?? [];
    return {
      kind: kinds.map((id) => ({ id, title: kindWords(id, callWords[this.#options.locale()]) })),
      nature: (['person', 'organization'] as const).map((id) => ({ id, title: words[id] })),
      responsible: this.#people.choices,
    };
  }

  #ownFields(): Record<string, (field: { key: string; writable: boolean }) => unknown> {
    const words = partyCardWords[this.#options.locale()];
    return {
      phones: ({ writable }) =>
        phonesField({
          ...{ form: this.#form, title: this.#title('phones'), words },
          missing: formWords[this.#options.locale()].missing,
          fixed: this.#party && !writable ? this.#party.phones : [],
          added: () => this.#options.focus('[data-phone]', 'last'),
        }),
      organization: ({ writable }) => {
        if (this.#form.get('nature') === 'organization' || !this.#options.backend()?.parties?.list)
          return nothing;
        const id = this.#form.get('organization');
        const name = this.#firm.nameOf(id) ?? this.#party?.organization?.name;
        return this.#firm.render({ title: this.#title('organization'), name, words, fixed: !writable });
      },
    };
  }

  #sameView(): unknown {
    if (this.#same.length === 0) return nothing;
    return html`<div class="note" data-same>
      <p>${partyCardWords[this.#options.locale()].same}</p>
      <ul class="found">
        ${this.#same.map(
          ({ party }) =>
            html`<li>
              <button
                class="button"
                type="button"
                data-known=${party.id}
                @click=${() => this.#options.openParty(party)}
              >
                <bdi>${party.name}</bdi>
              </button>
            </li>`,
        )}
      </ul>
    </div>`;
  }

  #clashView(): unknown {
    const theirs = this.#theirs;
    if (!theirs) return nothing;
    return clashView({
      ...{ locale: this.#options.locale(), typed: this.#form.patch(), now: valuesOf(theirs) },
      titleOf: (key) => this.#title(key),
      shown: (key, value) => this.#shown(key, value),
      saveMine: () => {
        this.#party = theirs;
        void this.#save();
      },
      takeTheirs: () => this.begin(theirs),
    });
  }

  #leaveView(): TemplateResult {
    return leaveView({
      locale: this.#options.locale(),
      goOn: () => {
        this.#asksToLeave = false;
        this.#options.changed();
      },
      discard: () => {
        if (this.#party) this.begin(this.#party);
        else this.forget();
        this.#options.left();
      },
    });
  }

  #title(key: string): string {
    return fieldTitle(this.#layout, key, this.#options.locale());
  }

  #shown(key: string, value: FieldValue): string {
    if (value === undefined || value === '') return '—';
    if (Array.isArray(value)) return value.join(', ') || '—';
    if (key === 'organization') return this.#firm.nameOf(value) ?? this.#party?.organization?.name ?? '—';
    return this.#choices()[key]?.find(({ id }) => id === value)?.title ?? String(value);
  }

  /** Who is known already, while a new one is typed. */
  async #lookForSame(): Promise<void> {
    const parties = this.#options.backend()?.parties;
    if (this.#party || !parties?.duplicates) return;
    const [name, email, taxId] = ['name', 'email', 'taxId'].map((key) => this.#form.get(key) || undefined);
    const phones = listOf(this.#form.get('phones'));
    if (!name && !email && !taxId && phones.length === 0) return;
    try {
      const of = { phones: [...phones], ...{ name, email, taxId } } as object;
      const given = Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined));
      this.#same = (await parties.duplicates(given)).slice(0, 5);
    } catch (error) {
      // To know nobody who is the same is no hindrance.
      this.#options.failed(error);
    }
    this.#options.changed();
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    if (!this.#party || this.#form.dirty) void this.#save();
  };

  async #save(): Promise<void> {
    this.#theirs = undefined;
    const isNew = this.#party === undefined;
    const party = await this.#form.submit((changed) => this.#send(changed));
    // The keyboard goes to the first field that is at fault.
    if (!party) return this.#options.focus('[aria-invalid="true"], [data-mine]');
    this.begin(party);
    this.#options.saved(party, isNew);
  }

  async #send(changed: Record<string, FieldValue>): Promise<Party> {
    const { parties } = this.#options.backend()!;
    const before = this.#party;
    try {
      if (!before) return await parties!.create!(inputOf(this.#all()), 'full');
      const replacesPhones = this.#layout?.fields.find(({ key }) => key === 'phones')?.writable === true;
      const patch = patchOf(changed, { before, replacesPhones });
      let party = await parties!.update!(before.id, { ...patch, ifUnmodifiedSince: before.updatedAt });
      const [, ...others] = replacesPhones ? [] : addedPhones(listOf(changed.phones), before);
      for (const addPhone of others) party = await parties!.update!(before.id, { addPhone });
      return party;
    } catch (error) {
      const { code, current } = error as RingbackError;
      if (code === 'conflict' && current) this.#theirs = current as Party;
      this.#options.failed(error);
      throw error;
    }
  }

  #all(): Record<string, FieldValue> {
    const keys = (this.#layout ?? PLAIN_LAYOUT).fields.map(({ key }) => key);
    const values = keys.map((key) => [key, this.#form.get(key)] as const);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  }
}
