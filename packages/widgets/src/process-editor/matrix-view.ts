/** Which status may follow which, as a table of boxes. */
import type { ProcessStatus } from '@ringback/model';
import { fill } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { isStep, setStep } from './definition-draft.ts';
import type { DefinitionView } from './definition-view.ts';

export function matrixView(view: DefinitionView): TemplateResult {
  const { draft, words } = view;
  const { statuses } = draft;
  return html`<h3 id="matrix">${words.matrix}</h3>
    <div class="matrix" part="matrix" tabindex="0" role="group" aria-labelledby="matrix">
      <table aria-labelledby="matrix">
        <thead>
          <tr>
            <th scope="col">${words.from}</th>
            ${statuses.map(({ name }) => html`<th scope="col">› ${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${statuses.map(
            (from) =>
              html`<tr>
                <th scope="row">${from.name}</th>
                ${statuses.map((to) => html`<td>${from.id === to.id ? '' : stepView(view, from, to)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function stepView({ draft, words, change }: DefinitionView, from: ProcessStatus, to: ProcessStatus) {
  const toggle = (event: Event) =>
    change(setStep(draft, from.id, to.id, (event.target as HTMLInputElement).checked));
  return html`<input
    type="checkbox"
    data-step=${`${from.id}/${to.id}`}
    aria-label=${fill(words.fromTo, { from: from.name, to: to.name })}
    .checked=${live(isStep(draft, from.id, to.id))}
    @change=${toggle}
  />`;
}
