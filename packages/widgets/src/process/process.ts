import type { Backend, Process, ProcessStep, RingbackError, RingbackEvent } from '@ringback/model';
import {
  buttonStyles,
  checkIcon,
  emit,
  fieldStyles,
  fill,
  FollowController,
  icon,
  LiveRegion,
  onePerson,
  RingbackElement,
  tokens,
  unseenStyles,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { signedOutView } from '../form/record-state.ts';
import { recordStateStyles } from '../form/record-state.styles.ts';
import { linkStyles } from '../link.styles.ts';
import { openRecord } from '../list/open-record.ts';
import { processStyles } from './process.styles.ts';
import { beforeView, byView, missingOf } from './done-view.ts';
import { processWords } from './process.words.ts';

/**
 * @summary A running process: what to say, ask and do in its present status, and where it may go from there.
 *
 * @attr {string} process-id - Which process.
 *
 * @event {CustomEvent<RecordOpenDetail>} ringback-record-open - A task was clicked; cancelable.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the element says it in words.
 *
 * @csspart process - The whole card.
 * @csspart item - A hint, a question, a task.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 */
export class RingbackProcess extends RingbackElement {
  static override styles = [
    tokens,
    buttonStyles,
    fieldStyles,
    linkStyles,
    unseenStyles,
    recordStateStyles,
    processStyles,
  ];

  static override properties: PropertyDeclarations = { processId: { attribute: 'process-id' } };

  declare processId: string | undefined;

  #process: Process | undefined;
  #failure: string | undefined;
  /** Names of statuses that were left. */
  #names: ReadonlyMap<string, string> = new Map();
  #readFor: { backend: Backend | undefined; id: string | undefined; away: boolean } | undefined;
  /** What was typed and is not saved, by item. */
  #drafts: ReadonlyMap<string, string> = new Map();
  readonly #faults = new Map<string, string>();
  #problem: string | undefined;
  #clash: { theirs: string; yours: string } | undefined;
  #busy = false;
  readonly #live = new LiveRegion(this);

  constructor() {
    super();
    onePerson(this, () => (this.#readFor = undefined));
    new FollowController(
      this,
      () => this.backend,
      (backend) => backend.follow((event) => this.#hear(event)),
    );
  }

  protected override willUpdate(): void {
    const { backend, processId: id } = this;
    const away = this.#isAway;
    const before = this.#readFor;
    if (before?.backend === backend && before?.id === id && before?.away === away) return;
    this.#readFor = { backend, id, away };
    if (before?.backend !== backend || before?.id !== id) this.#forget();
    if (!away) void this.#read();
  }

  protected override render(): TemplateResult {
    const words = this.words(processWords);
    const process = this.#isAway ? undefined : this.#process;
    const name = process ? fill(words.region, { name: process.name }) : nothing;
    return html`<section part="process" aria-label=${name}>
      ${process ? this.#processView(process) : this.#withoutView()} ${this.#live.render()}
    </section>`;
  }

  get #isAway(): boolean {
    return this.backend?.state.status === 'signed-out';
  }

  #forget(): void {
    this.#process = this.#clash = this.#problem = this.#failure = undefined;
    this.#drafts = new Map();
    this.#faults.clear();
  }

  #withoutView(): TemplateResult {
    const words = this.words(processWords);
    if (this.#isAway) return signedOutView(this.locale, this.phone, (error) => this.#report(error));
    if (this.backend && !this.backend.processes) return html`<p>${words.missing}</p>`;
    if (!this.processId) return html`<p>${words.none}</p>`;
    if (this.#failure === undefined) return html`<p role="status" aria-busy="true">${words.loading}</p>`;
    return html`<p role="alert">${fill(words.failed, { why: this.#failure })}</p>
      <button class="button" type="button" @click=${() => void this.#read()}>${words.tryAgain}</button>`;
  }

  #processView(process: Process): TemplateResult {
    const words = this.words(processWords);
    const { subject, responsible, status } = process;
    const present = process.steps.filter(({ statusId }) => statusId === status.id);
    return html`<header>
        <h2><bdi>${process.name}</bdi></h2>
        <p class="muted">
          ${words[subject.kind]}: <bdi>${subject.title ?? subject.id}</bdi>${
            responsible
              ? html`. ${words.responsible}: <bdi>${responsible.name ?? responsible.id}</bdi>`
              : nothing
          }
        </p>
      </header>
      ${this.#wayView(process)}
      <h3>${words.items}</h3>
      ${
        present.length === 0
          ? html`<p class="muted">${words.nothing}</p>`
          : html`<ul>
              ${repeat(present, keyOf, (step) => this.#itemView(step))}
            </ul>`
      }
      ${this.#nextView(process)} ${beforeView(process, this.locale)}`;
  }

  #wayView({ history, status, next }: Process): TemplateResult {
    const words = this.words(processWords);
    const known = new Map([...this.#names, ...[status, ...next].map(({ id, name }) => [id, name] as const)]);
    const passed = history.slice(0, -1).map(({ to }) => known.get(to) ?? to);
    return html`<ol class="way" aria-label=${words.steps}>
      ${passed.map((name) => html`<li>${name}</li>`)}
      <li aria-current="step">${status.name}</li>
    </ol>`;
  }

  #itemView(step: ProcessStep): TemplateResult {
    const words = this.words(processWords);
    const mark =
      step.required && step.kind !== 'hint' ? html` <span class="muted">(${words.required})</span>` : nothing;
    if (step.kind === 'hint') return html`<li class="item hint" part="item">${step.text}</li>`;
    if (step.kind === 'task') return this.#taskView(step, mark);
    const fault = this.#faults.get(keyOf(step));
    return html`<li class="item" part="item" data-item=${step.id}>
      <label class="item"><span>${step.text}${mark}</span>${this.#answerView(step)}</label>
      <span class="field-error" role="alert">${fault ?? nothing}</span>
      ${byView(step, this.locale)}
    </li>`;
  }

  #answerView(step: ProcessStep): TemplateResult {
    const words = this.words(processWords);
    const value = this.#drafts.get(keyOf(step)) ?? step.value ?? '';
    const readOnly = !this.backend?.processes?.answer || this.#process?.endedAt !== undefined;
    const change = (event: Event) => void this.#answer(step, (event.target as HTMLInputElement).value);
    const input = (event: Event) => this.#note(step, (event.target as HTMLInputElement).value);
    if (step.answer === 'choice' || step.answer === 'boolean') {
      const options =
        step.answer === 'choice'
          ? step.options.map((id) => ({ id, title: id }))
          : (['yes', 'no'] as const).map((id) => ({ id, title: words[id] }));
      return html`<select
        class="field"
        data-answer
        ?disabled=${readOnly}
        .value=${live(value)}
        @change=${change}
      >
        <option value="">${words.choose}</option>
        ${options.map(({ id, title }) => html`<option value=${id} ?selected=${id === value}>${title}</option>`)}
      </select>`;
    }
    if (step.answer === 'text')
      return html`<textarea
        class="field"
        data-answer
        rows="2"
        maxlength="4000"
        ?disabled=${readOnly}
        .value=${live(value)}
        @input=${input}
        @change=${change}
      ></textarea>`;
    return html`<input
      class="field"
      data-answer
      type=${step.answer}
      step="any"
      ?disabled=${readOnly}
      .value=${live(value)}
      @input=${input}
      @change=${change}
    />`;
  }

  #taskView(step: ProcessStep, mark: unknown): TemplateResult {
    const words = this.words(processWords);
    const { taskId, text, done } = step;
    const open = () => openRecord(this, { kind: 'task', system: 'local', id: taskId!, title: text });
    const may = !done && taskId !== undefined && this.backend?.tasks?.update;
    return html`<li class="item" part="item" data-item=${step.id}>
      <div class="task">
        <span
          >${
            taskId === undefined
              ? text
              : html`<button
                  class="link"
                  type="button"
                  aria-label=${fill(words.openTask, { task: text })}
                  @click=${open}
                >
                  ${text}
                </button>`
          }${mark}</span
        >
        <span class="muted">${done ? words.isDone : words.notDone}</span>
        ${
          may
            ? html`<button
                class="button"
                type="button"
                data-answer
                aria-label=${fill(words.finishTask, { task: text })}
                @click=${() => void this.#finish(step)}
              >
                ${icon(checkIcon)}<span>${words.finish}</span>
              </button>`
            : nothing
        }
      </div>
      <span class="field-error" role="alert">${this.#faults.get(keyOf(step)) ?? nothing}</span>
      ${byView(step, this.locale)}
    </li>`;
  }

  #nextView(process: Process): TemplateResult {
    const words = this.words(processWords);
    const missing = missingOf(process);
    if (process.endedAt !== undefined) return html`<p>${words.ended}</p>`;
    const clash = this.#clash;
    return html`<div class="next" role="group" aria-label=${words.goOn}>
        ${
          this.backend?.processes?.move
            ? process.next.map(
                ({ id, name }) =>
                  html`<button
                    class="button ${missing.length === 0 ? 'primary' : ''}"
                    type="button"
                    data-move=${id}
                    aria-disabled=${missing.length > 0 || this.#busy}
                    aria-describedby="blocked"
                    @click=${() => void this.#move(process, { id, name })}
                  >
                    ${name}
                  </button>`,
              )
            : nothing
        }
      </div>
      <p class="blocked" id="blocked">
        ${missing.length > 0 ? fill(words.blocked, { what: missing.map(({ text }) => text).join('; ') }) : nothing}
      </p>
      <div role="alert">
        ${clash ? html`<p class="clash">${fill(words.clash, clash)}</p>` : nothing}
        ${this.#problem ? html`<p class="problem">${this.#problem}</p>` : nothing}
      </div>`;
  }

  async #read(): Promise<void> {
    const { backend, processId } = this;
    if (!processId || !backend?.processes) return;
    this.#failure = undefined;
    this.requestUpdate();
    try {
      const process = await backend.processes.get(processId);
      if (this.processId !== processId || this.backend !== backend) return;
      this.#process = process;
      await this.#readNames(process);
    } catch (error) {
      this.#failure = (error as Error).message;
      this.#report(error);
    }
    this.requestUpdate();
  }

  async #readNames({ history, definitionId }: Process): Promise<void> {
    if (history.length < 2) return;
    const all = (await this.backend?.processes?.definitions()) ?? [];
    const statuses = all.find(({ id }) => id === definitionId)?.statuses ?? [];
    this.#names = new Map(statuses.map(({ id, name }) => [id, name]));
  }

  #hear(event: RingbackEvent): void {
    if (event.type === 'process.updated' && event.data.process.id === this.processId)
      this.#put(event.data.process);
  }

  /** What is newer counts; what is being typed stays. */
  #put(process: Process): void {
    if (this.#process && process.version < this.#process.version) return;
    const known = [this.#process?.status, ...(this.#process?.next ?? [])].filter((one) => one !== undefined);
    this.#names = new Map([...this.#names, ...known.map(({ id, name }) => [id, name] as const)]);
    this.#process = process;
    this.requestUpdate();
  }

  #note(step: ProcessStep, value: string): void {
    this.#drafts = new Map([...this.#drafts, [keyOf(step), value]]);
  }

  async #answer(step: ProcessStep, value: string): Promise<void> {
    this.#note(step, value);
    await this.#write(step, async ({ processes }) => {
      const process = await processes?.answer?.(this.processId!, { itemId: step.id, value });
      const key = keyOf(step);
      // Unless something else was typed meanwhile.
      if (this.#drafts.get(key) === value)
        this.#drafts = new Map([...this.#drafts].filter(([one]) => one !== key));
      if (process) this.#put(process);
    });
  }

  async #finish(step: ProcessStep): Promise<void> {
    await this.#write(step, async ({ tasks, processes }) => {
      await tasks?.update?.(step.taskId!, { state: 'done' });
      const process = await processes?.get(this.processId!);
      if (process) this.#put(process);
    });
  }

  async #write(step: ProcessStep, write: (backend: Backend) => Promise<void>): Promise<void> {
    const key = keyOf(step);
    this.#faults.delete(key);
    try {
      if (this.backend) await write(this.backend);
    } catch (error) {
      const { fields, message } = error as RingbackError;
      const why = fields?.value ?? message;
      this.#faults.set(key, fill(this.words(processWords).notSaved, { why }));
      this.#report(error);
    }
    this.requestUpdate();
  }

  async #move(process: Process, to: { id: string; name: string }): Promise<void> {
    const [missing] = missingOf(process);
    if (missing) return this.#showMissing(missing);
    if (this.#busy) return;
    this.#busy = true;
    this.#problem = this.#clash = undefined;
    this.requestUpdate();
    try {
      const moved = await this.backend!.processes!.move!(process.id, {
        statusId: to.id,
        ifVersion: process.version,
      });
      this.#put(moved);
      this.#live.say(fill(this.words(processWords).moved, { status: moved.status.name }));
    } catch (error) {
      const { code, message, hint, current } = error as RingbackError;
      if (code === 'conflict' && current) {
        this.#put(current as Process);
        this.#clash = { theirs: (current as Process).status.name, yours: to.name };
      } else this.#problem = [message, hint].filter(Boolean).join(' ');
      this.#report(error);
    }
    this.#busy = false;
    this.requestUpdate();
  }

  /** The keyboard goes to what is to be done first. */
  #showMissing({ id, text }: ProcessStep): void {
    this.#live.say(fill(this.words(processWords).blocked, { what: text }));
    this.renderRoot.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"] [data-answer]`)?.focus();
  }

  #report(error: unknown): void {
    const { code = 'bug', message } = error as Partial<RingbackError>;
    emit(this, 'ringback-error', { code, message: message ?? String(error) });
  }
}

const keyOf = ({ statusId, id }: ProcessStep): string => `${statusId}/${id}`;
