/** Documents of a customer: what was made of his deals, and links to files elsewhere (S029). */
import type { Backend, Document, DocumentKind, Locale, Party } from '@ringback/model';
import { fill, formatTime, icon, plusIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { ShortList } from '../list/short-list.ts';
import { webUrl } from '../web-url.ts';
import { partyMoreWords } from './party-more.words.ts';

const DOCUMENT_KINDS = [
  'proposal',
  'invoice',
  'contract',
  'other',
] as const satisfies readonly DocumentKind[];

export interface AttachmentsOptions {
  backend: () => Backend | undefined;
  party: () => Party | undefined;
  locale: () => Locale;
  changed: () => void;
  failed: (error: unknown) => void;
}

export class Attachments {
  readonly #options: AttachmentsOptions;
  readonly #list: ShortList<Document>;
  #adds = false;
  #busy = false;
  #problem: string | undefined;

  constructor(options: AttachmentsOptions) {
    const { backend, party, locale, changed, failed } = options;
    this.#options = options;
    this.#list = new ShortList({
      ...{ locale, changed, failed, row: (one: Document) => this.#documentView(one) },
      read: async () => ({ items: (await backend()?.documents?.list({ partyId: party()?.id ?? '' })) ?? [] }),
    });
  }

  forget(): void {
    this.#adds = false;
    this.#problem = undefined;
    this.#list.forget();
  }

  render(): TemplateResult {
    const words = partyMoreWords[this.#options.locale()];
    const may = this.#options.backend()?.documents?.link;
    const toggle = () => {
      this.#adds = !this.#adds;
      this.#problem = undefined;
      this.#options.changed();
    };
    return html`${this.#list.render(words.noDocuments)}
      <p class="field-error" role="alert">${this.#problem ?? nothing}</p>
      ${
        this.#adds
          ? this.#formView(toggle)
          : may
            ? html`<div class="form-buttons">
                <button class="button" type="button" data-add-document @click=${toggle}>
                  ${icon(plusIcon)}<span>${words.addDocument}</span>
                </button>
              </div>`
            : nothing
      }`;
  }

  #documentView(document: Document): TemplateResult {
    const locale = this.#options.locale();
    const words = partyMoreWords[locale];
    const { name, kind, at, author } = document;
    const url = webUrl(document.url);
    return html`${
        url
          ? html`<a class="link" href=${url} target="_blank" rel="noopener noreferrer"><bdi>${name}</bdi></a>`
          : html`<button
              class="link"
              type="button"
              data-document=${document.id}
              @click=${() => void this.#attempt(() => this.#show(document))}
            >
              <bdi>${name}</bdi>
            </button>`
      }
      <span class="muted">${words[kind]}</span>
      <span class="end muted">${author ? `${author} · ` : nothing}${formatTime(at, locale)}</span>`;
  }

  #formView(cancel: () => void): TemplateResult {
    const words = partyMoreWords[this.#options.locale()];
    const submit = (event: SubmitEvent) => {
      event.preventDefault();
      const data = new FormData(event.target as HTMLFormElement);
      void this.#attempt(() => this.#link(data));
    };
    return html`<form class="note" data-document-form @submit=${submit}>
      <div class="fields">
        <label class="form-field"
          ><span class="label">${words.documentName}</span
          ><input class="field" name="name" required maxlength="255" autocomplete="off"
        /></label>
        <label class="form-field"
          ><span class="label">${words.documentUrl}</span
          ><input
            class="field"
            name="url"
            type="url"
            pattern="https?://.+"
            required
            autocomplete="off"
            placeholder="https://"
        /></label>
        <label class="form-field"
          ><span class="label">${words.documentKind}</span
          ><select class="field" name="kind">
            ${DOCUMENT_KINDS.map((kind) => html`<option value=${kind} ?selected=${kind === 'other'}>${words[kind]}</option>`)}
          </select></label
        >
      </div>
      <div class="form-buttons">
        <button class="button primary" type="submit" aria-disabled=${this.#busy}>${words.addDocument}</button>
        <button class="button" type="button" @click=${cancel}>${words.cancel}</button>
      </div>
    </form>`;
  }

  /** In a window of its own; the page has no scripts, and may not reach ours. */
  async #show({ id }: Document): Promise<void> {
    const text = await this.#options.backend()?.documents?.get(id);
    if (!text) return;
    const url = URL.createObjectURL(new Blob([text.html], { type: 'text/html;charset=utf-8' }));
    const page = window.open(url, '_blank');
    if (!page) throw new Error(partyMoreWords[this.#options.locale()].blocked);
    page.addEventListener('load', () => URL.revokeObjectURL(url));
  }

  async #link(data: FormData): Promise<void> {
    const text = (name: string) => String(data.get(name) ?? '').trim();
    const kind = text('kind') as Document['kind'];
    const partyId = this.#options.party()?.id ?? '';
    await this.#options.backend()?.documents?.link?.({ kind, name: text('name'), url: text('url'), partyId });
    this.#adds = false;
    this.#list.refresh();
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#problem = undefined;
    this.#options.changed();
    try {
      await work();
    } catch (error) {
      const why = (error as Error).message;
      this.#problem = fill(partyMoreWords[this.#options.locale()].notDone, { why });
      this.#options.failed(error);
    }
    this.#busy = false;
    this.#options.changed();
  }
}
