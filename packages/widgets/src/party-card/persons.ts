/** Contact persons of a firm: all of them, the main one first; any can be made the main one, and a new one added (S040–S044). */
import type { Backend, Locale, Party } from '@ringback/model';
import { fill, formatNumber, icon, phoneIcon, plusIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { ShortList } from '../list/short-list.ts';
import { partyMoreWords } from './party-more.words.ts';

export interface PersonsOptions {
  backend: () => Backend | undefined;
  party: () => Party | undefined;
  locale: () => Locale;
  openParty: (party: Party) => void;
  dial: (number: string) => void;
  say: (sentence: string) => void;
  changed: () => void;
  failed: (error: unknown) => void;
}

const PAGE = 20;

export class Persons {
  readonly #options: PersonsOptions;
  readonly #list: ShortList<Party>;
  #adds = false;
  #busy = false;
  #problem: string | undefined;

  constructor(options: PersonsOptions) {
    const { backend, party, locale, changed, failed } = options;
    this.#options = options;
    this.#list = new ShortList({
      ...{ locale, changed, failed, row: (person: Party) => this.#personView(person) },
      read: async (cursor) => {
        const query = { organizationId: party()?.id ?? '', limit: PAGE };
        const page = { ...query, ...(cursor === undefined ? {} : { cursor }) };
        return (await backend()?.parties?.list?.(page)) ?? { items: [] };
      },
    });
  }

  forget(): void {
    this.#adds = false;
    this.#problem = undefined;
    this.#list.forget();
  }

  refresh(): void {
    this.#list.refresh();
  }

  render(): TemplateResult {
    const words = partyMoreWords[this.#options.locale()];
    const may = this.#options.backend()?.parties?.create;
    const add = () => {
      this.#adds = true;
      this.#options.changed();
    };
    return html`${this.#list.render(words.noPersons)}
      <p class="field-error" role="alert">${this.#problem ?? nothing}</p>
      ${
        this.#adds
          ? this.#formView()
          : may
            ? html`<div class="form-buttons">
                <button class="button" type="button" data-add-person @click=${add}>
                  ${icon(plusIcon)}<span>${words.addPerson}</span>
                </button>
              </div>`
            : nothing
      }`;
  }

  #personView(person: Party): TemplateResult {
    const words = partyMoreWords[this.#options.locale()];
    const { id, name, phones, email, main } = person;
    const [number] = phones;
    return html`<button
        class="link"
        type="button"
        data-person=${id}
        @click=${() => this.#options.openParty(person)}
      >
        <bdi>${name}</bdi>
      </button>
      ${main ? html`<span class="chip">${words.main}</span>` : nothing}
      <span class="muted">${email ?? nothing}</span>
      <span class="end form-buttons">
        ${
          main || !this.#options.backend()?.parties?.update
            ? nothing
            : html`<button
                class="button quiet"
                type="button"
                data-main=${id}
                aria-label=${fill(words.makeMainOf, { name })}
                aria-disabled=${this.#busy}
                @click=${() => void this.#makeMain(person)}
              >
                ${words.makeMain}
              </button>`
        }
        ${
          number === undefined
            ? nothing
            : html`<button
                class="button"
                type="button"
                aria-label=${fill(words.callPerson, { name, number: formatNumber(number) })}
                @click=${() => this.#options.dial(number)}
              >
                ${icon(phoneIcon)}<span class="figures">${formatNumber(number)}</span>
              </button>`
        }
      </span>`;
  }

  #formView(): TemplateResult {
    const words = partyMoreWords[this.#options.locale()];
    const cancel = () => {
      this.#adds = false;
      this.#problem = undefined;
      this.#options.changed();
    };
    const submit = (event: SubmitEvent) => {
      event.preventDefault();
      void this.#add(new FormData(event.target as HTMLFormElement));
    };
    return html`<form class="note" data-person-form @submit=${submit}>
      <div class="fields">
        <label class="form-field"
          ><span class="label">${words.personName}</span
          ><input class="field" name="name" required maxlength="200" autocomplete="off"
        /></label>
        <label class="form-field"
          ><span class="label">${words.personNumber}</span
          ><input class="field" name="phone" type="tel" required autocomplete="off"
        /></label>
        <label class="form-field"
          ><span class="label">${words.personEmail}</span
          ><input class="field" name="email" type="email" autocomplete="off"
        /></label>
      </div>
      <div class="form-buttons">
        <button class="button primary" type="submit" aria-disabled=${this.#busy}>${words.addPerson}</button>
        <button class="button" type="button" @click=${cancel}>${words.cancel}</button>
      </div>
    </form>`;
  }

  #makeMain({ id, name }: Party): Promise<void> {
    return this.#attempt(async () => {
      await this.#options.backend()?.parties?.update?.(id, { main: true });
      this.#options.say(fill(partyMoreWords[this.#options.locale()].isMain, { name }));
    });
  }

  #add(data: FormData): Promise<void> {
    return this.#attempt(async () => {
      const firm = this.#options.party()!;
      const text = (name: string) => String(data.get(name) ?? '').trim();
      const email = text('email');
      await this.#options.backend()?.parties?.create?.(
        {
          ...{ name: text('name'), phones: [text('phone')], kind: firm.kind, nature: 'person' },
          ...{ organizationId: firm.id, ...(email === '' ? {} : { email }) },
        },
        'quick',
      );
      this.#adds = false;
    });
  }

  /** Once at a time; what was typed stays, and why it did not work is said. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#problem = undefined;
    this.#options.changed();
    try {
      await work();
      this.#list.refresh();
    } catch (error) {
      const { message, fields = {} } = error as Error & { fields?: Record<string, string> };
      const why = [message, ...Object.values(fields)].join(' ');
      this.#problem = fill(partyMoreWords[this.#options.locale()].notDone, { why });
      this.#options.failed(error);
    }
    this.#busy = false;
    this.#options.changed();
  }
}
