/** Visitors who have consented: what brought them, the numbers they are lent, and whose calls become of it. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { AdapterLog } from '@ringback/adapters';
import {
  type Attribution,
  DEFAULT_KEEP_DAYS,
  DEFAULT_LEASE_SECONDS,
  RingbackError,
  type Settings,
  type Site,
  type Visit,
  type VisitAnswer,
  type VisitClaim,
  type VisitInput,
} from '@ringback/model';
import { present } from '../present.ts';
import type { Store, Tx, VisitRow } from '../store/contract.ts';
import { attributionOf, numberForSource, spellingsOf, staticAttribution } from './attribution.ts';
import { lease, type LeaseOutcome } from './leases.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Whose visit it is: the secret never leaves the browser that made it but to us. */
export interface Visitor {
  id: string;
  token: string;
}

export interface Visits {
  /** Keeps what the browser tells, and lends it a number where it wants one. */
  tell(site: Site, visitor: Visitor, input: VisitInput): Promise<VisitAnswer>;
  /** Takes everything of this visitor away; `also` takes away what others keep of him. Nothing happens when he is not known. */
  forget(site: Site, visitor: Visitor, also: (visitId: string) => Promise<void>): Promise<void>;
  /** What a request for this number comes from. Never rejects: a call is worth more than its source. */
  claim(
    site: Site,
    claim: VisitClaim | undefined,
    number: string | undefined,
  ): Promise<Attribution | undefined>;
  /** What a call to this line comes from. Never rejects. */
  ofLine(call: { line: string; number: string; at: Date }): Promise<Attribution | undefined>;
  /** What callers from these numbers have looked at and put into their carts, the newest visit that says so. */
  seenBy(
    numbers: readonly string[],
  ): Promise<(Pick<Visit, 'viewed' | 'cart'> & { seenAt: string }) | undefined>;
  prune(): Promise<number>;
}

export interface VisitsOptions {
  store: Pick<Store, 'visits' | 'audit' | 'transaction'>;
  settings: () => Settings;
  now: () => Date;
  log: AdapterLog;
  /** Told of each number that was asked for. */
  counted?: (outcome: LeaseOutcome) => void;
}

export function createVisits({ store, settings, now, log, counted }: VisitsOptions): Visits {
  /** Rejects where the visit is another's. */
  async function own(tx: Tx, site: Site, { id, token }: Visitor): Promise<VisitRow | undefined> {
    const row = await store.visits.get(id, tx);
    if (row && (row.siteKey !== site.key || !isSame(row.tokenHash, hashOf(token))))
      throw new RingbackError('forbidden', 'This is the visit of somebody else.');
    return row;
  }

  async function keep(tx: Tx, site: Site, visitor: Visitor, { visit, number }: Kept): Promise<void> {
    const before = await own(tx, site, visitor);
    const days = site.tracking?.keepDays ?? DEFAULT_KEEP_DAYS;
    await store.visits.put(tx, {
      id: visitor.id,
      siteKey: site.key,
      tokenHash: hashOf(visitor.token),
      number: number ?? before?.number,
      seenAt: now().toISOString(),
      expiresAt: new Date(now().getTime() + days * DAY_MS).toISOString(),
      visit,
    });
  }

  async function lend(tx: Tx, site: Site, visitId: string): Promise<Lent> {
    const { pool = [], leaseSeconds = DEFAULT_LEASE_SECONDS } = site.tracking ?? {};
    const wanted = { visitId, pool, seconds: leaseSeconds, at: now() };
    const { lease: lent, outcome } = await lease(store.visits, tx, wanted);
    if (!lent) return { answer: {}, outcome };
    const { number } = lent;
    const { text } = spellingsOf(number, site.country);
    return { answer: { lease: { number, text, seconds: leaseSeconds } }, outcome };
  }

  async function byLease({ line, number, at }: Parameters<Visits['ofLine']>[0]) {
    const [lent] = await store.visits.leases([line]);
    const time = at.toISOString();
    if (!lent || lent.until <= time || time < lent.since) return undefined;
    return store.transaction(async (tx) => {
      const row = await store.visits.get(lent.visitId, tx);
      if (!row) return undefined;
      // Hidden numbers are nobody's.
      if (number.startsWith('+')) await store.visits.put(tx, { ...row, number });
      return attributionOf(row.visit, { by: 'leased-number', visitId: row.id, number });
    });
  }

  return {
    async tell(site, visitor, { number, ...visit }) {
      const { pool = [] } = site.tracking ?? {};
      const lends = number === true && pool.length > 0 && !numberForSource(site.tracking, visit.last);
      const lent = await store.transaction(async (tx) => {
        await keep(tx, site, visitor, { visit });
        return lends ? lend(tx, site, visitor.id) : undefined;
      });
      if (!lent) return {};
      counted?.(lent.outcome);
      return lent.answer;
    },

    async forget(site, visitor, also) {
      if (!(await store.transaction((tx) => own(tx, site, visitor)))) return;
      await also(visitor.id);
      await store.transaction(async (tx) => {
        await store.visits.remove(tx, visitor.id);
        const entry = { actor: 'visitor', entity: 'visit', entityId: visitor.id };
        await store.audit.append(tx, { ...entry, field: 'deleted', old: null, new: true });
      }, 'full');
    },

    async claim(site, claim, number) {
      if (!claim) return undefined;
      const { id, token, ...visit } = claim;
      const by = 'request' as const;
      try {
        await store.transaction((tx) => keep(tx, site, { id, token }, present({ visit, number })));
        return attributionOf(visit, { by, visitId: id, number });
      } catch (error) {
        log.warn({ err: error }, 'the visit of a request could not be kept');
        return attributionOf(visit, { by, visitId: undefined, number });
      }
    },

    async ofLine(call) {
      try {
        return (await byLease(call)) ?? staticAttribution(settings(), call.line, call.number);
      } catch (error) {
        log.error({ err: error }, 'what brought a call could not be read');
        return undefined;
      }
    },

    async seenBy(numbers) {
      const rows = await store.visits.ofNumbers(numbers);
      const found = rows.find(({ visit }) => visit.viewed.length > 0 || (visit.cart?.length ?? 0) > 0);
      if (!found) return undefined;
      const { viewed, cart } = found.visit;
      return { viewed, ...(cart === undefined ? {} : { cart }), seenAt: found.seenAt };
    },

    prune: () => store.visits.prune(now()),
  };
}

interface Kept {
  visit: Visit;
  number?: string;
}

interface Lent {
  answer: VisitAnswer;
  outcome: LeaseOutcome;
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
