/** What stands above a list: search, filters, views, columns. */
import { chevronDownIcon, fill, icon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ListView } from './list-view.ts';
import type { ListWords } from './list.words.ts';
import type { ListFilter } from './record-list.ts';

export interface ToolbarView {
  view: ListView;
  filters: readonly ListFilter[];
  columns: readonly { key: string; title: string }[];
  words: ListWords;
  /** Whether the backend keeps views. */
  hasViews: boolean;
  tools: unknown;
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
    ${hasViews ? viewChoice(toolbar) : nothing} ${columnChooser(toolbar)} ${tools}
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
    >
    ${
      view.changed || view.current
        ? html`<button class="button" type="button" popovertarget="save-view">${words.saveView}</button>
            ${saveForm(view, words)}`
        : nothing
    }`;
}

function saveForm(view: ListView, words: ListWords): TemplateResult {
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const name = String(data.get('name') ?? '').trim();
    if (name === '') return;
    await view.save(name, { isDefault: data.has('default'), shared: data.has('shared') });
    form.closest<HTMLElement>('[popover]')?.hidePopover();
  };
  return html`<div class="popover" id="save-view" popover>
    <form @submit=${(event: SubmitEvent) => void submit(event).catch(() => undefined)}>
      <label
        ><span class="label">${words.viewName}</span
        ><input class="field" name="name" required maxlength="100" .value=${view.current?.name ?? ''}
      /></label>
      <label
        ><input type="checkbox" name="default" ?checked=${view.current?.isDefault ?? false} />
        ${words.byDefault}</label
      >
      <label
        ><input type="checkbox" name="shared" ?checked=${view.current?.shared ?? false} />
        ${words.share}</label
      >
      <button class="button primary" type="submit">${words.save}</button>
      ${
        view.current
          ? html`<button class="button" type="button" @click=${() => void view.remove()}>
              ${words.removeView}
            </button>`
          : nothing
      }
    </form>
  </div>`;
}

function columnChooser({ view, columns, words }: ToolbarView): TemplateResult {
  const shown = view.shape.columns;
  const known = shown.flatMap((key) => columns.find((column) => column.key === key) ?? []);
  const others = columns.filter(({ key }) => !shown.includes(key));
  return html`<button class="button" part="columns" type="button" popovertarget="columns">
      <span>${words.columns}</span>${icon(chevronDownIcon)}
    </button>
    <div class="popover" id="columns" popover>
      <ul>
        ${[...known, ...others].map(
          ({ key, title }) =>
            html`<li>
              <label
                ><input
                  type="checkbox"
                  data-column=${key}
                  .checked=${live(shown.includes(key))}
                  @change=${(event: Event) =>
                    view.showColumn(key, (event.target as HTMLInputElement).checked)}
                />
                ${title}</label
              >
              ${shown.includes(key) ? moveButtons(view, { key, title, words }) : nothing}
            </li>`,
        )}
      </ul>
    </div>`;
}

function moveButtons(
  view: ListView,
  { key, title, words }: { key: string; title: string; words: ListWords },
): TemplateResult {
  const button = (by: -1 | 1, sign: string, name: string) =>
    html`<button
      class="button icon-only quiet"
      type="button"
      aria-label=${fill(name, { column: title })}
      @click=${() => view.moveColumn(key, by)}
    >
      ${sign}
    </button>`;
  return html`${button(-1, '↑', words.earlier)}${button(1, '↓', words.later)}`;
}
