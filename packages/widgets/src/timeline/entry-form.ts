/** An entry written by hand: whatever it was, its kind is chosen here and nowhere else. */
import type { CallDirection, CommunicationKind, Locale, TimelineEntry, TimelineInput } from '@ringback/model';
import { fill } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { timelineWords, WRITTEN_KINDS } from './timeline.words.ts';

const DIRECTIONS = ['in', 'out', 'internal'] as const satisfies readonly CallDirection[];

/** What the form writes. */
export type EntryText = Pick<TimelineInput, 'kind' | 'direction' | 'at' | 'title' | 'text'>;

export interface EntryFormView {
  locale: Locale;
  /** Changed rather than made anew. */
  entry: TimelineEntry | undefined;
  saving: boolean;
  /** Why it was not saved. */
  problem: string | undefined;
  /** What is asked of who leaves what he typed. */
  leave: TemplateResult | undefined;
  save: (text: EntryText) => void;
  cancel: () => void;
}

export function entryForm(view: EntryFormView): TemplateResult {
  const { locale, entry, saving, problem, leave, save, cancel } = view;
  const words = timelineWords[locale];
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!saving) save(read(event.target as HTMLFormElement));
  };
  return html`<form part="entry-form" aria-labelledby="entry-title" @submit=${submit}>
    <h2 id="entry-title">${entry ? words.edit : words.add}</h2>
    <div class="pair">
      <label
        ><span class="label">${words.kind}</span
        ><select class="field" name="kind" required>
          ${WRITTEN_KINDS.map((kind) => html`<option value=${kind}>${words[kind]}</option>`)}
        </select></label
      >
      <label
        ><span class="label">${words.direction}</span
        ><select class="field" name="direction">
          <option value="">${words.none}</option>
          ${DIRECTIONS.map((direction) => html`<option value=${direction}>${words[direction]}</option>`)}
        </select></label
      >
    </div>
    <label
      ><span class="label">${words.at}</span
      ><input class="field" name="at" type="datetime-local" required max="9999-12-31T23:59"
    /></label>
    <label
      ><span class="label">${words.title}</span
      ><input class="field" name="title" maxlength="255" autocomplete="off"
    /></label>
    <label
      ><span class="label">${words.text}</span
      ><textarea class="field" name="text" rows="5" maxlength="10000" required></textarea>
    </label>
    <span class="field-error" role="alert"
      >${problem === undefined ? nothing : fill(words.notSaved, { why: problem })}</span
    >
    ${leave ?? nothing}
    <div class="buttons">
      <button class="button primary" type="submit" aria-disabled=${String(saving)}>
        ${saving ? words.saving : words.save}
      </button>
      <button class="button" type="button" @click=${cancel}>${words.cancel}</button>
    </div>
  </form>`;
}

function read(form: HTMLFormElement): EntryText {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '').trim();
  const [direction, title, at] = [text('direction'), text('title'), text('at')];
  const { defaultValue } = form.elements.namedItem('at') as HTMLInputElement;
  return {
    kind: text('kind') as CommunicationKind,
    ...(direction === '' ? {} : { direction: direction as CallDirection }),
    // Left as it was it is the moment itself, with its seconds.
    ...(at === defaultValue ? {} : { at: new Date(at).toISOString() }),
    ...(title === '' ? {} : { title }),
    text: text('text'),
  };
}

/** What stands in the form of an entry that is changed. */
export function textOf({ kind, direction, at, title, text }: TimelineEntry): Partial<EntryText> {
  return {
    ...{ kind: kind as EntryText['kind'], at, text },
    ...(direction ? { direction } : {}),
    ...(title ? { title } : {}),
  };
}

/** What it begins with; from then on the controls keep what was typed themselves. */
export function beginForm(form: HTMLFormElement, values: Partial<EntryText>): void {
  const { at = new Date().toISOString(), ...others } = values;
  (form.elements.namedItem('at') as HTMLInputElement).defaultValue = localMinute(new Date(at));
  form.reset();
  for (const [name, value] of Object.entries(others)) {
    const control = form.elements.namedItem(name) as HTMLInputElement | null;
    if (control && value !== undefined) control.value = value;
  }
}

/** As a control of local time has it: `2026-03-02T12:00`. */
function localMinute(date: Date): string {
  const minutes = date.getTime() - date.getTimezoneOffset() * 60_000;
  return new Date(minutes).toISOString().slice(0, 16);
}
