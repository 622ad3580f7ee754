/**
 * Everything about a call that is not now: what stands in its way, when it can be had, choosing a day and a quarter of an hour. Loaded
 * when it is needed.
 */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CallbackWords } from '../words/en.ts';
import type { CallbackObstacle, CallbackOffer, CallbackStatus } from './api.ts';
import { css } from './sheet.ts';

const OBSTACLES: Record<CallbackObstacle, keyof CallbackWords> = {
  closed: 'closed',
  'nobody-there': 'nobody',
  'all-busy': 'allBusy',
  'pbx-down': 'down',
};
const STEP_MS = 15 * 60_000;

export const styles = css`
  .note {
    margin: 0 0 12px;
  }
  .when {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
    margin-block: 4px 8px;
    text-align: start;
  }
`;

export interface Later {
  readonly offer: CallbackOffer;
  readonly words: CallbackWords;
  readonly locale: string;
  /** The chosen time. */
  readonly time: string | undefined;
}

/** A time in words of the visitor's language and his own time zone: `today, 18:00`, later `Wed, 25 November, 09:00`. */
export function sayWhen(iso: string, locale: string, now = new Date()): string {
  const date = new Date(iso);
  const clock = { hour: 'numeric', minute: '2-digit' } as const;
  const say = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, options).format(date);
  if (date.toDateString() !== now.toDateString())
    // A day stays in one line with its month.
    return say({ ...clock, weekday: 'short', day: 'numeric', month: 'long' }).replace(
      /\p{L}+ \d+|\d+ \p{L}+/u,
      (day) => day.replace(' ', '\u00a0'),
    );
  const today = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'day');
  return `${today}, ${say(clock)}`;
}

const opensLater = ({ now, opensAt }: CallbackOffer): string | undefined =>
  opensAt && opensAt > now ? opensAt : undefined;

/** No call can be had at any time. */
const isNever = ({ opensAt, spans }: CallbackOffer): boolean => !opensAt && spans.length === 0;

/** Why nobody calls now, and what can be had instead. */
export function obstacleNote({ offer, words, locale }: Later): TemplateResult | typeof nothing {
  if (!offer.obstacle) return nothing;
  const opens = opensLater(offer);
  const never = isNever(offer) && words.noTime;
  const then = opens ? words.scheduled.replace('{when}', sayWhen(opens, locale)) : never || '';
  return html`<p class="note" role="status">${words[OBSTACLES[offer.obstacle]]} ${then}</p>`;
}

/** What the main button says; nothing where there is nothing to ask for. */
export function askLater({ offer, words, locale, time }: Later): string {
  if (isNever(offer)) return '';
  const when = time ?? opensLater(offer);
  return when ? words.askAt.replace('{when}', sayWhen(when, locale)) : words.askSoon;
}

/** How a callback stands that waits for its time. `failed`: why the last attempt did not come about. */
export function sayScheduled(
  status: CallbackStatus,
  { words, locale, failed }: Pick<Later, 'words' | 'locale'> & { failed: string },
): string {
  const { dueAt = status.now, dueBecause, now } = status;
  if (now >= dueAt) return words.soon;
  const when = sayWhen(dueAt, locale);
  return dueBecause === 'retry'
    ? `${failed} ${words.retry.replace('{when}', when)}`
    : words.scheduled.replace('{when}', when);
}

/** Times that can be chosen, by day of the visitor's own calendar. */
export function timesByDay({ spans }: Pick<CallbackOffer, 'spans'>): string[][] {
  const days = new Map<string, string[]>();
  for (const { from, to } of spans) {
    const first = Math.ceil(Date.parse(from) / STEP_MS) * STEP_MS;
    for (let at = first; at < Date.parse(to); at += STEP_MS) {
      const day = new Date(at).toDateString();
      days.set(day, [...(days.get(day) ?? []), new Date(at).toISOString()]);
    }
  }
  return [...days.values()];
}

export function timeChooser(
  { offer, words, locale, time }: Later,
  choose: (time: string) => void,
): TemplateResult {
  const days = timesByDay(offer);
  const times = days.find((day) => day.includes(time ?? '')) ?? days[0] ?? [];
  const day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' });
  const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
  const select = (
    id: string,
    label: string,
    of: readonly string[],
    format: Intl.DateTimeFormat,
  ): TemplateResult =>
    html`<div>
      <label for=${id}>${label}</label>
      <select id=${id} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
        ${of.map(
          (each) =>
            html`<option value=${each} ?selected=${each === time || each === times[0]}>
              ${format.format(new Date(each))}
            </option>`,
        )}
      </select>
    </div>`;
  const mornings = days.map((of) => of[0]!);
  return html`<div class="when">
    ${select('day', words.day, mornings, day)} ${select('time', words.time, times, clock)}
  </div>`;
}
