/** Figures of a report, each with a picture: bars are as long as the figures beside them are large. */
import type { FunnelGrouping, Locale } from '@ringback/model';
import { setStyle } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { funnelWords } from './funnel.words.ts';

/** What there is none of. */
export const NONE = '—';

const tag = (locale: Locale): string => (locale === 'en' ? 'en-GB' : locale);

export const percent = (part: number, whole: number, locale: Locale): string =>
  whole === 0
    ? NONE
    : new Intl.NumberFormat(tag(locale), { style: 'percent', maximumFractionDigits: 0 }).format(part / whole);

const unit = (value: number, name: 'minute' | 'hour' | 'day', locale: Locale): string =>
  new Intl.NumberFormat(tag(locale), {
    ...{ style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 1 },
  }).format(value);

export const daysOf = (days: number | undefined, locale: Locale): string =>
  days === undefined ? NONE : unit(days, 'day', locale);

/** In the unit in which one thinks of such a time. */
export function hoursOf(hours: number | undefined, locale: Locale): string {
  if (hours === undefined) return NONE;
  if (hours < 1) return unit(Math.round(hours * 60), 'minute', locale);
  return hours < 48 ? unit(hours, 'hour', locale) : unit(hours / 24, 'day', locale);
}

export const bar = (part: number, whole: number, kind = ''): TemplateResult =>
  html`<span class="bar ${kind}" part="bar" aria-hidden="true"
    ><span ${setStyle({ 'inline-size': `${whole === 0 ? 0 : (part / whole) * 100}%` })}></span
  ></span>`;

/** The figures at the head: name, value, and what it is of. */
export function summaryView(
  figures: readonly [name: string, value: string, hint?: string][],
): TemplateResult {
  return html`<dl class="summary" part="summary">
    ${figures.map(
      ([name, value, hint]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}${hint === undefined ? nothing : html`<span class="hint">${hint}</span>`}</dd>
        </div>`,
    )}
  </dl>`;
}

export interface TableView {
  title: string;
  /** Headings; the first is of the rows' names, the second of what has a bar. */
  heads: readonly string[];
  rows: readonly TemplateResult[];
  part: string;
}

export function tableView({ title, heads, rows, part }: TableView): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${title}>
    <table class=${part} part=${part}>
      <caption class="unseen">
        ${title}
      </caption>
      <thead>
        <tr>
          ${heads.map((head, index) => html`<th scope="col" class=${index > 1 ? 'end' : ''}>${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

export interface ReasonsView {
  title: string;
  /** Said where there are none. */
  none: string;
  count: number;
  reasons: readonly { reason: string; count: number }[];
  more?: unknown;
}

export function reasonsView(
  { title, none, count: whole, reasons, more = nothing }: ReasonsView,
  locale: Locale,
): TemplateResult {
  return html`<section part="reasons">
    <h3>${title}</h3>
    ${
      whole === 0
        ? html`<p class="hint">${none}</p>`
        : html`<ul>
              ${reasons.map(
                ({ reason, count }) =>
                  html`<li data-reason=${reason}>
                    <span><bdi>${reason || funnelWords[locale].noReason}</bdi></span>
                    ${bar(count, whole, 'lost')} <span class="end">${count}</span>
                  </li>`,
              )}
            </ul>
            ${more}`
    }
  </section>`;
}

export interface GroupsView<T> {
  by: FunnelGrouping;
  groups: readonly T[];
  /** What follows the group's name. */
  heads: readonly string[];
  cells: (group: T) => readonly string[];
}

export function groupsView<T extends { id: string; title: string; total: number }>(
  { by, groups, heads, cells }: GroupsView<T>,
  locale: Locale,
): TemplateResult {
  const words = funnelWords[locale];
  const most = Math.max(...groups.map(({ total }) => total));
  const month = new Intl.DateTimeFormat(tag(locale), { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const nameOf = ({ id, title }: T) =>
    by === 'month' ? month.format(new Date(`${id}-01T00:00:00Z`)) : title || words.nobody;
  return html`<section part="groups">
    <h3>${words[by]}</h3>
    ${tableView({
      ...{ title: words[by], heads: [words[by], ...heads], part: 'compared' },
      rows: groups.map(
        (group) =>
          html`<tr data-group=${group.id}>
            <th scope="row"><bdi>${nameOf(group)}</bdi></th>
            <td class="with-bar">${bar(group.total, most)} <span>${group.total}</span></td>
            ${cells(group).map((cell) => html`<td class="end">${cell}</td>`)}
          </tr>`,
      ),
    })}
  </section>`;
}
