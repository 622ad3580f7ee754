/** The call history for other programs: streamed page by page, so that a year of it needs no more memory than a day. */
import type { Agent, Call, CallExportQuery, Settings } from '@ringback/model';
import { present } from '../present.ts';
import { maskDeep, seesNumbers } from '../security/masking.ts';
import { callScope } from '../security/scope.ts';
import type { Store } from '../store/contract.ts';
import { csvLine } from './csv.ts';

const PAGE = 200;

/** What brought the far side: the last touch, and the words of the first. */
const SOURCE_COLUMNS = [
  'sourceBy',
  'source',
  'medium',
  'campaign',
  'content',
  'term',
  'clickId',
  'referrer',
  'landing',
  'firstSource',
  'firstMedium',
  'firstCampaign',
  'device',
] as const;

export const CALL_COLUMNS = [
  'id',
  'direction',
  'state',
  'endReason',
  'abandoned',
  'number',
  'line',
  'agentId',
  'agentName',
  'partySystem',
  'partyId',
  'partyName',
  'routedBy',
  ...SOURCE_COLUMNS,
  'startedAt',
  'connectedAt',
  'endedAt',
  'durationSeconds',
  'comment',
  'legKind',
] as const;

export interface CallExportOptions {
  store: Pick<Store, 'calls'>;
  settings: () => Settings;
}

/** Lines of the file, newest call first; only calls that this agent may see, with numbers as he may see them. */
export function createCallExport({ store, settings }: CallExportOptions) {
  return async function* exportCalls(agent: Agent, query: CallExportQuery): AsyncGenerator<string> {
    const { format = 'csv', ...filters } = query;
    const agentIds = callScope(agent, settings());
    const shown = (call: Call) => (seesNumbers(agent, settings()) ? call : maskDeep(call));
    if (format === 'csv') yield csvLine(CALL_COLUMNS);
    let cursor: string | undefined;
    do {
      const page = await store.calls.list({
        limit: PAGE,
        ...(agentIds ? { agentIds } : {}),
        ...present(filters),
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const call of page.items) yield lineOf(shown(call), format);
      cursor = page.next;
    } while (cursor !== undefined);
  };
}

function lineOf(call: Call, format: 'csv' | 'ndjson'): string {
  if (format === 'ndjson') return `${JSON.stringify(call)}\n`;
  const flat: Record<string, unknown> = {
    ...call,
    agentId: call.agent?.id,
    agentName: call.agent?.name,
    partySystem: call.party?.system,
    partyId: call.party?.id,
    partyName: call.party?.name,
    routedBy: call.routedBy?.why,
    ...sourceOf(call),
  };
  return csvLine(CALL_COLUMNS.map((column) => flat[column]));
}

function sourceOf({ source: from }: Call): Partial<Record<(typeof SOURCE_COLUMNS)[number], string>> {
  const { source, medium, campaign, content, term, clickId, referrer, landing } = from?.last ?? {};
  const { first } = from ?? {};
  return present({
    ...{ sourceBy: from?.by, source, medium, campaign, content, term, referrer, landing },
    clickId: clickId && `${clickId.name}:${clickId.value}`,
    firstSource: first?.source,
    firstMedium: first?.medium,
    firstCampaign: first?.campaign,
    device: from?.device,
  });
}
