/** How many are before one who waits, and how long it will be about. */
import type { Settings } from '@ringback/model';
import type { Queued } from '../calls/engine.ts';
import type { Store } from '../store/contract.ts';
import type { RoutingFacts } from './facts.ts';
import { isIn } from './people.ts';
import type { Said } from './spoken.ts';

/** By how many of the latest talks the wait is reckoned, and how old they may be, in ms. */
const TALKS = 20;
const HORIZON_MS = 7 * 24 * 60 * 60_000;

export interface Place {
  /** 1 = the next. */
  position: number;
  /** Absent where nobody of the group has talked lately. */
  minutes?: number;
}

export interface PlacesOptions {
  store: Pick<Store, 'calls'>;
  routing: Pick<RoutingFacts, 'read'>;
  queued: () => readonly Queued[];
  settings: () => Settings;
  now: () => Date;
}

export function createPlaces({ store, routing, queued, settings, now }: PlacesOptions) {
  return async (callId: string, said: Said): Promise<Place | undefined> => {
    if (said.say !== 'queue') return undefined;
    const { group: key, since } = said;
    const group = settings().routing.groups.find((one) => one.key === key);
    if (!group) return undefined;
    const { people, owed } = (await routing.read())();
    const waiting = queued().filter((one) => one.group === key);
    const before = waiting.findIndex((one) => one.callId === callId);
    const owing = (owed?.get(key) ?? []).filter((one) => one < since);
    const position = 1 + Math.max(0, before) + owing.length;
    const at = now();
    const members = group.members.filter((id) => isIn(people.get(id), at));
    const talks = await store.calls.latestTalks({
      ...{ agentIds: group.members, most: TALKS },
      since: new Date(at.getTime() - HORIZON_MS),
    });
    if (talks.length === 0 || members.length === 0) return { position };
    const mean = talks.reduce((sum, one) => sum + one, 0) / talks.length;
    return { position, minutes: Math.max(1, Math.ceil((mean * position) / members.length / 60)) };
  };
}
