/** The one import of JsSIP (CommonJS with types of its own), so that its shape is known in one place. */
import JsSIP from 'jssip';

export type { EndEvent, RTCSession, SDPEvent } from 'jssip/lib/RTCSession';
export type { IncomingRequest, IncomingResponse } from 'jssip/lib/SIPMessage';
export type { IncomingRTCSessionEvent, OutgoingRTCSessionEvent, UnRegisteredEvent } from 'jssip/lib/UA';
export type UA = InstanceType<typeof JsSIP.UA>;

export const { UA: UserAgent, WebSocketInterface } = JsSIP;

// Whatever a page has put into localStorage: SIP messages carry names and numbers, and do not belong in a console.
JsSIP.debug.disable();
