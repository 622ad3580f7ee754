/** A deal goes to another stage: asks why when it is lost, and shows the present deal when somebody else was faster. */
import type {
  BackendDeals,
  Deal,
  DealChoices,
  DealUpdate,
  Locale,
  RingbackError,
  Stage,
} from '@ringback/model';
import { fill, LiveRegion } from '@ringback/ui';
import { css, html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { fieldNames } from '../form/form.words.ts';
import { stageMoveWords } from './stage-move.words.ts';

export interface StageMoveOptions {
  deals: () => BackendDeals | undefined;
  choices: () => DealChoices | undefined;
  locale: () => Locale;
  /** The deal as it is now, because it was moved, or because somebody else has changed it. */
  moved: (deal: Deal) => void;
  failed: (error: unknown) => void;
}

/** What is under way, with what was typed for it. */
interface Move {
  deal: Deal;
  stage: Stage;
  reason: string;
  is: 'asking' | 'moving' | 'clash' | 'failed';
  theirs?: Deal;
  error?: RingbackError;
}

export class StageMove {
  readonly #host: ReactiveControllerHost;
  readonly #options: StageMoveOptions;
  readonly #live: LiveRegion;
  #move: Move | undefined;

  constructor(host: ReactiveControllerHost, options: StageMoveOptions) {
    this.#host = host;
    this.#options = options;
    this.#live = new LiveRegion(host);
  }

  /** The stage to which this deal is on its way. */
  target(id: string): Stage | undefined {
    return this.#move?.deal.id === id && this.#move.is === 'moving' ? this.#move.stage : undefined;
  }

  say(sentence: string): void {
    this.#live.say(sentence);
  }

  async to(deal: Deal, stage: Stage): Promise<void> {
    if (stage.id === deal.stage.id || this.#move?.is === 'moving') return;
    this.#move = { deal, stage, reason: deal.lostReason ?? '', is: 'asking' };
    if (stage.outcome === 'lost') this.#host.requestUpdate();
    else await this.#run(this.#move);
  }

  render(): TemplateResult {
    return html`${this.#live.render()}
      <div class="move" part="move" role="alert">${this.#moveView()}</div>`;
  }

  #moveView(): unknown {
    const move = this.#move;
    if (!move || move.is === 'moving') return nothing;
    if (move.is === 'asking') return this.#reasonView(move);
    return move.is === 'clash' ? this.#clashView(move) : this.#failedView(move);
  }

  #reasonView(move: Move): TemplateResult {
    const words = stageMoveWords[this.#options.locale()];
    const reasons = this.#options.choices()?.lostReasons ?? [];
    const submit = (event: Event) => {
      event.preventDefault();
      void this.#run(move);
    };
    const write = (event: Event) => (move.reason = (event.target as HTMLInputElement).value);
    return html`<form class="note" @submit=${submit}>
      <p>${fill(words.why, { deal: move.deal.title })}</p>
      <label
        ><span class="label">${words.reason}</span>
        ${
          reasons.length
            ? html`<select class="field" data-reason required .value=${live(move.reason)} @change=${write}>
                <option value="">${words.choose}</option>
                ${reasons.map((one) => html`<option ?selected=${one === move.reason}>${one}</option>`)}
              </select>`
            : html`<input class="field" data-reason required .value=${live(move.reason)} @input=${write} />`
        }
      </label>
      <div class="form-buttons">
        <button class="button primary" type="submit">${fill(words.move, { stage: move.stage.name })}</button>
        ${this.#leaveButton(words.leave)}
      </div>
    </form>`;
  }

  #clashView(move: Move): TemplateResult {
    const words = stageMoveWords[this.#options.locale()];
    const { theirs = move.deal, stage } = move;
    const again = () => void this.#run({ ...move, deal: theirs });
    const sentence = { deal: theirs.title, theirs: theirs.stage.name, yours: stage.name };
    return html`<div class="note">
      <p>${fill(words.clash, sentence)}</p>
      <div class="form-buttons">
        <button class="button primary" type="button" data-again @click=${again}>
          ${fill(words.again, { stage: stage.name })}
        </button>
        ${this.#leaveButton(words.takeTheirs)}
      </div>
    </div>`;
  }

  #failedView(move: Move): TemplateResult {
    const locale = this.#options.locale();
    const words = stageMoveWords[locale];
    const { message: why = '', fields = {} } = move.error ?? {};
    const names = Object.keys(fields).map(
      (key) => fieldNames[locale][key as keyof (typeof fieldNames)['en']] ?? key,
    );
    const about = { deal: move.deal.title, stage: move.stage.name };
    return html`<div class="note">
      <p>
        ${names.length ? fill(words.needs, { ...about, fields: names.join(', ') }) : fill(words.failed, { ...about, why })}
      </p>
      <div class="form-buttons">
        <button class="button" type="button" data-again @click=${() => void this.#run(move)}>
          ${words.tryAgain}
        </button>
        ${this.#leaveButton(words.leave)}
      </div>
    </div>`;
  }

  #leaveButton(title: string): TemplateResult {
    return html`<button class="button" type="button" data-leave @click=${() => this.#set(undefined)}>
      ${title}
    </button>`;
  }

  async #run(asked: Move): Promise<void> {
    const { deal, stage, reason } = asked;
    const update = this.#options.deals()?.update;
    if (!update) return;
    const patch: DealUpdate = {
      ...{ stageId: stage.id, ifUnmodifiedSince: deal.updatedAt },
      ...(stage.outcome === 'lost' ? { lostReason: reason } : {}),
    };
    this.#set({ ...asked, is: 'moving' });
    try {
      const now = await update(deal.id, patch);
      this.#set(undefined);
      const words = stageMoveWords[this.#options.locale()];
      this.#live.say(fill(words.moved, { deal: now.title, stage: now.stage.name }));
      this.#options.moved(now);
    } catch (caught) {
      const error = caught as RingbackError;
      const theirs = error.code === 'conflict' ? (error.current as Deal | undefined) : undefined;
      this.#set({ ...asked, error, is: theirs ? 'clash' : 'failed', ...(theirs ? { theirs } : {}) });
      if (theirs) this.#options.moved(theirs);
      this.#options.failed(error);
    }
  }

  #set(move: Move | undefined): void {
    this.#move = move;
    this.#host.requestUpdate();
  }
}

/** With `fieldStyles`, `buttonStyles` and `formStyles`. */
export const stageMoveStyles = css`
  .note {
    display: grid;
    gap: 8px;
    padding: 12px;
    border: 1px solid var(--_warning-text);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .note p {
    margin: 0;
  }
  .move:empty {
    display: none;
  }
`;
