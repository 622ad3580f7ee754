/** The funnel of leads: from coming in to a customer. */
import type { LeadFunnel, Locale } from '@ringback/model';
import { fill } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import { removedFrom } from '../list/removed.ts';
import { bar, groupsView, hoursOf, NONE, percent, reasonsView, summaryView, tableView } from './figures.ts';
import { funnelWords } from './funnel.words.ts';
import { leadReportWords } from './lead-report.words.ts';
import type { ReportKind } from './report-kind.ts';

const COLOURS = { open: '', converted: 'won', rejected: 'lost' } as const;

export const leadReport: ReportKind<LeadFunnel> = {
  words: leadReportWords,
  present: ({ leads }) => leads?.funnel !== undefined,
  choices: async ({ leads }) => ({ sources: (await leads?.choices())?.sources ?? [] }),
  read: async ({ leads }, { pipelineId: _none, ...query }) => leads?.funnel?.(query),
  hears: (event) =>
    event.type === 'lead.created' ||
    event.type === 'lead.updated' ||
    removedFrom(event, 'lead') !== undefined,
  view: (funnel, by, locale) => {
    const words = { ...funnelWords[locale], ...leadReportWords[locale] };
    const { groups = [], rejected } = funnel;
    return html`${headView(funnel, locale)} ${stepsView(funnel, locale)}
      <div class="pair">
        ${reasonsView({ title: words.reasons, none: words.noneRejected, ...rejected }, locale)}
        ${statusesView(funnel, locale)}
      </div>
      ${groupsView(
        {
          ...{ by, groups },
          heads: [
            ...[words.leads, words.taken, words.answered, words.firstAnswer],
            ...[words.converted, words.rejected, words.conversion],
          ],
          cells: ({ taken, answered, converted, rejected: gone }) => [
            ...[String(taken), String(answered.count), hoursOf(answered.medianHours, locale)],
            ...[String(converted), String(gone), percent(converted, converted + gone, locale)],
          ],
        },
        locale,
      )}`;
  },
};

function headView({ total, answered, converted, rejected }: LeadFunnel, locale: Locale): TemplateResult {
  const words = { ...funnelWords[locale], ...leadReportWords[locale] };
  const ended = converted.count + rejected.count;
  return summaryView([
    [words.leads, String(total), fill(words.stillOpen, { n: total - ended })],
    [words.answered, String(answered.count), fill(words.notYet, { n: total - answered.count })],
    [words.firstAnswer, hoursOf(answered.medianHours, locale), words.whatAnswer],
    [words.converted, String(converted.count)],
    [words.rejected, String(rejected.count)],
    [words.conversion, percent(converted.count, ended, locale), words.ofEnded],
  ]);
}

function stepsView({ total, ...steps }: LeadFunnel, locale: Locale): TemplateResult {
  const words = { ...funnelWords[locale], ...leadReportWords[locale] };
  const { taken, answered, converted } = steps;
  const rows = [
    ...[
      { key: 'cameIn', count: total, medianHours: undefined } as const,
      { key: 'taken', ...taken } as const,
    ],
    ...[{ key: 'answered', ...answered } as const, { key: 'converted', ...converted } as const],
  ];
  return tableView({
    ...{ title: words.steps, part: 'stages' },
    heads: [words.step, words.reached, words.fromBefore, words.howSoon],
    rows: rows.map(
      ({ key, count, medianHours }, index) =>
        html`<tr data-step=${key}>
          <th scope="row">${words[key]}</th>
          <td class="with-bar">
            ${bar(count, total, key === 'converted' ? 'won' : '')} <span>${count}</span>
          </td>
          <td class="end">${index === 0 ? NONE : percent(count, rows[index - 1]!.count, locale)}</td>
          <td class="end">${hoursOf(medianHours, locale)}</td>
        </tr>`,
    ),
  });
}

function statusesView({ statuses, total }: LeadFunnel, locale: Locale): TemplateResult {
  return html`<section part="statuses">
    <h3>${leadReportWords[locale].statuses}</h3>
    <ul>
      ${statuses.map(
        ({ status, count }) =>
          html`<li data-status=${status.id}>
            <span><bdi>${status.name}</bdi></span> ${bar(count, total, COLOURS[status.outcome])}
            <span class="end">${count}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}
