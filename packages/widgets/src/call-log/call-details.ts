/** What stands under a call of the log: facts, recordings, comment. */
import type { Backend, Call, Locale, Phone, Recording } from '@ringback/model';
import { addStyles, fill, formatNumber } from '@ringback/ui';
import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { CommentDrafts } from '../comment/comment-drafts.ts';
import { commentField } from '../comment/comment-field.ts';
import { commentStyles } from '../comment/comment.styles.ts';
import { LeaveController } from '../comment/leave-controller.ts';
import type { RingbackPlayer } from '../player/player.ts';
import '../player/ringback-player.ts';
import { pageTitle, webUrl } from '../web-url.ts';
import { detailsStyles } from './call-details.styles.ts';
import { callDetailsWords } from './call-details.words.ts';
import type { CallWay } from './call-way.ts';
import { fact } from './fact.ts';
import type { LogRow } from './log-row.ts';

export interface CallDetailsOptions {
  backend: () => Backend | undefined;
  phone: () => Phone | undefined;
  locale: () => Locale;
  put: (call: Call) => void;
  failed: (error: unknown) => void;
}

export class CallDetails {
  readonly #host: LitElement;
  readonly #options: CallDetailsOptions;
  readonly #drafts: CommentDrafts;
  /** They stay the same while the row goes out of the page and comes back. */
  readonly #players = new Map<string, RingbackPlayer>();
  /** Loaded for the first call that came from the world. */
  #way: CallWay | undefined;

  constructor(host: LitElement, options: CallDetailsOptions) {
    this.#host = host;
    this.#options = options;
    addStyles(host, commentStyles, detailsStyles);
    this.#drafts = new CommentDrafts({
      save: async (id, comment) => {
        const call = await options.backend()?.calls.update(id, { comment });
        if (call) options.put(call);
        return call;
      },
      changed: () => host.requestUpdate(),
      failed: options.failed,
    });
    new LeaveController(host, () => this.#drafts.flush());
  }

  begin({ id, comment, direction }: LogRow): void {
    this.#drafts.begin(id, comment);
    if (direction === 'in')
      import('./call-way.ts').then(({ CallWay: Way }) => {
        this.#way ??= new Way(this.#host, this.#options);
        this.#host.requestUpdate();
      }, this.#options.failed);
  }

  /** Saves what was typed, and is silent. */
  end(id: string): void {
    this.#drafts.end(id);
    for (const player of this.#players.values()) player.pause();
    this.#players.clear();
  }

  async listen(recordingId: string): Promise<void> {
    await this.#players.get(recordingId)?.play();
  }

  /** The gateway tells what it has. */
  hear({ id, comment }: Call, writing: boolean): void {
    this.#drafts.get(id)?.hear(comment, writing);
    const { status, waiting } = this.#options.backend()?.state ?? {};
    if (status === 'online' && waiting === 0) this.#drafts.arrived();
  }

  render(row: LogRow): TemplateResult {
    const draft = this.#drafts.get(row.id);
    return html`<div class="inside">
      <div>${factsView(row, this.#options.locale(), this.#way?.fact(row))} ${this.#way?.view(row)}</div>
      <div class="said">
        ${(row.recordings ?? []).map((recording) => this.#player(recording))}
        ${draft ? commentField(draft, this.#options.locale()) : nothing}
      </div>
    </div>`;
  }

  #player(recording: Recording): RingbackPlayer {
    const player = this.#players.get(recording.id) ?? document.createElement('ringback-player');
    this.#players.set(recording.id, player);
    const { backend, phone } = this.#options;
    return Object.assign(player, { recording, backend: backend(), phone: phone(), held: true });
  }
}

function factsView(row: LogRow, locale: Locale, routed: unknown): TemplateResult {
  const words = callDetailsWords[locale];
  const { startedAt, agent, legKind, line, disposition, participants, quality } = row;
  const began = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    dateStyle: 'long',
    timeStyle: 'medium',
  });
  const names = participants?.map(({ name, number }) => name ?? formatNumber(number)).join(', ');
  return html`<dl>
    ${fact(words.started, began.format(new Date(startedAt)))}
    ${agent ? fact(words.agent, html`<bdi>${agent.name}</bdi>`) : nothing}
    ${legKind ? fact(words.phone, words[legKind]) : nothing}
    ${line ? fact(words.line, html`<bdi dir="ltr">${formatNumber(line)}</bdi>`) : nothing} ${routed}
    ${names ? fact(words.participants, html`<bdi>${names}</bdi>`) : nothing}
    ${disposition ? fact(words.disposition, html`<bdi>${disposition.name}</bdi>`) : nothing}
    ${pageFact(row, words.page)} ${quality ? fact(words.sound, soundOf(quality, locale)) : nothing}
  </dl>`;
}

function pageFact({ callback }: LogRow, name: string): unknown {
  const page = callback?.page;
  if (!page) return nothing;
  const url = webUrl(page.url);
  const title = html`<bdi>${pageTitle(page)}</bdi>`;
  return fact(
    name,
    url ? html`<a class="link" href=${url} target="_blank" rel="noopener noreferrer">${title}</a>` : title,
  );
}

function soundOf({ mos, rttMs, lossPercent }: NonNullable<Call['quality']>, locale: Locale): string {
  const read = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const [value, rtt, loss] = [mos, Math.round(rttMs), lossPercent].map((number) => read.format(number));
  return fill(callDetailsWords[locale].soundWas, { mos: value!, rtt: rtt!, loss: loss! });
}
