import { html, type TemplateResult } from 'lit';

/** One line of what stands under a row; with `detailsStyles`. */
export function fact(name: string, value: unknown): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}
