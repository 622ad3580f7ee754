/** Why a leg ended, in the words of the control protocol, of SIP and of Q.850. */

export const LEG_END_CAUSES = [
  'normal',
  'busy',
  'no-answer',
  'rejected',
  'cancelled',
  'answered-elsewhere',
  'unreachable',
  'failed',
] as const;
export type LegEndCause = (typeof LEG_END_CAUSES)[number];

const Q850: Record<LegEndCause, [code: number, text: string]> = {
  normal: [16, 'Normal call clearing'],
  busy: [17, 'User busy'],
  'no-answer': [19, 'No answer'],
  rejected: [21, 'Call rejected'],
  cancelled: [16, 'Normal call clearing'],
  'answered-elsewhere': [26, 'Non-selected user clearing'],
  unreachable: [20, 'Subscriber absent'],
  failed: [38, 'Network out of order'],
};

/** Final response to an INVITE that is not going to be answered. */
const STATUS: Record<LegEndCause, number> = {
  normal: 480,
  busy: 486,
  'no-answer': 480,
  rejected: 603,
  cancelled: 487,
  'answered-elsewhere': 487,
  unreachable: 404,
  failed: 500,
};

export function statusOf(cause: LegEndCause): number {
  return STATUS[cause];
}

/** Value of a Reason header (RFC 3326): a phone that reads it does not list an answered call as missed. */
export function reasonOf(cause: LegEndCause): string {
  if (cause === 'answered-elsewhere') return 'SIP;cause=200;text="Call completed elsewhere"';
  const [code, text] = Q850[cause];
  return `Q.850;cause=${code};text="${text}"`;
}

/** What a phone's refusal means. 480 is what phones in browsers send when a person declines. */
function causeOf(status: number): LegEndCause {
  if (status === 486 || status === 600) return 'busy';
  if (status === 603 || status === 480 || status === 403) return 'rejected';
  if (status === 408) return 'no-answer';
  if (status === 404 || status === 410 || status === 604) return 'unreachable';
  return 'failed';
}

const TELLING: LegEndCause[] = ['busy', 'rejected', 'no-answer', 'unreachable', 'failed'];

/** Of several phones' refusals, the one that says most about the person. */
export function worstOf(statuses: readonly number[]): LegEndCause {
  const causes = statuses.map(causeOf);
  return TELLING.find((cause) => causes.includes(cause)) ?? 'unreachable';
}
