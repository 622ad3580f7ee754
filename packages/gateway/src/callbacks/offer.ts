/** What a site can promise at this moment: a call at once, or the times at which one may be agreed on. */
import type { CallbackObstacle, CallbackOffer, Site } from '@ringback/model';
import { isOpen, nextOpening, openSpans } from '@ringback/model/hours';
import { exampleNumber } from '@ringback/model/phone-number';
import type { Candidates } from '../routing/candidates.ts';
import type { Limits } from './limits.ts';
import type { Pressure } from './pressure.ts';
import type { Proofs } from './proof.ts';
import { visitorCountry } from './visitor-country.ts';

/** How far ahead a call may be agreed on, in days. */
const AHEAD_DAYS = 7;
const DAY_MS = 24 * 60 * 60_000;
/** A time that is nearer than this is no appointment, in ms. */
const NOTICE_MS = 5 * 60_000;

export interface OfferOptions {
  candidatesFor: (site: Site, department: string | undefined) => Promise<Candidates>;
  /** Callbacks under way that want one free colleague each. */
  wanting: () => Promise<number>;
  limits: Limits;
  pressure: Pressure;
  proofs: Proofs;
  now: () => Date;
  pbxUp: () => boolean;
}

/** By whom: who shall call him, and the time zone of his browser. */
export interface Asked {
  department?: string | undefined;
  timeZone?: string | undefined;
}

export interface Offers {
  make(site: Site, asked?: Asked): Promise<CallbackOffer>;
  /** Why nobody can call at once; undefined = somebody can. */
  obstacle(site: Site, department?: string): Promise<CallbackObstacle | undefined>;
  /** Whether a call may be agreed on for this time. */
  isOffered(site: Site, time: Date): boolean;
  opensAt(site: Site): Date | undefined;
}

export function createOffers(options: OfferOptions): Offers {
  const { candidatesFor, wanting, limits, pressure, proofs, now, pbxUp } = options;

  function spans({ callHours }: Site): { from: Date; to: Date }[] {
    const at = now();
    const until = at.getTime() + AHEAD_DAYS * DAY_MS;
    const open = callHours ? openSpans(callHours, at, AHEAD_DAYS + 1) : [{ from: at, to: new Date(until) }];
    return open
      .map(({ from, to }) => ({ from: later(from, at.getTime() + NOTICE_MS), to: sooner(to, until) }))
      .filter(({ from, to }) => from < to);
  }

  const opensAt = ({ callHours }: Site) => (callHours ? nextOpening(callHours, now()) : now());

  async function obstacle(site: Site, department?: string): Promise<CallbackObstacle | undefined> {
    if (site.callHours && !isOpen(site.callHours, now())) return 'closed';
    if (!pbxUp()) return 'pbx-down';
    const { free, busy } = await candidatesFor(site, department);
    if (free.length === 0) return busy.length > 0 ? 'all-busy' : 'nobody-there';
    // Nobody's phone is rung only to wait for a colleague who is another's already.
    if (site.firstLeg === 'visitor' && free.length <= (await wanting())) return 'all-busy';
    return (await limits.siteIsFull(site.key)) ? 'all-busy' : undefined;
  }

  return {
    obstacle,
    opensAt,
    isOffered: (site, time) => spans(site).some(({ from, to }) => from <= time && time < to),
    async make(site, { department, timeZone } = {}) {
      const work = pressure.workFor(site.key);
      const why = await obstacle(site, department);
      const opens = opensAt(site);
      return {
        now: now().toISOString(),
        ...(why === undefined ? {} : { obstacle: why }),
        ...(opens === undefined ? {} : { opensAt: opens.toISOString() }),
        spans: spans(site).map(({ from, to }) => ({ from: from.toISOString(), to: to.toISOString() })),
        example: exampleNumber(visitorCountry(site, timeZone)),
        ...(work === 0 ? {} : { challenge: await proofs.challenge(site.key, work) }),
      };
    },
  };
}

const later = (date: Date, ms: number) => new Date(Math.max(date.getTime(), ms));
const sooner = (date: Date, ms: number) => new Date(Math.min(date.getTime(), ms));
