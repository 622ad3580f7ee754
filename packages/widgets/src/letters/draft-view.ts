/** A letter as it is written. It stays as it is until it has left the house. */
import type { Document, Letter, LetterInput, Locale } from '@ringback/model';
import { html, nothing, type TemplateResult } from 'lit';
import { typed } from '../form/typed.ts';
import { lettersWords, type LettersWords } from './letters.words.ts';

export interface Draft {
  /** With commas between. */
  to: string;
  subject: string;
  text: string;
  partyId?: string | undefined;
  dealId?: string | undefined;
  /** The letter that it answers. */
  inReplyTo?: string;
  documentId?: string;
  /** The person was about to close the window. */
  leaving?: boolean;
}

export interface DraftView {
  locale: Locale;
  draft: Draft;
  documents: readonly Document[];
  sending: boolean;
  /** Why it was not sent. */
  problem: string | undefined;
  send: (draft: Draft) => void;
  cancel: () => void;
}

const ADDRESS = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

export function draftView({
  locale,
  draft,
  documents,
  sending,
  problem,
  send,
  cancel,
}: DraftView): TemplateResult {
  const words = lettersWords[locale];
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    send({ ...draft, ...readDraft(event.target as HTMLFormElement) });
  };
  const keep = (event: Event) =>
    Object.assign(draft, readDraft((event.target as HTMLInputElement).form as HTMLFormElement));
  return html`<form
    part="letter-form"
    @input=${keep}
    novalidate
    aria-labelledby="letter-title"
    @submit=${submit}
  >
    <h2 id="letter-title">${draft.inReplyTo === undefined ? words.add : words.answer}</h2>
    <label
      ><span class="label">${words.to}</span
      ><input class="field" name="to" inputmode="email" required autocomplete="off" .value=${typed(draft.to)}
    /></label>
    <label
      ><span class="label">${words.subject}</span
      ><input
        class="field"
        name="subject"
        required
        maxlength="255"
        autocomplete="off"
        .value=${typed(draft.subject)}
    /></label>
    <label
      ><span class="label">${words.text}</span
      ><textarea class="field" name="text" rows="10" required .value=${typed(draft.text)}></textarea>
    </label>
    ${
      documents.length
        ? html`<label
            ><span class="label">${words.document}</span
            ><select class="field" name="documentId">
              <option value="">${words.noDocument}</option>
              ${documents.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
            </select></label
          >`
        : nothing
    }
    <p class="field-error" role="alert">${problem ?? nothing}</p>
    ${draft.leaving ? html`<p role="alert" data-leave>${words.leaving}</p>` : nothing}
    <div class="buttons">
      <button class="button primary" type="submit" aria-disabled=${String(sending)}>
        ${sending ? words.sending : words.send}
      </button>
      <button class="button" type="button" data-cancel @click=${cancel}>
        ${draft.leaving ? words.discard : words.cancel}
      </button>
    </div>
  </form>`;
}

export function readDraft(
  form: HTMLFormElement,
): Pick<Draft, 'to' | 'subject' | 'text'> & { documentId?: string } {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '');
  const documentId = text('documentId');
  return {
    ...{ to: text('to').trim(), subject: text('subject'), text: text('text') },
    ...(documentId ? { documentId } : {}),
  };
}

/** What keeps it from being sent, and what helps. */
export function problemOf({ to, subject, text }: Draft, words: LettersWords): string | undefined {
  const addresses = to.split(/[,;\s]+/).filter(Boolean);
  if (addresses.length === 0 || !addresses.every((one) => ADDRESS.test(one))) return words.badAddress;
  if (subject.trim() === '') return words.badSubject;
  return text.trim() === '' ? words.badText : undefined;
}

/** As it is sent. */
export function inputOf(draft: Draft): LetterInput {
  const { to, subject, text, partyId, dealId, inReplyTo, documentId } = draft;
  const links = Object.entries({ partyId, dealId, inReplyTo, documentId }).filter(([, value]) => value);
  return {
    ...{ to: to.split(/[,;\s]+/).filter(Boolean), subject: subject.trim(), text },
    ...Object.fromEntries(links),
  };
}

/** Below what is written stands what is answered, as in every mail program. */
export function answerTo(letter: Letter, links: Pick<Draft, 'partyId' | 'dealId'>): Draft {
  const { direction, from, to, subject, text, id } = letter;
  const quoted = text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
  return {
    to: direction === 'in' ? from : to.join(', '),
    subject: /^re:/i.test(subject) ? subject : `Re: ${subject}`,
    text: `\n\n${quoted}`,
    partyId: links.partyId ?? letter.partyId,
    dealId: links.dealId ?? letter.dealId,
    inReplyTo: id,
  };
}
