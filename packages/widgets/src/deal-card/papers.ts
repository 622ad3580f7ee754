/** Proposals and invoices of a deal: made from a template, printed, sent by e-mail. */
import type { Backend, Deal, Document, DocumentTemplate, Locale } from '@ringback/model';
import { fill, icon, mailIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { webUrl } from '../web-url.ts';
import { formatTime } from '@ringback/ui';
import { dealMoreWords } from './deal-more.words.ts';
import { Section } from './section.ts';

export interface PapersOptions {
  backend: () => Backend | undefined;
  deal: () => Deal | undefined;
  locale: () => Locale;
  changed: () => void;
  failed: (error: unknown) => void;
}

/** A letter as it is written; stays as it is when it could not be sent. */
interface Draft {
  document: Document;
  to: string;
  subject: string;
  text: string;
}

const ADDRESS = /^[^\s@<>]+@[^\s@<>]+$/;

export class Papers {
  readonly #options: PapersOptions;
  readonly #section: Section<Document>;
  #templates: readonly DocumentTemplate[] = [];
  #draft: Draft | undefined;
  #said: string | undefined;
  #problem: string | undefined;
  #busy = false;

  constructor(options: PapersOptions) {
    this.#options = options;
    const { changed, failed } = options;
    this.#section = new Section({ name: 'documents', read: () => this.#read(), changed, failed });
  }

  forget(): void {
    this.#section.forget();
    this.#draft = this.#said = this.#problem = undefined;
  }

  render(): TemplateResult {
    return this.#section.render(
      dealMoreWords[this.#options.locale()],
      (one) => this.#paperView(one),
      this.#aboveView(),
    );
  }

  #aboveView(): TemplateResult {
    const words = dealMoreWords[this.#options.locale()];
    const may = this.#options.backend()?.documents?.create !== undefined;
    return html`<div class="form-buttons">
        ${(may ? this.#templates : []).map(
          ({ id, name }) =>
            html`<button
              class="button"
              type="button"
              data-make=${id}
              aria-disabled=${this.#busy}
              @click=${() => void this.#make(id)}
            >
              ${fill(words.make, { name })}
            </button>`,
        )}
      </div>
      <p role="status">${this.#said ?? nothing}</p>
      <p class="field-error" role="alert">${this.#problem ?? nothing}</p>
      ${this.#draft ? this.#draftView(this.#draft) : nothing}`;
  }

  #paperView(document: Document): TemplateResult {
    const words = dealMoreWords[this.#options.locale()];
    const { id, name, at, author } = document;
    const url = webUrl(document.url);
    const may = this.#options.backend()?.mail?.send !== undefined;
    const print = html`<button
      class="button"
      type="button"
      data-print=${id}
      @click=${() => void this.#print(document)}
    >
      ${fill(words.print, { name })}
    </button>`;
    const send = html`<button
      class="button icon-only"
      type="button"
      data-send=${id}
      aria-label=${fill(words.send, { name })}
      title=${fill(words.send, { name })}
      @click=${() => void this.#write(document)}
    >
      ${icon(mailIcon)}
    </button>`;
    return html`<li>
      ${url ? html`<a class="link" href=${url} target="_blank" rel="noopener noreferrer">${name}</a>` : html`<span>${name}</span>`}
      <span class="muted">${formatTime(at, this.#options.locale())} ${author ?? nothing}</span>
      ${url ? nothing : html`${print} ${may ? send : nothing}`}
    </li>`;
  }

  #draftView(draft: Draft): TemplateResult {
    const words = dealMoreWords[this.#options.locale()];
    const typed = (key: 'to' | 'subject' | 'text') => (event: Event) =>
      (draft[key] = (event.target as HTMLInputElement).value);
    const submit = (event: Event) => {
      event.preventDefault();
      void this.#send(draft);
    };
    const cancel = () => {
      this.#draft = this.#problem = undefined;
      this.#options.changed();
    };
    return html`<form class="note" novalidate data-letter @submit=${submit}>
      <label
        ><span class="label">${words.to}</span
        ><input
          class="field"
          type="email"
          name="to"
          autocomplete="off"
          .value=${live(draft.to)}
          @input=${typed('to')}
      /></label>
      <label
        ><span class="label">${words.subject}</span
        ><input class="field" name="subject" .value=${live(draft.subject)} @input=${typed('subject')}
      /></label>
      <label
        ><span class="label">${words.letter}</span
        ><textarea
          class="field"
          name="text"
          rows="4"
          .value=${live(draft.text)}
          @input=${typed('text')}
        ></textarea>
      </label>
      <div class="form-buttons">
        <button class="button primary" type="submit" aria-disabled=${this.#busy}>${words.sendIt}</button>
        <button class="button" type="button" @click=${cancel}>${words.cancel}</button>
      </div>
    </form>`;
  }

  async #read(): Promise<{ items: Document[] }> {
    const documents = this.#options.backend()?.documents;
    const deal = this.#options.deal();
    if (!documents || !deal) return { items: [] };
    const [templates, items] = await Promise.all([
      documents.templates(),
      documents.list({ dealId: deal.id }),
    ]);
    this.#templates = templates;
    return { items };
  }

  #make(templateId: string): Promise<void> {
    return this.#attempt(async () => {
      const deal = this.#options.deal();
      if (deal) await this.#options.backend()?.documents?.create?.({ templateId, dealId: deal.id });
      this.#section.refresh();
    });
  }

  /** Opens it in a window of its own, where the browser prints it. The page has no scripts, and may not reach ours. */
  #print({ id }: Document): Promise<void> {
    return this.#attempt(async () => {
      const text = await this.#options.backend()?.documents?.get(id);
      if (!text) return;
      const url = URL.createObjectURL(new Blob([text.html], { type: 'text/html;charset=utf-8' }));
      const page = window.open(url, '_blank');
      if (!page) throw new Error(dealMoreWords[this.#options.locale()].blocked);
      page.addEventListener('load', () => {
        URL.revokeObjectURL(url);
        page.print();
      });
    });
  }

  #write(document: Document): Promise<void> {
    return this.#attempt(async () => {
      const words = dealMoreWords[this.#options.locale()];
      const { party } = this.#options.deal() ?? {};
      const known = party && (await this.#options.backend()?.parties?.get?.(party.id));
      const text = fill(words.letterText, { name: document.name });
      this.#draft = { document, to: known?.email ?? '', subject: document.name, text };
    });
  }

  async #send(draft: Draft): Promise<void> {
    const words = dealMoreWords[this.#options.locale()];
    if (!ADDRESS.test(draft.to.trim())) {
      this.#problem = words.noAddress;
      this.#options.changed();
      return;
    }
    await this.#attempt(async () => {
      const { document, to, subject, text } = draft;
      const { id: dealId, party } = this.#options.deal()!;
      await this.#options.backend()!.mail!.send!({
        ...{
          to: [to.trim()],
          subject: subject.trim() || document.name,
          text,
          documentId: document.id,
          dealId,
        },
        ...(party ? { partyId: party.id } : {}),
      });
      this.#draft = undefined;
      this.#said = fill(words.sent, { to: to.trim() });
    });
  }

  /** Once at a time; says in words what did not work. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#said = this.#problem = undefined;
    this.#options.changed();
    try {
      await work();
    } catch (error) {
      const why = (error as Error).message;
      this.#problem = fill(dealMoreWords[this.#options.locale()].notDone, { why });
      this.#options.failed(error);
    }
    this.#busy = false;
    this.#options.changed();
  }
}
