// @ts-check
/** What calls have cost, and what is left of today’s ceilings. */
import { createReport } from './report.js';

/**
 * @typedef {{ today: number, ceiling?: number, left?: number }} Today
 * @typedef {import('./report.js').Answer & Today & {
 *   rated: boolean, total: number, days: { day: string, cost: number }[], agents: (Today & { id?: string, name?: string, cost: number })[]
 * }} Costs
 */

/** @param {Costs} answer */
function draw({ rated, total, days, agents, today, ceiling, left }) {
  const now =
    ceiling === undefined
      ? `Today: ${today}, and there is no ceiling.`
      : `Today: ${today} of ${ceiling}, ${left} left.`;
  const unrated =
    'There are no rates, so that every call counts as free: an administrator sets them, under Security.';
  const says = rated ? [`All together: ${total}.`, now] : [unrated];
  const byDay = {
    ...{ title: 'Cost by day', heads: ['Day', 'Cost'] },
    ...{ rows: days.map(({ day, cost }) => [day, cost]), total: ['All', total] },
  };
  const byAgent = {
    ...{
      title: 'Cost by colleague',
      heads: ['Colleague', 'Cost', 'Today', 'Ceiling of a day', 'Left today'],
    },
    rows: agents.map(({ id, name, cost, ...of }) => [
      ...[name ?? id ?? 'Nobody’s', cost, of.today, of.ceiling ?? '–', of.left ?? '–'],
    ]),
  };
  if (total === 0 && agents.length === 0)
    return { says: [...says, 'No call has cost anything.'], tables: [] };
  return { says, tables: [byDay, byAgent] };
}

/** @param {import('./report.js').Page} page */
export const createSpending = (page) => createReport(page, { id: 'spending', path: '/finance/calls', draw });
