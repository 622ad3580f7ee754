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
import { fill, LiveRegion, onePerson, type RingbackElement } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type * as Views from './stage-move-view.ts';
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
export interface StageMoveState {
  deal: Deal;
  stage: Stage;
  reason: string;
  is: 'asking' | 'moving' | 'clash' | 'failed';
  theirs?: Deal;
  error?: RingbackError;
}

export class StageMove {
  readonly #host: RingbackElement;
  readonly #options: StageMoveOptions;
  readonly #live: LiveRegion;
  #move: StageMoveState | undefined;
  #views: typeof Views | undefined;

  constructor(host: RingbackElement, options: StageMoveOptions) {
    this.#host = host;
    this.#options = options;
    this.#live = new LiveRegion(host);
    onePerson(host, () => {
      this.#set(undefined);
      this.say('');
    });
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
    if (!this.#views) void this.#loadViews();
    return this.#views?.stageMoveView({
      ...{ move, locale: this.#options.locale(), reasons: this.#options.choices()?.lostReasons ?? [] },
      run: (again) => void this.#run(again),
      leave: () => this.#set(undefined),
    });
  }

  /** Questions are rare: their forms, words and look come with the first. */
  async #loadViews(): Promise<void> {
    try {
      this.#views = await import('./stage-move-view.ts');
      this.#views.bringStyles(this.#host);
    } catch (error) {
      this.#move = undefined;
      this.#options.failed(error);
    }
    this.#host.requestUpdate();
  }

  async #run(asked: StageMoveState): Promise<void> {
    const { deal, stage, reason } = asked;
    const update = this.#options.deals()?.update;
    if (!update) return;
    const patch: DealUpdate = {
      ...{ stageId: stage.id, ifUnmodifiedSince: deal.updatedAt },
      ...(stage.outcome === 'lost' ? { lostReason: reason } : {}),
    };
    const move: StageMoveState = { ...asked, is: 'moving' };
    this.#set(move);
    try {
      const now = await update(deal.id, patch);
      // Somebody else is here by now: it is not his.
      if (this.#move !== move) return;
      this.#set(undefined);
      const words = stageMoveWords[this.#options.locale()];
      this.#live.say(fill(words.moved, { deal: now.title, stage: now.stage.name }));
      this.#options.moved(now);
    } catch (caught) {
      if (this.#move !== move) return;
      const error = caught as RingbackError;
      const theirs = error.code === 'conflict' ? (error.current as Deal | undefined) : undefined;
      this.#set({ ...asked, error, is: theirs ? 'clash' : 'failed', ...(theirs && { theirs }) });
      if (theirs) this.#options.moved(theirs);
      this.#options.failed(error);
    }
  }

  #set(move: StageMoveState | undefined): void {
    this.#move = move;
    this.#host.requestUpdate();
  }
}
