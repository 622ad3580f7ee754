/**
 * A list of numbers that is called one after the other (S166). A colleague of the group is rung first and the number when he has picked
 * up, so nobody is called for whom there is nobody. Each number ends with a result.
 *
 * ```
 * draft ─► running ⇄ paused
 *             └──────┴──► stopped | finished
 * ```
 */
import * as z from 'zod/mini';
import { Id, IsoTime, line } from './scalars.ts';
import { Schedule } from './schedule.ts';

export const CAMPAIGN_STATES = ['draft', 'running', 'paused', 'stopped', 'finished'] as const;

const settings = {
  name: line(100),
  /** Key of the group whose members talk. */
  group: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
  /** Calls begun within a minute, at most. */
  perMinute: z.int().check(z.minimum(1), z.maximum(600)),
  /** When people may be called. */
  hours: Schedule,
  /** How often a number is tried that is busy or does not answer, and how long after. */
  attempts: z.int().check(z.minimum(1), z.maximum(10)),
  pauseMinutes: z.int().check(z.minimum(1), z.maximum(10_080)),
};

export const CampaignInput = z.strictObject(settings);
export type CampaignInput = z.infer<typeof CampaignInput>;
export const CampaignPatch = z.partial(CampaignInput);
export type CampaignPatch = z.infer<typeof CampaignPatch>;

export const Campaign = z.object({
  id: Id,
  ...settings,
  state: z.enum(CAMPAIGN_STATES),
  createdAt: IsoTime,
  createdBy: Id,
  startedAt: z.optional(IsoTime),
  endedAt: z.optional(IsoTime),
  version: z.number(),
});
export type Campaign = z.infer<typeof Campaign>;

export const ENTRY_STATES = ['waiting', 'calling', 'done'] as const;
/** `unreachable`: the number cannot be called; `cancelled`: the campaign was stopped before its turn. */
export const ENTRY_RESULTS = [
  'talked',
  'no-answer',
  'busy',
  'unreachable',
  'do-not-call',
  'not-allowed',
  'cancelled',
] as const;
export type EntryResult = (typeof ENTRY_RESULTS)[number];

export const CampaignEntry = z.object({
  id: Id,
  campaignId: Id,
  number: z.string(),
  name: z.optional(z.string()),
  state: z.enum(ENTRY_STATES),
  result: z.optional(z.enum(ENTRY_RESULTS)),
  /** Calls in which the number was rung, or had its turn. */
  attempts: z.number(),
  dueAt: IsoTime,
  /** The callback of the attempt that runs, or ran last, and its call. */
  callbackId: z.optional(Id),
  callId: z.optional(Id),
  /** Who talked, and for how long. */
  agent: z.optional(z.object({ id: Id, name: z.string() })),
  durationSeconds: z.optional(z.number()),
  disposition: z.optional(z.object({ id: Id, name: z.string() })),
  doneAt: z.optional(IsoTime),
});
export type CampaignEntry = z.infer<typeof CampaignEntry>;

/** How far it has come: entries by state, and those that are done by result. */
export const CampaignProgress = z.object({
  total: z.number(),
  waiting: z.number(),
  calling: z.number(),
  results: z.record(z.string(), z.number()),
});
export type CampaignProgress = z.infer<typeof CampaignProgress>;
export const CampaignWithProgress = z.object({ campaign: Campaign, progress: CampaignProgress });
export type CampaignWithProgress = z.infer<typeof CampaignWithProgress>;

/** A list as it was pasted, or read from a file: one number a line, a name beside it after a comma, semicolon or tab. */
export const CampaignImport = z.strictObject({
  text: z.string().check(z.minLength(1), z.maxLength(2_000_000)),
});
export const CampaignImported = z.object({
  added: z.number(),
  /** Already on this list. */
  doubled: z.number(),
  /** Lines that were left out, the first 50 of them. */
  faults: z.array(z.object({ line: z.number(), text: z.string(), why: z.string() })),
  left: z.number(),
});
export type CampaignImported = z.infer<typeof CampaignImported>;

export const CampaignEntryQuery = z.strictObject({
  state: z.optional(z.enum(ENTRY_STATES)),
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200))),
});
export const CampaignEntryPage = z.object({ items: z.array(CampaignEntry), next: z.optional(z.string()) });
export type CampaignEntryPage = z.infer<typeof CampaignEntryPage>;
