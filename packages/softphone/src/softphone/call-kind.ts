import type { PhoneCall } from '@ringback/model';

/** Rings here and waits for this person. What this phone dialled itself is `out` and rings elsewhere. */
export const isIncoming = (call: PhoneCall): boolean => call.state === 'ringing' && call.direction !== 'out';

export const isTalking = (call: PhoneCall): boolean => call.state === 'connected' || call.state === 'held';
