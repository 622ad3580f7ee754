/** Making one of two: who may be the same, which value survives, and taking it back. */
import type { Backend, Locale, MergeField, Party, PartyMatch } from '@ringback/model';
import { fill, formatNumber } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { kindWords } from '../call/call-words.ts';
import { callWords } from '../call/call.words.ts';
import { fieldNames } from '../form/form.words.ts';
import { mergingWords } from './merging.words.ts';

export interface MergingOptions {
  backend: () => Backend | undefined;
  party: () => Party | undefined;
  locale: () => Locale;
  saved: (party: Party) => void;
  changed: () => void;
  failed: (error: unknown) => void;
}

const FIELDS = [
  'name',
  'kind',
  'nature',
  'email',
  'taxId',
  'address',
  'responsible',
] as const satisfies readonly MergeField[];

export class Merging {
  readonly #options: MergingOptions;
  #open = false;
  #found: readonly PartyMatch[] | undefined;
  #other: Party | undefined;
  /** Of what was merged last. */
  #done: { name: string; undoId: string | undefined } | undefined;
  #said: string | undefined;
  #problem: string | undefined;
  #busy = false;

  constructor(options: MergingOptions) {
    this.#options = options;
  }

  forget(): void {
    this.#open = false;
    this.#found = this.#other = this.#done = this.#said = this.#problem = undefined;
  }

  begin(): void {
    this.#open = true;
    this.#other = this.#done = this.#said = this.#problem = undefined;
    void this.#find('');
  }

  render(): unknown {
    const { parties } = this.#options.backend() ?? {};
    const party = this.#options.party();
    if (!party || !parties?.merge || !(this.#open || this.#said !== undefined)) return nothing;
    const words = mergingWords[this.#options.locale()];
    return html`<section class="note" data-merging aria-label=${words.region}>
      <p role="status">${this.#said ?? nothing}</p>
      <p class="field-error" role="alert">${this.#problem ?? nothing}</p>
      ${this.#other ? this.#chooseView(party, this.#other) : this.#open ? this.#findView() : nothing}
      ${
        this.#done?.undoId !== undefined && parties.undoMerge
          ? html`<div class="form-buttons">
              <button
                class="button"
                type="button"
                data-undo
                aria-disabled=${this.#busy}
                @click=${() => void this.#undo()}
              >
                ${words.undo}
              </button>
            </div>`
          : nothing
      }
    </section>`;
  }

  #findView(): TemplateResult {
    const words = mergingWords[this.#options.locale()];
    const typed = (event: Event) => void this.#find((event.target as HTMLInputElement).value.trim());
    const close = () => {
      this.forget();
      this.#options.changed();
    };
    return html`<label class="form-field"
        ><span class="label">${words.search}</span
        ><input class="field" type="search" data-find-same autocomplete="off" @change=${typed}
      /></label>
      <p class="muted" role="status" aria-busy=${this.#found === undefined}>
        ${this.#found === undefined ? words.searching : this.#found.length === 0 ? words.nobody : words.which}
      </p>
      <ul class="entries">
        ${(this.#found ?? []).map(
          ({ party, why }) =>
            html`<li>
              <button class="link" type="button" data-same=${party.id} @click=${() => this.#choose(party)}>
                <bdi>${party.name}</bdi>
              </button>
              <span class="muted">${words[why]}</span>
              <span class="end muted">${party.phones.map(formatNumber).join(', ')}</span>
            </li>`,
        )}
      </ul>
      <div class="form-buttons">
        <button class="button" type="button" @click=${close}>${words.cancel}</button>
      </div>`;
  }

  #choose(party: Party): void {
    this.#other = party;
    this.#options.changed();
  }

  /** One of two values for each field in which they differ; what only one has stays anyway. */
  #chooseView(keep: Party, drop: Party): TemplateResult {
    const locale = this.#options.locale();
    const words = mergingWords[locale];
    const differ = FIELDS.filter((field) => {
      const [mine, his] = [this.#text(keep, field), this.#text(drop, field)];
      return mine !== '' && his !== '' && mine !== his;
    });
    const submit = (event: SubmitEvent) => {
      event.preventDefault();
      const data = new FormData(event.target as HTMLFormElement);
      void this.#merge(
        keep,
        drop,
        differ.filter((field) => data.get(field) === 'his'),
      );
    };
    const back = () => {
      this.#other = undefined;
      this.#options.changed();
    };
    const choice = (field: MergeField, which: 'mine' | 'his', party: Party) =>
      html`<label
        ><input type="radio" name=${field} .value=${which} ?checked=${which === 'mine'} /><bdi
          >${this.#text(party, field)}</bdi
        ></label
      >`;
    return html`<form @submit=${submit}>
      <p>${fill(words.explain, { keep: keep.name, drop: drop.name })}</p>
      ${
        differ.length === 0
          ? html`<p>${words.noDifference}</p>`
          : html`<div class="pairs">
              ${differ.map(
                (field) =>
                  html`<fieldset class="pairs">
                    <legend class="unseen">${fieldNames[locale][field]}</legend>
                    <div class="pair">
                      <span class="label" aria-hidden="true">${fieldNames[locale][field]}</span>
                      ${choice(field, 'mine', keep)} ${choice(field, 'his', drop)}
                    </div>
                  </fieldset>`,
              )}
            </div>`
      }
      <p class="muted">${words.together}</p>
      <div class="form-buttons">
        <button class="button primary" type="submit" data-merge-now aria-disabled=${this.#busy}>
          ${words.merge}
        </button>
        <button class="button" type="button" @click=${back}>${words.back}</button>
      </div>
    </form>`;
  }

  #text(party: Party, field: MergeField): string {
    const words = mergingWords[this.#options.locale()];
    if (field === 'responsible') return party.responsible?.name ?? party.responsible?.id ?? '';
    if (field === 'nature') return party.nature ? words[party.nature] : '';
    if (field === 'kind') return kindWords(party.kind, callWords[this.#options.locale()]);
    return party[field] ?? '';
  }

  async #find(written: string): Promise<void> {
    const party = this.#options.party();
    const { parties } = this.#options.backend() ?? {};
    if (!party || !parties) return;
    this.#found = undefined;
    this.#problem = undefined;
    this.#options.changed();
    try {
      const { id, name, phones, email, taxId } = party;
      const of = { name, phones, exceptId: id, ...(email ? { email } : {}), ...(taxId ? { taxId } : {}) };
      const found =
        written === ''
          ? await parties.duplicates?.(of)
          : await (/^[+\d][\d\s()-]{4,}$/.test(written)
              ? parties.findByPhone(written)
              : parties.findByName(written));
      // Only records of one system become one.
      this.#found = (found ?? []).filter((one) => one.party.id !== id && one.party.system === party.system);
    } catch (error) {
      this.#found = [];
      this.#fail(error);
    }
    this.#options.changed();
  }

  #merge(keep: Party, drop: Party, take: MergeField[]): Promise<void> {
    return this.#attempt(async () => {
      const answer = await this.#options.backend()!.parties!.merge!(keep.id, {
        dropId: drop.id,
        ...(take.length ? { take } : {}),
      });
      this.#done = { name: drop.name, undoId: answer.undoId };
      this.#said = fill(mergingWords[this.#options.locale()].merged, { name: drop.name });
      this.#open = false;
      this.#other = undefined;
      this.#options.saved(answer.party);
    });
  }

  #undo(): Promise<void> {
    return this.#attempt(async () => {
      const { kept } = await this.#options.backend()!.parties!.undoMerge!(this.#done!.undoId!);
      this.#said = fill(mergingWords[this.#options.locale()].undone, { name: this.#done!.name });
      this.#done = undefined;
      this.#options.saved(kept);
    });
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#problem = undefined;
    this.#options.changed();
    try {
      await work();
    } catch (error) {
      this.#fail(error);
    }
    this.#busy = false;
    this.#options.changed();
  }

  #fail(error: unknown): void {
    this.#problem = fill(mergingWords[this.#options.locale()].failed, { why: (error as Error).message });
    this.#options.failed(error);
  }
}
