/** Everything that happened, in one list. */
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
  /** Of what was written by hand. */
  update?(id: string, patch: TimelinePatch): Promise<TimelineEntry>;
}
