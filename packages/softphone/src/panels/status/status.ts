import type { AgentStatus, Me, MePatch } from '@ringback/model';
import { buttonStyles, fieldStyles, fill, formatNumber, formatTime, tokens } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { PanelElement, panelElementStyles } from '../panel-element.ts';
import { statusWords } from './status.words.ts';

const STATUSES = ['available', 'away', 'do-not-disturb'] as const satisfies readonly AgentStatus[];
const MINUTES = { half: 30, hour: 60, two: 120 } as const;
const PERIODS = ['always', 'half', 'hour', 'two', 'day'] as const;
type Period = (typeof PERIODS)[number];

/** @summary What an agent decides himself: whether he can be called, and from which number he calls. Part of `<ringback-softphone>`. */
export class SoftphoneStatus extends PanelElement {
  static override readonly styles = [tokens, buttonStyles, fieldStyles, panelElementStyles];

  @state() private failed = false;

  protected override render(): TemplateResult {
    const words = this.words(statusWords);
    const { backend } = this.context;
    const me = backend?.state.me;
    if (!me) return html`<p class="hint">${words.offline}</p>`;
    return html`${backend.state.status === 'offline' ? html`<p class="hint" role="status">${words.offline}</p>` : nothing}
      <fieldset>
        <legend>${words.question}</legend>
        ${STATUSES.map((status) => this.#renderStatus(status, me))}
      </fieldset>
      ${me.status === 'available' ? nothing : this.#renderPeriod(me)}
      <fieldset>
        ${this.#renderSwitch('callWaiting', words.waiting, me)}
        ${this.#renderSwitch('autoAnswer', words.answer, me)}
      </fieldset>
      ${me.lines.length > 1 ? this.#renderLines(me) : nothing}
      <button class="button" part="forwarding" type="button" @click=${() => this.context.open('forwarding')}>
        ${words.forwarding}
      </button>
      <p class="wrong" role="alert">${this.failed ? words.failed : nothing}</p>`;
  }

  #renderStatus(status: AgentStatus, me: Me): TemplateResult {
    return html`<label class="choice">
      <input
        type="radio"
        name="status"
        .value=${status}
        .checked=${me.status === status}
        @change=${() => this.#save({ status, statusUntil: null })}
      />
      ${this.words(statusWords)[status]}
    </label>`;
  }

  #renderPeriod({ statusUntil }: Me): TemplateResult {
    const words = this.words(statusWords);
    const set = statusUntil && fill(words.untilTime, { time: formatTime(statusUntil, this.locale) });
    return html`<label
      ><span class="label">${words.until}</span>
      <select
        class="field"
        name="until"
        @change=${(event: Event) => this.#setPeriod((event.target as HTMLSelectElement).value)}
      >
        ${set ? html`<option value="" selected>${set}</option>` : nothing}
        ${PERIODS.map((period) => html`<option value=${period}>${words[period]}</option>`)}
      </select>
    </label>`;
  }

  #renderSwitch(name: 'callWaiting' | 'autoAnswer', label: string, me: Me): TemplateResult {
    return html`<label class="choice">
      <input
        type="checkbox"
        name=${name}
        .checked=${me[name]}
        @change=${() => this.#save({ [name]: !me[name] })}
      />
      ${label}
    </label>`;
  }

  #renderLines({ lines, outgoingNumber }: Me): TemplateResult {
    const words = this.words(statusWords);
    const choose = (event: Event) =>
      this.#save({ outgoingNumber: (event.target as HTMLSelectElement).value || null });
    return html`<label
      ><span class="label">${words.number}</span>
      <select class="field" name="outgoing" @change=${choose}>
        <option value="" ?selected=${!outgoingNumber}>${words.main}</option>
        ${lines.map(
          ({ number, name }) =>
            html`<option value=${number} ?selected=${number === outgoingNumber}>
              ${name} · ${formatNumber(number)}
            </option>`,
        )}
      </select>
    </label>`;
  }

  #setPeriod(period: string): void {
    if (!(PERIODS as readonly string[]).includes(period)) return;
    void this.#save({ statusUntil: endOf(period as Period, new Date())?.toISOString() ?? null });
  }

  async #save(patch: MePatch): Promise<void> {
    this.failed = false;
    try {
      await this.context.backend?.me?.update(patch);
    } catch {
      this.failed = true;
      // What was chosen is not what is: the fields show again what counts.
      this.requestUpdate();
    }
  }
}

function endOf(period: Period, now: Date): Date | undefined {
  if (period === 'always') return undefined;
  if (period === 'day') return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  return new Date(now.getTime() + MINUTES[period] * 60_000);
}
