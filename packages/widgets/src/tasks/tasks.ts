import type { RingbackError, RingbackEvent, Task, TaskQuery, TaskState, TaskUpdate } from '@ringback/model';
import {
  checkIcon,
  emit,
  fill,
  icon,
  LiveRegion,
  plusIcon,
  type RecordCreateDetail,
  xIcon,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { inlineChoiceStyles } from '../list/inline-choice.styles.ts';
import { openRecord } from '../list/open-record.ts';
import { People } from '../list/people.ts';
import { reachActions } from '../list/reach.ts';
import {
  type ListAction,
  type ListFilter,
  type ListQuestion,
  RecordListElement,
} from '../list/record-list.ts';
import type { ListColumn } from '../list/table-view.ts';
import { removedFrom } from '../list/removed.ts';
import type { TaskCalendar } from './calendar.ts';
import { firstWeekday, isIn, type Scale, SCALES, slotsOf, step } from './calendar-days.ts';
import { asQuery, isOpen, KINDS, STATES, taskColumns } from './task-columns.ts';
import { TaskMoves } from './task-moves.ts';
import { TaskWindows } from './task-windows.ts';
import { tasksStyles } from './tasks.styles.ts';
import { tasksWords } from './tasks.words.ts';

export const TASK_VIEWS = ['list', ...SCALES] as const;
/** How tasks are shown. */
export type TaskView = (typeof TASK_VIEWS)[number];

/**
 * @summary Tasks as a list and as a calendar of a month, a week or a day; made, done, moved to another day; reminders on time.
 *
 * While it is shown in a page, however far down, it answers every `ringback-record-create` for a task that the page does not answer itself.
 *
 * @attr {'list' | 'month' | 'week' | 'day'} show - How tasks are shown.
 * @attr {string} party-id - Only tasks about this customer.
 * @attr {string} deal-id - Only tasks of this deal.
 * @attr {string} lead-id - Only tasks of this lead.
 * @attr {string} page - Names the host page: each page has saved views of its own.
 *
 * @event {CustomEvent<TasksShowDetail>} ringback-tasks-show - The person wants them shown in another way, or another time.
 * @event {CustomEvent<RecordCreateDetail>} ringback-record-create - "New task" was clicked; cancelable: else a form opens.
 * @event {CustomEvent<RecordOpenDetail>} ringback-record-open - A task was clicked; cancelable: else its form opens.
 * @event {CustomEvent<NumberDialDetail>} ringback-number-dial - The call button, or "Call now" of a reminder; cancelable: else the phone dials.
 * @event {CustomEvent<LetterWriteDetail>} ringback-letter-write - The letter button was clicked; cancelable: else the mail program opens.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the element says it in words.
 *
 * @csspart list - The whole element.
 * @csspart toolbar - Search, filters, views, columns.
 * @csspart period - Choice of list or calendar, and of its time.
 * @csspart calendar - The calendar.
 * @csspart slot - A day, or an hour.
 * @csspart chip - A task in the calendar.
 * @csspart row - A task in the list.
 * @csspart message - Sentence of the empty, error and signed-out states.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 * @cssproperty --ringback-list-size - Height that the list may have at most; 60vh when absent.
 */
export class RingbackTasks extends RecordListElement<Task> {
  static override styles = [...RecordListElement.styles, inlineChoiceStyles, tasksStyles];

  static override properties: PropertyDeclarations = {
    show: { reflect: true },
    partyId: { attribute: 'party-id' },
    dealId: { attribute: 'deal-id' },
    leadId: { attribute: 'lead-id' },
    clock: { attribute: false },
  };

  declare show: TaskView;
  declare partyId: string | undefined;
  declare dealId: string | undefined;
  declare leadId: string | undefined;
  /** What time it is; the browser's clock unless a test brings another. */
  declare clock: () => Date;

  readonly #people = new People(
    () => this.backend,
    (error) => this.report(error),
  );
  readonly #live = new LiveRegion(this);
  readonly #moves = new TaskMoves({
    locale: () => this.locale,
    now: () => this.clock(),
    write: (task, patch) => this.#write(task, patch),
    put: (task) => this.pages.put(task),
    say: (sentence) => this.#live.say(sentence),
    changed: () => this.requestUpdate(),
    failed: (error) => this.report(error),
  });
  readonly #windows = new TaskWindows(this, {
    open: (task) => this.open(task),
    failed: (error) => this.report(error),
  });
  /** A moment of the time that the calendar shows; the present one until somebody leafs. */
  #around: Date | undefined;
  #calendar: TaskCalendar | undefined;
  /** Where a task that is about to be made shall be due. */
  #dueAt: string | undefined;

  constructor() {
    super();
    this.show = 'list';
    this.clock = () => new Date();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('ringback-record-create', this.#answer);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('ringback-record-create', this.#answer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.show !== 'list' && !this.#calendar) void this.#bringCalendar();
    if (this.backend?.tasks) void this.#windows.bringReminders();
    // The first read belongs to the base: it has no answer yet what this one asked for.
    const asks = ['show', 'partyId', 'dealId', 'leadId'].some((key) => changed.has(key));
    if (this.hasUpdated && asks) this.askAnew();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.show !== 'list') void this.pages.more();
  }

  protected listName() {
    return 'tasks' as const;
  }

  protected initialColumns(): readonly string[] {
    return ['title', 'due', 'kind', 'customer', 'responsible', 'state'];
  }

  protected override initialFilters(): Readonly<Record<string, string>> {
    return { state: 'unfinished' };
  }

  protected present(): boolean {
    return this.backend?.tasks !== undefined;
  }

  protected get sentences(): { region: string; empty: string } {
    const { region, empty } = this.words(tasksWords);
    return { region, empty };
  }

  protected nameOf(task: Task): string {
    return task.title;
  }

  protected async read({ filters, words, cursor, limit }: ListQuestion) {
    const { tasks } = this.backend!;
    const range = this.#range();
    await this.#people.load();
    const query: TaskQuery = {
      ...(cursor === undefined ? {} : { cursor }),
      ...(range ? { from: range.from, to: range.to, limit: 200 } : { limit }),
      ...this.#scope(),
      ...asQuery(filters, this.#people.mine),
      ...(words === undefined ? {} : { words }),
    };
    return tasks!.list(query);
  }

  protected hear(event: RingbackEvent): void {
    if (event.type === 'task.updated') this.#put(event.data.task);
    if (event.type === 'task.created') this.#put(event.data.task, { isNew: true });
    this.pages.remove(removedFrom(event, 'task'));
  }

  protected columns(): readonly ListColumn<Task>[] {
    return taskColumns({
      ...{ words: this.words(tasksWords), locale: this.locale, now: this.clock(), people: this.#people },
      mayWrite: this.backend?.tasks?.update !== undefined,
      change: (task, patch) => void this.attempt(task, () => this.#write(task, patch)),
    });
  }

  protected override filters(): readonly ListFilter[] {
    const words = this.words(tasksWords);
    const titled = (id: (typeof KINDS)[number] | TaskState) => ({ id, title: words[id] });
    const mine = { id: 'me', title: words.mine };
    return [
      {
        key: 'state',
        title: words.state,
        options: [
          { id: 'unfinished', title: `${words.open}, ${words['in-progress']}` },
          ...STATES.map(titled),
        ],
      },
      { key: 'person', title: words.responsible, options: [mine, ...this.#people.choices] },
      { key: 'kind', title: words.kind, options: KINDS.map(titled) },
    ];
  }

  protected override actions(): readonly ListAction<Task>[] {
    const { backend, phone, locale } = this;
    const whom = ({ partyId, partyName, title }: Task) =>
      partyId === undefined ? undefined : { id: partyId, name: partyName ?? title };
    const reach = reachActions<Task>({ element: this, backend, phone, locale, whom });
    if (!backend?.tasks?.update) return reach;
    const words = this.words(tasksWords);
    const end = (state: TaskState) => (task: Task) => this.#write(task, { state });
    return [
      ...reach,
      {
        ...{ key: 'done', icon: checkIcon, may: isOpen, run: end('done') },
        title: ({ title }) => fill(words.finish, { task: title }),
      },
      {
        ...{ key: 'cancel', icon: xIcon, may: isOpen, run: end('cancelled') },
        title: ({ title }) => fill(words.cancel, { task: title }),
      },
    ];
  }

  protected override tools(): unknown {
    if (!this.backend?.tasks?.create) return nothing;
    return html`<button class="button primary" type="button" data-create @click=${() => this.#ask()}>
      ${icon(plusIcon)}<span>${this.words(tasksWords).create}</span>
    </button>`;
  }

  protected override open = (task: Task): void => {
    const { system, id, title, url } = task;
    openRecord(this, { kind: 'task', system, id, title, url }, () => {
      void this.#windows.withForm((form) => form.edit(task));
    });
  };

  protected override forget(): void {
    this.#moves.leave();
    this.#live.say('');
    // It may hold a task that was taken by keyboard; another comes by itself.
    this.#around = this.#calendar = undefined;
    super.forget();
  }

  protected override body(): TemplateResult {
    const may = this.present() && this.backend?.state.status !== 'signed-out';
    return html`${may ? html`${this.#periodView()} ${this.#moves.render()}` : nothing}
    ${may && this.show !== 'list' ? this.#calendarView() : super.body()} ${this.#windows.render()}
    ${this.#live.render()}`;
  }

  #periodView(): TemplateResult {
    const words = this.words(tasksWords);
    return html`<div class="period" part="period">
      <div class="views" role="group" aria-label=${words.show}>
        ${TASK_VIEWS.map(
          (view) =>
            html`<button
              class="button"
              type="button"
              data-show=${view}
              aria-pressed=${this.show === view}
              @click=${() => this.#show(view)}
            >
              ${words[view]}
            </button>`,
        )}
      </div>
      ${this.#calendar && this.show !== 'list' ? this.#calendar.leafView(this.show, this.#shown) : nothing}
    </div>`;
  }

  #calendarView(): TemplateResult {
    const { items, error, loading } = this.pages;
    if (!this.#calendar || this.show === 'list') return this.skeleton();
    const slots = this.#slots();
    const empty = !loading && !error && !items.some(({ dueAt }) => slots.some((slot) => isIn(slot, dueAt)));
    return html`${this.#calendar.render({
      ...{ scale: this.show, around: this.#shown, slots, tasks: items, now: this.clock() },
      busy: loading !== undefined,
    })}
    ${empty ? html`<p class="foot">${this.words(tasksWords).emptyTime}</p>` : nothing}
    ${error ? this.failed() : nothing}`;
  }

  get #shown(): Date {
    return this.#around ?? this.clock();
  }

  #slots() {
    return slotsOf(this.show as Scale, this.#shown, firstWeekday(this.locale));
  }

  #range(): { from: string; to: string } | undefined {
    if (this.show === 'list') return undefined;
    const slots = this.#slots();
    return { from: slots[0]!.from.toISOString(), to: slots.at(-1)!.to.toISOString() };
  }

  #scope(): Pick<RecordCreateDetail, 'partyId' | 'dealId' | 'leadId'> {
    const { partyId, dealId, leadId } = this;
    return { ...(partyId ? { partyId } : {}), ...(dealId ? { dealId } : {}), ...(leadId ? { leadId } : {}) };
  }

  /** What was made elsewhere is added where it belongs: not beside filters by words, which only the gateway can apply. */
  #put(task: Task, { isNew = false } = {}): void {
    const { words, ...filters } = this.view.shape.filters;
    const query = { ...this.#scope(), ...asQuery(filters, this.#people.mine) };
    const { states, kinds, responsibleId, ...links } = query;
    const fits =
      words === undefined &&
      (states === undefined || [states].flat().includes(task.state)) &&
      (kinds === undefined || [kinds].flat().includes(task.kind ?? 'other')) &&
      (responsibleId === undefined || responsibleId === task.responsible?.id) &&
      Object.entries(links).every(([key, id]) => task[key as keyof Task] === id);
    this.pages.put(task, { add: fits && (isNew || this.show !== 'list') });
  }

  /** Writes what differs, and shows what it has become. */
  async #write(task: Task, patch: TaskUpdate): Promise<void> {
    try {
      const changed = await this.backend?.tasks?.update?.(task.id, {
        ...patch,
        ifUnmodifiedSince: task.updatedAt,
      });
      if (changed) this.pages.put(changed);
    } catch (error) {
      const { current } = error as RingbackError;
      this.pages.put((current as Task | undefined) ?? task);
      throw error;
    }
  }

  #show(show: TaskView, around = this.#around): void {
    this.#around = around;
    this.#moves.forget();
    const again = this.show === show;
    this.show = show;
    emit(this, 'ringback-tasks-show', { show, at: this.#shown.toISOString() });
    // Tasks that are there stay until others come: the keyboard stands on one of them.
    if (again) void this.pages.refresh();
    this.requestUpdate();
  }

  #ask(dueAt?: string): void {
    this.#dueAt = dueAt;
    emit(this, 'ringback-record-create', { kind: 'task', ...this.#scope() }, { cancelable: true });
    this.#dueAt = undefined;
  }

  #answer = (event: Event): void => {
    const { detail } = event as CustomEvent<RecordCreateDetail>;
    if (detail.kind !== 'task' || event.defaultPrevented || !this.backend?.tasks?.create) return;
    // A window of what the page hides would not be seen.
    if (!this.checkVisibility()) return;
    event.preventDefault();
    const dueAt = this.#dueAt;
    void this.#windows.withForm((form) => form.create(detail, dueAt === undefined ? {} : { dueAt }));
  };

  async #bringCalendar(): Promise<void> {
    try {
      const { TaskCalendar: Calendar } = await import('./calendar.ts');
      this.#calendar ??= new Calendar({
        host: this,
        locale: () => this.locale,
        words: () => this.words(tasksWords),
        mayMove: (task) => this.backend?.tasks?.update !== undefined && isOpen(task),
        mayCreate: () => this.backend?.tasks?.create !== undefined,
        move: (task, dueAt) => this.#moves.to(task, dueAt),
        open: (task) => this.open(task),
        create: (at) => this.#ask(at.toISOString()),
        leaf: (by) =>
          this.#show(this.show, by === 0 ? this.clock() : step(this.show as Scale, this.#shown, by)),
        zoom: (day) => this.#show('day', day),
        say: (sentence) => this.#live.say(sentence),
      });
    } catch (error) {
      this.report(error);
    }
    this.requestUpdate();
  }
}
