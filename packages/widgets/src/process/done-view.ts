/** What has been done in a process, and what is missing before it can go on. */
import type { Locale, Process, ProcessStep } from '@ringback/model';
import { fill, formatTime } from '@ringback/ui';
import { html, nothing } from 'lit';
import { processWords } from './process.words.ts';

/** Required items that are not done, as this page knows them. */
export function missingOf({ blockedBy, steps, status }: Process): ProcessStep[] {
  return steps.filter(({ id, statusId }) => statusId === status.id && blockedBy.includes(id));
}

/** Who has done it, and when. */
export function byView({ by, at }: ProcessStep, locale: Locale): unknown {
  if (!at) return nothing;
  const time = formatTime(at, locale);
  const sentence = by ? fill(processWords[locale].answeredBy, { who: by.name, time }) : time;
  return html`<span class="by">${sentence}</span>`;
}

/** What was done in the statuses before this one. */
export function beforeView({ steps, status }: Process, locale: Locale): unknown {
  const before = steps.filter(
    ({ statusId, done, kind }) => statusId !== status.id && done && kind !== 'hint',
  );
  if (before.length === 0) return nothing;
  const words = processWords[locale];
  const shown = ({ value, answer }: ProcessStep) =>
    value === undefined ? words.isDone : answer === 'boolean' ? words[value as 'yes' | 'no'] : value;
  return html`<details>
    <summary>${words.before}</summary>
    <dl>
      ${before.map(
        (step) =>
          html`<dt>${step.text}</dt>
            <dd>${shown(step)} ${byView(step, locale)}</dd>`,
      )}
    </dl>
  </details>`;
}
