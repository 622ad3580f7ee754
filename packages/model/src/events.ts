/**
 * One vocabulary: the same fact has the same name in the event log, the webhook, the DOM (`ringback-call-ended`) and
 * postMessage. A fact is written exactly once per transition, in the transaction of the change that it tells of.
 */
import * as z from 'zod/mini';
import { type Call, CallWithMatches } from './call.ts';
import { Callback } from './callback.ts';
import { Campaign, CampaignEntry } from './campaign.ts';
import { Communication } from './communication.ts';
import { Colleague, Me } from './me.ts';
import { Deal } from './deal.ts';
import { Lead } from './lead.ts';
import { Letter } from './mail.ts';
import { MissedCall } from './missed.ts';
import { Party } from './party.ts';
import { Process } from './process.ts';
import { Id, IsoTime } from './scalars.ts';
import { SecurityAlarm, SecurityLock } from './security.ts';
import { Task, TaskReminder } from './task.ts';

const REMOVABLE = ['party', 'deal', 'lead', 'task'] as const;

/** `data` of each event type. */
export const EVENT_DATA = {
  'call.ringing': CallWithMatches,
  'call.connecting': CallWithMatches,
  'call.connected': CallWithMatches,
  'call.held': CallWithMatches,
  'call.resumed': CallWithMatches,
  'call.ended': CallWithMatches,
  /** Something that is no state changed: the comment, the party, the agent. */
  'call.updated': CallWithMatches,
  /** Somebody clicked a number in a host: this agent's phone is to dial it, by `POST /calls` with the id. */
  'dial.requested': z.object({ id: Id, number: z.string() }),
  'callback.requested': z.object({ callback: Callback }),
  'callback.changed': z.object({ callback: Callback }),
  'callback.kept': z.object({ callback: Callback }),
  'callback.broken': z.object({ callback: Callback }),
  'party.created': z.object({ party: Party }),
  'party.updated': z.object({ party: Party }),
  /** A missed call came, was claimed, given back, called back or dismissed. */
  'missed.changed': z.object({ missed: MissedCall }),
  /** A colleague's status, for everybody. */
  'agent.updated': z.object({ agent: Colleague }),
  /** What he may do, or how he comes in, was changed at /admin: his pages ask anew, and are out where they must be. */
  'access.changed': z.object({ agentId: Id }),
  /** The agent's own settings, for himself: his other pages follow. */
  'me.updated': z.object({ me: Me }),
  'deal.created': z.object({ deal: Deal }),
  'deal.updated': z.object({ deal: Deal }),
  'lead.created': z.object({ lead: Lead }),
  'lead.updated': z.object({ lead: Lead }),
  'task.created': z.object({ task: Task }),
  'task.updated': z.object({ task: Task }),
  /** It is time; told once, to the task's person. */
  'task.reminder': z.object({ reminder: TaskReminder }),
  'process.created': z.object({ process: Process }),
  'process.updated': z.object({ process: Process }),
  /** A letter came in, or went out. */
  'letter.created': z.object({ letter: Letter }),
  /** Made one with another: `intoId` has everything that was his. */
  'party.merged': z.object({ id: Id, intoId: Id }),
  /** It is in its system no more. */
  'record.removed': z.object({ system: Id, kind: z.enum(REMOVABLE), id: Id }),
  /** An entry of a history was written by hand, or changed. */
  'timeline.changed': z.object({ entry: Communication }),
  /** A line for one agent's eyes, from whatever system. */
  'notice.created': z.object({ notice: z.object({ id: Id, text: z.string(), url: z.optional(z.string()) }) }),
  /** A campaign was made, changed, begun, stopped, or has come to its end. */
  'campaign.changed': z.object({ campaign: Campaign }),
  /** A number of a campaign has its result. */
  'campaign.called': z.object({ entry: CampaignEntry }),
  /** For whoever keeps the firm safe: somebody guesses passwords, or calls cost too much. */
  'alarm.raised': z.object({ alarm: SecurityAlarm }),
  'address.locked': z.object({ lock: SecurityLock }),
  'address.unlocked': z.object({ lock: SecurityLock }),
  'settings.updated': z.object({ version: z.number() }),
} as const;

export type EventType = keyof typeof EVENT_DATA;
export const EVENT_TYPES = Object.keys(EVENT_DATA) as EventType[];

export type EventData<T extends EventType = EventType> = z.infer<(typeof EVENT_DATA)[T]>;

export type RingbackEvent = {
  [T in EventType]: {
    /** Position in the event log: strictly growing, gaps allowed. */
    id: number;
    type: T;
    time: string;
    v: 1;
    data: EventData<T>;
  };
}[EventType];

/** Envelope as it crosses the wire; `data` is checked against `EVENT_DATA[type]`. */
export const EventEnvelope = z.object({
  id: z.number(),
  type: z.string(),
  time: IsoTime,
  v: z.literal(1),
  data: z.unknown(),
});

export type CallEventType = Extract<EventType, `call.${string}`>;

/** Event that tells of a call's step into a state. */
export function callEventType(from: Call['state'] | undefined, to: Call['state']): CallEventType {
  if (from === 'held' && to === 'connected') return 'call.resumed';
  return `call.${to}`;
}
