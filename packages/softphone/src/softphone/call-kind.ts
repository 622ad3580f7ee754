import type { PhoneCall } from '@ringback/model';

/** Rings here and waits for this person. What this phone dialled itself is `out` and rings elsewhere. */
export const isIncoming = (call: PhoneCall): boolean => call.state === 'ringing' && call.direction !== 'out';

export const isTalking = (call: PhoneCall): boolean => call.state === 'connected' || call.state === 'held';

/** Where the sound is at a phone of its own, that one is picked up. */
export const mayAnswer = (call: PhoneCall): boolean => isIncoming(call) && !call.handset;

export const mayMute = (call: PhoneCall): boolean => isTalking(call) && !call.handset;

/** A phone of its own can be asked to hold, and takes the call back by itself. */
export const mayHold = (call: PhoneCall): boolean =>
  isTalking(call) && !(call.handset && (call.state === 'held' || call.consultationOf !== undefined));
