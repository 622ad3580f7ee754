/** What is being changed of forwarding and hours, until it is saved. */
import type { ForwardReason, ForwardStep, Me, MePatch } from '@ringback/model';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
type Weekday = (typeof WEEKDAYS)[number];

/** One row of the list: `to` is the id of a colleague, or `number`. */
export interface DraftStep {
  on: ForwardReason[];
  to: string;
  number: string;
  seconds: number;
}

export interface Draft {
  steps: DraftStep[];
  /** Absent = whenever his phone is there. */
  hours: { days: Weekday[]; from: string; to: string }[] | undefined;
}

export type DraftProblem = 'wrongNumber' | 'noReason' | 'wrongHours';

const E164 = /^\+[1-9]\d{6,14}$/;

export const newStep = (): DraftStep => ({ on: ['no-answer'], to: 'number', number: '', seconds: 20 });
export const newHours = (): NonNullable<Draft['hours']> => [
  { days: WEEKDAYS.slice(0, 5), from: '09:00', to: '18:00' },
];

export function draftOf({ forwarding, hours }: Pick<Me, 'forwarding' | 'hours'>): Draft {
  return {
    steps: forwarding.map(({ on, to, seconds }) => ({
      on: [...on],
      to: to.kind === 'agent' ? to.agentId : 'number',
      number: to.kind === 'number' ? to.number : '',
      seconds,
    })),
    hours: hours?.hours.map((one) => ({ ...one, days: [...one.days] })),
  };
}

/** The patch, or what is wrong. Days off and the time zone stay as they were; a new schedule takes the browser's zone. */
export function patchOf(
  { steps, hours }: Draft,
  before: Me['hours'],
  timeZone: string,
): MePatch | DraftProblem {
  if (steps.some(({ on }) => on.length === 0)) return 'noReason';
  const forwarding = steps.map(stepOf);
  if (forwarding.some(({ to }) => to.kind === 'number' && !E164.test(to.number))) return 'wrongNumber';
  if (hours?.some(({ days, from, to }) => days.length === 0 || !(from < to))) return 'wrongHours';
  return {
    forwarding,
    hours: hours ? { timeZone: before?.timeZone ?? timeZone, hours, holidays: before?.holidays ?? [] } : null,
  };
}

function stepOf({ on, to, number, seconds }: DraftStep): ForwardStep {
  return {
    on,
    to:
      to === 'number'
        ? { kind: 'number', number: number.replace(/[\s().\p{Cf}-]/gu, '') }
        : { kind: 'agent', agentId: to },
    seconds,
  };
}
