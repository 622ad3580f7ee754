/** The funnel of a pipeline of deals. */
import type { Funnel, Locale, Money } from '@ringback/model';
import { fill } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { moneyText } from '../deal/money-text.ts';
import { removedFrom } from '../list/removed.ts';
import { dealReportWords } from './deal-report.words.ts';
import { bar, daysOf, groupsView, NONE, percent, reasonsView, summaryView, tableView } from './figures.ts';
import { funnelWords } from './funnel.words.ts';
import type { ReportKind } from './report-kind.ts';

const moneyOf = (amounts: readonly Money[], locale: Locale): string =>
  amounts.map((one) => moneyText(one, locale)).join(' + ') || NONE;

export const dealReport: ReportKind<Funnel> = {
  words: dealReportWords,
  present: ({ deals }) => deals?.funnel !== undefined,
  choices: async ({ deals }) => ({ pipelines: (await deals?.choices())?.pipelines ?? [] }),
  read: async ({ deals }, query) => deals?.funnel?.(query),
  hears: (event, { pipeline }) =>
    removedFrom(event, 'deal') !== undefined ||
    ((event.type === 'deal.created' || event.type === 'deal.updated') &&
      event.data.deal.pipeline.id === pipeline.id),
  view: (funnel, by, locale) => {
    const words = { ...funnelWords[locale], ...dealReportWords[locale] };
    const { groups = [], lost, stages } = funnel;
    const nameOf = (id: string) => stages.find(({ stage }) => stage.id === id)?.stage.name ?? id;
    const from = lost.from.map(({ stageId, count }) => `${nameOf(stageId)} (${count})`).join(', ');
    return html`${headView(funnel, locale)} ${stagesView(funnel, locale)}
      <div class="pair">
        ${reasonsView(
          {
            ...{ title: words.reasons, none: words.noneLost, ...lost },
            more: from ? html`<p class="hint">${words.lostFrom} ${from}</p>` : nothing,
          },
          locale,
        )}
        ${groupsView(
          {
            ...{ by, groups, heads: [words.deals, words.won, words.lost, words.conversion, words.amount] },
            cells: ({ won, lost: gone, amounts }) => [
              ...[String(won), String(gone), percent(won, won + gone, locale), moneyOf(amounts, locale)],
            ],
          },
          locale,
        )}
      </div>`;
  },
};

function headView({ total, won, lost }: Funnel, locale: Locale): TemplateResult {
  const words = { ...funnelWords[locale], ...dealReportWords[locale] };
  const ended = won.count + lost.count;
  return summaryView([
    [words.deals, String(total), fill(words.stillOpen, { n: total - ended })],
    [words.won, String(won.count), moneyOf(won.amounts, locale)],
    [words.lost, String(lost.count), moneyOf(lost.amounts, locale)],
    [words.conversion, percent(won.count, ended, locale), words.ofEnded],
    [words.wayToWin, daysOf(won.medianDays, locale), words.median],
  ]);
}

function stagesView({ stages, total }: Funnel, locale: Locale): TemplateResult {
  const words = { ...funnelWords[locale], ...dealReportWords[locale] };
  return tableView({
    ...{ title: words.stages, part: 'stages' },
    heads: [words.stage, words.reached, words.fromBefore, words.now, words.amount, words.stay],
    rows: stages.map(
      ({ stage, reached, now, amounts, medianDays }, index) =>
        html`<tr data-stage=${stage.id}>
          <th scope="row"><bdi>${stage.name}</bdi></th>
          <td class="with-bar">${bar(reached, total, stage.outcome)} <span>${reached}</span></td>
          <td class="end">${index === 0 ? NONE : percent(reached, stages[index - 1]!.reached, locale)}</td>
          <td class="end">${now}</td>
          <td class="end">${moneyOf(amounts, locale)}</td>
          <td class="end">${daysOf(medianDays, locale)}</td>
        </tr>`,
    ),
  });
}
