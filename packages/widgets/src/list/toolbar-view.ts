/** What stands above a list: search, filters, views, and the way to what one needs more rarely. */
import { chevronDownIcon, icon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ListView } from './list-view.ts';
import type { ListWords } from './list.words.ts';
import type { ListFilter } from './record-list.ts';

export interface ToolbarView {
  view: ListView;
  filters: readonly ListFilter[];
  words: ListWords;
  /** Whether the backend keeps views. */
  hasViews: boolean;
  tools: unknown;
  /** Whether the filters are shown where there is little room. */
  unfolded: boolean;
  unfold: () => void;
  /** Columns, saved views and the file: there when it has been asked for. */
  menu: unknown;
  bringMenu: () => Promise<void>;
}

export function toolbarView(toolbar: ToolbarView): TemplateResult {
  const { view, filters, words, hasViews, tools } = toolbar;
  const { filters: chosen } = view.shape;
  return html`<div class="toolbar" part="toolbar">
    <label class="search"
      ><span class="label">${words.search}</span
      ><input
        class="field"
        type="search"
        .value=${live(chosen.words ?? '')}
        @change=${(event: Event) => view.filter('words', (event.target as HTMLInputElement).value.trim())}
    /></label>
    ${filters.length > 0 || hasViews ? filtersView(toolbar) : nothing}
    <button class="button" part="options" type="button" popovertarget="options">
      <span>${words.options}</span>${icon(chevronDownIcon)}
    </button>
    <div class="popover" id="options" popover @beforetoggle=${() => void toolbar.bringMenu()}>
      ${toolbar.menu}
    </div>
    ${tools}
  </div>`;
}

/** On a phone they would fill the screen: there one button unfolds them, and says how many are set. */
function filtersView(toolbar: ToolbarView): TemplateResult {
  const { view, filters, words, hasViews, unfolded, unfold } = toolbar;
  const { filters: chosen } = view.shape;
  const set = filters.filter(({ key }) => chosen[key] !== undefined).length;
  return html`<button
      class="button fold"
      part="filters"
      type="button"
      aria-expanded=${String(unfolded)}
      @click=${unfold}
    >
      <span>${words.filters}</span>${set > 0 ? html`<span class="set">${set}</span>` : nothing}
    </button>
    <div class="filters" ?data-unfolded=${unfolded}>
      ${filters.map(
        ({ key, title, options }) =>
          html`<label
            ><span class="label">${title}</span
            ><select
              class="field"
              data-filter=${key}
              .value=${live(chosen[key] ?? '')}
              @change=${(event: Event) => view.filter(key, (event.target as HTMLSelectElement).value)}
            >
              <option value="">${words.any}</option>
              ${options.map(
                ({ id, title: name }) =>
                  html`<option value=${id} ?selected=${chosen[key] === id}>${name}</option>`,
              )}
            </select></label
          >`,
      )}
      ${hasViews ? viewChoice(toolbar) : nothing}
    </div>`;
}

function viewChoice({ view, words }: ToolbarView): TemplateResult {
  return html`<label
    ><span class="label">${words.views}</span
    ><select
      class="field"
      data-views
      .value=${live(view.current?.id ?? '')}
      @change=${(event: Event) => view.choose((event.target as HTMLSelectElement).value || undefined)}
    >
      <option value="">${words.plainView}</option>
      ${view.saved.map(
        ({ id, name }) => html`<option value=${id} ?selected=${view.current?.id === id}>${name}</option>`,
      )}
    </select></label
  >`;
}
