/** Counted by the store and counted by hand, call by call: the same, by whatever it is grouped, for whomever, over both clock changes. */
import {
  type Call,
  CALL_COUNT_GROUPINGS,
  type CallCountGrouping,
  type CallCounts,
  CALL_DIRECTIONS,
  DEFAULT_ROUTING,
  DEFAULT_SETTINGS,
  LEG_KINDS,
  type Settings,
} from '@ringback/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { group } from '../routing/routing.fixtures.ts';
import type { CallRow } from '../store/contract.ts';
import { createSqliteStore } from '../store/index.ts';
import { aCall, olena } from '../store/store.fixtures.ts';
import { countCalls } from './calls.ts';

const ZONES = ['Europe/Kyiv', 'America/Santiago', 'Asia/Kathmandu', 'UTC'];
/** The clock goes forward in Kyiv on 2026-03-29 and back on 2026-10-25; in Santiago at midnight on 2026-04-05 and 2026-09-06. */
const CHANGES = ['2026-03-29', '2026-10-25', '2026-04-05', '2026-09-06'];
const DAY_MS = 24 * 60 * 60 * 1000;
const PEOPLE = ['olena', 'andriy', 'marta'];

const maybe = <T>(...values: T[]) => fc.constantFrom(undefined, ...values);
const drawn = fc.record({
  /** From noon two days before the change, in quarters of an hour and some seconds. */
  quarter: fc.nat(4 * 24 * 4),
  seconds: fc.constantFrom(0, 0, 1, 899),
  waits: fc.option(fc.integer({ min: 0, max: 90 }), { freq: 4, nil: undefined }),
  talks: fc.nat(600),
  runs: fc.constantFrom(false, false, false, true),
  direction: fc.constantFrom(...CALL_DIRECTIONS),
  abandoned: fc.boolean(),
  given: fc.constantFrom(false, false, true),
  agent: maybe(...PEOPLE),
  line: maybe('+380441234567', '+380447654321'),
  group: maybe('sales', 'gone'),
  medium: maybe('cpc', 'organic'),
  campaign: maybe('spring'),
  kind: maybe(...LEG_KINDS),
  audience: fc.subarray(PEOPLE),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

function rowOf(one: Drawn, nth: number, change: string): CallRow {
  const begins = Date.parse(change) - 1.5 * DAY_MS + one.quarter * 15 * 60_000 + one.seconds * 1000;
  const at = (seconds: number) => new Date(begins + seconds * 1000).toISOString();
  const answered = one.waits !== undefined;
  const touch = {
    source: 'google',
    medium: one.medium ?? '',
    ...(one.campaign && { campaign: one.campaign }),
  };
  const call: Call = aCall(`c${nth}`, {
    ...{ direction: one.direction, state: one.runs ? 'ringing' : 'ended', startedAt: at(0) },
    ...(answered && { connectedAt: at(one.waits ?? 0), durationSeconds: one.talks }),
    ...(!one.runs && { endReason: answered ? 'completed' : 'missed', endedAt: at(1000) }),
    ...(!answered && one.direction === 'in' && one.abandoned && { abandoned: true }),
    ...(one.given && { transferredBy: { callId: 'before', id: 'olena', name: 'Olena' } }),
    ...(one.agent !== undefined && answered && { agent: { id: one.agent, name: one.agent } }),
    ...(one.line !== undefined && { line: one.line }),
    ...(one.group !== undefined && { routedBy: { why: 'group' as const, group: one.group } }),
    ...(one.medium !== undefined && { source: { by: 'request' as const, first: touch, last: touch } }),
    ...(one.kind !== undefined && answered && { legKind: one.kind }),
  });
  return { call, audience: one.audience, bridgeId: undefined };
}

const dayIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return (iso: string) => format.format(new Date(iso));
};
function keyOf(call: Call, by: CallCountGrouping, day: (iso: string) => string): string {
  const touch = call.source?.last;
  const keys: Record<CallCountGrouping, string | undefined> = {
    ...{ day: day(call.startedAt), line: call.line, group: call.routedBy?.group, agent: call.agent?.id },
    ...{
      source: touch && `${touch.source} / ${touch.medium}`,
      campaign: touch?.campaign,
      kind: call.legKind,
    },
  };
  return keys[by] ?? '';
}
function byHand(calls: readonly Call[]): CallCounts {
  const own = calls.filter(({ transferredBy }) => !transferredBy);
  const talked = (call: Call) => call.connectedAt !== undefined;
  const inbound = own.filter(({ direction }) => direction === 'in');
  const outbound = own.filter(({ direction }) => direction === 'out');
  const heard = inbound.filter(talked);
  const waits = heard.map((call) => (Date.parse(call.connectedAt ?? '') - Date.parse(call.startedAt)) / 1000);
  return {
    inbound: {
      answered: heard.length,
      abandoned: inbound.filter(({ abandoned }) => abandoned).length,
      unanswered: inbound.filter((call) => !talked(call) && !call.abandoned).length,
      ...(heard.length > 0 && {
        waitSeconds: Math.round(waits.reduce((sum, one) => sum + one, 0) / waits.length),
      }),
    },
    outbound: {
      answered: outbound.filter(talked).length,
      unanswered: outbound.filter((call) => !talked(call)).length,
    },
    internal: own.filter(({ direction }) => direction === 'internal').length,
    takenOver: calls.filter((call) => call.transferredBy && talked(call)).length,
    talkSeconds: calls
      .filter(({ direction }) => direction !== 'internal')
      .reduce((sum, { durationSeconds }) => sum + durationSeconds, 0),
  };
}

it('What is counted of calls is what there was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(drawn, { maxLength: 40 }),
      fc.constantFrom(...CHANGES),
      fc.constantFrom(...ZONES),
      fc.constantFrom(...CALL_COUNT_GROUPINGS),
      fc.boolean(),
      fc.tuple(fc.nat(2), fc.nat(2)),
      async (all, change, timeZone, by, isHead, [earlier, later]) => {
        const date = (days: number) =>
          new Date(Date.parse(change) + days * DAY_MS).toISOString().slice(0, 10);
        const period = { from: date(-earlier), to: date(later) };
        const now = () => new Date(change);
        const settings: Settings = {
          ...DEFAULT_SETTINGS,
          security: {
            ...DEFAULT_SETTINGS.security,
            costs: { ...DEFAULT_SETTINGS.security.costs, timeZone },
          },
          routing: { ...DEFAULT_ROUTING, groups: [group('sales', ['andriy'], { heads: ['olena'] })] },
        };
        const rows = all.map((one, nth) => rowOf(one, nth, change));
        const store = await createSqliteStore(':memory:', { now });
        await store.transaction(async (tx) => {
          for (const row of rows) await store.calls.insert(tx, row);
        });
        const who = { ...olena, role: isHead ? ('group-head' as const) : ('company-head' as const) };
        const told = await countCalls({ store, now, settings: () => settings }, who, { ...period, by });
        await store.close();

        const day = dayIn(timeZone);
        const his = rows
          .filter(({ audience }) => !isHead || audience.some((id) => id === 'olena' || id === 'andriy'))
          .map(({ call }) => call)
          .filter(({ state }) => state === 'ended')
          .filter(({ startedAt }) => period.from <= day(startedAt) && day(startedAt) <= period.to);
        expect(told.total).toEqual(byHand(his));
        const keys = new Set(his.map((call) => keyOf(call, by, day)));
        if (by === 'day') for (let at = -earlier; at <= later; at += 1) keys.add(date(at));
        const rowsByHand = [...keys].map((id) => [
          id,
          byHand(his.filter((call) => keyOf(call, by, day) === id)),
        ]);
        const rowsTold = told.rows.map(({ id, title: _, ...counts }) => [id, counts]);
        expect(Object.fromEntries(rowsTold)).toEqual(Object.fromEntries(rowsByHand));
        expect(rowsTold).toHaveLength(keys.size);
      },
    ),
    { numRuns: 150 },
  );
}, 60_000);
