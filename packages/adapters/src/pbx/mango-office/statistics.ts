/** The statistics: asked for, waited for, and read as facts of ended conversations. */
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { Fact } from '../observed.ts';
import type { MangoApi } from './api.ts';
import { manifest, type MangoSettings } from './manifest.ts';
import { timeOf } from './receive.ts';
import { Row, StatsKey } from './wire.ts';

/** MANGO gives at most a month at once. */
const SPAN_MS = 30 * 24 * 3_600_000;
/** It wants to be asked no more often. */
const POLL_MS = 5_000;
const MOST_POLLS = 60;

export const COLUMNS = [
  'records',
  'start',
  'finish',
  'answer',
  'from_extension',
  'from_number',
  'to_extension',
  'to_number',
  'disconnect_reason',
  'line_number',
  'location',
  'entry_id',
] as const;

export interface StatisticsOptions {
  api: MangoApi;
  settings: () => MangoSettings;
  context: Pick<CrmContext, 'wait' | 'log' | 'newId'>;
}

export function createStatistics({ api, settings, context }: StatisticsOptions) {
  async function rowsOf(from: Date, to: Date): Promise<string> {
    const shift = settings().clockAheadHours * 3600;
    const seconds = (date: Date) => Math.floor(date.getTime() / 1000) + shift;
    const asked = await api.ask('stats/request', {
      ...{ date_from: String(seconds(from)), date_to: String(seconds(to)) },
      ...{ fields: COLUMNS.join(','), request_id: context.newId() },
    });
    const { success, data } = StatsKey.safeParse(asked.json());
    if (!success) throw unreadable();
    for (let polls = 0; polls < MOST_POLLS; polls += 1) {
      await context.wait(POLL_MS);
      const answer = await api.ask('stats/result', { key: data.key });
      if (answer.status !== 204) return answer.text;
    }
    throw new AdapterError(manifest.id, 'timeout', 'MANGO did not make the statistics in five minutes.');
  }

  return {
    async read({ from, to }: { from: Date; to: Date }): Promise<Fact[]> {
      const facts: Fact[] = [];
      for (let start = from; start < to;) {
        const end = new Date(Math.min(to.getTime(), start.getTime() + SPAN_MS));
        facts.push(...factsOf(await rowsOf(start, end), settings()));
        start = end;
      }
      return facts;
    },
  };
}

/** Lines of `;`-separated fields without a head and without quotes. One that cannot be read spoils no other. */
export function factsOf(csv: string, settings: Pick<MangoSettings, 'clockAheadHours'>): Fact[] {
  return csv.split(/\r?\n/).flatMap((line) => {
    if (line.trim() === '') return [];
    const fields = line.split(';').map((field) => field.trim());
    const named = Object.fromEntries(COLUMNS.map((name, index) => [name, fields[index] ?? '']));
    const records = (named.records ?? '')
      .replace(/^\[|\]$/g, '')
      .split(',')
      .filter((id) => id !== '');
    const row = Row.safeParse({ ...named, records });
    if (!row.success) return [];
    const { entry_id, start, finish, from_extension, to_extension, to_number } = row.data;
    const mark = `row ${start} ${finish} ${from_extension} ${to_extension} ${to_number}`;
    return [
      { conversation: entry_id, mark, at: timeOf(finish, settings), data: { kind: 'row', event: row.data } },
    ];
  });
}

const unreadable = () =>
  new AdapterError(manifest.id, 'bug', 'MANGO gave no key for the statistics.', {
    hint: 'Look whether Ringback is new enough for this version of its API.',
  });
