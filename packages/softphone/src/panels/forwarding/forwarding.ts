import type { ColleaguePresence, ForwardReason } from '@ringback/model';
import { buttonStyles, fieldStyles, fill, icon, plusIcon, tokens, xIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { PanelElement, panelElementStyles } from '../panel-element.ts';
import {
  type Draft,
  draftOf,
  type DraftProblem,
  type DraftStep,
  newHours,
  newStep,
  patchOf,
  WEEKDAYS,
} from './draft.ts';
import { forwardingStyles } from './forwarding.styles.ts';
import { forwardingWords } from './forwarding.words.ts';

const REASONS = ['no-answer', 'busy', 'offline'] as const satisfies readonly ForwardReason[];
/** As many as the gateway keeps. */
const MOST = 5;

type Told = DraftProblem | 'saved' | 'failed' | 'offlineSave';

/** @summary Who is called when an agent cannot take a call, and his working hours. Part of `<ringback-softphone>`. */
export class SoftphoneForwarding extends PanelElement {
  static override readonly styles = [tokens, buttonStyles, fieldStyles, panelElementStyles, forwardingStyles];

  @state() private told: Told | undefined;
  @state() private colleagues: readonly ColleaguePresence[] = [];

  #draft: Draft | undefined;

  protected override firstUpdated(): void {
    const list = this.context.backend?.colleagues?.list();
    list?.then((colleagues) => (this.colleagues = colleagues)).catch(() => {});
  }

  protected override render(): TemplateResult {
    const words = this.words(forwardingWords);
    const me = this.context.backend?.state.me;
    if (!me) return html`<p class="hint">${words.offlineSave}</p>`;
    const draft = (this.#draft ??= draftOf(me));
    const holidays = me.hours?.holidays.length;
    return html`<form class="rows" novalidate @submit=${this.#submit} @input=${() => (this.told = undefined)}>
      <fieldset>
        <legend>${words.title}</legend>
        ${draft.steps.length === 0 ? html`<p class="hint">${words.none}</p>` : nothing}
        ${draft.steps.map((step) => this.#renderStep(step, draft))}
        ${draft.steps.length < MOST ? this.#button('add', () => draft.steps.push(newStep())) : nothing}
      </fieldset>
      <label class="choice"
        ><input
          type="checkbox"
          name="hours"
          .checked=${draft.hours !== undefined}
          @change=${() => this.#change(() => (draft.hours = draft.hours ? undefined : newHours()))}
        />${words.hours}</label
      >
      ${draft.hours?.map((one) => this.#renderHours(one))}
      ${holidays ? html`<p class="hint">${fill(words.holidays, { count: holidays })}</p>` : nothing}
      <button class="button primary" part="save" type="submit">${words.save}</button>
      <p class=${this.told === 'saved' ? 'hint' : 'wrong'} role="status">
        ${this.told ? words[this.told] : nothing}
      </p>
    </form>`;
  }

  #renderStep(step: DraftStep, draft: Draft): TemplateResult {
    const words = this.words(forwardingWords);
    const self = this.context.phone?.state.agent?.id;
    const others = this.colleagues.filter(({ id }) => id !== self);
    const set = (change: Partial<DraftStep>) => this.#change(() => Object.assign(step, change));
    const value = (event: Event) => (event.target as HTMLInputElement).value;
    return html`<div class="step" part="step" role="group" aria-label=${words.to}>
      <div class="row">
        <select
          class="field grow"
          name="to"
          aria-label=${words.to}
          @change=${(event: Event) => set({ to: value(event) })}
        >
          ${others.map(({ id, name }) => html`<option value=${id} ?selected=${id === step.to}>${name}</option>`)}
          <option value="number" ?selected=${step.to === 'number'}>${words.number}</option>
        </select>
        <input
          class="field seconds"
          name="seconds"
          type="number"
          min="5"
          max="120"
          aria-label=${words.seconds}
          title=${words.seconds}
          .value=${String(step.seconds)}
          @change=${(event: Event) => set({ seconds: Math.min(120, Math.max(5, Math.round(Number(value(event))) || 20)) })}
        />
        ${this.#button('remove', () => (draft.steps = draft.steps.filter((one) => one !== step)))}
      </div>
      ${
        step.to === 'number'
          ? html`<input
              class="field"
              name="number"
              type="tel"
              placeholder=${words.numberLabel}
              aria-label=${words.numberLabel}
              .value=${step.number}
              @change=${(event: Event) => set({ number: value(event) })}
            />`
          : nothing
      }
      <div class="chips">
        ${REASONS.map((reason) => this.#toggle(words[reason], step.on, reason, (on) => set({ on })))}
      </div>
    </div>`;
  }

  #renderHours(one: NonNullable<Draft['hours']>[number]): TemplateResult {
    const words = this.words(forwardingWords);
    const clock = (key: 'from' | 'to', label: string) =>
      html`<label
        ><span class="label">${label}</span>
        <input
          class="field"
          type="time"
          name=${key}
          .value=${one[key] === '24:00' ? '00:00' : one[key]}
          @change=${(event: Event) => this.#change(() => (one[key] = clockOf(key, (event.target as HTMLInputElement).value)))}
        />
      </label>`;
    return html`<div class="step" part="hours">
      <div class="row">${clock('from', words.from)} ${clock('to', words.till)}</div>
      <div class="chips" role="group" aria-label=${words.days}>
        ${WEEKDAYS.map((day, nth) => this.#toggle(nameOfDay(nth, this.locale), one.days, day, (days) => this.#change(() => (one.days = days))))}
      </div>
    </div>`;
  }

  #toggle<T extends string>(
    label: string,
    chosen: readonly T[],
    one: T,
    set: (next: T[]) => void,
  ): TemplateResult {
    const on = chosen.includes(one);
    return html`<button
      class="button chip"
      type="button"
      aria-pressed=${String(on)}
      @click=${() => set(on ? chosen.filter((other) => other !== one) : [...chosen, one])}
    >
      ${label}
    </button>`;
  }

  #button(what: 'add' | 'remove', press: () => unknown): TemplateResult {
    const label = this.words(forwardingWords)[what];
    return html`<button
      class="button quiet ${what === 'add' ? '' : 'icon-only'}"
      part=${what}
      type="button"
      title=${label}
      aria-label=${label}
      @click=${() => this.#change(press)}
    >
      ${icon(what === 'add' ? plusIcon : xIcon)}${what === 'add' ? html`<span>${label}</span>` : nothing}
    </button>`;
  }

  #change(change: () => unknown): void {
    change();
    this.told = undefined;
    this.requestUpdate();
  }

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { backend } = this.context;
    const me = backend?.state.me;
    if (!this.#draft || !me) return;
    const patch = patchOf(this.#draft, me.hours, Intl.DateTimeFormat().resolvedOptions().timeZone);
    if (typeof patch === 'string') return void (this.told = patch);
    try {
      this.#draft = draftOf((await backend.me?.update(patch)) ?? me);
      this.told = 'saved';
    } catch (error) {
      const { code } = (error ?? {}) as { code?: unknown };
      this.told = code === 'unavailable' || code === 'timeout' ? 'offlineSave' : 'failed';
    }
  };
}

/** An end at midnight is the end of the day. */
const clockOf = (key: 'from' | 'to', value: string): string =>
  key === 'to' && value === '00:00' ? '24:00' : value;

/** `Mon`; 2024 began on a Monday. */
const nameOfDay = (nth: number, locale: string): string =>
  new Date(2024, 0, 1 + nth).toLocaleDateString(locale, { weekday: 'short' });
