/** The table of a list: a heading, and the rows in sight. */
import { fill, icon, setStyle } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ListSort } from './list-view.ts';
import type { ListWords } from './list.words.ts';
import type { ListAction } from './record-list.ts';
import type { VisibleRowsController } from './visible-rows.ts';

export interface ListColumn<T> {
  key: string;
  title: string;
  cell: (record: T) => unknown;
  /** The record's name: opens it. Exactly one column of a list is. */
  lead?: boolean;
  /** Shown on a phone-sized screen, under the name. */
  narrow?: boolean;
  /** Figures. */
  end?: boolean;
  /** Share of the width; 1 when absent. */
  grow?: number;
  sortable?: boolean;
}

export interface TableView<T extends { readonly id: string }> {
  items: readonly T[];
  /** Absent while not all are loaded. */
  total: number | undefined;
  columns: readonly ListColumn<T>[];
  actions: readonly ListAction<T>[];
  sort: ListSort | undefined;
  words: ListWords;
  region: string;
  rows: VisibleRowsController;
  problem: { id: string; sentence: string } | undefined;
  nameOf: (record: T) => string;
  sortBy: (key: string) => void;
  open: ((record: T) => void) | undefined;
  details: ((record: T) => unknown) | undefined;
  /** Index of the row whose details are open; −1 = none. */
  openRow: number;
  run: (action: ListAction<T>, record: T) => void;
  root: () => HTMLElement | DocumentFragment;
}

export function tableView<T extends { readonly id: string }>(table: TableView<T>): TemplateResult {
  const { items, total, columns, actions, region, rows, problem, openRow } = table;
  const { from, to, before, after } = rows.of(items.length, openRow);
  const tracks = columns.map(({ grow = 1 }) => `minmax(0, ${grow}fr)`).join(' ');
  return html`<div
      class="scroller"
      part="scroller"
      role="table"
      tabindex="0"
      data-scroller
      aria-label=${region}
      aria-rowcount=${total === undefined ? -1 : total + 1}
      ${setStyle({ '--_columns': actions.length ? `${tracks} calc(var(--_target) * ${actions.length})` : tracks })}
      @keydown=${(event: KeyboardEvent) => void move(table, event)}
    >
      ${headView(table)}
      <div role="presentation" ${setStyle({ 'block-size': `${before}px` })}></div>
      ${repeat(
        items.slice(from, to),
        ({ id }) => id,
        (record, index) =>
          html`${rowView(table, record, from + index)}
          ${from + index === openRow ? detailsView(table, record) : nothing}`,
      )}
      <div role="presentation" ${setStyle({ 'block-size': `${after}px` })}></div>
    </div>
    <p class="problem" role="alert">
      ${problem ? `${nameById(table, problem.id)}: ${problem.sentence}` : nothing}
    </p>`;
}

function nameById<T extends { readonly id: string }>({ items, nameOf }: TableView<T>, id: string): string {
  const record = items.find((one) => one.id === id);
  return record ? nameOf(record) : '';
}

function headView<T extends { readonly id: string }>(table: TableView<T>): TemplateResult {
  const { columns, actions, sort, words, sortBy } = table;
  return html`<div class="row head" part="head" role="row" aria-rowindex="1">
    ${columns.map(
      ({ key, title, end, sortable }) =>
        html`<span
          class="cell ${end ? 'end' : ''}"
          role="columnheader"
          aria-sort=${sort?.column === key ? (sort.order === 'asc' ? 'ascending' : 'descending') : nothing}
          >${
            sortable
              ? html`<button
                  class="sort"
                  type="button"
                  title=${fill(words.sortBy, { column: title })}
                  @click=${() => sortBy(key)}
                >
                  ${title} ${sort?.column === key ? (sort.order === 'asc' ? '↑' : '↓') : nothing}
                </button>`
              : title
          }</span
        >`,
    )}
    ${actions.length ? html`<span role="columnheader"><span class="unseen">${words.actions}</span></span>` : nothing}
  </div>`;
}

function rowView<T extends { readonly id: string }>(
  table: TableView<T>,
  record: T,
  index: number,
): TemplateResult {
  const { columns, actions } = table;
  return html`<div
    class="row"
    part="row"
    role="row"
    aria-rowindex=${index + 2}
    data-row=${index}
    data-id=${record.id}
  >
    ${columns.map((column) => cellView(table, column, { record, isOpen: index === table.openRow }))}
    ${
      actions.length
        ? html`<span class="actions" role="cell"
            >${actions.filter(({ may }) => may?.(record) ?? true).map((action) => actionView(table, action, record))}</span
          >`
        : nothing
    }
  </div>`;
}

function detailsView<T extends { readonly id: string }>(
  { details }: TableView<T>,
  record: T,
): TemplateResult {
  return html`<div class="details" part="details" role="row" data-details>
    <div role="cell">${details?.(record)}</div>
  </div>`;
}

function cellView<T extends { readonly id: string }>(
  { open, details }: TableView<T>,
  { cell, lead, narrow, end }: ListColumn<T>,
  { record, isOpen }: { record: T; isOpen: boolean },
): TemplateResult {
  const value = cell(record);
  // A number or a name of another script keeps its own direction in a page that runs the other way.
  const content = typeof value === 'string' ? html`<bdi>${value}</bdi>` : value;
  return html`<span
    class="cell ${lead ? 'lead narrow' : ''} ${narrow ? 'narrow' : ''} ${end ? 'end' : ''}"
    role="cell"
    >${
      lead && open
        ? html`<button
            class="open"
            part="open"
            type="button"
            data-action="open"
            aria-expanded=${details ? String(isOpen) : nothing}
            @click=${() => open(record)}
          >
            ${content}
          </button>`
        : content
    }</span
  >`;
}

function actionView<T extends { readonly id: string }>(
  { run }: TableView<T>,
  action: ListAction<T>,
  record: T,
): TemplateResult {
  const title = action.title(record);
  return html`<button
    class="button icon-only quiet"
    part="action"
    type="button"
    data-action=${action.key}
    title=${title}
    aria-label=${title}
    @click=${() => run(action, record)}
  >
    ${icon(action.icon)}
  </button>`;
}

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_, last) => last,
};

/** Up and down go from row to row and stay on the same control, also to rows that are not in the page yet. */
async function move<T extends { readonly id: string }>(
  { items, rows, root }: TableView<T>,
  event: KeyboardEvent,
): Promise<void> {
  const step = STEPS[event.key];
  const target = event.target as HTMLElement;
  // An element in a row, a player for instance, has keys of its own.
  if (!step || target.shadowRoot || target.closest('input, select, textarea')) return;
  const row = target.closest<HTMLElement>('[data-row]');
  const at = row ? Number(row.dataset.row) : -1;
  const to = Math.min(items.length - 1, Math.max(0, step(at, items.length - 1)));
  if (to === at) return;
  event.preventDefault();
  await rows.show(to);
  const there = root().querySelector<HTMLElement>(`[data-row="${to}"]`);
  const same = there?.querySelector<HTMLElement>(`[data-action="${target.dataset.action ?? ''}"]`);
  (same ?? there?.querySelector<HTMLElement>('[data-action]'))?.focus({ preventScroll: true });
}
