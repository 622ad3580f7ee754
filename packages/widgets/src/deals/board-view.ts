/** The board: a column for each stage, cards in it, what they come to. */
import type { Deal, Locale } from '@ringback/model';
import { fill, icon, moreIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { dayText, moneyText } from '../deal/money-text.ts';
import type { Board, BoardColumn } from './board.ts';
import type { CardDrag } from './card-drag.ts';
import type { DealsWords } from './deals.words.ts';

export interface BoardView {
  board: Board;
  words: DealsWords;
  locale: Locale;
  /** Absent where nobody may move cards. */
  drag: CardDrag | undefined;
  /** Columns whose next page is on its way. */
  loading: ReadonlySet<string>;
  now: Date;
  open: (deal: Deal) => void;
  more: (column: BoardColumn) => void;
}

export function boardView(view: BoardView): TemplateResult {
  const { board, words, drag } = view;
  return html`<p class="unseen" id="hint">${drag ? words.hint : nothing}</p>
    <div class="board" part="board" role="group" tabindex="0" aria-label=${board.pipeline.name}>
      ${board.columns.map((column) => columnView(view, column))}
    </div>`;
}

function columnView(view: BoardView, column: BoardColumn): TemplateResult {
  const { words, locale, drag, loading } = view;
  const { stage, count, amounts = [], items, next } = column;
  return html`<section
    class="column ${drag?.isOver(stage.id) ? 'over' : ''}"
    part="column"
    data-stage=${stage.id}
    data-outcome=${stage.outcome}
    aria-label=${stage.name}
  >
    <header>
      <h3>${stage.name}</h3>
      <p class="figures">
        ${count === undefined ? nothing : html`<span data-count>${fill(words.count, { count })}</span>`}
        <span data-sum>${amounts.map((money) => moneyText(money, locale)).join(' + ')}</span>
      </p>
    </header>
    <ul>
      ${repeat(
        items,
        ({ id }) => id,
        (deal) => cardView(view, deal),
      )}
      ${items.length === 0 ? html`<li class="none">${words.none}</li>` : nothing}
    </ul>
    ${
      next === undefined
        ? nothing
        : html`<button
            class="button"
            type="button"
            data-more
            aria-disabled=${loading.has(stage.id)}
            @click=${() => view.more(column)}
          >
            ${fill(words.more, { stage: stage.name })}
          </button>`
    }
  </section>`;
}

function cardView({ words, locale, drag, now, open }: BoardView, deal: Deal): TemplateResult {
  const { id, title, party, amount, probability, closesAt, responsible, stage } = deal;
  const overdue = stage.outcome === 'open' && closesAt !== undefined && new Date(closesAt) < now;
  const facts = [
    probability === undefined || stage.outcome !== 'open' ? [] : `${probability} %`,
    responsible?.name ?? [],
  ].flat();
  return html`<li
    class="card ${drag?.isTaken(id) ? 'taken' : ''}"
    part="card"
    data-id=${id}
    @pointerdown=${(event: PointerEvent) => drag?.pointerDown(event, deal)}
  >
    <button class="open" part="open" type="button" data-action="open" @click=${() => open(deal)}>
      <bdi>${title}</bdi>
    </button>
    ${
      drag
        ? html`<button
            class="button icon-only quiet"
            type="button"
            data-grip
            aria-label=${fill(words.grip, { deal: title })}
            aria-describedby="hint"
            aria-pressed=${drag.isTaken(id)}
            @keydown=${(event: KeyboardEvent) => drag.keyDown(event, deal)}
            @blur=${() => drag.blur()}
          >
            ${icon(moreIcon)}
          </button>`
        : nothing
    }
    ${party ? html`<span class="line"><bdi>${party.name}</bdi></span>` : nothing}
    ${amount ? html`<strong class="line">${moneyText(amount, locale)}</strong>` : nothing}
    ${facts.length ? html`<span class="line muted">${facts.join(' · ')}</span>` : nothing}
    ${overdue ? html`<span class="line late">${words.overdue}: ${dayText(closesAt, locale)}</span>` : nothing}
  </li>`;
}
