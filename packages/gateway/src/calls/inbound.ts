/** Calls from the world: who calls, who can be rung, and the first ring. */
import type { PbxEvent } from '@ringback/adapters';
import type { Call, Settings } from '@ringback/model';
import { normaliseNumber } from '@ringback/model/phone-number';
import type { Matcher } from '../crm/matcher.ts';
import type { Candidates } from '../routing/candidates.ts';
import { offerInbound } from './decide-inbound.ts';
import { type Engine, onlyParty } from './engine.ts';

export type TrunkOffer = Extract<PbxEvent, { type: 'leg.offered' }>;

export interface InboundOptions {
  engine: Engine;
  matcher: Matcher;
  candidates: () => Promise<Candidates>;
  settings: () => Settings;
  now: () => Date;
  newId: () => string;
}

/** Longest name and number that is taken over from the network. */
const LONGEST_NAME = 100;
const LONGEST_NUMBER = 64;

/** Handles the offer in the lane of the new call. */
export function createInbound({ engine, matcher, candidates, settings, now, newId }: InboundOptions) {
  return async (offer: TrunkOffer, callId: string): Promise<void> => {
    const startedAt = now();
    const { country } = settings();
    const number = clean(normaliseNumber(offer.caller.number, country), LONGEST_NUMBER);
    const [found, { free, group, allBusy }] = await Promise.all([matcher.inTime(number), candidates()]);
    const party = onlyParty(found.matches);
    const claimedName = clean(offer.caller.name ?? '', LONGEST_NAME);
    const call: Call = {
      id: callId,
      direction: 'in',
      state: 'ringing',
      number,
      ...(claimedName === '' ? {} : { claimedName }),
      line: clean(normaliseNumber(offer.dialled, country), LONGEST_NUMBER),
      ...(party ? { party } : {}),
      startedAt: startedAt.toISOString(),
      durationSeconds: 0,
      comment: '',
      version: 1,
    };
    engine.remember(callId, found);
    const name = found.matches[0]?.party.name ?? call.claimedName;
    const draft = offerInbound({
      call,
      legId: offer.legId,
      now: startedAt,
      agents: free,
      group,
      allBusy,
      name,
      settings: settings(),
      newId,
    });
    await engine.commit(draft);
  };
}

/** The network is not trusted: no control characters, no endless text. */
function clean(text: string, longest: number): string {
  return text
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .trim()
    .slice(0, longest);
}
