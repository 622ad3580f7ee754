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
  close: () => void;
}

export function threadView({ letter, thread, problem, locale, answer, close }: ThreadView): TemplateResult {
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
    <p class="field-error" role="alert">
      ${problem === undefined ? nothing : fill(words.noThread, { why: problem })}
    </p>
    ${all.map((one) => letterView(one, locale))}
  </article>`;
}

function letterView(
  { direction, from, to, at, text, attachments = [] }: Letter,
  locale: Locale,
): TemplateResult {
  const words = lettersWords[locale];
  return html`<section class="letter ${direction}">
    <p class="facts">
      <span>${words[direction]}</span> · <bdi>${from}</bdi> → <bdi>${to.join(', ')}</bdi> ·
      <time datetime=${at}>${formatTime(at, locale)}</time>
    </p>
    <p class="whole"><bdi>${text}</bdi></p>
    ${
      attachments.length
        ? html`<p class="facts">
            ${words.files}: <bdi>${attachments.join(', ')}</bdi>.
            ${direction === 'in' ? words.filesWhere : nothing}
          </p>`
        : nothing
    }
  </section>`;
}
