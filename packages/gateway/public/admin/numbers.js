// @ts-check
/** Calls in numbers. */
import { createReport } from './report.js';

/**
 * @typedef {{
 *   inbound: { answered: number, abandoned: number, unanswered: number, waitSeconds?: number },
 *   outbound: { answered: number, unanswered: number }, internal: number, takenOver: number, talkSeconds: number
 * }} Counts
 * @typedef {import('./report.js').Answer & {
 *   by: keyof typeof BY, rows: (Counts & { id: string, title?: string })[], total: Counts, callbacks?: { kept: number, broken: number }
 * }} Statistics
 */

/** What a row is, and one of calls that have no such thing. */
const BY = {
  day: ['Day', ''],
  source: ['Source', 'Not known'],
  campaign: ['Advertising campaign', 'None'],
  line: ['Line', 'Not known'],
  group: ['Group', 'None'],
  agent: ['Colleague', 'Nobody'],
  kind: ['Phone', 'Not known'],
};
/** @type {Record<string, string>} */
const KINDS = { desk: 'Desk phone', soft: 'Browser', mobile: 'Mobile' };

const HEADS = [
  ...['In: answered', 'In: gave up', 'In: not answered', 'Wait, s'],
  ...['Out: answered', 'Out: not answered', 'Internal', 'Taken over', 'Talk time'],
];

/** @param {number} seconds */
function duration(seconds) {
  const [hours, minutes, rest] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  return `${hours}:${String(minutes).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

/** @param {Counts} counts */
const cells = ({ inbound, outbound, internal, takenOver, talkSeconds }) => [
  ...[inbound.answered, inbound.abandoned, inbound.unanswered, inbound.waitSeconds ?? '–'],
  ...[outbound.answered, outbound.unanswered, internal, takenOver, duration(talkSeconds)],
];

/** @param {Statistics} answer */
function draw({ by, rows, total, callbacks }) {
  const [what = '', none = ''] = BY[by];
  const { inbound, outbound, internal, takenOver } = total;
  const missed = inbound.abandoned + inbound.unanswered;
  const came = inbound.answered + missed;
  const all = came + outbound.answered + outbound.unanswered + internal + takenOver;
  const promises = callbacks
    ? `Promises to call back: ${callbacks.kept} kept, ${callbacks.broken} broken.`
    : 'Counted are your own calls and those of the people whose groups you head.';
  if (all === 0) return { says: ['There was no call.', promises], tables: [] };
  return {
    says: [`${came} came in, ${missed} of them missed.`, promises],
    tables: [
      {
        title: `Calls by ${what.toLowerCase()}`,
        heads: [what, ...HEADS],
        rows: rows.map(({ id, title, ...counts }) => [
          title ?? ((by === 'kind' ? KINDS[id] : id) || none),
          ...cells(counts),
        ]),
        total: ['All', ...cells(total)],
      },
    ],
  };
}

/** @param {import('./report.js').Page & { may: (right: string) => boolean }} page */
export function createNumbers({ may, ...page }) {
  const byAgent = () => may('calls.group') || may('calls.all');
  return createReport(page, {
    ...{ id: 'numbers', path: '/statistics/calls', draw },
    choices: () => ({
      begin: { by: 'day' },
      properties: {
        by: {
          ...{ type: 'string', title: 'A row for each' },
          enum: Object.keys(BY).filter((by) => by !== 'agent' || byAgent()),
          titles: Object.fromEntries(Object.entries(BY).map(([by, [what = '']]) => [by, what])),
        },
      },
    }),
  });
}
