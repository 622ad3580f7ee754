/** Conversations that nobody heard of, because the gateway was down or a delivery was lost, are read from the PBX's own history. */
import type { AdapterLog, KeptValues, Pbx } from '@ringback/adapters';
import { createLanes } from '../calls/lanes.ts';
import type { TimerSet } from '../calls/timers.ts';
import type { Follow } from './follow.ts';

const MINUTE_MS = 60_000;
export const HISTORY_EVERY_MS = 30 * MINUTE_MS;
const AGAIN_MS = 5 * MINUTE_MS;
/** What has just ended may not be in it yet: the next look begins so much earlier. */
const OVERLAP_MS = 60 * MINUTE_MS;
/** What still goes on is told by the webhook. */
const NOT_THE_LAST_MS = 2 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
const FIRST_MS = DAY_MS;
const MOST_MS = 30 * DAY_MS;
const KEY = 'history-until';

export interface HistoryOptions {
  pbx: Pbx;
  follow: Pick<Follow, 'take'>;
  kept: KeptValues;
  now: () => Date;
  timers: TimerSet;
  log: AdapterLog;
}

export function createHistory({ pbx, follow, kept, now, timers, log }: HistoryOptions) {
  const lanes = createLanes();

  async function read(): Promise<void> {
    if (!pbx.history) return;
    const at = now().getTime();
    const before = await kept.get(KEY);
    const since = before === undefined ? at - FIRST_MS : Date.parse(before) - OVERLAP_MS;
    const span = { from: new Date(Math.max(since, at - MOST_MS)), to: new Date(at - NOT_THE_LAST_MS) };
    for (const fact of await pbx.history.read(span)) await follow.take(fact, true);
    await kept.replace(KEY, before, span.to.toISOString());
  }

  function look(): void {
    timers.set('history', HISTORY_EVERY_MS, look);
    lanes.run('history', read).catch((error: unknown) => {
      log.warn({ err: error }, 'the history of the PBX could not be read, and is tried again');
      timers.set('history', AGAIN_MS, look);
    });
  }

  return { look, idle: () => lanes.idle() };
}
