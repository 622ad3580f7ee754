/** The log's list of those whom nobody has called back; a part of its own, loaded when it is first looked at. */
import type { Backend, Locale, MissedCall } from '@ringback/model';
import {
  addStyles,
  fill,
  formatDuration,
  formatTime,
  handIcon,
  messageIcon,
  type RingbackElement,
  undoIcon,
  xIcon,
} from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { Drafts } from '../form/drafts.ts';
import type { ListAction } from '../list/record-list.ts';
import type { RecordPage } from '../list/record-pages.ts';
import { detailsStyles } from './call-details.styles.ts';
import { CallWay } from './call-way.ts';
import { LogMessage } from './log-message.ts';
import { logMessageWords } from './log-message.words.ts';
import type { LogRow } from './log-row.ts';
import { logTodoWords } from './log-todo.words.ts';
import { missedStyles, missedView } from './missed-view.ts';

export interface LogTodoOptions {
  host: RingbackElement;
  backend: () => Backend | undefined;
  locale: () => Locale;
  nameOf: (row: LogRow) => string;
  put: (row: LogRow, options?: { add: boolean }) => void;
  remove: (id: string) => void;
  /** Opens the row, and puts the focus on what matches in it. */
  show: (row: LogRow, focus: string) => Promise<void>;
  /** Closes the row that is open. */
  close: () => void;
  /** Does it, and says in the row what did not work. */
  attempt: (row: LogRow, work: () => Promise<void>) => Promise<void>;
}

export class LogTodo {
  readonly #options: LogTodoOptions;
  readonly #message: LogMessage;
  /** Why nobody needs to call back, as far as it was typed. */
  readonly #reasons: Drafts;
  /** Calls whose caller has been written to from this page. */
  readonly #sent = new Set<string>();
  readonly #way: CallWay;
  /** Row in which is written. */
  writes: string | undefined;

  constructor(options: LogTodoOptions) {
    this.#options = options;
    this.#reasons = new Drafts(options.host, 'reason');
    addStyles(options.host, detailsStyles, missedStyles);
    this.#way = new CallWay(options.host, options);
    this.#message = new LogMessage({
      ...{ host: options.host, locale: options.locale, sent: (row) => this.#written(row) },
      send: async (row, text) => {
        let left = false;
        await options.attempt(row, async () => {
          await this.#writer?.(row.missed?.callId ?? '', text);
          this.#sent.add(row.id);
          left = true;
        });
        return left;
      },
    });
  }

  /** Under the row of somebody who waits; nothing under others. */
  render(row: LogRow): unknown {
    const { missed, id } = row;
    if (!missed) return undefined;
    if (this.writes === id) return this.#message.render(row);
    return missedView({
      ...{ missed, locale: this.#options.locale(), reason: this.#reasons.get(id) },
      ...{ way: this.#way.view(row), type: (reason) => this.#reasons.set(id, reason) },
      dismiss: (reason) => void this.#dismiss(row, reason),
    });
  }

  async read(page: { cursor?: string; limit: number }): Promise<RecordPage<LogRow>> {
    const { items, next } = (await this.#group?.list(page)) ?? { items: [] };
    return { items: items.map(rowOf), next };
  }

  hear(missed: MissedCall): void {
    this.#settle(missed, { add: true });
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
      ...(this.#writer ? [this.#messageAction()] : []),
      {
        ...{ key: 'dismiss', title: named(words.dismiss), icon: xIcon },
        run: (row) => this.#open(row, '[name=reason]'),
      },
    ];
  }

  #messageAction(): ListAction<LogRow> {
    const { write } = logMessageWords[this.#options.locale()];
    return {
      ...{ key: 'message', icon: messageIcon, may: ({ number }) => number !== '' },
      title: (row) => fill(write, { who: this.#options.nameOf(row) }),
      run: (row) => {
        this.#options.close();
        return this.#open(row, '[name=message]', row.id);
      },
    };
  }

  /** Opens one of the two forms that a row has; in `writes` the one in which its caller is written to. */
  #open(row: LogRow, field: string, writes?: string): Promise<void> {
    this.writes = writes;
    return this.#options.show(row, field);
  }

  /** Only the form of this message closes; from it the keyboard goes back to the button that opened it. */
  #written({ id }: LogRow): void {
    if (this.writes !== id) return;
    const { host, close } = this.#options;
    const hadFocus = host.renderRoot.querySelector('[part=write]:focus-within') !== null;
    close();
    if (!hadFocus) return;
    const button = `[data-id="${CSS.escape(id)}"] [data-action=message]`;
    void host.updateComplete.then(() => host.renderRoot.querySelector<HTMLElement>(button)?.focus());
  }

  readonly resultCell = ({ id, missed }: LogRow): TemplateResult => {
    const { times = 1, waitedSeconds = 0, how } = missed ?? {};
    const { hungUp, waited: inVain } = this.#words;
    const waited = fill(how === 'abandoned' ? hungUp : inVain, {
      times,
      time: formatDuration(waitedSeconds),
    });
    return html`<span class="result missed" part="result"
      ><span class="outcome">${waited}</span>${
        this.#sent.has(id)
          ? html`<span class="mark">${logMessageWords[this.#options.locale()].sent}</span>`
          : nothing
      }</span
    >`;
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

  async #dismiss(row: LogRow, reason: string): Promise<void> {
    await this.#options.attempt(row, async () => {
      this.#settle(await this.#group?.dismiss(row.id, reason));
      this.#reasons.set(row.id, '');
    });
  }

  get #writer() {
    return this.#options.backend()?.timeline?.message;
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
