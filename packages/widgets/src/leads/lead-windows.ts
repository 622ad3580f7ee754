/** What is asked before a lead becomes a customer, or none. */
import type { Backend, ConversionInput, Locale, PartyMatch } from '@ringback/model';
import { fill, formatNumber } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { leaveView } from '../form/leave-view.ts';
import { leadsWords, type LeadsWords } from './leads.words.ts';
import type { ListedLead } from './listed-lead.ts';

/** Who may be the same: `undefined` while it is looked up, else who was found or why nobody could be looked for. */
export type Duplicates = readonly PartyMatch[] | { failed: string } | undefined;

/** Who is known already; a host that cannot tell has nobody to choose from. */
export async function duplicatesOf(
  { name, phones, email }: ListedLead,
  backend: Backend | undefined,
  failed: (error: unknown) => void,
): Promise<Duplicates> {
  try {
    const of = { name, phones, ...(email === undefined ? {} : { email }) };
    return (await backend?.parties?.duplicates?.(of)) ?? [];
  } catch (error) {
    failed(error);
    return { failed: (error as Error).message };
  }
}

interface LeadWindow {
  lead: ListedLead;
  locale: Locale;
  busy: boolean;
  /** Why it was not done. */
  problem: string | undefined;
  /** He is asked whether what he typed is to be lost. */
  asks: boolean;
  cancel: () => void;
  goOn: () => void;
  discard: () => void;
}

/** Whether something was typed or chosen in the window that would be lost. */
export function isTyped(window: HTMLElement): boolean {
  const form = window.querySelector('form');
  return form !== null && [...new FormData(form).values()].some((value) => String(value).trim() !== '');
}

export interface ConvertWindow extends LeadWindow {
  duplicates: Duplicates;
  convert: (into: ConversionInput) => void;
}

export function convertWindow(view: ConvertWindow): TemplateResult {
  const { lead, locale, duplicates, convert } = view;
  const words = leadsWords[locale];
  return form(view, {
    title: fill(words.convert, { who: lead.name }),
    submit: words.toConvert,
    waits: duplicates === undefined,
    content: html`${duplicatesView(lead, duplicates, words)}
      <label
        ><span class="label">${words.deal}</span
        ><input class="field" name="deal" maxlength="255" autocomplete="off"
      /></label>`,
    send(data) {
      const [partyId, dealTitle] = [String(data.get('party') ?? ''), String(data.get('deal') ?? '').trim()];
      convert({ ...(partyId ? { partyId } : {}), ...(dealTitle ? { dealTitle } : {}) });
    },
  });
}

function duplicatesView(lead: ListedLead, duplicates: Duplicates, words: LeadsWords): TemplateResult {
  if (duplicates === undefined) return html`<p role="status">${words.searching}</p>`;
  if ('failed' in duplicates)
    return html`<p role="alert">${fill(words.unsearched, { why: duplicates.failed })}</p>`;
  const fresh = fill(words.fresh, { name: lead.name });
  if (duplicates.length === 0) return html`<p>${fresh}</p>`;
  // Nobody is chosen beforehand: a customer twice, and two customers made one, are equally bad.
  return html`<fieldset class="choices">
    <legend>${words.same}</legend>
    ${duplicates.map(
      ({ party: { id, name, phones, email } }) =>
        html`<label
          ><input type="radio" name="party" .value=${id} required /><span
            ><bdi>${name}</bdi>
            <bdi class="facts"
              >${[...phones.map(formatNumber), email ?? ''].filter(Boolean).join(', ')}</bdi
            ></span
          ></label
        >`,
    )}
    <label><input type="radio" name="party" value="" required /><span>${fresh}</span></label>
  </fieldset>`;
}

export interface RejectWindow extends LeadWindow {
  /** Of the firm; a reason of one's own where it has none. */
  reasons: readonly string[];
  reject: (reason: string) => void;
}

export function rejectWindow(view: RejectWindow): TemplateResult {
  const { lead, locale, reasons, reject } = view;
  const words = leadsWords[locale];
  const control =
    reasons.length > 0
      ? html`<select class="field" name="reason" required>
          <option value="">${words.choose}</option>
          ${reasons.map((reason) => html`<option value=${reason}>${reason}</option>`)}
        </select>`
      : html`<input class="field" name="reason" required maxlength="255" autocomplete="off" />`;
  return form(view, {
    title: fill(words.reject, { who: lead.name }),
    submit: words.toReject,
    waits: false,
    content: html`<label><span class="label">${words.reason}</span>${control}</label>`,
    send: (data) => reject(String(data.get('reason') ?? '').trim()),
  });
}

interface FormParts {
  title: string;
  submit: string;
  /** It cannot be sent yet. */
  waits: boolean;
  content: TemplateResult;
  send: (data: FormData) => void;
}

function form(view: LeadWindow, parts: FormParts): TemplateResult {
  const { locale, busy, problem, asks, cancel } = view;
  const { title, submit, waits, content, send } = parts;
  const submitted = (event: SubmitEvent) => {
    event.preventDefault();
    if (!busy && !waits) send(new FormData(event.target as HTMLFormElement));
  };
  return html`<form part="lead-form" aria-labelledby="window-title" @submit=${submitted}>
    <h2 id="window-title"><bdi>${title}</bdi></h2>
    ${content}
    <span class="field-error" role="alert">${problem ?? nothing}</span>
    ${asks ? html`<div role="alert">${leaveView(view)}</div>` : nothing}
    <div class="buttons">
      <button class="button primary" type="submit" aria-disabled=${String(busy || waits)}>${submit}</button>
      <button class="button" type="button" @click=${cancel}>${leadsWords[locale].cancel}</button>
    </div>
  </form>`;
}
