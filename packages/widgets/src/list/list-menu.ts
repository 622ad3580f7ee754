/** Options of a list: its columns, what is kept as a view, and the file of what it shows. Loaded when they are first opened. */
import type { Locale } from '@ringback/model';
import { fill } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ListView } from './list-view.ts';
import { listMenuWords, type ListMenuWords } from './list-menu.words.ts';
import { moveColumn, removeView, saveView, showColumn } from './view-changes.ts';

export interface ListFileState {
  /** That it has so far, while it is being made. */
  lines: number | undefined;
  /** Why there is none. */
  problem: string | undefined;
  take: () => void;
}

export interface ViewsState {
  /** Why a view was not kept, or not removed. */
  problem: string | undefined;
  /** Does it, and says what did not work. */
  attempt: (work: () => Promise<void>) => Promise<boolean>;
}

export interface ListMenu {
  view: ListView;
  columns: readonly { key: string; title: string }[];
  locale: Locale;
  /** Absent where the backend keeps none. */
  views: ViewsState | undefined;
  /** Absent for whoever may take no file out of the house. */
  file: ListFileState | undefined;
}

export function listMenu(menu: ListMenu): TemplateResult {
  const words = listMenuWords[menu.locale];
  return html`${menu.columns.length > 0 ? columnChooser(menu, words) : nothing}
  ${menu.views ? saveForm(menu.view, menu.views, words) : nothing}
  ${menu.file ? fileButton(menu.file, words) : nothing}`;
}

function columnChooser({ view, columns }: ListMenu, words: ListMenuWords): TemplateResult {
  const shown = view.shape.columns;
  const known = shown.flatMap((key) => columns.find((column) => column.key === key) ?? []);
  const others = columns.filter(({ key }) => !shown.includes(key));
  return html`<fieldset>
    <legend class="label">${words.columns}</legend>
    <ul>
      ${[...known, ...others].map(
        ({ key, title }) =>
          html`<li>
            <label
              ><input
                type="checkbox"
                data-column=${key}
                .checked=${live(shown.includes(key))}
                @change=${(event: Event) => {
                  const box = event.target as HTMLInputElement;
                  showColumn(view, key, box.checked);
                  box.checked = view.shape.columns.includes(key);
                }}
              />
              ${title}</label
            >
            ${shown.includes(key) ? moveButtons(view, { key, title, words }) : nothing}
          </li>`,
      )}
    </ul>
  </fieldset>`;
}

function moveButtons(
  view: ListView,
  { key, title, words }: { key: string; title: string; words: ListMenuWords },
): TemplateResult {
  const button = (by: -1 | 1, sign: string, name: string) =>
    html`<button
      class="button icon-only quiet"
      type="button"
      aria-label=${fill(name, { column: title })}
      @click=${() => moveColumn(view, key, by)}
    >
      ${sign}
    </button>`;
  return html`${button(-1, '↑', words.earlier)}${button(1, '↓', words.later)}`;
}

function saveForm(view: ListView, { problem, attempt }: ViewsState, words: ListMenuWords): TemplateResult {
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const name = String(data.get('name') ?? '').trim();
    if (name === '') return;
    const kept = { isDefault: data.has('default'), shared: data.has('shared') };
    if (await attempt(() => saveView(view, name, kept)))
      form.closest<HTMLElement>('[popover]')?.hidePopover();
  };
  const own = view.current;
  return html`<form class="save-view" @submit=${(event: SubmitEvent) => void submit(event)}>
    <label
      ><span class="label">${words.viewName}</span
      ><input class="field" name="name" required maxlength="100" .value=${own?.name ?? ''}
    /></label>
    <label
      ><input type="checkbox" name="default" ?checked=${own?.isDefault ?? false} /> ${words.byDefault}</label
    >
    <label><input type="checkbox" name="shared" ?checked=${own?.shared ?? false} /> ${words.share}</label>
    <p class="problem" role="alert">
      ${problem === undefined ? nothing : fill(words.notKept, { why: problem })}
    </p>
    <button class="button" type="submit">${words.saveView}</button>
    ${
      own
        ? html`<button class="button" type="button" @click=${() => void attempt(() => removeView(view))}>
            ${words.removeView}
          </button>`
        : nothing
    }
  </form>`;
}

function fileButton({ lines, problem, take }: ListFileState, words: ListMenuWords): TemplateResult {
  const busy = lines !== undefined;
  return html`<div class="file">
    <button
      class="button"
      part="file"
      type="button"
      aria-disabled=${String(busy)}
      @click=${busy ? nothing : take}
    >
      ${busy ? fill(words.filling, { count: lines }) : words.file}
    </button>
    <p class="problem" role="alert">
      ${problem === undefined ? nothing : fill(words.noFile, { why: problem })}
    </p>
  </div>`;
}
