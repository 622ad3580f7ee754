import type { Task } from '@ringback/model';
import { type FakeBackend, FIXTURE_NOW } from '@ringback/testing';
import { ListHarness, type ListScene } from '../list/list.harness.ts';
import type { RingbackTaskForm } from '../task-form/task-form.ts';
import type { RingbackTaskReminders } from '../task-reminders/task-reminders.ts';
import type { RingbackTasks, TaskView } from './tasks.ts';
import './ringback-tasks.ts';

/** A task at a time of the person's own, on a day of November 2026. */
export function taskOf(day: number, time: string, more: Partial<Task> = {}): Task {
  const dueAt = new Date(`2026-11-${String(day).padStart(2, '0')}T${time}`).toISOString();
  return {
    ...{ system: 'local', id: `task-${day}-${time}`, title: `Task of the ${day}th`, description: '' },
    ...{ state: 'open', kind: 'call', dueAt, responsible: { id: 'agent-olena', name: 'Олена Бондар' } },
    createdAt: '2026-11-01T09:00:00.000Z',
    updatedAt: '2026-11-01T09:00:00.000Z',
    ...more,
  };
}

/** What a person sees of tasks, and does with them. */
export class TasksHarness extends ListHarness {
  static async opened(scene: ListScene & { show?: TaskView }): Promise<TasksHarness> {
    const { element } = await ListHarness.begin('ringback-tasks', scene);
    const tasks = new TasksHarness(element);
    tasks.tasks.clock = () => new Date(FIXTURE_NOW);
    if (scene.show) await tasks.show(scene.show);
    await tasks.until(() => tasks.all('[aria-busy=true]').length === 0, 'The tasks are still loading.');
    return tasks;
  }

  get tasks(): RingbackTasks {
    return this.element as unknown as RingbackTasks;
  }

  async show(view: TaskView): Promise<void> {
    this.one(`[data-show=${view}]`).click();
    await this.drawn();
    await this.until(
      () => view === 'list' || this.all('.calendar').length > 0,
      'The calendar does not come.',
    );
  }

  chip(title: string): HTMLElement {
    const chip = this.all('.chip').find((one) => one.innerText.includes(title));
    if (!chip) throw new Error(`The calendar has no task “${title}”.`);
    return chip;
  }

  /** Day of the month on which the task stands, or its hour where one day is shown. */
  placeOf(title: string): string {
    return this.chip(title).closest('[data-slot]')!.querySelector<HTMLElement>('.date')!.innerText.trim();
  }

  slot(heading: string): HTMLElement {
    const slot = this.all('.slot:not(.outside)').find(
      (one) => one.querySelector<HTMLElement>('.date')!.innerText.trim() === heading,
    );
    if (!slot) throw new Error(`The calendar has no ${heading}.`);
    return slot;
  }

  get said(): string {
    return this.all('[aria-live=polite].unseen').at(-1)!.innerText.trim();
  }

  async form(): Promise<FormHarness> {
    await this.until(() => this.all('ringback-task-form').length > 0, 'No form comes.');
    const form = new FormHarness(this.one('ringback-task-form') as unknown as RingbackTaskForm);
    await this.until(() => form.all('form').length > 0, 'The form is still loading.');
    return form;
  }

  async reminders(): Promise<RingbackTaskReminders> {
    await this.until(() => this.all('ringback-task-reminders').length > 0, 'Reminders do not come.');
    return this.one('ringback-task-reminders') as unknown as RingbackTaskReminders;
  }
}

export class FormHarness {
  readonly element: RingbackTaskForm;

  constructor(element: RingbackTaskForm) {
    this.element = element;
  }

  all<E extends HTMLElement>(selector: string): E[] {
    return [...this.element.renderRoot.querySelectorAll<E>(selector)];
  }

  get isOpen(): boolean {
    return this.all<HTMLDialogElement>('dialog')[0]!.open;
  }

  get alert(): string {
    return this.all('form > [role=alert]')[0]?.innerText ?? '';
  }

  field(key: string): HTMLInputElement {
    const [field] = this.all<HTMLInputElement>(`#field-${key}`);
    if (!field) throw new Error(`The form does not ask for ${key}.`);
    return field;
  }

  async fill(key: string, value: string): Promise<void> {
    this.field(key).value = value;
    for (const event of ['input', 'change']) this.field(key).dispatchEvent(new Event(event));
    await this.element.updateComplete;
  }

  async press(name: string): Promise<void> {
    const button = this.all('button').find((one) => one.innerText.trim() === name);
    if (!button) throw new Error(`The form has no button “${name}”.`);
    button.click();
    await this.element.updateComplete;
  }
}

/** Arguments of the requests of this name. */
export const asked = (backend: FakeBackend, request: string): unknown[][] =>
  backend.requests.filter(([name]) => name === request).map(([, ...args]) => args);
