/** A letter with everything that belongs to its thread, the newest first. */
import type { Letter, Locale } from '@ringback/model';
import { fill, formatTime, icon, mailIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { lettersWords } from './letters.words.ts';

export interface ThreadView {
  letter: Letter;
  /** Absent while it is read. */
  thread: readonly Letter[] | undefined;
  /** Why the others did not come. */
  problem: string | undefined;
  locale: Locale;
  answer: (() => void) | undefined;
  /** Brings a file that came with a letter; absent where files stay with the mail server. */
  take: ((letter: Letter, index: number) => void) | undefined;
  close: () => void;
}

export function threadView(view: ThreadView): TemplateResult {
  const { letter, thread, problem, locale, answer, close } = view;
  const words = lettersWords[locale];
  const all = thread ?? [letter];
  return html`<article aria-labelledby="letter-title">
    <h2 id="letter-title"><bdi>${letter.subject.trim() || words.noSubject}</bdi></h2>
    <div class="buttons">
      ${
        answer
          ? html`<button class="button primary" type="button" data-answer @click=${answer}>
              ${icon(mailIcon)}<span>${words.answer}</span>
            </button>`
          : nothing
      }
      <button class="button" type="button" data-close @click=${close}>${words.close}</button>
    </div>
    <p role="status">${thread || problem ? nothing : words.loading}</p>
    <p class="field-error" role="alert">${problem ?? nothing}</p>
    ${all.map((one) => letterView(one, view))}
  </article>`;
}

function letterView(letter: Letter, { locale, take }: ThreadView): TemplateResult {
  const { direction, from, to, at, text, attachments = [] } = letter;
  const words = lettersWords[locale];
  return html`<section class="letter ${direction}">
    <p class="facts">
      <span>${words[direction]}</span> · <bdi>${from}</bdi> → <bdi>${to.join(', ')}</bdi> ·
      <time datetime=${at}>${formatTime(at, locale)}</time>
    </p>
    <p class="whole"><bdi>${text}</bdi></p>
    ${attachments.length ? filesView(letter, attachments, { locale, take }) : nothing}
  </section>`;
}

/** What was sent from here stands with the documents; what came in is fetched from the mail server. */
function filesView(
  letter: Letter,
  names: readonly string[],
  { locale, take }: Pick<ThreadView, 'locale' | 'take'>,
): TemplateResult {
  const words = lettersWords[locale];
  const comes = letter.direction === 'in';
  return html`<p class="facts" part="files">
    ${words.files}:
    ${names.map((name, index) =>
      comes && take
        ? html`<button
            class="link"
            type="button"
            data-file=${index}
            title=${fill(words.keepFile, { name })}
            @click=${() => take(letter, index)}
          >
            <bdi>${name}</bdi>
          </button> `
        : html`<bdi>${name}</bdi>${index < names.length - 1 ? ', ' : '. '}`,
    )}
    ${comes && !take ? words.filesWhere : nothing}
  </p>`;
}
