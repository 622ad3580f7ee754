/**
 * What calls to the world cost, and where that must stop (S176): every leg to a number passes here, whatever rang it: a dial, a phone
 * that sends an INVITE by itself, a transfer, a callback, a forwarded call. Estimated by the rates of the settings, in begun minutes.
 */
import type { AdapterLog, OriginateInput, Pbx, PbxEvent } from '@ringback/adapters';
import { type CostSettings, RingbackError, type Settings } from '@ringback/model';
import { readNumber } from '@ringback/model/phone-number';
import { startOfDay } from '@ringback/model/hours';
import { createTimerSet, type Timers } from '../calls/timers.ts';
import type { Store, TollCost, TollRow, Tx } from '../store/contract.ts';
import type { Alarms } from './alarms.ts';

/** A country that was called within this is no news, in ms. */
export const USUAL_MS = 30 * 24 * 60 * 60_000;
/** How often running calls are counted while there is a ceiling, in ms. */
export const COUNT_EVERY_MS = 15_000;
/** How long it is kept what calls have cost, today included. */
export const TOLLS_KEPT_DAYS = 90;

export interface Tolls {
  /** Rejects with `forbidden` where a call to this number must not be made now. */
  check(agentId: string | undefined, number: string): Promise<void>;
  /** The same PBX, from which no number is rung that must not be. */
  guarded<P extends Pbx & Required<Pick<Pbx, 'originate'>>>(pbx: P): P;
  /** Hears how long legs last; ends those that run when the ceiling is reached. Returns the way to stop. */
  watch(pbx: Pbx): Promise<() => void>;
  /**
   * The same where the PBX leads its calls itself: `end` is asked, again and again, to end a call that runs over the ceiling, by the node
   * that leads.
   */
  watchTold(of: { leads: () => boolean; end: (callId: string) => Promise<void> }): () => void;
  /** A leg that the PBX rang by itself, as far as is known of it by now; again whenever more is. */
  told(leg: ToldLeg): Promise<void>;
  /** Today, running calls included. */
  spent(): Promise<number>;
  /** What each running leg has cost until now. */
  running(): Promise<TollCost[]>;
}

export interface ToldLeg extends Pick<TollRow, 'legId' | 'callId' | 'agentId' | 'placedAt' | 'answeredAt'> {
  /** E.164. */
  number: string;
  endedAt?: string | undefined;
}

export interface TollsOptions {
  store: Pick<Store, 'transaction' | 'tolls' | 'calls' | 'agents'>;
  settings: () => Settings;
  alarms: Pick<Alarms, 'raise'>;
  now: () => Date;
  timers: Timers;
  log: AdapterLog;
}

export function createTolls(options: TollsOptions): Tolls {
  const { store, settings, alarms, now, log } = options;
  const timers = createTimerSet(options.timers);
  /** Legs that run, by id. */
  const running = new Map<string, TollRow>();
  const costs = () => settings().security.costs;
  const hasCeiling = () => costs().daily > 0 || costs().dailyPerAgent > 0;
  const countryOf = (number: string) => {
    const read = readNumber(number, settings().country);
    return read.kind === 'e164' ? read.country : undefined;
  };

  async function spent(agentId?: string, tx?: Tx): Promise<number> {
    const since = startOfDay(now(), costs().timeZone ?? 'UTC');
    const ended = await store.tolls.spent({ since, ...(agentId === undefined ? {} : { agentId }) }, tx);
    const open = (await costsOfRunning(tx)).filter((row) => agentId === undefined || row.agentId === agentId);
    return open.reduce((sum, { cost }) => sum + cost, ended);
  }

  async function costsOfRunning(tx?: Tx): Promise<TollCost[]> {
    const rows = await store.tolls.running(tx);
    return rows.map((row) => ({ agentId: row.agentId, cost: costOf(row, now(), 1) }));
  }

  /** Whose ceiling is reached: an agent's id, or the firm's. */
  async function reached(agentId: string | undefined, tx?: Tx): Promise<string | undefined> {
    const { daily, dailyPerAgent } = costs();
    if (daily > 0 && (await spent(undefined, tx)) >= daily) return 'firm';
    if (agentId === undefined || dailyPerAgent === 0) return undefined;
    return (await spent(agentId, tx)) >= dailyPerAgent ? agentId : undefined;
  }

  async function isUnusual(country: string | undefined): Promise<boolean> {
    const { unusual, usualCountries } = settings().security;
    if (unusual === 'off' || country === settings().country) return false;
    if (country !== undefined && usualCountries.includes(country)) return false;
    if (country === undefined || unusual === 'refuse') return true;
    return !(await store.tolls.called(country, new Date(now().getTime() - USUAL_MS)));
  }

  async function tellUnusual(agentId: string | undefined, number: string, done: string): Promise<void> {
    const agent = agentId === undefined ? undefined : await store.agents.get(agentId);
    const country = countryOf(number) ?? 'no country';
    const text = `${agent?.name ?? 'Ringback'} called ${number} (${country}), where nobody is called as a rule${done}.`;
    await alarms.raise({ kind: 'destination-unusual', subject: country, text });
  }

  async function tellCeiling(whose: string): Promise<void> {
    const agent = whose === 'firm' ? undefined : await store.agents.get(whose);
    const text = `Calls ${agent ? `of ${agent.name} ` : ''}have cost as much today as they may: no more are made.`;
    await alarms.raise({ kind: 'cost-ceiling', subject: agent?.login ?? whose, text });
  }

  async function demandUsual(agentId: string | undefined, number: string): Promise<void> {
    if (settings().security.unusual !== 'refuse' || !(await isUnusual(countryOf(number)))) return;
    await tellUnusual(agentId, number, ': it was refused');
    throw new RingbackError('forbidden', 'This country is not called as a rule.', {
      hint: 'An administrator can add it to the usual countries under Security at /admin.',
    });
  }

  /** Counted before it is rung, so that calls begun all at once are not all let through. */
  async function place({ legId, callId, to }: OriginateInput & { to: { kind: 'trunk' } }): Promise<void> {
    const { number } = to;
    const agentId = (await store.calls.get(callId))?.call.agent?.id;
    await demandUsual(agentId, number);
    const country = countryOf(number);
    const unusual = await isUnusual(country);
    const perMinute = rateOf(costs(), number);
    const row: TollRow = { legId, callId, agentId, country, perMinute, placedAt: now().toISOString() };
    const whose = await store.transaction(async (tx) => {
      const over = perMinute > 0 ? await reached(agentId, tx) : undefined;
      if (over === undefined) await store.tolls.put(tx, row);
      return over;
    });
    if (whose !== undefined) {
      await tellCeiling(whose);
      throw ceilingReached();
    }
    running.set(legId, row);
    countLater();
    if (unusual) await tellUnusual(agentId, number, '');
  }

  async function end(legId: string): Promise<void> {
    const row = running.get(legId);
    if (!row) return;
    running.delete(legId);
    await store.tolls.ended(legId, now().toISOString(), costOf(row, now(), 0));
  }

  async function answered(legId: string): Promise<void> {
    const row = running.get(legId);
    if (!row || row.answeredAt !== undefined) return;
    running.set(legId, { ...row, answeredAt: now().toISOString() });
    await store.tolls.answered(legId, now().toISOString());
  }

  let cut: ((row: TollRow) => Promise<void>) | undefined;
  let leads = () => true;
  /** Whose calls ran over the ceiling when they were last counted: that is told once. */
  let over: ReadonlySet<string> = new Set();
  /** Whether there may be something to count. */
  let runs = (): boolean => running.size > 0 && hasCeiling();

  function countLater(): void {
    if (cut && runs()) timers.set('count', COUNT_EVERY_MS, () => void count());
  }

  async function count(): Promise<void> {
    try {
      if (leads()) await endWhatRunsOver();
    } catch (error) {
      log.error({ err: error }, 'what running calls cost could not be counted');
    }
    countLater();
  }

  async function endWhatRunsOver(): Promise<void> {
    const [known, reachedNow] = [over, new Set<string>()];
    over = reachedNow;
    for (const row of hasCeiling() ? await store.tolls.running() : []) {
      const whose = row.perMinute > 0 ? await reached(row.agentId) : undefined;
      if (whose === undefined) continue;
      if (!known.has(whose) && !reachedNow.has(whose)) await tellCeiling(whose);
      reachedNow.add(whose);
      // The others must end, whatever becomes of this one.
      await cut?.(row).catch((error: unknown) =>
        log.warn({ err: error, callId: row.callId }, 'a call over the ceiling could not be ended'),
      );
    }
  }

  return {
    async check(agentId, number) {
      await demandUsual(agentId, number);
      if (!hasCeiling() || rateOf(costs(), number) === 0) return;
      const whose = await reached(agentId);
      if (whose === undefined) return;
      await tellCeiling(whose);
      throw ceilingReached();
    },
    guarded(pbx) {
      const leg = async (input: OriginateInput): Promise<void> => {
        if (input.to.kind !== 'trunk') return pbx.originate.leg(input);
        await place(input as Parameters<typeof place>[0]);
        try {
          await pbx.originate.leg(input);
        } catch (error) {
          await end(input.legId);
          throw error;
        }
      };
      return Object.create(pbx, { originate: { value: { leg }, enumerable: true } }) as typeof pbx;
    },
    async watch(pbx) {
      for (const row of await store.tolls.running()) running.set(row.legId, row);
      cut = async ({ legId }) => pbx.hangup?.leg(legId, 'normal');
      const failed = (error: unknown) => log.error({ err: error }, 'the length of a call could not be kept');
      /** What ended while nobody listened has cost as if it had lasted until now: rather too much than too little. */
      const compare = async () => {
        const { legs } = await pbx.snapshot();
        const there = new Map(legs.map((leg) => [leg.legId, leg]));
        for (const legId of [...running.keys()]) {
          const leg = there.get(legId);
          if (!leg) await end(legId);
          else if (leg.answered) await answered(legId);
        }
      };
      const heard = (event: PbxEvent): void => {
        if (event.type === 'leg.answered') answered(event.legId).catch(failed);
        else if (event.type === 'leg.ended') end(event.legId).catch(failed);
        else if (event.type === 'connection.changed' && event.up && running.size > 0) compare().catch(failed);
      };
      const stop = pbx.events.follow(heard);
      countLater();
      return () => {
        stop();
        cut = undefined;
        running.clear();
        timers.clearAll();
      };
    },
    watchTold(of) {
      cut = async ({ callId }) => of.end(callId);
      leads = of.leads;
      // Any node may have been told of a call, so that this one looks in the store.
      runs = () => true;
      countLater();
      return () => {
        cut = undefined;
        timers.clearAll();
      };
    },
    async told({ legId, callId, agentId, number, placedAt, answeredAt, endedAt }) {
      const perMinute = rateOf(costs(), number);
      const row: TollRow = { legId, callId, agentId, country: countryOf(number), perMinute, placedAt };
      await store.transaction((tx) => store.tolls.put(tx, row));
      if (answeredAt !== undefined) await store.tolls.answered(legId, answeredAt);
      if (endedAt === undefined) return;
      const cost = costOf({ ...row, answeredAt }, new Date(endedAt), 0);
      const ends = await store.tolls.ended(legId, endedAt, cost);
      const whose = ends && cost > 0 ? await reached(agentId) : undefined;
      if (whose !== undefined) await tellCeiling(whose);
    },
    spent: () => spent(),
    running: () => costsOfRunning(),
  };
}

/** Begun minutes; `least` for a leg that nobody has answered yet. */
function costOf({ perMinute, answeredAt }: TollRow, until: Date, least: number): number {
  const minutes =
    answeredAt === undefined
      ? least
      : Math.max(1, Math.ceil((until.getTime() - Date.parse(answeredAt)) / 60_000));
  return perMinute * minutes;
}

/** The longest prefix that fits decides. */
export function rateOf({ rates, otherPerMinute }: CostSettings, number: string): number {
  const fits = rates.filter(({ prefix }) => number.startsWith(prefix));
  return fits.sort((a, b) => b.prefix.length - a.prefix.length)[0]?.perMinute ?? otherPerMinute;
}

const ceilingReached = () =>
  new RingbackError('forbidden', 'Calls have cost as much today as they may.', {
    hint: 'An administrator can raise the ceiling under Security at /admin.',
  });
