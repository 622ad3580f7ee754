/** Starting a process: which one, and about what. */
import type { Backend, Process, ProcessDefinition, ProcessSubject } from '@ringback/model';
import { fill } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ProcessesWords } from './processes.words.ts';

/** What is searched for by name; an order is named by the page. */
const SEARCHED = ['party', 'deal', 'lead'] as const satisfies readonly ProcessSubject[];

export interface Subject {
  kind: ProcessSubject;
  id: string;
  title: string;
}

export interface StartProcessOptions {
  backend: () => Backend | undefined;
  changed: () => void;
  failed: (error: unknown) => void;
  started: (process: Process) => void;
  /** "Cancel" was clicked; closes the form when absent. */
  cancel?: () => void;
}

export class StartProcess {
  readonly #options: StartProcessOptions;
  #definitions: readonly ProcessDefinition[] = [];
  /** Given by the page; else it is searched for. */
  #given: Subject | undefined;
  #kind: ProcessSubject = 'party';
  #found: readonly Subject[] | undefined;
  #subject: Subject | undefined;
  #definitionId = '';
  #problem: string | undefined;
  #turn = 0;
  isOpen = false;

  constructor(options: StartProcessOptions) {
    this.#options = options;
  }

  open(definitions: readonly ProcessDefinition[], subject?: Subject): void {
    this.#definitions = definitions.filter(({ enabled }) => enabled);
    this.#given = this.#subject = subject;
    this.#kind = subject?.kind ?? 'party';
    this.#found = this.#problem = undefined;
    this.isOpen = true;
    this.#chooseOnly();
    this.#options.changed();
  }

  close(): void {
    this.isOpen = false;
    this.#options.changed();
  }

  #cancel(): void {
    const { cancel } = this.#options;
    if (cancel) cancel();
    else this.close();
  }

  render(words: ProcessesWords): TemplateResult {
    const fitting = this.#fitting();
    return html`<form
      class="start"
      part="start"
      novalidate
      @submit=${(event: Event) => void this.#submit(event, words)}
    >
      <h3>${words.start}</h3>
      ${this.#given ? this.#givenView(this.#given, words) : this.#searchView(words)}
      ${
        fitting.length === 0
          ? html`<p>${words.noDefinition}</p>`
          : html`<label
              ><span class="label">${words.what}</span
              ><select
                class="field"
                data-definition
                .value=${live(this.#definitionId)}
                @change=${(event: Event) => (this.#definitionId = (event.target as HTMLSelectElement).value)}
              >
                <option value="">${words.choose}</option>
                ${fitting.map(
                  ({ id, name }) =>
                    html`<option value=${id} ?selected=${id === this.#definitionId}>${name}</option>`,
                )}
              </select></label
            >`
      }
      <p class="problem" role="alert">${this.#problem ?? nothing}</p>
      <div class="buttons">
        ${fitting.length > 0 ? html`<button class="button primary" type="submit">${words.go}</button>` : nothing}
        <button class="button" type="button" @click=${() => this.#cancel()}>${words.cancel}</button>
      </div>
    </form>`;
  }

  #givenView({ kind, title }: Subject, words: ProcessesWords): TemplateResult {
    return html`<p><span class="label">${words[kind]}</span><br /><bdi>${title}</bdi></p>`;
  }

  #searchView(words: ProcessesWords): TemplateResult {
    const kinds = SEARCHED.filter((kind) => this.#list(kind) !== undefined);
    const choose = (event: Event) => {
      this.#subject = this.#found?.find(({ id }) => id === (event.target as HTMLSelectElement).value);
    };
    return html`<label
        ><span class="label">${words.kind}</span
        ><select
          class="field"
          data-kind
          @change=${(event: Event) => this.#setKind((event.target as HTMLSelectElement).value as ProcessSubject)}
        >
          ${kinds.map((kind) => html`<option value=${kind} ?selected=${kind === this.#kind}>${words[kind]}</option>`)}
        </select></label
      >
      <label
        ><span class="label">${words.find}</span
        ><input
          class="field"
          type="search"
          data-find
          @change=${(event: Event) => void this.#search((event.target as HTMLInputElement).value.trim())}
      /></label>
      ${
        this.#found === undefined
          ? nothing
          : this.#found.length === 0
            ? html`<p role="status">${words.nothingFound}</p>`
            : html`<label
                ><span class="label">${words.found}</span
                ><select class="field" data-subject @change=${choose}>
                  ${this.#found.map(({ id, title }) => html`<option value=${id}>${title}</option>`)}
                </select></label
              >`
      }`;
  }

  #setKind(kind: ProcessSubject): void {
    this.#kind = kind;
    this.#found = this.#subject = undefined;
    this.#chooseOnly();
    this.#options.changed();
  }

  #fitting(): ProcessDefinition[] {
    return this.#definitions.filter(({ subjects }) => subjects.includes(this.#kind));
  }

  /** The only one that fits need not be chosen. */
  #chooseOnly(): void {
    const [first, ...others] = this.#fitting();
    this.#definitionId = first && others.length === 0 ? first.id : '';
  }

  #list(kind: ProcessSubject): ((words: string) => Promise<Subject[]>) | undefined {
    const { parties, deals, leads } = this.#options.backend() ?? {};
    const page = { limit: 20 };
    if (kind === 'party' && parties)
      return async (words) =>
        (await parties.findByName(words)).map(({ party: { id, name } }) => ({ kind, id, title: name }));
    if (kind === 'deal' && deals)
      return async (words) =>
        (await deals.list({ ...page, words })).items.map(({ id, title }) => ({ kind, id, title }));
    if (kind === 'lead' && leads)
      return async (words) =>
        (await leads.list({ ...page, words })).items.map(({ id, title, name }) => ({
          ...{ kind, id, title: name ?? title },
        }));
    return undefined;
  }

  async #search(words: string): Promise<void> {
    const turn = (this.#turn += 1);
    const list = this.#list(this.#kind);
    if (!list || words === '') return;
    try {
      const found = await list(words);
      if (turn !== this.#turn) return;
      this.#found = found;
      this.#subject = found[0];
    } catch (error) {
      this.#problem = (error as Error).message;
      this.#options.failed(error);
    }
    this.#options.changed();
  }

  async #submit(event: Event, words: ProcessesWords): Promise<void> {
    event.preventDefault();
    const subject = this.#subject;
    this.#problem = undefined;
    if (!subject || this.#definitionId === '') {
      this.#problem = words.incomplete;
      return this.#options.changed();
    }
    try {
      const { kind, id } = subject;
      const { processes } = this.#options.backend() ?? {};
      const process = await processes?.start?.({ definitionId: this.#definitionId, subject: { kind, id } });
      this.isOpen = false;
      if (process) this.#options.started(process);
    } catch (error) {
      this.#problem = fill(words.failed, { why: (error as Error).message });
      this.#options.failed(error);
    }
    this.#options.changed();
  }
}
