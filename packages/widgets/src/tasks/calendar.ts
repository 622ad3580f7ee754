/** The calendar of tasks: walked by arrows, and tasks moved in it by pointer or by keyboard. Loaded when it is first shown. */
import type { Locale, Task } from '@ringback/model';
import { chevronLeftIcon, chevronRightIcon, fill, icon } from '@ringback/ui';
import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { intlLocale, isIn, movedTo, type Scale, type Slot } from './calendar-days.ts';
import { CalendarDrag } from './calendar-drag.ts';
import type { TasksWords } from './tasks.words.ts';

export interface CalendarHost extends ReactiveControllerHost {
  readonly renderRoot: HTMLElement | DocumentFragment;
}

export interface TaskCalendarOptions {
  host: CalendarHost;
  locale: () => Locale;
  words: () => TasksWords;
  mayMove: (task: Task) => boolean;
  mayCreate: () => boolean;
  move: (task: Task, dueAt: string) => void;
  open: (task: Task) => void;
  create: (at: Date) => void;
  /** The time before or after; 0 = the present. */
  leaf: (by: number) => void;
  zoom: (day: Date) => void;
  say: (sentence: string) => void;
}

export interface CalendarView {
  scale: Scale;
  around: Date;
  slots: readonly Slot[];
  tasks: readonly Task[];
  now: Date;
  busy: boolean;
}

export class TaskCalendar implements ReactiveController {
  readonly #options: TaskCalendarOptions;
  readonly #drag: CalendarDrag;
  #view: CalendarView | undefined;
  /** Picked up, and over which slot it is. */
  #held: { task: Task; slot: number; by: 'keyboard' | 'pointer' } | undefined;
  /** Slot and place in it on which the keyboard stands: 0 = its heading. */
  #at = { slot: -1, item: 0 };
  #focusNext: (() => string) | undefined;

  constructor(options: TaskCalendarOptions) {
    this.#options = options;
    this.#drag = new CalendarDrag({
      begin: (id) => this.#pickUp(id, 'pointer'),
      over: (slot) => this.#carry(slot),
      drop: () => this.#putDown(),
      cancel: () => this.#cancel(),
    });
    options.host.addController(this);
  }

  hostUpdated(): void {
    const selector = this.#focusNext?.();
    if (selector === undefined) return;
    this.#focusNext = undefined;
    this.#options.host.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  hostDisconnected(): void {
    this.#held = undefined;
  }

  leafView(scale: Scale, around: Date): TemplateResult {
    const { words, leaf } = this.#options;
    const { earlier, later, today } = words();
    return html`<div class="leaf">
      <button
        class="button icon-only"
        type="button"
        data-leaf="-1"
        aria-label=${earlier}
        @click=${() => leaf(-1)}
      >
        ${icon(chevronLeftIcon)}
      </button>
      <button class="button" type="button" data-leaf="0" @click=${() => leaf(0)}>${today}</button>
      <button
        class="button icon-only"
        type="button"
        data-leaf="1"
        aria-label=${later}
        @click=${() => leaf(1)}
      >
        ${icon(chevronRightIcon)}
      </button>
      <h2 class="when" aria-live="polite">${this.#periodName(scale, around)}</h2>
    </div>`;
  }

  render(view: CalendarView): TemplateResult {
    this.#view = view;
    const { scale, slots, busy, around } = view;
    const columns = scale === 'day' ? 1 : 7;
    const stand = this.#standing();
    const rows = [...Array(slots.length / columns).keys()].map((row) => row * columns);
    return html`<div
      class="calendar ${scale}"
      part="calendar"
      role="grid"
      aria-label=${this.#periodName(scale, around)}
      aria-busy=${busy}
      @keydown=${this.#keydown}
      @focusin=${this.#focusin}
      @pointerdown=${this.#drag.down}
      @pointermove=${this.#drag.move}
      @pointerup=${this.#drag.up}
      @pointercancel=${this.#drag.cancelled}
      @touchmove=${this.#drag.touch}
    >
      <span class="unseen" id="calendar-keys">${this.#options.words().keys}</span>
      ${scale === 'day' ? nothing : this.#headsView(slots.slice(0, 7))}
      ${rows.map(
        (first) =>
          html`<div class="line" role="row">
            ${slots.slice(first, first + columns).map((slot, index) => this.#slotView(slot, first + index, stand))}
          </div>`,
      )}
    </div>`;
  }

  #headsView(week: readonly Slot[]): TemplateResult {
    return html`<div class="line heads" role="row">
      ${week.map(
        ({ from }) =>
          html`<span role="columnheader" aria-label=${this.#date(from, { weekday: 'long' })}
            >${this.#date(from, { weekday: 'short' })}</span
          >`,
      )}
    </div>`;
  }

  #slotView(slot: Slot, index: number, stand: { slot: number; item: number }): TemplateResult {
    const { scale, now } = this.#view!;
    const tasks = this.#tasksIn(index);
    const words = this.#options.words();
    const hourly = scale === 'day';
    const label = hourly ? this.#time(slot.from) : this.#date(slot.from, LONG_DAY);
    const sentence = hourly && this.#options.mayCreate() ? words.createAt : words.tasksOn;
    const current = isIn(slot, now.toISOString());
    return html`<div
      class="slot ${slot.within ? '' : 'outside'} ${this.#held?.slot === index ? 'target' : ''}"
      part="slot"
      role="gridcell"
      data-slot=${index}
      ?data-current=${current}
    >
      <button
        class="date"
        type="button"
        data-item="0"
        tabindex=${stand.slot === index && stand.item === 0 ? 0 : -1}
        aria-current=${current ? (hourly ? 'time' : 'date') : nothing}
        aria-label=${fill(sentence, { date: label, count: tasks.length })}
        @click=${() => this.#head(slot)}
      >
        ${hourly ? label : html`<span class="weekday">${this.#date(slot.from, { weekday: 'long' })}</span> ${slot.from.getDate()}`}
      </button>
      ${repeat(
        tasks,
        ({ id }) => id,
        (task, place) => this.#chipView(task, place + 1, stand.slot === index && stand.item === place + 1),
      )}
    </div>`;
  }

  #chipView(task: Task, item: number, stands: boolean): TemplateResult {
    const words = this.#options.words();
    const { title, state, responsible, dueAt = '' } = task;
    const ended = state === 'done' || state === 'cancelled';
    const late = !ended && dueAt < this.#view!.now.toISOString();
    const time = this.#time(new Date(dueAt));
    const held = this.#held?.task.id === task.id;
    const more = [ended ? words[state] : late ? words.overdue : '', responsible?.name ?? ''];
    return html`<button
      class="chip ${ended ? 'ended' : late ? 'late' : ''} ${held ? 'held' : ''}"
      part="chip"
      type="button"
      data-item=${item}
      data-task=${task.id}
      tabindex=${stands ? 0 : -1}
      title=${[time, title, ...more.filter(Boolean)].join(', ')}
      aria-label=${[time, title, ...more.filter(Boolean)].join(', ')}
      aria-describedby="calendar-keys"
      aria-pressed=${held ? 'true' : nothing}
      @click=${() => this.#drag.dragged || this.#options.open(task)}
    >
      <span class="time">${time}</span> <bdi class="name">${title}</bdi>
    </button>`;
  }

  /** Where the tab key comes in: where the keyboard stood last, else today, else at the beginning. */
  #standing(): { slot: number; item: number } {
    const { slots, now } = this.#view!;
    if (this.#at.slot >= 0 && this.#at.slot < slots.length)
      return { slot: this.#at.slot, item: Math.min(this.#at.item, this.#tasksIn(this.#at.slot).length) };
    return {
      slot: Math.max(
        0,
        slots.findIndex((slot) => isIn(slot, now.toISOString())),
      ),
      item: 0,
    };
  }

  /** In order of time; what is held stands where it would come to. */
  #tasksIn(index: number): Task[] {
    const { slots, tasks, scale } = this.#view!;
    const held = this.#held;
    const others = tasks.filter(({ id, dueAt }) => id !== held?.task.id && isIn(slots[index]!, dueAt));
    const here =
      held?.slot === index ? [{ ...held.task, dueAt: movedTo(slots[index]!, scale, held.task.dueAt!) }] : [];
    return [...others, ...here].sort((one, other) => (one.dueAt! < other.dueAt! ? -1 : 1));
  }

  #head(slot: Slot): void {
    if (this.#view?.scale !== 'day') this.#options.zoom(slot.from);
    else if (this.#options.mayCreate()) this.#options.create(slot.from);
  }

  #pickUp(id: string, by: 'keyboard' | 'pointer'): boolean {
    const task = this.#view?.tasks.find((one) => one.id === id);
    const slot = this.#view?.slots.findIndex((one) => isIn(one, task?.dueAt)) ?? -1;
    if (!task || slot < 0 || !this.#options.mayMove(task)) return false;
    this.#held = { task, slot, by };
    if (by === 'keyboard') this.#options.say(fill(this.#options.words().pickedUp, { task: task.title }));
    this.#options.host.requestUpdate();
    return true;
  }

  #carry(slot: number): void {
    const held = this.#held;
    const target = this.#view?.slots[slot];
    if (!held || !target || held.slot === slot) return;
    this.#held = { ...held, slot };
    if (held.by === 'keyboard') this.#tellTarget(target);
    this.#options.host.requestUpdate();
  }

  #tellTarget({ from }: Slot): void {
    const date = this.#view?.scale === 'day' ? this.#time(from) : this.#date(from, LONG_DAY);
    this.#options.say(fill(this.#options.words().over, { date }));
    const { id } = this.#held!.task;
    this.#focusNext = () => `[data-task="${CSS.escape(id)}"]`;
  }

  #putDown(): void {
    const held = this.#held;
    const target = held && this.#view?.slots[held.slot];
    this.#held = undefined;
    this.#options.host.requestUpdate();
    if (!target) return;
    if (held.by === 'keyboard') this.#focusNext = () => `[data-task="${CSS.escape(held.task.id)}"]`;
    if (isIn(target, held.task.dueAt)) return;
    this.#options.move(held.task, movedTo(target, this.#view!.scale, held.task.dueAt!));
  }

  #cancel(): void {
    const held = this.#held;
    if (!held) return;
    this.#held = undefined;
    if (held.by === 'keyboard') {
      this.#options.say(fill(this.#options.words().leftAlone, { task: held.task.title }));
      this.#focusNext = () => `[data-task="${CSS.escape(held.task.id)}"]`;
    }
    this.#options.host.requestUpdate();
  }

  #focusin = (event: FocusEvent): void => {
    const item = (event.target as HTMLElement).closest<HTMLElement>('[data-item]');
    const slot = item?.closest<HTMLElement>('[data-slot]');
    if (!item || !slot) return;
    this.#at = { slot: Number(slot.dataset.slot), item: Number(item.dataset.item) };
    this.#options.host.requestUpdate();
  };

  #keydown = (event: KeyboardEvent): void => {
    const held = this.#held;
    const leaf = { PageUp: -1, PageDown: 1 }[event.key];
    if (held?.by === 'pointer') {
      if (event.key === 'Escape') this.#drag.cancelled();
    } else if (leaf !== undefined) {
      this.#options.leaf(leaf);
      const { slot, item } = this.#at;
      this.#focusNext = () =>
        held
          ? `[data-task="${CSS.escape(held.task.id)}"]`
          : `[data-slot="${Math.min(slot, this.#view!.slots.length - 1)}"] [data-item="${item && 0}"]`;
    } else if (held) this.#heldKey(event, held.slot);
    else if (!this.#freeKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #heldKey(event: KeyboardEvent, slot: number): void {
    if (event.key === 'Escape') this.#cancel();
    else if (event.key === 'Enter' || event.key === ' ') this.#putDown();
    else this.#carry(slot + this.#stepOf(event));
  }

  /** @returns false when the key means nothing here. */
  #freeKey(event: KeyboardEvent): boolean {
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-task]')?.dataset.task;
    if (event.key === ' ' && id !== undefined) return this.#pickUp(id, 'keyboard');
    const to = this.#stepOf(event);
    if (to === 0) return false;
    const { slot, item } = this.#at;
    const upright = event.key === 'ArrowDown' || event.key === 'ArrowUp';
    const within = item + Math.sign(to);
    // Up and down go through the tasks of a day before they go to the next one.
    if (upright && within >= 0 && within <= this.#tasksIn(slot).length) this.#goTo(slot, within);
    else this.#goTo(slot + to, 0);
    return true;
  }

  #goTo(slot: number, item: number): void {
    if (!this.#view?.slots[slot]) return;
    const selector = `[data-slot="${slot}"] [data-item="${item}"]`;
    this.#options.host.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  /** How many slots an arrow goes on. */
  #stepOf({ key }: KeyboardEvent): number {
    const line = this.#view?.scale === 'day' ? 1 : 7;
    const rtl = getComputedStyle(this.#options.host as unknown as Element).direction === 'rtl';
    const forth = line === 1 ? 0 : rtl ? -1 : 1;
    return { ArrowRight: forth, ArrowLeft: -forth, ArrowDown: line, ArrowUp: -line }[key] ?? 0;
  }

  #periodName(scale: Scale, around: Date): string {
    if (scale === 'month') return this.#date(around, { month: 'long', year: 'numeric' });
    if (scale === 'day') return this.#date(around, { ...LONG_DAY, year: 'numeric' });
    const slots = this.#view?.scale === 'week' ? this.#view.slots : [];
    const [first, last] = [slots[0]?.from ?? around, slots.at(-1)?.from ?? around];
    const format = { day: 'numeric', month: 'long', year: 'numeric' } as const;
    return new Intl.DateTimeFormat(intlLocale(this.#options.locale()), format).formatRange(first, last);
  }

  #date(at: Date, options: Intl.DateTimeFormatOptions): string {
    return at.toLocaleDateString(intlLocale(this.#options.locale()), options);
  }

  #time(at: Date): string {
    return at.toLocaleTimeString(intlLocale(this.#options.locale()), { hour: '2-digit', minute: '2-digit' });
  }
}

const LONG_DAY = { weekday: 'long', day: 'numeric', month: 'long' } as const;
