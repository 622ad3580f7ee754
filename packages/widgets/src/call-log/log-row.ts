/** A row of the log: a call, or a number that is still to be called back. */
import type { Call, CallFilters, MissedCall } from '@ringback/model';
import { colleagueOf } from '@ringback/ui';
import { isMissed } from '../call/call-words.ts';

export interface LogRow extends Call {
  /** In the list of those to call back. */
  readonly missed?: MissedCall;
}

export const DIRECTIONS = ['in', 'out', 'internal'] as const;
/** Filter `which`: a direction, the missed ones, or those whom nobody has called back. */
export const WHICH = [...DIRECTIONS, 'missed'] as const;
export const TODO = 'todo';

export const PERIODS = { day: 1, week: 7, month: 30 } as const;
const DAY_MS = 86_400_000;

type Filters = Readonly<Record<string, string>>;

/** As the gateway has them. */
export function asFilters({ which, agent, period, recorded, words }: Filters): CallFilters {
  const direction = DIRECTIONS.find((one) => one === which);
  const days = PERIODS[period as keyof typeof PERIODS];
  return {
    ...(direction === undefined ? {} : { direction }),
    ...(which === 'missed' ? { missed: true } : {}),
    ...(agent === undefined ? {} : { agentId: agent }),
    ...(days === undefined ? {} : { from: new Date(Date.now() - days * DAY_MS).toISOString() }),
    ...(recorded === undefined ? {} : { recorded: recorded === 'yes' }),
    ...(words === undefined ? {} : { words }),
  };
}

/** Whether a call that was just heard of belongs into the list; by words only the gateway finds. */
export function fits(
  call: Call,
  { direction, missed, agentId, partyId, from, recorded, words }: CallFilters,
): boolean {
  const stored = call.recordings?.some(({ state }) => state === 'stored') ?? false;
  return (
    words === undefined &&
    (direction === undefined || direction === call.direction) &&
    (missed === undefined || isMissed(call)) &&
    (agentId === undefined || agentId === call.agent?.id) &&
    (partyId === undefined || partyId === call.party?.id) &&
    (from === undefined || from <= call.startedAt) &&
    (recorded === undefined || recorded === stored)
  );
}

/** Empty where it is hidden, or that of whoever reads: a colleague has called him. `self`: his id. */
export function numberOf(row: LogRow, self: string | undefined): string {
  return colleagueOf(row, self) === row.colleague ? row.number : '';
}

/** Newest first. */
export function newestFirst(one: LogRow, other: LogRow): number {
  return other.startedAt.localeCompare(one.startedAt) || other.id.localeCompare(one.id);
}
