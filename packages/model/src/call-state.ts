/**
 * The call state machine, apart from the schemas: it is all that a phone needs of them.
 *
 * A call is one conversation; a leg is one channel of it (see docs/glossary.md).
 *
 * ```
 * inbound    ringing ──answer──► connecting ──media──► connected ⇄ held ──► ended
 * outbound   connecting ──180──► ringing ──200──► connected ⇄ held ──► ended
 * callback   ringing (agents) ──answer──► connecting (the visitor is rung) ──200──► connected ⇄ held ──► ended
 *            connecting (the visitor is rung) ──200──► ringing (agents) ──answer──► connecting ──► connected, where he is rung first
 *            connecting (his browser comes) ──200──► ringing (agents) ──answer──► connecting ──► connected, inbound: from the page itself
 * transfer   ringing (the target) ──answer──► connecting ──media──► connected ⇄ held ──► ended
 * ```
 * A callback is outbound, because we call the visitor; it rings at the agents first, unless
 * the site wants it otherwise. A transfer ends the agent's call as
 * `transferred`; the far side goes on in the call that `transferredTo` names.
 * Every state but `ended` may go to `ended`; nothing leaves `ended`.
 */
export const CALL_STATES = ['ringing', 'connecting', 'connected', 'held', 'ended'] as const;
export type CallState = (typeof CALL_STATES)[number];

export const CALL_DIRECTIONS = ['in', 'out', 'internal'] as const;
export type CallDirection = (typeof CALL_DIRECTIONS)[number];

/** The phone of one of ours: on his desk, in his browser, or out in the world (his mobile, wherever he forwards to). */
export const LEG_KINDS = ['desk', 'soft', 'mobile'] as const;
export type LegKind = (typeof LEG_KINDS)[number];

export const END_REASONS = [
  'completed',
  'missed',
  'rejected',
  'busy',
  'no-answer',
  'cancelled',
  'failed',
  'answered-elsewhere',
  'transferred',
] as const;
export type EndReason = (typeof END_REASONS)[number];

export const PARTICIPANT_STATES = ['ringing', 'joined', 'left'] as const;
export type ParticipantState = (typeof PARTICIPANT_STATES)[number];

const TRANSITIONS: Record<CallDirection, Record<CallState, readonly CallState[]>> = {
  in: {
    ringing: ['connecting', 'connected', 'ended'],
    // A visitor's browser comes before any phone rings.
    connecting: ['ringing', 'connected', 'ended'],
    connected: ['held', 'ended'],
    held: ['connected', 'ended'],
    ended: [],
  },
  out: {
    connecting: ['ringing', 'connected', 'ended'],
    ringing: ['connecting', 'connected', 'ended'],
    connected: ['held', 'ended'],
    held: ['connected', 'ended'],
    ended: [],
  },
  internal: {
    connecting: ['ringing', 'connected', 'ended'],
    ringing: ['connecting', 'connected', 'ended'],
    connected: ['held', 'ended'],
    held: ['connected', 'ended'],
    ended: [],
  },
};

/** Whether a call of this direction may go from one state to the other. A state never follows itself. */
export function canTransition(direction: CallDirection, from: CallState, to: CallState): boolean {
  return TRANSITIONS[direction][from].includes(to);
}
