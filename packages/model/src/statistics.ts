/** What was counted, and how sure that makes us. */
import * as z from 'zod/mini';
import { Id } from './scalars.ts';

/** A share and its 95 % interval, each 0 to 1. */
export const ShareInterval = z.object({ share: z.number(), low: z.number(), high: z.number() });
export type ShareInterval = z.infer<typeof ShareInterval>;

/** Texts of a site's callback button, tried against each other. */
export const SiteVariants = z.object({
  key: z.string(),
  name: z.string(),
  variants: z.array(
    z.object({
      id: z.string(),
      /** How often the dialog was opened with it. */
      shown: z.number(),
      requests: z.number(),
      /** Promises that were kept, and that were broken. */
      kept: z.number(),
      broken: z.number(),
      /** Requests of those who were shown it; absent before anybody was. */
      asking: z.optional(ShareInterval),
      /** Kept of those promises that are decided. */
      keeping: z.optional(ShareInterval),
    }),
  ),
  /** The one that makes more people ask, once its interval has parted from all others. */
  best: z.optional(z.string()),
});
export type SiteVariants = z.infer<typeof SiteVariants>;

/** Most days that are counted at once. */
export const MOST_DAYS = 366;
const DAY_MS = 24 * 60 * 60 * 1000;

const Day = z.iso.date('must be a day that there is, written as year-month-day');

/** Days in the firm's time zone, both of them counted. */
const PERIOD = {
  /** Six days before `to` when absent. */
  from: z.optional(Day),
  /** Today when absent. */
  to: z.optional(Day),
};
export interface Period {
  from: string;
  to: string;
}

/** How many days lie between them, both counted; 0 or less where it ends before it begins. */
export const lengthOf = ({ from, to }: Period): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;

/** `source` and `campaign`: what brought the far side last · `group`: whose turn a call was by the routes · `kind`: what our side talked on. */
export const CALL_COUNT_GROUPINGS = ['day', 'line', 'source', 'campaign', 'group', 'agent', 'kind'] as const;
export type CallCountGrouping = (typeof CALL_COUNT_GROUPINGS)[number];

/** `GET /statistics/calls`: calls that began in these days and have ended. */
export const CallCountsQuery = z.strictObject({
  ...PERIOD,
  /** `day` when absent. */
  by: z.optional(z.enum(CALL_COUNT_GROUPINGS)),
});
export type CallCountsQuery = z.infer<typeof CallCountsQuery>;

const COUNTS = {
  inbound: z.object({
    answered: z.number(),
    /** The caller hung up before anybody could answer. */
    abandoned: z.number(),
    /** Nobody did, or all were talking. */
    unanswered: z.number(),
    /** Mean time from the call's beginning to the talk, of those that were answered; absent where none was. */
    waitSeconds: z.optional(z.number()),
  }),
  outbound: z.object({ answered: z.number(), unanswered: z.number() }),
  /** Among colleagues, whether answered or not. */
  internal: z.number(),
  /** Talks that a colleague gave away: the call itself is counted where it began. */
  takenOver: z.number(),
  /** With the world, those that were taken over included. */
  talkSeconds: z.number(),
};
export const CallCounts = z.object(COUNTS);
export type CallCounts = z.infer<typeof CallCounts>;

export const CallCountsRow = z.object({
  /** Empty of calls that have no such value: taken by nobody, brought by nothing that is known. */
  id: z.string(),
  /** What people call it; absent where that is nothing else. */
  title: z.optional(z.string()),
  ...COUNTS,
});
export type CallCountsRow = z.infer<typeof CallCountsRow>;

export const CallStatistics = z.object({
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
  by: z.enum(CALL_COUNT_GROUPINGS),
  /** Days in order, also those without calls; else the one with most calls first. */
  rows: z.array(CallCountsRow),
  total: CallCounts,
  /** Promises to call back that were asked for in these days and are decided; absent for whoever sees the calls of some people alone. */
  callbacks: z.optional(z.object({ kept: z.number(), broken: z.number() })),
});
export type CallStatistics = z.infer<typeof CallStatistics>;

/** `GET /finance/calls`: what calls to the world that ended in these days have cost by the rates. */
export const CallCostsQuery = z.strictObject(PERIOD);
export type CallCostsQuery = z.infer<typeof CallCostsQuery>;

/** In the currency of the rates. */
const TODAY = {
  /** Running calls included. */
  today: z.number(),
  /** What a day may cost, and what is left of it today; absent where there is no ceiling. */
  ceiling: z.optional(z.number()),
  left: z.optional(z.number()),
};

export const CallCosts = z.object({
  from: z.string(),
  to: z.string(),
  /** In which a day begins, also for the ceilings. */
  timeZone: z.string(),
  /** Whether there are rates; without any every call costs nothing. */
  rated: z.boolean(),
  ...TODAY,
  /** Of all days. */
  total: z.number(),
  /** In order. Running calls count to today. */
  days: z.array(z.object({ day: z.string(), cost: z.number() })),
  /** Whose calls cost something in these days or today, most in these days first; without an id those that were nobody's. */
  agents: z.array(z.object({ id: z.optional(Id), name: z.optional(z.string()), cost: z.number(), ...TODAY })),
});
export type CallCosts = z.infer<typeof CallCosts>;
