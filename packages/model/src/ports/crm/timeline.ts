/** Everything that happened, in one list. */
import type { Call } from '../../call.ts';
import type {
  TimelineEntry,
  TimelineInput,
  TimelinePage,
  TimelinePatch,
  TimelineQuery,
} from '../../timeline.ts';

export interface TimelineGroup {
  /** Newest first: calls, letters, notes, meetings, requests of the site, orders, visits. Of everybody where no record is named. */
  list(query?: TimelineQuery): Promise<TimelinePage>;
  /** Resolves when it is safely kept: as the gateway has it, or `waiting` in the outbox. It arrives exactly once. */
  create?(input: TimelineInput): Promise<TimelineEntry>;
  /**
   * Sends a short message (SMS) to the far side of this call, whose number need not be known; it stands in the history of its customer.
   * Where the PBX can. Rejects with `invalid` what is too long; never repeated by itself: each success is a message.
   */
  message?(callId: string, text: string): Promise<Call>;
  /** Of what was written by hand. */
  update?(id: string, patch: TimelinePatch): Promise<TimelineEntry>;
}
