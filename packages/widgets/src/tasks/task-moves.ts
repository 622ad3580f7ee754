/** A task gets another time: at once, and back should it not be taken; says what somebody else has done meanwhile. */
import type { Locale, RingbackError, Task, TaskUpdate } from '@ringback/model';
import { fill, formatTime } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { tasksWords } from './tasks.words.ts';

export interface TaskMovesOptions {
  locale: () => Locale;
  now: () => Date;
  /** Rejects when it was not taken, after what it is now has been put. */
  write: (task: Task, patch: TaskUpdate) => Promise<void>;
  put: (task: Task) => void;
  say: (sentence: string) => void;
  changed: () => void;
  failed: (error: unknown) => void;
}

export class TaskMoves {
  readonly #options: TaskMovesOptions;
  /** A move that met with what somebody else had done. */
  #clash: { theirs: Task; dueAt: string } | undefined;
  #problem: string | undefined;
  /** Whose moves these are: another one with each person. */
  #person = {};

  constructor(options: TaskMovesOptions) {
    this.#options = options;
  }

  to(task: Task, dueAt: string): void {
    const { locale, now, write, put, say, changed, failed } = this.#options;
    this.forget();
    put({ ...task, dueAt });
    const person = this.#person;
    write(task, { dueAt }).then(
      () => {
        if (person !== this.#person) return;
        const date = formatTime(dueAt, locale(), now());
        say(fill(tasksWords[locale()].putDown, { task: task.title, date }));
      },
      (error: RingbackError) => {
        if (person !== this.#person) return;
        if (error.code === 'conflict' && error.current)
          this.#clash = { theirs: error.current as Task, dueAt };
        else this.#problem = `${task.title}: ${error.message}`;
        failed(error);
        changed();
      },
    );
  }

  forget(): void {
    this.#clash = this.#problem = undefined;
  }

  /** Somebody else is here: what the one before is still waiting for is not told to him. */
  leave(): void {
    this.#person = {};
    this.forget();
  }

  render(): TemplateResult {
    const problem = this.#problem ? html`<p class="problem">${this.#problem}</p>` : nothing;
    return html`<div role="alert">${this.#clash ? this.#clashView(this.#clash) : problem}</div>`;
  }

  #clashView({ theirs, dueAt }: { theirs: Task; dueAt: string }): TemplateResult {
    const { locale, now, changed } = this.#options;
    const words = tasksWords[locale()];
    const time = (iso: string | undefined) => (iso ? formatTime(iso, locale(), now()) : '—');
    const done = (anyway: boolean) => {
      this.forget();
      if (anyway) this.to(theirs, dueAt);
      changed();
    };
    return html`<div class="clash">
      <p>${fill(words.clash, { task: theirs.title, theirs: time(theirs.dueAt), yours: time(dueAt) })}</p>
      <button class="button primary" type="button" @click=${() => done(true)}>${words.moveAnyway}</button>
      <button class="button" type="button" @click=${() => done(false)}>${words.leave}</button>
    </div>`;
  }
}
