/** A value that is changed in its row: what it is now, and what it could be. */
import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

export interface InlineChoice {
  /** Read aloud; names the record. */
  label: string;
  value: string;
  options: readonly { id: string; title: string }[];
  change: (id: string) => void;
  /** Name of the control for the keyboard's way from row to row. */
  action: string;
}

export function inlineChoice({ label, value, options, change, action }: InlineChoice): TemplateResult {
  // What it is now may be no choice any more, and is shown all the same.
  const all = options.some(({ id }) => id === value) ? options : [{ id: value, title: value }, ...options];
  return html`<select
    class="inline"
    data-action=${action}
    aria-label=${label}
    .value=${live(value)}
    @change=${(event: Event) => change((event.target as HTMLSelectElement).value)}
  >
    ${all.map(({ id, title }) => html`<option value=${id} ?selected=${id === value}>${title}</option>`)}
  </select>`;
}
