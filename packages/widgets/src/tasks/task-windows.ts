/** The form of a task and the window of reminders: neither comes with the list, each when it is needed. */
import type { Task } from '@ringback/model';
import type { RingbackElement } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { RingbackTaskForm } from '../task-form/task-form.ts';

export interface TaskWindowsOptions {
  open: (task: Task) => void;
  failed: (error: unknown) => void;
}

export class TaskWindows {
  readonly #host: RingbackElement;
  readonly #options: TaskWindowsOptions;
  #reminders: 'none' | 'loading' | 'there' = 'none';
  #form = false;

  constructor(host: RingbackElement, options: TaskWindowsOptions) {
    this.#host = host;
    this.#options = options;
  }

  async withForm(use: (form: RingbackTaskForm) => void): Promise<void> {
    try {
      await import('../task-form/ringback-task-form.ts');
      this.#form = true;
      this.#host.requestUpdate();
      await this.#host.updateComplete;
      use(this.#host.renderRoot.querySelector<RingbackTaskForm>('ringback-task-form')!);
    } catch (error) {
      this.#options.failed(error);
    }
  }

  /** A moment later than the list; they ask what has come due before. */
  async bringReminders(): Promise<void> {
    if (this.#reminders !== 'none') return;
    this.#reminders = 'loading';
    try {
      await import('../task-reminders/ringback-task-reminders.ts');
      this.#reminders = 'there';
    } catch (error) {
      this.#options.failed(error);
    }
    this.#host.requestUpdate();
  }

  render(): TemplateResult {
    const { phone, backend } = this.#host;
    const reminders = html`<ringback-task-reminders
      .phone=${phone}
      .backend=${backend}
      @ringback-record-open=${this.#openReminded}
    ></ringback-task-reminders>`;
    return html`${this.#reminders === 'there' ? reminders : nothing}
    ${this.#form ? html`<ringback-task-form .phone=${phone} .backend=${backend}></ringback-task-form>` : nothing}`;
  }

  readonly #openReminded = (event: CustomEvent<{ id: string }>): void => {
    event.preventDefault();
    event.stopPropagation();
    void this.#host.backend?.tasks?.get(event.detail.id).then(this.#options.open, this.#options.failed);
  };
}
