/** What must be known of a SIP dialog to take it over after a reload (RFC 3891). */
import type { LiveDialog, PhoneCall } from '@ringback/model';
import type { RTCSession } from './jssip.ts';

export type DialogId = Pick<LiveDialog, 'sipCallId' | 'localTag' | 'remoteTag'>;

/**
 * JsSIP keeps the dialog's Call-ID and tags to itself: `session.id` is Call-ID and one tag run together, and no event tells
 * the other tag of an incoming call. Hence its private field is read, here and nowhere else.
 */
export function dialogOf(session: RTCSession): DialogId | undefined {
  const { _dialog } = session as unknown as {
    _dialog?: { id?: { call_id: string; local_tag: string; remote_tag: string } } | null;
  };
  const id = _dialog?.id;
  return id && { sipCallId: id.call_id, localTag: id.local_tag, remoteTag: id.remote_tag };
}

/**
 * The one who is asked compares with its own view of the dialog: its `to-tag` is our remote tag. `Require`, because a PBX that
 * does not know Replaces would ring the far side anew.
 */
export function replacesHeaders(dialog: DialogId): string[] {
  return [
    `Replaces: ${dialog.sipCallId};to-tag=${dialog.remoteTag};from-tag=${dialog.localTag}`,
    'Require: replaces',
  ];
}

/** The record that the gateway keeps while the call is up. */
export function liveDialog(call: PhoneCall, target: string, id: DialogId): LiveDialog {
  return {
    callId: call.id,
    target,
    ...id,
    direction: call.direction,
    number: call.number,
    connectedAt: call.connectedAt ?? call.startedAt,
    held: call.state === 'held',
    muted: call.muted,
  };
}
