/** Call tracking that the PBX does itself: what brought the caller behind a lent number is asked once, when the call begins. */
import type { AdapterLog, ObservedCall, Pbx } from '@ringback/adapters';
import type { Engine } from '../calls/engine.ts';
import { createLanes } from '../calls/lanes.ts';

/** A number is lent to the next visitor soon after the call: later nobody knows whose it was. */
const SOON_MS = 60 * 60_000;
/** Calls whose visitor was asked for; the oldest are forgotten. */
const MOST = 1000;

export interface TrackedOptions {
  engine: Engine;
  pbx: Pbx;
  now: () => Date;
  log: AdapterLog;
}

export function createTracked({ engine, pbx, now, log }: TrackedOptions) {
  const asked = new Set<string>();
  const lanes = createLanes();

  async function ask(callId: string, number: string): Promise<void> {
    const visit = await pbx.tracking?.behind(number);
    if (!visit) return;
    const { touch, pages } = visit;
    const seen = pages.length > 0 ? { pages } : {};
    await engine.change(callId, (draft) => {
      if (draft.call.source) return;
      draft.change({ source: { by: 'leased-number', first: touch, last: touch, ...seen } });
    });
  }

  return {
    look(callId: string, { direction, trackedNumber, startedAt }: ObservedCall): void {
      if (!pbx.tracking || direction !== 'in' || trackedNumber === undefined || asked.has(callId)) return;
      if (now().getTime() - Date.parse(startedAt) > SOON_MS) return;
      asked.add(callId);
      for (const oldest of asked) if (asked.size > MOST) asked.delete(oldest);
      lanes
        .run(callId, () => ask(callId, trackedNumber))
        .catch((error: unknown) =>
          log.warn({ err: error, callId }, 'what brought the caller could not be asked'),
        );
    },
    idle: () => lanes.idle(),
  };
}
