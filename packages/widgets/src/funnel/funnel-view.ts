/** The figures of a funnel, each with a picture: bars are as long as the figures beside them are large. */
import type { Funnel, FunnelGrouping, Locale, Money } from '@ringback/model';
import { fill, setStyle } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { moneyText } from '../deal/money-text.ts';
import { funnelWords } from './funnel.words.ts';

const tag = (locale: Locale): string => (locale === 'en' ? 'en-GB' : locale);

const percent = (part: number, whole: number, locale: Locale): string =>
  whole === 0
    ? '—'
    : new Intl.NumberFormat(tag(locale), { style: 'percent', maximumFractionDigits: 0 }).format(part / whole);

const moneyOf = (amounts: readonly Money[], locale: Locale): string =>
  amounts.map((one) => moneyText(one, locale)).join(' + ') || '—';

const daysOf = (days: number | undefined, locale: Locale): string =>
  days === undefined
    ? '—'
    : new Intl.NumberFormat(tag(locale), {
        ...{ style: 'unit', unit: 'day', unitDisplay: 'short', maximumFractionDigits: 1 },
      }).format(days);

const bar = (part: number, whole: number, kind = ''): TemplateResult =>
  html`<span class="bar ${kind}" part="bar" aria-hidden="true"
    ><span ${setStyle({ 'inline-size': `${whole === 0 ? 0 : (part / whole) * 100}%` })}></span
  ></span>`;

export function summaryView({ total, won, lost }: Funnel, locale: Locale): TemplateResult {
  const words = funnelWords[locale];
  const ended = won.count + lost.count;
  const figure = (name: string, value: string, hint = '') =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}${hint === '' ? nothing : html`<span class="hint">${hint}</span>`}</dd>
    </div>`;
  return html`<dl class="summary" part="summary">
    ${figure(words.deals, String(total), fill(words.stillOpen, { n: total - ended }))}
    ${figure(words.won, String(won.count), moneyOf(won.amounts, locale))}
    ${figure(words.lost, String(lost.count), moneyOf(lost.amounts, locale))}
    ${figure(words.conversion, percent(won.count, ended, locale), words.ofEnded)}
    ${figure(words.wayToWin, daysOf(won.medianDays, locale), words.median)}
  </dl>`;
}

export function stagesView({ stages, total }: Funnel, locale: Locale): TemplateResult {
  const words = funnelWords[locale];
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${words.stages}>
    <table class="stages" part="stages">
      <caption class="unseen">
        ${words.stages}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.stage}</th>
          <th scope="col">${words.reached}</th>
          <th scope="col" class="end">${words.fromBefore}</th>
          <th scope="col" class="end">${words.now}</th>
          <th scope="col" class="end">${words.amount}</th>
          <th scope="col" class="end">${words.stay}</th>
        </tr>
      </thead>
      <tbody>
        ${stages.map(
          ({ stage, reached, now, amounts, medianDays }, index) =>
            html`<tr data-stage=${stage.id}>
              <th scope="row"><bdi>${stage.name}</bdi></th>
              <td class="with-bar">${bar(reached, total, stage.outcome)} <span>${reached}</span></td>
              <td class="end">${index === 0 ? '—' : percent(reached, stages[index - 1]!.reached, locale)}</td>
              <td class="end">${now}</td>
              <td class="end">${moneyOf(amounts, locale)}</td>
              <td class="end">${daysOf(medianDays, locale)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export function reasonsView({ lost, stages }: Funnel, locale: Locale): TemplateResult {
  const words = funnelWords[locale];
  const nameOf = (id: string) => stages.find(({ stage }) => stage.id === id)?.stage.name ?? id;
  return html`<section part="reasons">
    <h3>${words.reasons}</h3>
    ${
      lost.count === 0
        ? html`<p class="hint">${words.noneLost}</p>`
        : html`<ul>
              ${lost.reasons.map(
                ({ reason, count }) =>
                  html`<li data-reason=${reason}>
                    <span><bdi>${reason || words.noReason}</bdi></span> ${bar(count, lost.count, 'lost')}
                    <span class="end">${count}</span>
                  </li>`,
              )}
            </ul>
            ${
              lost.from.length
                ? html`<p class="hint">
                    ${words.lostFrom}
                    ${lost.from.map(({ stageId, count }) => `${nameOf(stageId)} (${count})`).join(', ')}
                  </p>`
                : nothing
            }`
    }
  </section>`;
}

export function groupsView({ groups = [] }: Funnel, by: FunnelGrouping, locale: Locale): TemplateResult {
  const words = funnelWords[locale];
  const most = Math.max(...groups.map(({ total }) => total));
  const month = new Intl.DateTimeFormat(tag(locale), { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const nameOf = (id: string, title: string) =>
    by === 'month' ? month.format(new Date(`${id}-01T00:00:00Z`)) : title || words.nobody;
  return html`<section part="groups">
    <h3>${words[by]}</h3>
    <div class="scroll" tabindex="0" role="region" aria-label=${words[by]}>
      <table>
        <thead>
          <tr>
            <th scope="col"><span class="unseen">${words[by]}</span></th>
            <th scope="col">${words.deals}</th>
            <th scope="col" class="end">${words.won}</th>
            <th scope="col" class="end">${words.lost}</th>
            <th scope="col" class="end">${words.conversion}</th>
            <th scope="col" class="end">${words.amount}</th>
          </tr>
        </thead>
        <tbody>
          ${groups.map(
            ({ id, title, total, won, lost, amounts }) =>
              html`<tr data-group=${id}>
                <th scope="row"><bdi>${nameOf(id, title)}</bdi></th>
                <td class="with-bar">${bar(total, most)} <span>${total}</span></td>
                <td class="end">${won}</td>
                <td class="end">${lost}</td>
                <td class="end">${percent(won, won + lost, locale)}</td>
                <td class="end">${moneyOf(amounts, locale)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
