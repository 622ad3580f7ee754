/** What belongs to one status: items, and what happens when a process comes into it. */
import type { AnswerType, ProcessAction, ProcessItem, ProcessItemKind, ProcessStatus } from '@ringback/model';
import { fill, icon, plusIcon, xIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { changeAction, changeItem, changeStatus, type Draft, withItem } from './definition-draft.ts';
import type { ProcessEditorWords } from './process-editor.words.ts';

const ITEM_KINDS = ['hint', 'question', 'task'] as const satisfies readonly ProcessItemKind[];
const ANSWERS = ['text', 'number', 'date', 'boolean', 'choice'] as const satisfies readonly AnswerType[];
const ACTIONS = [
  'create-task',
  'notify',
  'move-deal',
  'comment',
] as const satisfies readonly ProcessAction['kind'][];

export interface StatusView {
  draft: Draft;
  status: ProcessStatus;
  words: ProcessEditorWords;
  /** Stages into which a deal can be moved. */
  stages: readonly { id: string; title: string }[];
  change: (draft: Draft) => void;
}

export const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;

export function statusView(view: StatusView): TemplateResult {
  const { draft, status, words, change } = view;
  const addAction = () => {
    const onEnter = [...status.onEnter, { kind: 'notify' as const }];
    change(changeStatus(draft, status.id, { onEnter }));
  };
  return html`<fieldset class="status" data-status=${status.id}>
    <legend>${fill(words.items, { status: status.name })}</legend>
    ${status.items.map((item) => itemView(view, item))}
    <button class="button" type="button" data-add-item @click=${() => change(withItem(draft, status))}>
      ${icon(plusIcon)}<span>${words.addItem}</span>
    </button>
    ${status.onEnter.length > 0 ? html`<p class="label">${words.onEnter}</p>` : nothing}
    ${status.onEnter.map((action, at) => actionView(view, action, at))}
    <button class="button" type="button" data-add-action @click=${addAction}>
      ${icon(plusIcon)}<span>${words.addAction}</span>
    </button>
  </fieldset>`;
}

function choice<T extends string>(
  { words }: StatusView,
  { label, value, options, set }: { label: string; value: T; options: readonly T[]; set: (value: T) => void },
): TemplateResult {
  return html`<label
    ><span class="label">${label}</span
    ><select class="field" .value=${live(value)} @change=${(event: Event) => set(valueOf(event) as T)}>
      ${options.map(
        (one) =>
          html`<option value=${one} ?selected=${one === value}>
            ${words[one as keyof ProcessEditorWords]}
          </option>`,
      )}
    </select></label
  >`;
}

function itemView(view: StatusView, item: ProcessItem): TemplateResult {
  const { draft, status, words, change } = view;
  const set = (fields: Partial<ProcessItem>) => change(changeItem(draft, status, item.id, fields));
  const remove = () =>
    change(changeStatus(draft, status.id, { items: status.items.filter(({ id }) => id !== item.id) }));
  return html`<div class="row" data-item=${item.id}>
    ${choice(view, { label: words.kind, value: item.kind, options: ITEM_KINDS, set: (kind) => set({ kind }) })}
    <label class="wide"
      ><span class="label">${words.item}</span
      ><input
        class="field"
        maxlength="500"
        .value=${live(item.text)}
        @input=${(event: Event) => set({ text: valueOf(event) })}
    /></label>
    ${
      item.kind === 'hint'
        ? nothing
        : html`<label class="check"
            ><input
              type="checkbox"
              .checked=${live(item.required)}
              @change=${(event: Event) => set({ required: (event.target as HTMLInputElement).checked })}
            />
            ${words.required}</label
          >`
    }
    ${item.kind === 'question' ? questionView(view, item, set) : nothing}
    ${item.kind === 'task' ? hoursView(words, item.dueHours, (dueHours) => set({ dueHours } as Partial<ProcessItem>)) : nothing}
    ${removeButton(words, item.text || words.item, remove)}
  </div>`;
}

function questionView(
  view: StatusView,
  item: ProcessItem,
  set: (fields: Partial<ProcessItem>) => void,
): TemplateResult {
  const { words } = view;
  const read = (event: Event) =>
    set({
      options: valueOf(event)
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    });
  return html`${choice(view, {
    ...{ label: words.answer, value: item.answer, options: ANSWERS },
    set: (answer) => set({ answer }),
  })}
  ${
    item.answer === 'choice'
      ? html`<label class="wide"
          ><span class="label">${words.options}</span
          ><input class="field" data-options .value=${item.options.join(', ')} @change=${read}
        /></label>`
      : nothing
  }`;
}

function hoursView(
  words: ProcessEditorWords,
  value: number | undefined,
  set: (hours: number | undefined) => void,
): TemplateResult {
  const read = (event: Event) => {
    const { valueAsNumber } = event.target as HTMLInputElement;
    set(Number.isNaN(valueAsNumber) ? undefined : valueAsNumber);
  };
  return html`<label
    ><span class="label">${words.dueHours}</span
    ><input
      class="field"
      type="number"
      min="0"
      max="8760"
      .value=${live(value === undefined ? '' : String(value))}
      @change=${read}
  /></label>`;
}

function actionView(view: StatusView, action: ProcessAction, at: number): TemplateResult {
  const { draft, status, words, stages, change } = view;
  const set = (fields: Partial<ProcessAction>) => change(changeAction(draft, status, at, fields));
  const remove = () =>
    change(changeStatus(draft, status.id, { onEnter: status.onEnter.filter((_, index) => index !== at) }));
  const { stageId = '', text = '' } = action;
  const known = stages.some(({ id }) => id === stageId)
    ? stages
    : [{ id: stageId, title: stageId }, ...stages];
  const clear = { text: undefined, stageId: undefined, dueHours: undefined } as Partial<ProcessAction>;
  return html`<div class="row" data-action=${at}>
    ${choice(view, { label: words.action, value: action.kind, options: ACTIONS, set: (kind) => set({ ...clear, kind }) })}
    ${
      action.kind === 'move-deal'
        ? html`<label
            ><span class="label">${words.stage}</span
            ><select
              class="field"
              .value=${live(stageId)}
              @change=${(event: Event) => set({ stageId: valueOf(event) || undefined } as Partial<ProcessAction>)}
            >
              ${known.map(({ id, title }) => html`<option value=${id} ?selected=${id === stageId}>${title}</option>`)}
            </select></label
          >`
        : html`<label class="wide"
            ><span class="label">${words.actionText}</span
            ><input
              class="field"
              maxlength="500"
              .value=${live(text)}
              @input=${(event: Event) => set({ text: valueOf(event) || undefined } as Partial<ProcessAction>)}
          /></label>`
    }
    ${action.kind === 'create-task' ? hoursView(words, action.dueHours, (dueHours) => set({ dueHours } as Partial<ProcessAction>)) : nothing}
    ${removeButton(words, words[action.kind], remove)}
  </div>`;
}

export function removeButton(words: ProcessEditorWords, what: string, remove: () => void): TemplateResult {
  return html`<button
    class="button icon-only quiet"
    type="button"
    aria-label=${fill(words.remove, { what })}
    @click=${remove}
  >
    ${icon(xIcon)}
  </button>`;
}
