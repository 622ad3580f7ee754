/** What a process is called, what it may be about, and its statuses. */
import type { ProcessStatus, ProcessSubject } from '@ringback/model';
import { fill, icon, plusIcon } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { changeStatus, type Draft, withoutStatus, withStatus } from './definition-draft.ts';
import type { ProcessEditorWords } from './process-editor.words.ts';
import { removeButton, valueOf } from './status-view.ts';

const SUBJECTS = ['party', 'deal', 'lead', 'order'] as const satisfies readonly ProcessSubject[];
const ENDS = ['none', 'done', 'dropped'] as const;

export interface DefinitionView {
  draft: Draft;
  words: ProcessEditorWords;
  change: (draft: Draft) => void;
}

export function headView({ draft, words, change }: DefinitionView): TemplateResult {
  const subject = (kind: ProcessSubject, wanted: boolean) => {
    const others = draft.subjects.filter((one) => one !== kind);
    change({ ...draft, subjects: wanted ? [...others, kind] : others });
  };
  const checked = (event: Event) => (event.target as HTMLInputElement).checked;
  return html`<label
      ><span class="label">${words.name}</span
      ><input
        class="field"
        data-name
        maxlength="100"
        .value=${live(draft.name)}
        @input=${(event: Event) => change({ ...draft, name: valueOf(event) })}
    /></label>
    <div class="checks" role="group" aria-label=${words.subjects}>
      <span class="label">${words.subjects}</span>
      ${SUBJECTS.map(
        (kind) =>
          html`<label class="check"
            ><input
              type="checkbox"
              .checked=${live(draft.subjects.includes(kind))}
              @change=${(event: Event) => subject(kind, checked(event))}
            />
            ${words[kind]}</label
          >`,
      )}
      <label class="check"
        ><input
          type="checkbox"
          .checked=${live(draft.enabled)}
          @change=${(event: Event) => change({ ...draft, enabled: checked(event) })}
        />
        ${words.enabled}</label
      >
    </div>`;
}

export function statusesView(view: DefinitionView): TemplateResult {
  const { draft, words, change } = view;
  const add = () => change(withStatus(draft, fill(words.newStatus, { number: draft.statuses.length + 1 })));
  return html`<fieldset>
    <legend>${words.statuses}</legend>
    ${repeat(
      draft.statuses,
      ({ id }) => id,
      (status) => statusRow(view, status),
    )}
    <button class="button" type="button" data-add-status @click=${add}>
      ${icon(plusIcon)}<span>${words.addStatus}</span>
    </button>
  </fieldset>`;
}

function statusRow(
  { draft, words, change }: DefinitionView,
  { id, name, end }: ProcessStatus,
): TemplateResult {
  return html`<div class="row" data-row=${id}>
    <label class="wide"
      ><span class="label">${words.status}</span
      ><input
        class="field"
        maxlength="100"
        .value=${live(name)}
        @input=${(event: Event) => change(changeStatus(draft, id, { name: valueOf(event) }))}
    /></label>
    <label class="check"
      ><input
        type="radio"
        name="start"
        .checked=${live(draft.startStatusId === id)}
        @change=${() => change({ ...draft, startStatusId: id })}
      />
      ${words.startsHere}</label
    >
    <label
      ><span class="label">${words.end}</span
      ><select
        class="field"
        .value=${live(end)}
        @change=${(event: Event) =>
          change(changeStatus(draft, id, { end: valueOf(event) as ProcessStatus['end'] }))}
      >
        ${ENDS.map((one) => html`<option value=${one} ?selected=${one === end}>${words[one]}</option>`)}
      </select></label
    >
    ${removeButton(words, name, () => change(withoutStatus(draft, id)))}
  </div>`;
}
