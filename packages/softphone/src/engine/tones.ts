/** Keys pressed in a call: RFC 4733 events in the sound's own stream, or SIP INFO. */
import { type DtmfWay, RingbackError } from '@ringback/model';
import type { RTCSession } from './jssip.ts';
import { takesTones } from './sip-session.ts';

/** For a comma both ways pause two seconds. */
const TONES = /^[0-9A-D*#,]+$/;
/** Long enough for every menu; JsSIP's own gap of half a second makes people press again. */
const TIMING = { duration: 100, interToneGap: 70 };

export function checkTones(tones: string): void {
  if (!TONES.test(tones))
    throw new RingbackError('invalid', 'Tones are digits, A to D, star and hash; a comma is a pause.');
}

export async function playTones(
  session: RTCSession,
  tones: string,
  { way, gone }: { way: DtmfWay; gone: Promise<never> },
): Promise<void> {
  if (way === 'info' || !knowsEvents(session)) return sendInfo(session, tones, gone);
  if (!(await takesTones(session, gone))) throw refused();
  session.sendDTMF(tones, { ...TIMING, transportType: 'RFC2833' as never });
}

/** Whether the far side has negotiated telephone events (RFC 4733, 7). */
function knowsEvents({ connection }: RTCSession): boolean {
  return /^a=rtpmap:\d+ telephone-event\//im.test(connection.remoteDescription?.sdp ?? '');
}

/** Resolves with the PBX's answer to the first of them. */
async function sendInfo(session: RTCSession, tones: string, gone: Promise<never>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  session.once('newDTMF', ({ dtmf }) => {
    const told = dtmf as unknown as { on(event: string, listener: () => void): void };
    told.on('succeeded', resolve);
    told.on('failed', () => reject(refused()));
  });
  session.sendDTMF(tones, { ...TIMING, transportType: 'INFO' as never });
  await Promise.race([promise, gone]);
}

function refused(): RingbackError {
  return new RingbackError('unsupported', 'The PBX takes no tones in this call.');
}
