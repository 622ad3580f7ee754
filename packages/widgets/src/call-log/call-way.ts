/** The whole way of a call from the world: each decision with its reason. Folded, and asked for when it is first unfolded. */
import type { Backend, BackendStatus, CallRoute, ErrorCode, Locale } from '@ringback/model';
import { addStyles, emit, fill, formatNumber } from '@ringback/ui';
import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { callWayStyles } from './call-way.styles.ts';
import { callWayWords, type CallWayWords } from './call-way.words.ts';
import type { LogRow } from './log-row.ts';
import { routedFact, routedSentence } from './routed.ts';

export interface CallWayOptions {
  backend: () => Backend | undefined;
  locale: () => Locale;
}

/** Before anybody had answered. */
const hungUp = ({ abandoned, missed }: LogRow): boolean => abandoned ?? missed?.how === 'abandoned';

type Decision = CallRoute['decisions'][number];

export class CallWay {
  readonly #host: LitElement;
  readonly #options: CallWayOptions;
  /** The call, and who looks: what one has unfolded is not shown to another. */
  #of = '';
  #open = false;
  #way: CallRoute | undefined;
  /** Of the row that was asked about last. */
  #version: number | undefined;
  /** Code of what went wrong. */
  #problem: ErrorCode | undefined;
  #turn = 0;
  /** When it was drawn last. */
  #status: BackendStatus | undefined;

  constructor(host: LitElement, options: CallWayOptions) {
    this.#host = host;
    this.#options = options;
    addStyles(host, callWayStyles);
  }

  /** Why it rang where it did last. */
  fact({ routedBy }: LogRow): unknown {
    return routedBy ? routedFact(routedBy, this.#options.locale()) : nothing;
  }

  /** Asks anew, as long as it is unfolded, when the call has changed since, and for what did not come when the connection is back. */
  view(row: LogRow): unknown {
    const { routing, state } = this.#options.backend() ?? {};
    if (row.direction !== 'in' || !routing) return nothing;
    const callId = row.missed?.callId ?? row.id;
    this.#turnTo(`${state?.me?.agent.id} ${callId}`);
    const isBack = this.#status !== 'online' && state?.status === 'online';
    this.#status = state?.status;
    if (this.#open && (this.#version !== row.version || (this.#problem && isBack)))
      void this.#read(callId, row.version);
    const toggled = ({ target }: Event) => {
      this.#open = (target as HTMLDetailsElement).open;
      this.#host.requestUpdate();
    };
    return html`<details class="way" part="way" ?open=${this.#open} @toggle=${toggled}>
      <summary>${this.#words.title}${hungUp(row) ? ` · ${this.#words.hungUp}` : nothing}</summary>
      ${this.#open ? this.#inside(row, callId) : nothing}
    </details>`;
  }

  #inside(row: LogRow, callId: string): TemplateResult {
    const [words, way, problem] = [this.#words, this.#way, this.#problem];
    const again = () => {
      void this.#read(callId, row.version);
      this.#host.requestUpdate();
    };
    const isOut = problem === 'forbidden' || problem === 'not-found';
    const isAway = problem === 'unavailable' || problem === 'timeout';
    const wrong = isOut ? words.notYours : isAway ? words.noConnection : words.failed;
    return html`${way && !isOut ? this.#steps(way, row) : nothing}
      <p role="status">${!way && !problem ? words.loading : nothing}</p>
      <p role="alert">${problem ? wrong : nothing}</p>
      ${
        problem && !isOut
          ? html`<button class="button" type="button" @click=${again}>${words.tryAgain}</button>`
          : nothing
      }`;
  }

  #steps({ decisions, people, answeredAfter, slow }: CallRoute, row: LogRow): TemplateResult {
    const words = this.#words;
    if (decisions.length === 0) return html`<p>${words.none}</p>`;
    const names = new Map(people.map(({ id, name }) => [id, name]));
    const nameOf = (id: string) => names.get(id) ?? id;
    return html`<ol>
      ${decisions.map((one) => this.#step(one, nameOf))}
      ${
        answeredAfter === undefined
          ? nothing
          : html`<li>
              ${this.#time(row.connectedAt)}
              ${fill(words.answered, { time: this.#seconds(answeredAfter) })}${
                slow ? html`, <span class="slow">${words.slow}</span>` : nothing
              }
            </li>`
      }
      ${hungUp(row) && decisions.at(-1)?.did !== 'end' ? html`<li>${this.#time(row.endedAt)} ${words.hungUp}</li>` : nothing}
    </ol>`;
  }

  #step(decision: Decision, nameOf: (id: string) => string): TemplateResult {
    const { at, by, passedOver } = decision;
    const words = this.#words;
    const why = by && routedSentence(by, this.#options.locale(), words);
    return html`<li>
      ${this.#time(at)} <bdi>${this.#did(decision, nameOf)}</bdi>
      ${why ? html`<div class="because"><bdi>${why}</bdi></div>` : nothing}
      ${
        passedOver.length > 0
          ? html`<div class="because">
              <bdi>${fill(words.passedOver, { who: overOf(decision, words, nameOf) })}</bdi>
            </div>`
          : nothing
      }
    </li>`;
  }

  #did(decision: Decision, nameOf: (id: string) => string): string {
    const { did, agents, numbers, seconds = 0, passedOver, last = 'missed' } = decision;
    const words = this.#words;
    const time = this.#seconds(seconds);
    switch (did) {
      case 'ring':
        return fill(words.rang, {
          time,
          who: [...agents.map(nameOf), ...numbers.map(formatNumber)].join(', '),
        });
      case 'wait':
        return fill(words.waited, { time });
      case 'skip':
        return passedOver.length > 0 ? words.nobodyCould : words.nobodyDid;
      case 'end':
        return words[last];
    }
  }

  #time(iso: string | undefined): unknown {
    if (iso === undefined) return nothing;
    const locale = this.#options.locale();
    const clock = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { timeStyle: 'medium' });
    return html`<time datetime=${iso}>${clock.format(new Date(iso))}</time>`;
  }

  #seconds(seconds: number): string {
    const format = new Intl.NumberFormat(this.#options.locale(), { style: 'unit', unit: 'second' });
    return format.format(Math.round(seconds));
  }

  get #words(): CallWayWords {
    return callWayWords[this.#options.locale()];
  }

  #turnTo(of: string): void {
    if (this.#of === of) return;
    this.#of = of;
    this.#turn += 1;
    this.#open = false;
    this.#way = this.#version = this.#problem = undefined;
  }

  async #read(callId: string, version: number): Promise<void> {
    const turn = (this.#turn += 1);
    this.#version = version;
    this.#problem = undefined;
    try {
      const way = await this.#options.backend()?.routing?.ofCall(callId);
      if (turn === this.#turn) this.#way = way;
    } catch (error) {
      if (turn !== this.#turn) return;
      const { code = 'bug', message } = error as { code?: ErrorCode; message: string };
      this.#problem = code;
      emit(this.#host, 'ringback-error', { code, message });
    }
    this.#host.requestUpdate();
  }
}

/** `Olena, Taras – in a call; Ivan – away` */
function overOf({ passedOver }: Decision, words: CallWayWords, nameOf: (id: string) => string): string {
  const reasons = [...new Set(passedOver.map(({ why }) => why))];
  return reasons
    .map((reason) => {
      const who = passedOver.filter(({ why }) => why === reason).map(({ agentId }) => nameOf(agentId));
      return `${who.join(', ')} – ${words[reason]}`;
    })
    .join('; ');
}
