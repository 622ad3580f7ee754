import type { Backend, ProcessDefinition, ProcessStatus, RingbackError } from '@ringback/model';
import {
  buttonStyles,
  emit,
  fieldStyles,
  fill,
  icon,
  plusIcon,
  onePerson,
  RingbackElement,
  tokens,
  unseenStyles,
} from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formButtonsStyles } from '../form/form-buttons.styles.ts';
import { clashView, signedOutView } from '../form/record-state.ts';
import { recordStateStyles } from '../form/record-state.styles.ts';
import { type Draft, freeId } from './definition-draft.ts';
import { differences, wrongWith } from './definition-sentences.ts';
import { headView, statusesView } from './definition-view.ts';
import { matrixView } from './matrix-view.ts';
import { processEditorStyles } from './process-editor.styles.ts';
import { processEditorWords } from './process-editor.words.ts';
import { statusView, valueOf } from './status-view.ts';

/**
 * @summary Editor of processes: statuses, which may follow which, what is asked and done in each; says at once what is wrong.
 *
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the element says it in words.
 *
 * @csspart editor - The whole editor.
 * @csspart matrix - Table of permitted steps.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 */
export class RingbackProcessEditor extends RingbackElement {
  static override styles = [
    ...[tokens, buttonStyles, fieldStyles, unseenStyles],
    ...[formButtonsStyles, recordStateStyles, processEditorStyles],
  ];

  #all: readonly ProcessDefinition[] | undefined;
  #stages: readonly { id: string; title: string }[] = [];
  #draft: Draft | undefined;
  #failure: string | undefined;
  #readFor: Backend | undefined;
  #told: string | undefined;
  #problem: string | undefined;
  /** As somebody else has saved it meanwhile. */
  #theirs: ProcessDefinition | undefined;
  #busy = false;

  constructor() {
    super();
    onePerson(this, () => (this.#readFor = undefined));
  }

  protected override willUpdate(): void {
    if (this.#isAway || this.#readFor === this.backend) return;
    this.#readFor = this.backend;
    this.#all = this.#draft = this.#theirs = this.#problem = this.#told = undefined;
    void this.#read();
  }

  protected override render(): TemplateResult {
    return html`<section part="editor" aria-label=${this.words(processEditorWords).region}>
      ${this.#bodyView()}
    </section>`;
  }

  #bodyView(): TemplateResult {
    const words = this.words(processEditorWords);
    if (this.#isAway) return signedOutView(this.locale, this.phone, (error) => this.#report(error));
    if (this.backend && !this.backend.processes?.saveDefinition) return html`<p>${words.forbidden}</p>`;
    if (this.#failure !== undefined)
      return html`<p role="alert">${fill(words.failed, { why: this.#failure })}</p>
        <button class="button" type="button" @click=${() => void this.#read()}>${words.tryAgain}</button>`;
    if (!this.#all) return html`<p role="status" aria-busy="true">${words.loading}</p>`;
    return html`${this.#chooserView(this.#all)} ${this.#draft ? this.#formView(this.#draft) : nothing}`;
  }

  get #isAway(): boolean {
    return this.backend?.state.status === 'signed-out';
  }

  #chooserView(all: readonly ProcessDefinition[]): TemplateResult {
    const words = this.words(processEditorWords);
    const choose = (event: Event) => this.#edit(all.find(({ id }) => id === valueOf(event)));
    const known = all.some(({ id }) => id === this.#draft?.id);
    return html`<div class="row">
      <label
        ><span class="label">${words.which}</span
        ><select class="field" data-definition @change=${choose}>
          ${known ? nothing : html`<option value="" selected>${this.#draft?.name ?? ''}</option>`}
          ${all.map(({ id, name }) => html`<option value=${id} ?selected=${id === this.#draft?.id}>${name}</option>`)}
        </select></label
      >
      <button class="button" type="button" data-new @click=${() => this.#new(all)}>
        ${icon(plusIcon)}<span>${words.newOne}</span>
      </button>
    </div>`;
  }

  #formView(draft: Draft): TemplateResult {
    const words = this.words(processEditorWords);
    const change = (next: Draft) => this.#change(next);
    const submit = (event: Event) => {
      event.preventDefault();
      void this.#save(draft);
    };
    return html`<form novalidate @submit=${submit}>
      ${headView({ draft, words, change })} ${statusesView({ draft, words, change })}
      ${matrixView({ draft, words, change })}
      ${repeat(
        draft.statuses,
        ({ id }) => id,
        (status) => statusView({ draft, status, words, stages: this.#stages, change }),
      )}
      ${this.#endView(draft)}
    </form>`;
  }

  #endView(draft: Draft): TemplateResult {
    const words = this.words(processEditorWords);
    const wrong = wrongWith(draft, words);
    const stored = this.#all?.some(({ id }) => id === draft.id);
    return html`<div role="status" data-check>
        ${
          wrong.length === 0
            ? html`<p class="fine">${words.noProblems}</p>`
            : html`<h3>${words.problems}</h3>
                <ul class="problems">
                  ${wrong.map((sentence) => html`<li>${sentence}</li>`)}
                </ul>`
        }
      </div>
      <div role="alert">
        ${this.#problem ? html`<p class="field-error">${this.#problem}</p>` : nothing}
        ${this.#theirs ? this.#clashView(draft, this.#theirs) : nothing}
      </div>
      <p role="status">${this.#told ?? nothing}</p>
      <div class="buttons">
        <button class="button primary" type="submit" aria-disabled=${wrong.length > 0 || this.#busy}>
          ${words.save}
        </button>
        ${
          stored && this.backend?.processes?.removeDefinition
            ? html`<button class="button" type="button" data-remove @click=${() => void this.#remove(draft)}>
                ${words.removeProcess}
              </button>`
            : nothing
        }
      </div>`;
  }

  #clashView(draft: Draft, theirs: ProcessDefinition): TemplateResult {
    const all = differences(draft, theirs, this.words(processEditorWords));
    const by = (whose: 'yours' | 'theirs') =>
      Object.fromEntries(all.map((difference) => [difference.key, difference[whose]]));
    return clashView({
      ...{ locale: this.locale, typed: by('yours'), now: by('theirs') },
      titleOf: (key) => all.find((difference) => difference.key === key)!.title,
      shown: (_key, value) => String(value ?? '—'),
      saveMine: () => void this.#save({ ...draft, version: theirs.version }),
      takeTheirs: () => this.#edit(theirs),
    });
  }

  async #read(): Promise<void> {
    const { backend } = this;
    if (!backend?.processes?.saveDefinition) return;
    this.#failure = undefined;
    this.requestUpdate();
    try {
      const all = await backend.processes.definitions();
      if (backend !== this.backend) return;
      this.#all = all;
      this.#draft ??= all[0];
      const pipelines = (await backend.deals?.choices())?.pipelines ?? [];
      this.#stages = pipelines.flatMap(({ name, stages }) =>
        stages.map((stage) => ({ id: stage.id, title: `${name}: ${stage.name}` })),
      );
    } catch (error) {
      this.#failure = (error as Error).message;
      this.#report(error);
    }
    this.requestUpdate();
  }

  #new(all: readonly ProcessDefinition[]): void {
    const words = this.words(processEditorWords);
    const [first, last] = ['status-1', 'status-2'];
    const status = (id: string, number: number, end: ProcessStatus['end']): ProcessStatus => ({
      ...{ id, name: fill(words.newStatus, { number }), end, items: [], onEnter: [] },
    });
    this.#edit({
      ...{
        id: freeId(
          'process',
          all.map(({ id }) => id),
        ),
        name: words.newName,
        subjects: ['party', 'deal'],
      },
      ...{ startStatusId: first!, enabled: true, version: 0 },
      statuses: [status(first!, 1, 'none'), status(last!, 2, 'done')],
      transitions: [{ from: first!, to: last! }],
    });
  }

  #edit(definition: Draft | undefined): void {
    this.#draft = definition;
    this.#theirs = this.#problem = this.#told = undefined;
    this.requestUpdate();
  }

  #change(draft: Draft): void {
    this.#draft = draft;
    this.#told = undefined;
    this.requestUpdate();
  }

  async #save(draft: Draft): Promise<void> {
    if (this.#busy || wrongWith(draft, this.words(processEditorWords)).length > 0) return;
    const { id, ...definition } = draft;
    await this.#attempt(async ({ processes }) => {
      const saved = await processes!.saveDefinition!(id, definition);
      const others = (this.#all ?? []).filter((one) => one.id !== id);
      this.#all = [...others, saved];
      // What was typed while it was being saved stays, on top of the saved one.
      this.#draft =
        this.#draft === draft || this.#theirs ? saved : { ...this.#draft!, version: saved.version };
      this.#theirs = undefined;
      this.#told = this.words(processEditorWords).saved;
    });
  }

  async #remove({ id }: Draft): Promise<void> {
    await this.#attempt(async ({ processes }) => {
      await processes!.removeDefinition!(id);
      this.#all = this.#all?.filter((one) => one.id !== id);
      this.#edit(this.#all?.[0]);
    });
  }

  async #attempt(work: (backend: Backend) => Promise<void>): Promise<void> {
    this.#busy = true;
    this.#problem = this.#told = undefined;
    this.requestUpdate();
    try {
      await work(this.backend!);
    } catch (error) {
      const { code, message, hint, current } = error as RingbackError;
      if (code === 'conflict' && current) this.#theirs = current as ProcessDefinition;
      else {
        const why = [message, hint].filter(Boolean).join(' ');
        this.#problem = fill(this.words(processEditorWords).notSaved, { why });
      }
      this.#report(error);
    }
    this.#busy = false;
    this.requestUpdate();
  }

  #report(error: unknown): void {
    const { code = 'bug', message } = error as Partial<RingbackError>;
    emit(this, 'ringback-error', { code, message: message ?? String(error) });
  }
}
