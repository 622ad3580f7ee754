import type {
  Backend,
  ProcessDefinition,
  ProcessStatus,
  ProcessSubject,
  RingbackError,
} from '@ringback/model';
import { checkProcess, type ProcessProblem } from '@ringback/model/process-check';
import {
  buttonStyles,
  emit,
  fieldStyles,
  fill,
  icon,
  plusIcon,
  PortController,
  RingbackElement,
  tokens,
  unseenStyles,
} from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import {
  changeStatus,
  type Draft,
  freeId,
  isStep,
  setStep,
  withoutStatus,
  withStatus,
} from './definition-draft.ts';
import { processEditorStyles } from './process-editor.styles.ts';
import { processEditorWords } from './process-editor.words.ts';
import { removeButton, statusView, valueOf } from './status-view.ts';

const SUBJECTS = ['party', 'deal', 'lead', 'order'] as const satisfies readonly ProcessSubject[];
const ENDS = ['none', 'done', 'dropped'] as const;

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
  static override styles = [tokens, buttonStyles, fieldStyles, unseenStyles, processEditorStyles];

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
    new PortController(this, () => this.backend);
  }

  protected override willUpdate(): void {
    if (this.#readFor === this.backend) return;
    this.#readFor = this.backend;
    this.#all = this.#draft = undefined;
    void this.#read();
  }

  protected override render(): TemplateResult {
    return html`<section part="editor" aria-label=${this.words(processEditorWords).region}>
      ${this.#bodyView()}
    </section>`;
  }

  #bodyView(): TemplateResult {
    const words = this.words(processEditorWords);
    if (this.backend && !this.backend.processes?.saveDefinition) return html`<p>${words.forbidden}</p>`;
    if (this.#failure !== undefined)
      return html`<p role="alert">${fill(words.failed, { why: this.#failure })}</p>
        <button class="button" type="button" @click=${() => void this.#read()}>${words.tryAgain}</button>`;
    if (!this.#all) return html`<p role="status" aria-busy="true">${words.loading}</p>`;
    return html`${this.#chooserView(this.#all)} ${this.#draft ? this.#formView(this.#draft) : nothing}`;
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
    const { statuses } = draft;
    const submit = (event: Event) => {
      event.preventDefault();
      void this.#save(draft);
    };
    return html`<form novalidate @submit=${submit}>
      ${this.#headView(draft)}
      <fieldset>
        <legend>${words.statuses}</legend>
        ${repeat(
          statuses,
          ({ id }) => id,
          (status) => this.#statusRow(draft, status),
        )}
        <button class="button" type="button" data-add-status @click=${() => this.#addStatus(draft)}>
          ${icon(plusIcon)}<span>${words.addStatus}</span>
        </button>
      </fieldset>
      ${this.#matrixView(draft)}
      ${repeat(
        statuses,
        ({ id }) => id,
        (status) =>
          statusView({ draft, status, words, stages: this.#stages, change: (next) => this.#change(next) }),
      )}
      ${this.#endView(draft)}
    </form>`;
  }

  #headView(draft: Draft): TemplateResult {
    const words = this.words(processEditorWords);
    const subject = (kind: ProcessSubject, wanted: boolean) => {
      const others = draft.subjects.filter((one) => one !== kind);
      this.#change({ ...draft, subjects: wanted ? [...others, kind] : others });
    };
    const checked = (event: Event) => (event.target as HTMLInputElement).checked;
    return html`<label
        ><span class="label">${words.name}</span
        ><input
          class="field"
          data-name
          maxlength="100"
          .value=${live(draft.name)}
          @input=${(event: Event) => this.#change({ ...draft, name: valueOf(event) })}
      /></label>
      <div class="checks" role="group" aria-label=${words.subjects}>
        <span class="label">${words.subjects}</span>
        ${SUBJECTS.map(
          (kind) =>
            html`<label class="check"
              ><input
                type="checkbox"
                .checked=${live(draft.subjects.includes(kind))}
                @change=${(event: Event) => subject(kind, checked(event))}
              />
              ${words[kind]}</label
            >`,
        )}
        <label class="check"
          ><input
            type="checkbox"
            .checked=${live(draft.enabled)}
            @change=${(event: Event) => this.#change({ ...draft, enabled: checked(event) })}
          />
          ${words.enabled}</label
        >
      </div>`;
  }

  #statusRow(draft: Draft, status: ProcessStatus): TemplateResult {
    const words = this.words(processEditorWords);
    const { id, name, end } = status;
    return html`<div class="row" data-row=${id}>
      <label class="wide"
        ><span class="label">${words.status}</span
        ><input
          class="field"
          maxlength="100"
          .value=${live(name)}
          @input=${(event: Event) => this.#change(changeStatus(draft, id, { name: valueOf(event) }))}
      /></label>
      <label class="check"
        ><input
          type="radio"
          name="start"
          .checked=${live(draft.startStatusId === id)}
          @change=${() => this.#change({ ...draft, startStatusId: id })}
        />
        ${words.startsHere}</label
      >
      <label
        ><span class="label">${words.end}</span
        ><select
          class="field"
          .value=${live(end)}
          @change=${(event: Event) =>
            this.#change(changeStatus(draft, id, { end: valueOf(event) as ProcessStatus['end'] }))}
        >
          ${ENDS.map((one) => html`<option value=${one} ?selected=${one === end}>${words[one]}</option>`)}
        </select></label
      >
      ${removeButton(words, name, () => this.#change(withoutStatus(draft, id)))}
    </div>`;
  }

  #matrixView(draft: Draft): TemplateResult {
    const words = this.words(processEditorWords);
    const { statuses } = draft;
    return html`<h3 id="matrix">${words.matrix}</h3>
      <div class="matrix" part="matrix" tabindex="0" role="group" aria-labelledby="matrix">
        <table aria-labelledby="matrix">
          <thead>
            <tr>
              <th scope="col">${words.from}</th>
              ${statuses.map(({ name }) => html`<th scope="col">› ${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${statuses.map(
              (from) =>
                html`<tr>
                  <th scope="row">${from.name}</th>
                  ${statuses.map((to) => html`<td>${from.id === to.id ? '' : this.#stepView(draft, from, to)}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }

  #stepView(draft: Draft, from: ProcessStatus, to: ProcessStatus): TemplateResult {
    const toggle = (event: Event) =>
      this.#change(setStep(draft, from.id, to.id, (event.target as HTMLInputElement).checked));
    return html`<input
      type="checkbox"
      data-step=${`${from.id}/${to.id}`}
      aria-label=${fill(this.words(processEditorWords).fromTo, { from: from.name, to: to.name })}
      .checked=${live(isStep(draft, from.id, to.id))}
      @change=${toggle}
    />`;
  }

  #endView(draft: Draft): TemplateResult {
    const words = this.words(processEditorWords);
    const wrong = this.#wrong(draft);
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
        ${this.#clashView(draft)}
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

  #clashView(draft: Draft): unknown {
    const theirs = this.#theirs;
    if (!theirs) return nothing;
    const words = this.words(processEditorWords);
    const names = ({ statuses }: Draft) => statuses.map(({ name }) => name).join(', ');
    return html`<div class="note">
      <p>${fill(words.clash, { theirs: names(theirs), yours: names(draft) })}</p>
      <div class="buttons">
        <button
          class="button primary"
          type="button"
          @click=${() => void this.#save({ ...draft, version: theirs.version })}
        >
          ${words.saveMine}
        </button>
        <button class="button" type="button" @click=${() => this.#edit(theirs)}>${words.takeTheirs}</button>
      </div>
    </div>`;
  }

  /** Everything that keeps it from being saved, in words. */
  #wrong(draft: Draft): string[] {
    const words = this.words(processEditorWords);
    const names = [
      draft.name,
      ...draft.statuses.flatMap(({ name, items }) => [name, ...items.map(({ text }) => text)]),
    ];
    const say = ({ code, statusId, id }: ProcessProblem) => {
      const status = draft.statuses.find((one) => one.id === statusId)?.name ?? '';
      return fill(words[code], { status, what: status || (id ?? '') });
    };
    return [
      ...(names.some((name) => name.trim() === '') ? [words.nameless] : []),
      ...(draft.subjects.length === 0 ? [words.noSubjects] : []),
      ...new Set(checkProcess(draft).map(say)),
    ];
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

  #addStatus(draft: Draft): void {
    const name = fill(this.words(processEditorWords).newStatus, { number: draft.statuses.length + 1 });
    this.#change(withStatus(draft, name));
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
    if (this.#busy || this.#wrong(draft).length > 0) return;
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
