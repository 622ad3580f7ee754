/** Events of the CRM elements. */
import type { Deal, PartyRef, Task } from '@ringback/model';

/**
 * `ringback-party-open`, cancelable: the person asks for the party's record. Unless the page prevents it, the record's own
 * page opens in a new tab where the party has one.
 */
export interface PartyOpenDetail {
  party: PartyRef;
  /** Page of the record in its own system; `http:` or `https:` only. */
  url?: string;
  /** The call in which the name was shown; absent outside of calls. */
  callId?: string;
}

/** `ringback-tasks-show`: the person has chosen another way, or another time, of showing tasks. */
export interface TasksShowDetail {
  show: 'list' | 'month' | 'week' | 'day';
  /** A moment of the time that is shown; ISO. */
  at: string;
}

/** `ringback-task-saved`: a task was made or changed in its form. */
export interface TaskSavedDetail {
  task: Task;
}

/** `ringback-deal-saved`: a deal was made, changed or moved on its card. */
export interface DealSavedDetail {
  deal: Deal;
  isNew: boolean;
}

/** `ringback-call-shown`: which call the caller card shows, and whose it is as far as that is known. */
export interface CallShownDetail {
  callId: string;
  /** E.164 or extension; empty when hidden. */
  number: string;
  party?: PartyRef;
}

/** `ringback-recording-removed`: a recording was deleted. */
export interface RecordingRemovedDetail {
  recordingId: string;
  callId: string;
}

declare module '@ringback/ui/emit' {
  interface RingbackEventMap {
    'ringback-party-open': PartyOpenDetail;
    'ringback-tasks-show': TasksShowDetail;
    'ringback-task-saved': TaskSavedDetail;
    'ringback-deal-saved': DealSavedDetail;
    /** The person leaves the card without saving what he typed. */
    'ringback-deal-leave': null;
    /** `null`: no call is on the card any more. */
    'ringback-call-shown': CallShownDetail | null;
    'ringback-recording-removed': RecordingRemovedDetail;
    /** Cancelable: the person asks to pick up. */
    'ringback-call-answer': { callId: string };
    /** Cancelable: the person asks to decline, cancel or hang up. */
    'ringback-call-end': { callId: string };
  }
}
