/** What the card loads once it has been painted: everything about whoever calls, and what can be done about it. */
import type {
  CallerCardLayout,
  CardBlock,
  Deal,
  DirectoryEntry,
  Disposition,
  RingbackEvent,
} from '@ringback/model';
import { fill, type RecordKind } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { webUrl } from '../../web-url.ts';
import { AddToDeal } from './add-to-deal.ts';
import type { Block } from './block.ts';
import { BLOCKS, CHANGED_BY } from './blocks.ts';
import { linksView } from './links.ts';
import { type MoreMeans, reasonOf } from './means.ts';
import { moreWords } from './more.words.ts';
import { Outcome, type OutcomeMeans } from './outcome.ts';

export { moreStyles } from './more.styles.ts';

export interface CardMoreMeans extends MoreMeans {
  comment: OutcomeMeans['comment'];
  create: (kind: RecordKind) => void;
  /** Blocks that the page asks for, in order; the firm's own where it asks for none. */
  blocks: () => readonly string[] | undefined;
}

const ORDER = Object.keys(BLOCKS) as CardBlock[];

/** One call and one party: another of either has another. */
export class CardMore {
  readonly #means: CardMoreMeans;
  readonly #blocks = new Map<CardBlock, Block>();
  readonly #outcome: Outcome;
  readonly key: string;
  #layout: CallerCardLayout | undefined;
  #dispositions: readonly Disposition[] = [];
  #entry: DirectoryEntry | undefined;
  #drafting = false;
  #problem: string | undefined;
  #wasOnline = true;

  constructor(means: CardMoreMeans, key: string) {
    this.#means = means;
    this.key = key;
    const deals = () => (this.#blocks.get('deals')?.items ?? []) as readonly Deal[];
    const adding = new AddToDeal({ ...means, deals, added: () => this.#blocks.get('deals')?.refresh() });
    for (const name of ORDER) {
      const block = BLOCKS[name]({ ...means, adding });
      if (block) this.#blocks.set(name, block);
    }
    this.#outcome = new Outcome({ ...means, choices: () => this.#dispositions });
    void this.#read();
    void this.#lookUp();
  }

  get entry(): DirectoryEntry | undefined {
    return this.#entry;
  }

  /** Before each drawing. */
  heard(): void {
    this.#outcome.heard();
    const online = this.#means.backend()?.state.status === 'online';
    for (const block of this.#blocks.values()) block.heard();
    if (online && !this.#wasOnline) for (const block of this.#blocks.values()) block.retry();
    this.#wasOnline = online;
    void this.#draft();
  }

  hear({ type }: RingbackEvent): void {
    for (const name of CHANGED_BY[type] ?? []) this.#blocks.get(name)?.refresh();
  }

  view(): TemplateResult {
    const { call, facts, locale, create } = this.#means;
    const { phase } = call();
    const words = moreWords[locale()];
    const talks = phase !== 'ring' && facts().endReason !== 'answered-elsewhere';
    const drawn = this.#shown().flatMap((name) => {
      const block = this.#blocks.get(name);
      // A phone that rings is no time for what is empty, or for what nobody has asked about.
      return block && (talks || !block.isIdle) ? [block.view(words, talks)] : [];
    });
    return html`<div class="more" part="more" role="group" aria-label=${words.about}>
      ${this.#directoryView()} ${this.#draftView()}
      <p class="field-error" role="alert">${this.#problem ?? nothing}</p>
      ${drawn.length > 0 ? html`<div class="blocks" part="blocks">${drawn}</div>` : nothing}
      <slot name="blocks"></slot>
      ${talks ? (linksView(this.#means, create) ?? nothing) : nothing}
      ${talks ? this.#outcome.view() : nothing}
    </div>`;
  }

  #shown(): readonly CardBlock[] {
    const asked = this.#means.blocks();
    if (asked) return asked.filter((name): name is CardBlock => Object.hasOwn(BLOCKS, name));
    return this.#layout?.blocks ?? ORDER;
  }

  async #read(): Promise<void> {
    const { layouts, dispositions } = this.#means.backend() ?? {};
    const none = (error: unknown): undefined => void this.#means.failed(error);
    const [layout, choices] = await Promise.all([
      layouts?.callerCard?.().catch(none),
      dispositions?.list().catch(none),
    ]);
    this.#layout = layout;
    this.#dispositions = choices ?? [];
    this.#means.changed();
  }

  /** Whose number it is, out in the world. */
  async #lookUp(): Promise<void> {
    const { backend, facts, failed, changed } = this.#means;
    const { unknown, number } = facts();
    if (!unknown || !number.startsWith('+')) return;
    try {
      this.#entry = (await backend()?.directory?.lookup(number)) ?? undefined;
    } catch (error) {
      failed(error);
    }
    changed();
  }

  /** As soon as somebody talks; the gateway makes one of it, however often it is asked. */
  async #draft(): Promise<void> {
    const { backend, call, facts, link, failed } = this.#means;
    const draft = backend()?.directory?.draft;
    const { number, unknown } = facts();
    const wanted = this.#entry && this.#layout?.directoryDrafts && unknown && call().phase === 'talk';
    if (!wanted || !draft || this.#drafting) return;
    this.#drafting = true;
    try {
      await link(await draft(number));
    } catch (error) {
      this.#problem = fill(moreWords[this.#means.locale()].notSaved, { why: reasonOf(error) });
      failed(error);
    }
  }

  #directoryView(): TemplateResult | typeof nothing {
    const entry = this.#entry;
    if (!entry || !this.#means.facts().unknown) return nothing;
    const words = moreWords[this.#means.locale()];
    const url = webUrl(entry.sourceUrl);
    const source = fill(words.byDirectory, { source: entry.source });
    return html`<div class="known" part="directory">
      <small
        >${url ? html`<a class="link" href=${url} target="_blank" rel="noopener noreferrer">${source}</a>` : source}</small
      >
      <b><bdi>${entry.name}</bdi></b>
      ${entry.address ? html`<bdi>${entry.address}</bdi>` : nothing}
    </div>`;
  }

  #draftView(): TemplateResult | typeof nothing {
    const { backend, facts, locale, failed, changed } = this.#means;
    const { party, match } = facts();
    const draft = match?.party.draft;
    if (!party || !draft) return nothing;
    const words = moreWords[locale()];
    const confirm = () => {
      this.#problem = undefined;
      void backend()
        ?.parties?.update?.(party.id, { confirmed: true })
        .catch((error: unknown) => {
          this.#problem = fill(words.notSaved, { why: reasonOf(error) });
          failed(error);
        })
        .finally(changed);
    };
    return html`<div class="known" part="draft">
      <span>${fill(words.draft, { source: draft.source })}</span>
      ${
        this.#means.call().phase === 'ring' || !backend()?.parties?.update
          ? nothing
          : html`<button class="button small" part="confirm" type="button" @click=${confirm}>
              ${words.confirm}
            </button>`
      }
    </div>`;
  }
}
