/** The log's list of those whom nobody has called back; a part of its own, loaded when it is first looked at. */
import type { Backend, Locale, MissedCall } from '@ringback/model';
import { fill, formatDuration, formatTime, handIcon, undoIcon, xIcon } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import type { ListAction } from '../list/record-list.ts';
import type { RecordPage } from '../list/record-pages.ts';
import type { LogRow } from './log-row.ts';
import { logTodoWords } from './log-todo.words.ts';

export interface LogTodoOptions {
  backend: () => Backend | undefined;
  locale: () => Locale;
  nameOf: (row: LogRow) => string;
  put: (row: LogRow, options?: { add: boolean }) => void;
  remove: (id: string) => void;
  /** Opens the form in which a reason is given. */
  askReason: (row: LogRow) => Promise<void>;
}

export class LogTodo {
  readonly #options: LogTodoOptions;

  constructor(options: LogTodoOptions) {
    this.#options = options;
  }

  async read(page: { cursor?: string; limit: number }): Promise<RecordPage<LogRow>> {
    const { items, next } = (await this.#group?.list(page)) ?? { items: [] };
    return { items: items.map(rowOf), next };
  }

  hear(missed: MissedCall): void {
    this.#settle(missed, { add: true });
  }

  async dismiss(id: string, reason: string): Promise<void> {
    this.#settle(await this.#group?.dismiss(id, reason));
  }

  actions(): readonly ListAction<LogRow>[] {
    const words = this.#words;
    const named = (sentence: string) => (row: LogRow) => fill(sentence, { who: this.#options.nameOf(row) });
    const claimed = ({ missed }: LogRow) => missed?.state === 'claimed';
    return [
      {
        ...{ key: 'claim', title: named(words.claim), icon: handIcon },
        may: (row) => !claimed(row) && row.number !== '',
        run: async ({ id }) => this.#settle(await this.#group?.claim(id)),
      },
      {
        ...{ key: 'release', title: named(words.release), icon: undoIcon, may: claimed },
        run: async ({ id }) => this.#settle(await this.#group?.release(id)),
      },
      {
        ...{ key: 'dismiss', title: named(words.dismiss), icon: xIcon },
        run: (row) => this.#options.askReason(row),
      },
    ];
  }

  readonly resultCell = ({ missed }: LogRow): TemplateResult => {
    const { times = 1, waitedSeconds = 0 } = missed ?? {};
    const waited = fill(this.#words.waited, { times, time: formatDuration(waitedSeconds) });
    return html`<span class="result missed" part="result"><span class="outcome">${waited}</span></span>`;
  };

  /** Who has taken it upon himself, and until when. */
  readonly whoseCell = ({ missed }: LogRow): string => {
    const { state, claimedBy, claimedUntil = '' } = missed ?? {};
    if (state !== 'claimed' || !claimedBy) return this.#words.nobody;
    const until = formatTime(claimedUntil, this.#options.locale());
    return fill(this.#words.claimedBy, { who: claimedBy.name, until });
  };

  get whose(): string {
    return this.#words.whose;
  }

  get nobodyWaits(): string {
    return this.#words.nobodyWaits;
  }

  #settle(missed: MissedCall | undefined, options?: { add: boolean }): void {
    if (!missed) return;
    if (missed.state === 'open' || missed.state === 'claimed') this.#options.put(rowOf(missed), options);
    else this.#options.remove(missed.id);
  }

  get #group() {
    return this.#options.backend()?.missed;
  }

  get #words() {
    return logTodoWords[this.#options.locale()];
  }
}

function rowOf(missed: MissedCall): LogRow {
  const { id, number, line, party, claimedName, lastAt, version } = missed;
  return {
    ...{ id, number, version, missed, startedAt: lastAt, durationSeconds: 0, comment: '' },
    ...{ direction: 'in', state: 'ended', endReason: 'missed' },
    ...(line === undefined ? {} : { line }),
    ...(party ? { party } : {}),
    ...(claimedName === undefined ? {} : { claimedName }),
  };
}
