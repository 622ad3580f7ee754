/** Keys pressed in a call: RFC 4733 events in the sound's own stream, or SIP INFO. */
import { type DtmfWay, RingbackError } from '@ringback/model';
import type { RTCSession } from './jssip.ts';
import { pause } from './pause.ts';
import { takesTones } from './sip-session.ts';

const TONES = /^[0-9A-D*#,]+$/;
/** What a comma means both ways, in ms. */
const COMMA_MS = 2_000;
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

/** The last tones of each call: what is pressed meanwhile comes after them. */
const queues = new WeakMap<RTCSession, Promise<void>>();

/** Resolves with the PBX's answer to the first of them. JsSIP would tell them as well, but its clock goes on when the call is over. */
async function sendInfo(session: RTCSession, tones: string, gone: Promise<never>): Promise<void> {
  const first = Promise.withResolvers<void>();
  const send = async (): Promise<void> => {
    for (const tone of tones) {
      if (tone !== ',') await tell(session, tone, gone).then(first.resolve);
      await pause(tone === ',' ? COMMA_MS : TIMING.interToneGap, gone);
    }
  };
  const before = queues.get(session) ?? Promise.resolve();
  const sent = before.then(send).then(first.resolve, first.reject);
  queues.set(session, sent);
  await first.promise;
}

/** One key by INFO, answered. */
async function tell(session: RTCSession, tone: string, gone: Promise<never>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  session.once('newInfo', ({ info }) => {
    const told = info as unknown as { on(event: string, listener: () => void): void };
    told.on('succeeded', resolve);
    told.on('failed', () => reject(refused()));
  });
  session.sendInfo('application/dtmf-relay', `Signal=${tone}\r\nDuration=${TIMING.duration}`);
  await Promise.race([promise, gone]);
}

function refused(): RingbackError {
  return new RingbackError('unsupported', 'The PBX takes no tones in this call.');
}
