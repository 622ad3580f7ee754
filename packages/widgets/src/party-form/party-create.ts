/** The short form for a new customer: what the firm requires, and whoever he may be already, while it is typed (S027, S076, S077). */
import type {
  Backend,
  CardLayout,
  DirectoryEntry,
  DuplicateInput,
  Locale,
  Party,
  PartyInput,
  PartyMatch,
} from '@ringback/model';
import { formatNumber } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { kindWords } from '../call/call-words.ts';
import { callWords } from '../call/call.words.ts';
import { formView } from '../form/form-view.ts';
import { type FieldValue, nested, RecordForm } from '../form/record-form.ts';
import { partyCreateWords } from './party-create.words.ts';

/** Pause in typing after which candidates are looked for, in ms. */
export const CANDIDATES_AFTER_MS = 300;
const MOST_CANDIDATES = 5;
const ASKED = ['name', 'kind', 'phones'];
/** What somebody may be found again by. */
const TELLING = ['name', 'phones', 'email', 'taxId'];

type Problem = 'offline' | 'forbidden' | 'invalid' | 'conflict' | 'failed';

export interface PartyCreateOptions {
  backend: () => Backend | undefined;
  locale: () => Locale;
  changed: () => void;
  failed: (error: unknown) => void;
  /** What is known of him already; `entry` = a directory says whose number it is. */
  known: {
    name?: string | undefined;
    number: string;
    organizationId?: string | undefined;
    entry?: DirectoryEntry | undefined;
  };
  /** The new one, or the candidate that he turned out to be. */
  done: (party: Party, how: 'created' | 'chosen') => Promise<void>;
}

export class PartyCreate {
  readonly #options: PartyCreateOptions;
  readonly #form: RecordForm;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  #typed: Record<string, string> = {};
  #candidates: readonly PartyMatch[] = [];
  #problem: Problem | undefined;
  #unread = false;
  /** Of what the directory says, what can be kept and is not asked for. */
  #besides: Partial<PartyInput> = {};

  constructor(options: PartyCreateOptions) {
    this.#options = options;
    this.#form = new RecordForm({ form: 'quick', also: ASKED, changed: options.changed });
    void this.begin();
  }

  async begin(): Promise<void> {
    const { backend, known, changed, failed } = this.#options;
    this.#unread = false;
    changed();
    let layout: CardLayout;
    try {
      layout = (await backend()?.layouts?.get('party')) ?? PLAIN;
    } catch (error) {
      this.#unread = true;
      failed(error);
      return changed();
    }
    // A name and a kind are asked for in any firm.
    this.#form.begin({ ...layout, required: [...layout.required, ...PLAIN.required] });
    const { entry, number } = known;
    const name = known.name ?? entry?.name;
    if (name) this.#form.set('name', name);
    if (number) this.#form.set('phones', [number]);
    this.#besides = entry ? besides(entry, layout) : {};
    this.#typed = { name: name ?? '', phones: number, taxId: entry?.taxId ?? '' };
    this.#lookSoon();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  view(): TemplateResult {
    const { locale, backend } = this.#options;
    const words = partyCreateWords[locale()];
    if (this.#unread)
      return html`<p role="alert" class="field-error">
        ${words.failed}
        <button class="link" type="button" @click=${() => void this.begin()}>${words.tryAgain}</button>
      </p>`;
    if (!this.#form.ready) return html`<p class="hint" role="status">${words.loading}</p>`;
    const kinds = backend()?.parties?.kinds ?? [];
    return html`<form
      class="party-create"
      part="party-create"
      novalidate
      autocomplete="off"
      @input=${this.#typing}
      @submit=${this.#submit}
    >
      ${formView({
        ...{ form: this.#form, locale: locale() },
        choices: { kind: kinds.map((id) => ({ id, title: kindWords(id, callWords[locale()]) })) },
        // Whose firm it is comes with the record that it is made from.
        own: { organization: () => nothing, responsible: () => nothing },
      })}
      ${this.#candidatesView()}
      <div role="alert">
        ${this.#problem && this.#problem !== 'conflict' ? html`<p class="field-error">${words[this.#problem]}</p>` : nothing}
      </div>
      <button class="button primary" part="create" type="submit" aria-disabled=${this.#form.saving}>
        ${this.#form.saving ? words.creating : words.create}
      </button>
    </form>`;
  }

  #candidatesView(): TemplateResult | typeof nothing {
    const { locale } = this.#options;
    const words = partyCreateWords[locale()];
    const taken = this.#problem === 'conflict';
    if (this.#candidates.length === 0 && !taken) return nothing;
    return html`<div class="candidates" part="candidates" role="group" aria-label=${words.maybe}>
      ${taken ? html`<b class="field-error" role="alert">${words.conflict}</b>` : html`<b role="status">${words.maybe}</b>`}
      ${this.#candidates.map(
        ({ party, why }) =>
          html`<div class="candidate" part="candidate">
            <div>
              <bdi>${party.name}</bdi>
              <small
                >${[
                  kindWords(party.kind, callWords[locale()]),
                  formatNumber(party.phones[0] ?? ''),
                  words[why],
                ]
                  .filter(Boolean)
                  .join(' · ')}</small
              >
            </div>
            <button
              class="button"
              type="button"
              aria-label="${words.thisOne}: ${party.name}"
              @click=${() => void this.#choose(party)}
            >
              ${words.thisOne}
            </button>
          </div>`,
      )}
    </div>`;
  }

  #typing = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    const key = field.closest<HTMLElement>('[data-key]')?.dataset.key ?? '';
    if (!TELLING.includes(key)) return;
    this.#typed = { ...this.#typed, [key]: field.value };
    this.#lookSoon();
  };

  #lookSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), CANDIDATES_AFTER_MS);
  }

  async #look(): Promise<void> {
    const turn = (this.#turn += 1);
    const { backend, failed, changed } = this.#options;
    const { name = '', phones = '', email = '', taxId = '' } = this.#typed;
    const of: DuplicateInput = {
      ...(name.trim().length > 1 ? { name: name.trim() } : {}),
      ...(phones.trim() ? { phones: listed(phones) } : {}),
      ...(email.trim() ? { email: email.trim() } : {}),
      ...(taxId.trim() ? { taxId: taxId.trim() } : {}),
    };
    const ask = backend()?.parties?.duplicates;
    if (!ask || Object.keys(of).length === 0) return;
    try {
      const found = await ask(of);
      if (turn === this.#turn) this.#candidates = found.slice(0, MOST_CANDIDATES);
    } catch (error) {
      failed(error);
    }
    changed();
  }

  async #choose(party: Party): Promise<void> {
    await this.#do(() => this.#options.done(party, 'chosen'));
  }

  #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    this.#problem = undefined;
    const party = await this.#form.submit((values) => this.#write(values));
    if (party) return this.#do(() => this.#options.done(party, 'created'));
    form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  };

  async #write(values: Record<string, FieldValue>): Promise<Party | undefined> {
    const { backend, known, failed } = this.#options;
    const { phones, name, ...rest } = nested(values);
    const given = Object.entries(rest).filter(([, value]) => value !== undefined);
    const numbers = Array.isArray(phones) && phones.length > 0 ? (phones as string[]) : [known.number];
    const input = {
      ...this.#besides,
      ...Object.fromEntries(given),
      ...{ name: oneLine(String(name)), phones: numbers },
      ...(known.organizationId === undefined ? {} : { organizationId: known.organizationId }),
    } as unknown as PartyInput;
    try {
      return await backend()?.parties?.create?.(input, 'quick');
    } catch (error) {
      const { code, fields } = error as { code?: unknown; fields?: Record<string, string> };
      this.#problem = fields && code === 'invalid' ? undefined : problemOf(code);
      if (this.#problem === 'conflict')
        this.#candidates =
          (await backend()
            ?.parties?.findByPhone(numbers[0] ?? '')
            .catch(() => [])) ?? [];
      failed(error);
      throw withWholeFields(error);
    }
  }

  async #do(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#problem = problemOf((error as { code?: unknown }).code);
      this.#options.failed(error);
    }
    this.#options.changed();
  }
}

function besides({ taxId, address }: DirectoryEntry, { fields }: CardLayout): Partial<PartyInput> {
  const kept = (key: string) => fields.some((field) => field.key === key && field.writable);
  return {
    nature: 'organization',
    ...(taxId !== undefined && kept('taxId') ? { taxId } : {}),
    ...(address !== undefined && kept('address') ? { address } : {}),
  };
}

function problemOf(code: unknown): Problem {
  if (code === 'unavailable' || code === 'timeout') return 'offline';
  return code === 'forbidden' || code === 'invalid' || code === 'conflict' ? code : 'failed';
}

/** A fault of the second number is one of the field of numbers. */
function withWholeFields(error: unknown): unknown {
  const { fields = {} } = error as { fields?: Record<string, string> };
  const whole = Object.entries(fields).map(([key, fault]) => [key.replace(/\.\d+$/, ''), fault]);
  return Object.assign(new Error((error as Error).message), error, { fields: Object.fromEntries(whole) });
}

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

/** A name is one line: pasted ones bring tabs and line breaks along. */
function oneLine(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim()
    .slice(0, 200);
}

const PLAIN: CardLayout = {
  entity: 'party',
  groups: [],
  hidden: [],
  fields: [
    { key: 'name', type: 'text', writable: true },
    { key: 'kind', type: 'choice', writable: true },
    { key: 'phones', type: 'phones', writable: true },
  ],
  required: [{ entity: 'party', fields: ['name', 'kind'] }],
};
