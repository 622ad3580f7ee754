/** Goods of a cart, or that were looked at, become rows of a deal: of the one that the call is about, else of the one that is chosen. */
import type { Deal, DealLineInput, ProductLine } from '@ringback/model';
import { fill, icon, plusIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { type MoreMeans, reasonOf } from './means.ts';
import { moreWords } from './more.words.ts';

/** How often a colleague may get in between before it is given up. */
const MOST_TRIES = 4;

export interface AddToDealMeans extends MoreMeans {
  /** Those that are open. */
  deals: () => readonly Deal[];
  /** Told of what was written. */
  added: () => void;
}

export class AddToDeal {
  readonly #means: AddToDealMeans;
  /** What waits for a deal to be chosen, and under which row it was asked for. */
  #asking: { key: string; lines: readonly ProductLine[] } | undefined;
  #told: { key: string; text: string; bad: boolean } | undefined;
  #busy = false;

  constructor(means: AddToDealMeans) {
    this.#means = means;
  }

  /** Absent where nothing can be added. */
  button(key: string, lines: readonly ProductLine[]): TemplateResult | typeof nothing {
    const { deals } = this.#means.backend() ?? {};
    if (!deals?.update || lines.length === 0) return nothing;
    const words = moreWords[this.#means.locale()];
    const [only] = lines;
    const label = lines.length > 1 ? words.addAll : words.addToDeal;
    return html`<button
        class="button small"
        part="add-to-deal"
        type="button"
        aria-label=${only && lines.length === 1 ? `${label}: ${only.name}` : label}
        aria-disabled=${this.#busy}
        @click=${() => this.#ask(key, lines)}
      >
        ${icon(plusIcon)} ${label}
      </button>
      ${this.#choice(key)} ${this.#toldView(key)}`;
  }

  #choice(key: string): TemplateResult | typeof nothing {
    if (this.#asking?.key !== key) return nothing;
    const { locale, backend, deals } = this.#means;
    const words = moreWords[locale()];
    const { lines } = this.#asking;
    return html`<div class="choice" role="group" aria-label=${words.whichDeal}>
      <small>${words.whichDeal}</small>
      ${deals().map(
        (deal) =>
          html`<button class="button" type="button" @click=${() => void this.#add(key, lines, deal)}>
            <bdi>${deal.title}</bdi>
          </button>`,
      )}
      ${
        backend()?.deals?.create
          ? html`<button class="button" type="button" @click=${() => void this.#add(key, lines, undefined)}>
              ${words.newDeal}
            </button>`
          : nothing
      }
    </div>`;
  }

  #toldView(key: string): TemplateResult | typeof nothing {
    if (this.#told?.key !== key) return nothing;
    const { bad, text } = this.#told;
    return bad
      ? html`<span class="field-error" role="alert">${text}</span>`
      : html`<span class="hint" role="status">${text}</span>`;
  }

  #ask(key: string, lines: readonly ProductLine[]): void {
    if (this.#busy) return;
    const { call, deals, changed } = this.#means;
    const open = deals();
    const chosen =
      open.find(({ id }) => id === call().record?.deal?.id) ?? (open.length === 1 ? open[0] : undefined);
    this.#told = undefined;
    if (chosen) return void this.#add(key, lines, chosen);
    this.#asking = this.#asking?.key === key ? undefined : { key, lines };
    changed();
  }

  async #add(key: string, lines: readonly ProductLine[], deal: Deal | undefined): Promise<void> {
    const words = moreWords[this.#means.locale()];
    this.#busy = true;
    this.#asking = undefined;
    this.#means.changed();
    try {
      const { title } = deal ? await this.#into(deal.id, lines) : await this.#intoNew(lines);
      this.#told = { key, text: fill(words.added, { title }), bad: false };
      this.#means.added();
    } catch (error) {
      this.#told = { key, text: fill(words.notSaved, { why: reasonOf(error) }), bad: true };
      this.#means.failed(error);
    } finally {
      this.#busy = false;
      this.#means.changed();
    }
  }

  /** On top of whatever a colleague has put there in the same moment. */
  async #into(dealId: string, lines: readonly ProductLine[]): Promise<Deal> {
    const deals = this.#means.backend()!.deals!;
    for (let left = MOST_TRIES; ; left -= 1) {
      const { lines: there = [], updatedAt } = await deals.get(dealId);
      try {
        return await deals.update!(dealId, { lines: joined(there, lines), ifUnmodifiedSince: updatedAt });
      } catch (error) {
        if ((error as { code?: string }).code !== 'conflict' || left === 1) throw error;
      }
    }
  }

  async #intoNew(lines: readonly ProductLine[]): Promise<Deal> {
    const { backend, facts, update } = this.#means;
    const { party } = facts();
    const made = await backend()!.deals!.create!({
      title: lines
        .map(({ name }) => name)
        .join(', ')
        .slice(0, 255),
      ...(party ? { partyId: party.id } : {}),
      lines: joined([], lines),
    });
    await update({ dealId: made.id });
    return made;
  }
}

/** The same goods once more are more of them. */
export function joined(there: readonly ProductLine[], more: readonly ProductLine[]): DealLineInput[] {
  const rows = there.map(rowOf);
  for (const line of more.map(rowOf)) {
    const same = rows.find((row) => keyOf(row) === keyOf(line));
    if (same) same.quantity += line.quantity;
    else rows.push(line);
  }
  return rows;
}

const keyOf = ({ productId, sku, name }: DealLineInput): string => productId ?? sku ?? name;

/** Without what a deal does not keep: stock, picture, address. */
const rowOf = ({ productId, sku, name, quantity, price }: ProductLine): DealLineInput => ({
  ...{ name, quantity },
  ...(productId === undefined ? {} : { productId }),
  ...(sku === undefined ? {} : { sku }),
  ...(price === undefined ? {} : { price }),
});
