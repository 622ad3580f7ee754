/** Small readings of what JsSIP tells, shared by first call and take-over. */
import type { SipEnd } from './end-of-call.ts';
import type { EndEvent, IncomingRequest, IncomingResponse, RTCSession, SDPEvent } from './jssip.ts';
import { pause } from './pause.ts';

export function sipEnd({ originator, cause, message }: EndEvent): SipEnd {
  const status = (message as IncomingResponse | null)?.status_code;
  const reasons =
    status === undefined ? (message as IncomingRequest | null)?.getHeaders('Reason') : undefined;
  return { originator, cause, status, reason: reasons?.join(', ') };
}

/** A claim: more of it than anybody reads is not kept, in characters. */
const LONGEST_NAME = 100;

/** Number and name of the far side of a call that comes in; the number is empty when it is hidden. */
export function callerOf(session: RTCSession): { number: string; name?: string } {
  const { uri, display_name: name } = session.remote_identity;
  // JsSIP has taken the escapes out: what is still there is meant.
  const user = uri.user ?? '';
  const number = /^\+?[\d*#]{1,40}$/.test(user) ? user : '';
  return { number, ...(name && name !== user ? { name: name.slice(0, LONGEST_NAME) } : {}) };
}

/** Calls `play` with each stream of the far side, for a connection that is there already or comes with the answer. */
export function onRemoteStream(session: RTCSession, play: (stream: MediaStream) => void): void {
  onConnection(session, (connection) =>
    connection.addEventListener('track', ({ streams, track }) =>
      play(streams[0] ?? new MediaStream([track])),
    ),
  );
}

/** Calls `take` with the session's connection, which is there already or comes with the answer. */
export function onConnection(session: RTCSession, take: (connection: RTCPeerConnection) => void): void {
  if (session.connection) take(session.connection);
  else session.on('peerconnection', ({ peerconnection }) => take(peerconnection));
}

/** The first offer of a held call says so: until the hold is renewed the far side must hear nothing. */
export function offerHeld(session: RTCSession): void {
  session.once('sdp', (event: SDPEvent) => {
    event.sdp = event.sdp.replaceAll('a=sendrecv', 'a=sendonly');
  });
}

/** How long another transaction of the dialog may keep a hold waiting, or the media a tone, in ms; and how often we look. */
const PATIENCE_MS = 3_000;
const LOOK_MS = 100;

/**
 * Holds or resumes by re-INVITE; resolves when the PBX has accepted it. JsSIP begins none while another is under way, and ends
 * the call when the PBX refuses (`gone` rejects then).
 */
export async function reinviteHold(
  session: RTCSession,
  held: boolean,
  gone: Promise<never>,
): Promise<boolean> {
  for (let waited = 0; waited <= PATIENCE_MS; waited += LOOK_MS) {
    if (session.isOnHold().local === held) return true;
    const { promise, resolve } = Promise.withResolvers<void>();
    const begun = held ? session.hold({}, resolve) : session.unhold({}, resolve);
    if (begun) {
      await Promise.race([promise, gone]);
      return true;
    }
    await pause(LOOK_MS, gone);
  }
  return false;
}

/** Whether tones can be played into the call. Right after the answer the media may still be on their way. */
export async function takesTones({ connection }: RTCSession, gone: Promise<never>): Promise<boolean> {
  const sender = connection.getSenders().find(({ track }) => track?.kind === 'audio');
  for (let waited = 0; waited <= PATIENCE_MS; waited += LOOK_MS) {
    if (sender?.dtmf?.canInsertDTMF) return true;
    await pause(LOOK_MS, gone);
  }
  return false;
}
