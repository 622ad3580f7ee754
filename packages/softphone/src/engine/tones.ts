/** Keys pressed in a call: RFC 4733 events in the sound's own stream. */
import { RingbackError } from '@ringback/model';
import type { RTCSession } from './jssip.ts';
import { takesTones } from './sip-session.ts';

/** The browser itself pauses two seconds for a comma. */
const TONES = /^[0-9A-D*#,]+$/;
/** Long enough for every menu; JsSIP's own gap of half a second makes people press again. */
const TONE_MS = 100;
const TONE_GAP_MS = 70;

export function checkTones(tones: string): void {
  if (!TONES.test(tones))
    throw new RingbackError('invalid', 'Tones are digits, A to D, star and hash; a comma is a pause.');
}

export async function playTones(session: RTCSession, tones: string, gone: Promise<never>): Promise<void> {
  if (!(await takesTones(session, gone))) {
    throw new RingbackError('unsupported', 'The PBX takes no tones in this call.');
  }
  session.sendDTMF(tones, {
    transportType: 'RFC2833' as never,
    duration: TONE_MS,
    interToneGap: TONE_GAP_MS,
  });
}
