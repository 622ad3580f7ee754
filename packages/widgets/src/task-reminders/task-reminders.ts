import type { Backend, RingbackError, RingbackEvent, TaskReminder } from '@ringback/model';
import {
  bellIcon,
  buttonStyles,
  checkIcon,
  emit,
  fill,
  FollowController,
  formatTime,
  icon,
  LiveRegion,
  phoneIcon,
  PortController,
  RingbackElement,
  tokens,
  unseenStyles,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { linkStyles } from '../link.styles.ts';
import { openRecord } from '../list/open-record.ts';
import { isSame } from '../list/same-record.ts';
import { DesktopNotes, keyOf } from './desktop-note.ts';
import { ReminderTurn } from './reminder-turn.ts';
import { SNOOZES, snoozeUntil } from './snooze.ts';
import { taskRemindersStyles } from './task-reminders.styles.ts';
import { taskRemindersWords } from './task-reminders.words.ts';

/**
 * @summary Window that reminds of tasks at their time: once over all tabs, with "call now" and "remind again".
 *
 * It takes no room. Over the tabs of one host the window stands in the one that the person looks at; what is done there is done in all.
 *
 * @event {CustomEvent<NumberDialDetail>} ringback-number-dial - "Call now"; cancelable: else the phone dials.
 * @event {CustomEvent<RecordOpenDetail>} ringback-record-open - A task's title was clicked; cancelable: else its page opens, where it has one.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the window says it in words.
 *
 * @csspart window - The window.
 * @csspart reminder - One reminder.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 */
export class RingbackTaskReminders extends RingbackElement {
  static override styles = [tokens, buttonStyles, linkStyles, unseenStyles, taskRemindersStyles];

  static override properties: PropertyDeclarations = { clock: { attribute: false } };

  /** What time it is; the browser's clock unless a test brings another. */
  declare clock: () => Date;

  #due: readonly TaskReminder[] = [];
  /** Reminders of which something is being written, and those of which it was not taken. */
  readonly #busy = new Set<string>();
  readonly #problems = new Map<string, string>();
  readonly #said = new Set<string>();
  readonly #notes = new DesktopNotes();
  readonly #live = new LiveRegion(this);
  readonly #turn = new ReminderTurn({
    locks: navigator.locks,
    changed: () => this.requestUpdate(),
    patienceMs: 1000,
    isHidden: () => document.hidden,
  });
  #readFor: { backend: Backend | undefined; status: string | undefined } | undefined;

  constructor() {
    super();
    this.clock = () => new Date();
    new PortController(this, () => this.backend);
    new FollowController(
      this,
      () => this.backend,
      (backend) => backend.follow((event) => this.#hear(event)),
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#seen);
    document.addEventListener('ringback-bar-arranged', this.#barMoved);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#seen);
    document.removeEventListener('ringback-bar-arranged', this.#barMoved);
    this.#turn.want(undefined);
    this.#readFor = undefined;
    this.#due = [];
    this.#notes.show([], () => '');
  }

  protected override willUpdate(): void {
    // An element that was taken out of the page draws once more, and asks for nothing.
    if (!this.isConnected) return;
    this.#read();
    const me = this.backend?.state.me?.agent.id ?? '';
    this.#turn.want(this.#due.length > 0 ? `ringback:reminders:${me}` : undefined);
  }

  protected override updated(): void {
    if (!this.isConnected) return;
    const window = this.renderRoot.querySelector<HTMLElement>('.window');
    const shown = this.#shown;
    if (window && window.matches(':popover-open') !== shown.length > 0) {
      window.togglePopover();
      this.#yieldToBar();
    }
    const words = this.words(taskRemindersWords);
    this.#notes.show(shown, ({ task }) => fill(words.reminder, { task: task.title }));
    const fresh = shown.filter((one) => !this.#said.has(keyOf(one)));
    if (fresh.length === 0) return;
    for (const one of fresh) this.#said.add(keyOf(one));
    const task = fresh.map((one) => one.task.title).join(', ');
    this.#live.say(fill(words.reminder, { task }));
  }

  protected override render(): TemplateResult {
    const words = this.words(taskRemindersWords);
    return html`<section class="window" part="window" popover="manual" aria-label=${words.region}>
        <ul>
          ${repeat(this.#shown, keyOf, (reminder) => this.#reminderView(reminder))}
        </ul>
        ${this.#shown.length > 0 && globalThis.Notification?.permission === 'default' ? this.#notifyView() : nothing}
      </section>
      ${this.#live.render()}`;
  }

  #reminderView(reminder: TaskReminder): TemplateResult {
    const words = this.words(taskRemindersWords);
    const { task, phone } = reminder;
    const problem = this.#problems.get(keyOf(reminder));
    const due = task.dueAt && fill(words.due, { time: formatTime(task.dueAt, this.locale, this.clock()) });
    return html`<li
      class="reminder"
      part="reminder"
      data-task=${task.id}
      aria-busy=${this.#busy.has(keyOf(reminder))}
    >
      <p class="what">
        ${icon(bellIcon)}
        <button
          class="link"
          type="button"
          data-open
          aria-label=${fill(words.open, { task: task.title })}
          @click=${() => this.#open(reminder)}
        >
          <bdi>${task.title}</bdi>
        </button>
      </p>
      <p class="about">${task.partyName ? html`<bdi>${task.partyName}</bdi>, ` : nothing}${due || nothing}</p>
      <div class="buttons">
        ${
          phone === undefined
            ? nothing
            : html`<button
                class="button primary"
                type="button"
                data-call
                @click=${() => this.#call(reminder, phone)}
              >
                ${icon(phoneIcon)}<span>${words.callNow}</span>
              </button>`
        }
        <button class="button" type="button" data-seen @click=${() => this.#acknowledge(reminder)}>
          ${icon(checkIcon)}<span>${words.seen}</span>
        </button>
      </div>
      <div class="buttons" role="group" aria-label=${words.again}>
        <span class="label" aria-hidden="true">${words.again}</span>
        ${SNOOZES.map(
          (how) =>
            html`<button
              class="button quiet"
              type="button"
              data-snooze=${how}
              @click=${() => this.#snooze(reminder, how)}
            >
              ${words[how]}
            </button>`,
        )}
      </div>
      <p class="problem" role="alert">${problem ?? nothing}</p>
    </li>`;
  }

  #notifyView(): TemplateResult {
    const ask = async () => {
      await Notification.requestPermission();
      this.requestUpdate();
    };
    return html`<button class="button quiet" type="button" @click=${() => void ask()}>
      ${this.words(taskRemindersWords).notify}
    </button>`;
  }

  /** What stands in the window of this very page. */
  get #shown(): readonly TaskReminder[] {
    return this.#turn.holds ? this.#due : [];
  }

  /** What has come due before, each time there is somebody to ask again. */
  #read(): void {
    const { backend } = this;
    const status = backend?.state.status;
    if (this.#readFor?.backend === backend && this.#readFor?.status === status) return;
    this.#readFor = { backend, status };
    if (status === 'signed-out' || !backend) this.#due = [];
    if (status !== 'online' || !backend?.tasks) return;
    backend.tasks.reminders().then(
      (due) => {
        if (this.#readFor?.backend !== backend) return;
        this.#due = inOrder(due);
        this.requestUpdate();
      },
      (error: unknown) => this.#report(error),
    );
  }

  #hear(event: RingbackEvent): void {
    if (event.type === 'task.reminder') {
      const { reminder } = event.data;
      this.#due = inOrder([...this.#without(reminder.task), reminder]);
    } else if (event.type === 'task.updated') {
      const { task } = event.data;
      const before = this.#due.find((one) => isSame(one.task, task));
      if (!before) return;
      // Seen, put off or ended, in whichever page.
      const over =
        task.state === 'done' || task.state === 'cancelled' || task.remindAt !== before.task.remindAt;
      this.#due = over ? this.#without(task) : inOrder([...this.#without(task), { ...before, task }]);
    } else return;
    this.requestUpdate();
  }

  #without(gone: TaskReminder['task']): TaskReminder[] {
    return this.#due.filter(({ task }) => !isSame(task, gone));
  }

  #seen = (): void => {
    if (!document.hidden) this.#turn.inSight();
    this.requestUpdate();
  };

  /** At the top, where neither caller card nor bar stands, or below the bar where a person has moved it there. */
  #yieldToBar = (): void => {
    const bar = document.querySelector("ringback-softphone[dock='top']");
    const below = Math.max(0, bar?.getBoundingClientRect().bottom ?? 0);
    this.renderRoot.querySelector<HTMLElement>('.window')?.style.setProperty('--_bar', `${below}px`);
  };

  #barMoved = (): void => void requestAnimationFrame(this.#yieldToBar);

  #open({ task: { system, id, title, url } }: TaskReminder): void {
    openRecord(this, { kind: 'task', system, id, title, url });
  }

  #call(reminder: TaskReminder, number: string): void {
    void this.#settle(reminder, async (backend) => {
      if (emit(this, 'ringback-number-dial', { number }, { cancelable: true }))
        await this.phone?.call(number);
      await backend.tasks?.acknowledge(reminder.task.id);
    });
  }

  #acknowledge(reminder: TaskReminder): void {
    void this.#settle(reminder, (backend) => backend.tasks?.acknowledge(reminder.task.id));
  }

  #snooze(reminder: TaskReminder, how: (typeof SNOOZES)[number]): void {
    const until = snoozeUntil(how, this.clock());
    void this.#settle(reminder, (backend) => backend.tasks?.snooze(reminder.task.id, until));
  }

  /** Stays until the gateway knows of it: a reminder is not lost with the connection. */
  async #settle(
    reminder: TaskReminder,
    write: (backend: Backend) => Promise<unknown> | undefined,
  ): Promise<void> {
    const key = keyOf(reminder);
    const { backend } = this;
    if (!backend || this.#busy.has(key)) return;
    this.#busy.add(key);
    this.#problems.delete(key);
    this.requestUpdate();
    try {
      await write(backend);
      this.#due = this.#due.filter((one) => keyOf(one) !== key);
    } catch (error) {
      this.#problems.set(key, fill(this.words(taskRemindersWords).failed, { why: (error as Error).message }));
      this.#report(error);
    }
    this.#busy.delete(key);
    this.requestUpdate();
  }

  #report(error: unknown): void {
    const { code = 'bug', message } = error as Partial<RingbackError>;
    emit(this, 'ringback-error', { code, message: message ?? String(error) });
  }
}

const inOrder = (due: readonly TaskReminder[]): TaskReminder[] =>
  [...due].sort((one, other) => (one.at < other.at ? -1 : 1));
