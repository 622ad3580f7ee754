import type { CardLayout, RingbackError, Task, TaskDraft, TaskUpdate } from '@ringback/model';
import {
  buttonStyles,
  emit,
  fieldStyles,
  fill,
  formatTime,
  type RecordCreateDetail,
  RingbackElement,
  tokens,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { dialogStyles } from '../form/dialog.styles.ts';
import { formButtonsStyles } from '../form/form-buttons.styles.ts';
import { formStyles } from '../form/form.styles.ts';
import { type FieldChoice, fieldTitle, formView } from '../form/form-view.ts';
import { formWords } from '../form/form.words.ts';
import { type FieldValue, RecordForm } from '../form/record-form.ts';
import { leaveView } from '../form/leave-view.ts';
import { clashView } from '../form/record-state.ts';
import { recordStateStyles } from '../form/record-state.styles.ts';
import { WindowKeeper } from '../form/window-keeper.ts';
import { People } from '../list/people.ts';
import { taskFormWords } from './task-form.words.ts';

const KINDS = ['call', 'letter', 'meeting', 'other'] as const;
const STATES = ['open', 'in-progress', 'done', 'cancelled'] as const;
/** What a quick form asks besides what the firm requires. */
const QUICK = ['title', 'party', 'kind', 'dueAt', 'remindAt', 'responsible', 'description'];

type Values = Record<string, FieldValue>;

/**
 * @summary Window in which a task is made or changed; drawn from the firm's layout.
 *
 * @attr {boolean} everywhere - Answers every `ringback-record-create` for a task that the page does not answer itself. `<ringback-tasks>` does so too.
 *
 * @event {CustomEvent<TaskSavedDetail>} ringback-task-saved - The task was saved.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the form says it in words.
 *
 * @csspart dialog - The window.
 * @csspart fields - A group of fields.
 * @csspart form-field - A field with its name.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 */
export class RingbackTaskForm extends RingbackElement {
  static override styles = [
    ...[tokens, buttonStyles, fieldStyles, formStyles, formButtonsStyles],
    ...[recordStateStyles, dialogStyles],
  ];

  static override properties: PropertyDeclarations = { everywhere: { type: Boolean } };

  declare everywhere: boolean;

  #form = this.#newForm('quick');
  readonly #people = new People(
    () => this.backend,
    (error) => this.#report(error),
  );
  #layout: CardLayout | undefined;
  #layoutOf: unknown;
  /** What is changed; absent while a new one is made. */
  #task: Task | undefined;
  #links: Pick<RecordCreateDetail, 'partyId' | 'dealId' | 'leadId' | 'callId' | 'name'> = {};
  #failure: { why: string; again: () => void } | undefined;
  /** As somebody else has saved it meanwhile. */
  #theirs: Task | undefined;
  #asksToLeave = false;
  readonly #window = new WindowKeeper(this, () => {
    this.#form = this.#newForm('quick');
    this.#close();
  });

  constructor() {
    super();
    this.everywhere = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('ringback-record-create', this.#answer);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('ringback-record-create', this.#answer);
  }

  /** Opens the window for a new task, tied to what is named. */
  create(links: Omit<RecordCreateDetail, 'kind'>, values: { dueAt?: string } = {}): void {
    const { partyId, dealId, leadId, callId, name } = links;
    const given = Object.entries({ partyId, dealId, leadId, callId, name });
    this.#links = Object.fromEntries(given.filter(([, value]) => value !== undefined));
    this.#task = undefined;
    void this.#open('quick', { kind: callId ? 'call' : undefined, ...values });
  }

  /** Opens the window for a task that is there. */
  edit(task: Task): void {
    this.#links = { ...(task.partyName === undefined ? {} : { name: task.partyName }) };
    this.#task = task;
    void this.#open('full', {});
  }

  protected override render(): TemplateResult {
    const words = this.words(taskFormWords);
    return html`<dialog part="dialog" aria-labelledby="heading" @cancel=${this.#cancelled}>
      <h2 id="heading">${this.#task ? words.edit : words.create}</h2>
      ${this.#bodyView()}
    </dialog>`;
  }

  #bodyView(): TemplateResult {
    const words = this.words(taskFormWords);
    const close = html`<button class="button" type="button" @click=${() => this.#close()}>
      ${words.close}
    </button>`;
    if (this.#failure !== undefined) {
      return html`<p role="alert">${fill(words.failed, { why: this.#failure.why })}</p>
        <div class="form-buttons">
          <button class="button primary" type="button" @click=${this.#failure.again}>${words.tryAgain}</button
          >${close}
        </div>`;
    }
    if (!this.#form.ready)
      return html`<p role="status">${words.loading}</p>
        <div class="form-buttons">${close}</div>`;
    return this.#formView();
  }

  #formView(): TemplateResult {
    const words = this.words(taskFormWords);
    const common = formWords[this.locale];
    const { saving, error } = this.#form;
    const shown = error && !this.#theirs;
    return html`<form novalidate @submit=${this.#submit}>
      ${formView({
        form: this.#form,
        locale: this.locale,
        choices: this.#choices(),
        own: { party: () => this.#aboutView(), ...(this.#task ? {} : { state: () => nothing }) },
      })}
      <div role="alert">
        ${shown ? html`<p class="field-error">${fill(words.notSaved, { why: error.sentence })}</p>` : nothing}
        ${this.#clashView()} ${this.#asksToLeave ? this.#leaveView() : nothing}
      </div>
      <div class="form-buttons">
        <button class="button primary" type="submit" aria-disabled=${saving}>
          ${saving ? common.saving : common.save}
        </button>
        <button class="button" type="button" data-cancel @click=${() => this.#leave()}>
          ${common.cancel}
        </button>
      </div>
    </form>`;
  }

  #aboutView(): unknown {
    const { name } = this.#links;
    if (name === undefined) return nothing;
    return html`<p class="form-field">
      <span class="label">${this.words(taskFormWords).about}</span><br /><bdi>${name}</bdi>
    </p>`;
  }

  #clashView(): unknown {
    const theirs = this.#theirs;
    if (!theirs) return nothing;
    return clashView({
      ...{ locale: this.locale, typed: this.#form.patch(), now: valuesOf(theirs) },
      titleOf: (key) => fieldTitle(this.#layout, key, this.locale),
      shown: (key, value) => this.#shown(key, value),
      saveMine: () => {
        this.#task = theirs;
        void this.#save();
      },
      takeTheirs: () => this.edit(theirs),
    });
  }

  #leaveView(): TemplateResult {
    return leaveView({
      locale: this.locale,
      goOn: () => {
        this.#asksToLeave = false;
        this.requestUpdate();
      },
      discard: () => this.#close(),
    });
  }

  #shown(key: string, value: FieldValue): string {
    if (value === undefined || value === '') return '—';
    const choice = this.#choices()[key]?.find(({ id }) => id === value)?.title;
    if (choice !== undefined) return choice;
    return key.endsWith('At') ? formatTime(String(value), this.locale) : String(value);
  }

  #choices(): Record<string, readonly FieldChoice[]> {
    const words = this.words(taskFormWords);
    const titled = (id: (typeof KINDS)[number] | (typeof STATES)[number]) => ({ id, title: words[id] });
    return {
      kind: KINDS.map(titled),
      state: STATES.map(titled),
      responsible: this.#people.choices,
    };
  }

  #newForm(form: 'quick' | 'full'): RecordForm {
    return new RecordForm({ form, also: QUICK, changed: () => this.requestUpdate() });
  }

  async #open(form: 'quick' | 'full', values: Values): Promise<void> {
    await this.updateComplete;
    this.#window.show();
    await this.#begin(form, values);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('form :is(input, select, textarea):enabled')?.focus();
  }

  async #begin(form: 'quick' | 'full', values: Values): Promise<void> {
    this.#form = this.#newForm(form);
    this.#failure = this.#theirs = undefined;
    this.#asksToLeave = false;
    this.requestUpdate();
    try {
      if (this.#layoutOf !== this.backend) this.#layout = undefined;
      this.#layout ??= await this.backend?.layouts?.get('task');
      this.#layoutOf = this.backend;
      await this.#people.load();
    } catch (error) {
      this.#failure = { why: (error as Error).message, again: () => void this.#begin(form, values) };
      this.#report(error);
      this.requestUpdate();
      return;
    }
    // A firm without layouts has the fields that Ringback knows; a task without a title is none in any firm.
    const layout = this.#layout ?? PLAIN;
    const required = [...layout.required, ...PLAIN.required];
    this.#form.begin({ ...layout, required }, this.#task ? valuesOf(this.#task) : {}, values);
  }

  #answer = (event: Event): void => {
    const { detail } = event as CustomEvent<RecordCreateDetail>;
    if (!this.everywhere || detail.kind !== 'task' || event.defaultPrevented) return;
    if (!this.backend?.tasks?.create) return;
    event.preventDefault();
    this.create(detail);
  };

  #submit = (event: Event): void => {
    event.preventDefault();
    void this.#save();
  };

  async #save(): Promise<void> {
    this.#theirs = undefined;
    const task = await this.#form.submit(async (patch) => {
      try {
        return await this.#write(patch);
      } catch (error) {
        const { code, current } = error as RingbackError;
        if (code === 'conflict' && current) this.#theirs = current as Task;
        this.#report(error);
        throw error;
      }
    });
    if (!task) return this.#showFault();
    this.#close();
    emit(this, 'ringback-task-saved', { task });
  }

  #write(patch: Values): Promise<Task> | undefined {
    const { responsible, remindAt, ...fields } = patch;
    const { tasks } = this.backend ?? {};
    const assigned = responsible === undefined ? {} : { responsibleId: String(responsible) };
    if (!this.#task) {
      const { name: _, ...links } = this.#links;
      const reminder = remindAt === undefined ? {} : { remindAt: String(remindAt) };
      return tasks?.create?.({
        ...(fields as { title: string }),
        ...assigned,
        ...reminder,
        ...links,
      } as TaskDraft);
    }
    if ('dueAt' in fields && fields.dueAt === undefined)
      throw Object.assign(new Error(), {
        code: 'invalid',
        fields: { dueAt: this.words(taskFormWords).keepsDate },
      });
    const update = {
      ...fields,
      ...('description' in fields ? { description: fields.description ?? '' } : {}),
      ...assigned,
      ...('remindAt' in patch ? { remindAt: remindAt ?? null } : {}),
      ifUnmodifiedSince: this.#task.updatedAt,
    };
    return tasks?.update?.(this.#task.id, update as TaskUpdate);
  }

  /** The keyboard goes to the first field that is at fault. */
  async #showFault(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  #cancelled = (event: Event): void => {
    event.preventDefault();
    this.#leave();
  };

  #leave(): void {
    // What is being typed counts before the field is left.
    (this.shadowRoot?.activeElement as HTMLElement | null)?.blur();
    if (!this.#form.ready || !this.#form.dirty) return this.#close();
    this.#asksToLeave = true;
    this.requestUpdate();
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('.note .primary')?.focus(),
    );
  }

  #close(): void {
    this.#asksToLeave = false;
    this.#theirs = undefined;
    this.#dialog?.close();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  #report(error: unknown): void {
    const { code = 'bug', message } = error as Partial<RingbackError>;
    emit(this, 'ringback-error', { code, message: message ?? String(error) });
  }
}

const PLAIN: CardLayout = {
  entity: 'task',
  groups: [],
  hidden: [],
  fields: [
    { key: 'title', type: 'text', writable: true },
    { key: 'party', type: 'party', writable: false },
    { key: 'kind', type: 'choice', writable: true },
    { key: 'state', type: 'choice', writable: true },
    { key: 'dueAt', type: 'time', writable: true },
    { key: 'remindAt', type: 'time', writable: true },
    { key: 'responsible', type: 'user', writable: true },
    { key: 'description', type: 'multiline', writable: true },
  ],
  required: [{ entity: 'task', fields: ['title'] }],
};

/** A task as its form has it. */
function valuesOf(task: Task): Values {
  const { title, kind, state, dueAt, remindAt, responsible, description } = task;
  return { title, kind, state, dueAt, remindAt, responsible: responsible?.id, description };
}
