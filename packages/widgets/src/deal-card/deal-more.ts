/** What the card loads after its form: goods, stages passed, calls and letters, documents. */
import {
  type Backend,
  type CommunicationKind,
  type Deal,
  type Locale,
  type RingbackEvent,
  type StageChange,
  type TimelineEntry,
} from '@ringback/model';
import { addStyles, fill, formatDuration, formatTime } from '@ringback/ui';
import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { RecordForm } from '../form/record-form.ts';
import { isSame } from '../list/same-record.ts';
import { webUrl } from '../web-url.ts';
import { dealMoreWords } from './deal-more.words.ts';
import { goodsStyles } from './goods.styles.ts';
import { Goods } from './goods.ts';
import { Papers } from './papers.ts';
import { Section } from './section.ts';

export interface DealMoreOptions {
  backend: () => Backend | undefined;
  deal: () => Deal | undefined;
  locale: () => Locale;
  form: RecordForm;
  currency: () => string;
  failed: (error: unknown) => void;
}

/** Kinds that are written down by hand: every one of them (S064). */
const KINDS = [
  'note',
  'call',
  'meeting',
  'mail',
  'message',
  'site-request',
  'other',
] as const satisfies readonly CommunicationKind[];
const PAGE = 20;

export class DealMore {
  readonly #options: DealMoreOptions;
  readonly #changed: () => void;
  readonly #goods: Goods;
  readonly #papers: Papers;
  readonly #history: Section<StageChange>;
  readonly #timeline: Section<TimelineEntry>;
  #draft: { kind: CommunicationKind; text: string } | undefined;
  #problem: string | undefined;
  #saving = false;
  #playerComes = false;

  constructor(host: LitElement, options: DealMoreOptions) {
    const changed = (): void => host.requestUpdate();
    const { failed, backend, deal } = options;
    addStyles(host, goodsStyles);
    this.#options = options;
    this.#changed = changed;
    this.#goods = new Goods({ ...options, changed });
    this.#papers = new Papers({ ...options, changed });
    this.#history = new Section({
      ...{ name: 'history', changed, failed },
      read: async () => ({ items: (await backend()?.deals?.history?.(deal()?.id ?? '')) ?? [] }),
    });
    this.#timeline = new Section({
      ...{ name: 'timeline', changed, failed },
      read: async (cursor) => {
        const page = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
        return (await backend()?.timeline?.list({ dealId: deal()?.id ?? '', ...page })) ?? { items: [] };
      },
    });
  }

  forget(): void {
    for (const part of [this.#goods, this.#papers, this.#history, this.#timeline]) part.forget();
    this.#draft = this.#problem = undefined;
  }

  hear(event: RingbackEvent): void {
    const deal = this.#options.deal();
    const id = deal?.id;
    if (event.type === 'deal.updated' && isSame(event.data.deal, deal)) this.#history.refresh();
    if (event.type === 'timeline.changed' && event.data.entry.dealId === id) this.#timeline.refresh();
    if (event.type === 'letter.created') this.#timeline.refresh();
    if ('call' in event.data && event.data.call.state === 'ended') {
      const { party } = event.data.call;
      if (party && party.id === deal?.party?.id) this.#timeline.refresh();
    }
  }

  lines(): TemplateResult {
    return this.#goods.render();
  }

  /** A note, call or meeting is to be written down. */
  write(): void {
    this.#draft ??= { kind: 'note', text: '' };
    this.#timeline.show();
    this.#changed();
  }

  render(): TemplateResult {
    const words = dealMoreWords[this.#options.locale()];
    const { deals, timeline, documents } = this.#options.backend() ?? {};
    const draft = this.#draft ? this.#draftView(this.#draft) : nothing;
    return html`${timeline ? this.#timeline.render(words, (one) => this.#entryView(one), draft) : nothing}
    ${documents ? this.#papers.render() : nothing}
    ${deals?.history ? this.#history.render(words, (one) => this.#stepView(one)) : nothing}`;
  }

  #stepView({ stage, at }: StageChange): TemplateResult {
    return html`<li>
      <span class="muted">${formatTime(at, this.#options.locale())}</span> <span>${stage.name}</span>
    </li>`;
  }

  #entryView(entry: TimelineEntry): TemplateResult {
    const locale = this.#options.locale();
    const words = dealMoreWords[locale];
    const { kind, at, title, text, author, durationSeconds, recordings = [] } = entry;
    const recordingUrl = webUrl(entry.recordingUrl);
    if (recordings.length > 0) this.#bringPlayer();
    return html`<li>
      <span>${words[kind]}</span>
      <span class="muted"
        >${formatTime(at, locale)}${durationSeconds === undefined ? nothing : html` · ${formatDuration(durationSeconds)}`}</span
      >
      ${title ? html`<bdi>${title}</bdi>` : nothing} <span class="muted">${author ?? nothing}</span>
      ${text ? html`<bdi class="text">${text}</bdi>` : nothing}
      ${
        recordingUrl
          ? html`<audio controls preload="none" src=${recordingUrl} aria-label=${words.recording}></audio>`
          : recordings.map(
              (recording) =>
                html`<ringback-player
                  .backend=${this.#options.backend()}
                  .recording=${recording}
                ></ringback-player>`,
            )
      }
    </li>`;
  }

  /** It is loaded when a talk of this deal can be listened to. */
  #bringPlayer(): void {
    if (this.#playerComes) return;
    this.#playerComes = true;
    import('../player/ringback-player.ts').catch(this.#options.failed);
  }

  #draftView(draft: { kind: CommunicationKind; text: string }): TemplateResult {
    const words = dealMoreWords[this.#options.locale()];
    const submit = (event: Event) => {
      event.preventDefault();
      void this.#save(draft);
    };
    const choose = (event: Event) =>
      (draft.kind = (event.target as HTMLSelectElement).value as CommunicationKind);
    const cancel = () => {
      this.#draft = this.#problem = undefined;
      this.#changed();
    };
    return html`<form class="note" data-write @submit=${submit}>
      <label
        ><span class="label">${words.kind}</span
        ><select class="field" name="kind" .value=${live(draft.kind)} @change=${choose}>
          ${KINDS.map((kind) => html`<option value=${kind}>${words[kind]}</option>`)}
        </select></label
      >
      <label
        ><span class="label">${words.text}</span
        ><textarea
          class="field"
          name="text"
          rows="3"
          required
          .value=${live(draft.text)}
          @input=${(event: Event) => (draft.text = (event.target as HTMLTextAreaElement).value)}
        ></textarea>
      </label>
      <p class="field-error" role="alert">${this.#problem ?? nothing}</p>
      <div class="form-buttons">
        <button class="button primary" type="submit" aria-disabled=${this.#saving}>${words.save}</button>
        <button class="button" type="button" @click=${cancel}>${words.cancel}</button>
      </div>
    </form>`;
  }

  /** What is typed stays until it is safely kept. */
  async #save({ kind, text }: { kind: CommunicationKind; text: string }): Promise<void> {
    const deal = this.#options.deal();
    const create = this.#options.backend()?.timeline?.create;
    if (!deal || !create || this.#saving) return;
    this.#saving = true;
    this.#problem = undefined;
    this.#changed();
    try {
      await create({ kind, text, dealId: deal.id, ...(deal.party ? { partyId: deal.party.id } : {}) });
      this.#draft = undefined;
      this.#timeline.refresh();
    } catch (error) {
      const why = (error as Error).message;
      this.#problem = fill(dealMoreWords[this.#options.locale()].notDone, { why });
      this.#options.failed(error);
    }
    this.#saving = false;
    this.#changed();
  }
}
