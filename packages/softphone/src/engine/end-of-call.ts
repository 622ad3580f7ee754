/** How SIP's ways to end a call read in Ringback's words. */
import type { EndReason, PhoneError, PhoneErrorCode } from '@ringback/model';

export interface SipEnd {
  originator: 'local' | 'remote' | 'system';
  /** JsSIP's word for it. */
  cause: string;
  /** Status of the answer that refused our INVITE. */
  status?: number | undefined;
  /** `Reason` header of the BYE or CANCEL. */
  reason?: string | undefined;
}

export interface CallSoFar {
  incoming: boolean;
  talked: boolean;
  /** The agent asked for it. */
  hungUp: boolean;
}

export interface CallEnd {
  endReason: EndReason;
  error?: PhoneError;
}

const OF_STATUS: Record<number, readonly [EndReason, PhoneErrorCode]> = {
  403: ['failed', 'number-not-allowed'],
  404: ['failed', 'unreachable'],
  408: ['no-answer', 'no-answer'],
  410: ['failed', 'unreachable'],
  480: ['no-answer', 'no-answer'],
  484: ['failed', 'number-invalid'],
  486: ['busy', 'busy'],
  487: ['no-answer', 'no-answer'],
  488: ['failed', 'media-failed'],
  500: ['failed', 'pbx-down'],
  502: ['failed', 'pbx-down'],
  503: ['failed', 'pbx-down'],
  504: ['failed', 'pbx-down'],
  600: ['busy', 'busy'],
  603: ['rejected', 'rejected'],
  604: ['failed', 'unreachable'],
  606: ['failed', 'media-failed'],
};

/** JsSIP's words for what broke in the browser or on the way. */
const OF_CAUSE: Record<string, PhoneErrorCode> = {
  'WebRTC Error': 'media-failed',
  'Bad Media Description': 'media-failed',
  'Incompatible SDP': 'media-failed',
  'Missing SDP': 'media-failed',
  'RTP Timeout': 'media-failed',
  'Connection Error': 'pbx-down',
  'Request Timeout': 'pbx-down',
  'Authentication Error': 'credential-refused',
};

/** RFC 3326: another of the agent's phones took the call. Asterisk says `SIP;cause=200`, others Q.850's 26. */
export function answeredElsewhere(reason: string | undefined): boolean {
  return (
    /SIP\s*;\s*cause\s*=\s*200\b/i.test(reason ?? '') || /Q\.850\s*;\s*cause\s*=\s*26\b/i.test(reason ?? '')
  );
}

/** RFC 3326 with Q.850: out of order (27), the network (38), a temporary failure (41), a channel that is gone (44). Asterisk says so when no sound came any more. */
function cutOff(reason: string | undefined): boolean {
  return /Q\.850\s*;\s*cause\s*=\s*(?:27|38|41|44)\b/i.test(reason ?? '');
}

export function endOfCall(end: SipEnd, call: CallSoFar): CallEnd {
  if (call.talked) {
    if (!call.hungUp && end.originator === 'remote' && cutOff(end.reason)) return { endReason: 'failed' };
    const broken = call.hungUp || end.originator === 'remote' ? undefined : OF_CAUSE[end.cause];
    return { endReason: 'completed', ...error(broken, end) };
  }
  if (call.hungUp) return { endReason: call.incoming ? 'rejected' : 'cancelled' };
  if (call.incoming) return endOfIncoming(end);
  if (end.status !== undefined) {
    const [endReason, code] = OF_STATUS[end.status] ?? ['failed', 'failed'];
    return { endReason, ...error(code, end) };
  }
  // JsSIP cancels by itself when the connection breaks while the far side rings.
  if (end.originator === 'local' && end.cause === 'Canceled')
    return { endReason: 'failed', ...error('pbx-down', end) };
  return { endReason: 'failed', ...error(OF_CAUSE[end.cause] ?? 'failed', end) };
}

function endOfIncoming(end: SipEnd): CallEnd {
  if (end.originator === 'remote') {
    return { endReason: answeredElsewhere(end.reason) ? 'answered-elsewhere' : 'missed' };
  }
  const broken = OF_CAUSE[end.cause];
  return broken ? { endReason: 'failed', ...error(broken, end) } : { endReason: 'missed' };
}

function error(code: PhoneErrorCode | undefined, { status, cause }: SipEnd): { error?: PhoneError } {
  return code ? { error: { code, message: status ? `SIP ${status} ${cause}` : cause } } : {};
}
