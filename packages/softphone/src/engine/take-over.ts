/** INVITE with Replaces: the new leg stands where the old one stood, and the far side notices nothing but a short gap. */
import { type DialogId, replacesHeaders } from './dialog.ts';
import type { EndEvent, RTCSession, UA } from './jssip.ts';
import { pause } from './pause.ts';
import { offerHeld, reinviteHold, sipEnd } from './sip-session.ts';

export interface TakeOver {
  ua: () => UA | undefined;
  target: string;
  callId: string;
  dialog: DialogId;
  microphone: MediaStream;
  muted: boolean;
  held: boolean;
  media: { mediaStream: MediaStream; mediaConstraints: MediaStreamConstraints; pcConfig: RTCConfiguration };
  /** Binds the leg to a session that may become its own. */
  watch: (session: RTCSession) => void;
  /** The session is up and is the call's from now on. */
  adopt: (session: RTCSession) => void;
  /** Rejects when the call ends. */
  gone: Promise<never>;
}

/**
 * `taken` · `unknown` the PBX has no such dialog: the call is over · `refused` it has, or may have, but will not ·
 * `disconnected` no way to the PBX: try again when there is one
 */
export type TakeOverResult = 'taken' | 'unknown' | 'refused' | 'disconnected';

const ATTEMPTS = 3;
/** Pause before the second attempt, in ms; the third waits twice as long. */
const PAUSE_MS = 400;

export async function takeOver(options: TakeOver): Promise<TakeOverResult> {
  for (let attempt = 1; ; attempt += 1) {
    const ua = options.ua();
    if (!ua) return 'disconnected';
    const status = await inviteReplacing(ua, options);
    if (status === 200) return 'taken';
    if (status === 481) return 'unknown';
    if (!options.ua()) return 'disconnected';
    if (attempt === ATTEMPTS || !mayMend(status)) return 'refused';
    await pause(PAUSE_MS * attempt, options.gone);
  }
}

/** No answer, a timeout, a clash of two requests, or a server in trouble. */
function mayMend(status: number | undefined): boolean {
  return status === undefined || status === 408 || status === 491 || (status >= 500 && status < 600);
}

async function inviteReplacing(ua: UA, options: TakeOver): Promise<number | undefined> {
  const { microphone, muted, held, callId, dialog } = options;
  for (const track of microphone.getAudioTracks()) track.enabled = !muted && !held;
  const session = ua.call(options.target, {
    ...options.media,
    extraHeaders: [...replacesHeaders(dialog), `X-Ringback-Call: ${callId}`],
  });
  if (held) offerHeld(session);
  options.watch(session);
  const status = await new Promise<number | undefined>((resolve) => {
    session.on('confirmed', () => resolve(200));
    session.on('failed', (event: EndEvent) => resolve(sipEnd(event).status));
  });
  if (status !== 200) return status;
  if (muted) session.mute({ audio: true });
  options.adopt(session);
  // JsSIP does not know that its first offer was a held one; only a hold of its own can be resumed later.
  if (held) await reinviteHold(session, true, options.gone).catch(() => false);
  return 200;
}
