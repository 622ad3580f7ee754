/** The port that every phone element sees. JsSIP is one implementation, `fake` another, the framed proxy a third. */
import type { CallDirection, CallState, EndReason, LiveDialog, Participant } from '../call.ts';
import type { CallQuality, DevicesState, PhoneDevices, PhoneHealth } from './phone-parts.ts';

export * from './phone-parts.ts';

export const PHONE_STATUSES = ['signed-out', 'offline', 'connecting', 'registered', 'failed'] as const;
/**
 * `signed-out` nobody is logged in · `offline` no way to the gateway or the PBX, trying again · `connecting` first attempt ·
 * `registered` calls can come and go · `failed` will not mend by itself (see `error`)
 */
export type PhoneStatus = (typeof PHONE_STATUSES)[number];

export const PHONE_ERRORS = [
  'microphone-refused',
  'microphone-missing',
  'device-unavailable',
  'gateway-down',
  'page-not-allowed',
  'pbx-down',
  'pbx-busy',
  'credential-refused',
  'number-invalid',
  'number-not-allowed',
  'busy',
  'rejected',
  'no-answer',
  'unreachable',
  'media-failed',
  'not-recovered',
  'failed',
] as const;
/** Elements have a sentence and one action for each. */
export type PhoneErrorCode = (typeof PHONE_ERRORS)[number];

export interface PhoneError {
  code: PhoneErrorCode;
  /** In English, for logs; elements show their own words for `code`. */
  message: string;
}

export interface PhoneCall {
  /** Ringback's call id, the same as in `Backend.calls`. */
  readonly id: string;
  readonly direction: CallDirection;
  readonly state: CallState;
  readonly number: string;
  /** Name that came with the SIP call: a claim. */
  readonly name?: string;
  readonly muted: boolean;
  /** True while the dialog is being taken over after a reload: state and timer stay as they were. */
  readonly recovering: boolean;
  /** ISO time; the timer counts from here, also over reloads. */
  readonly startedAt: string;
  readonly connectedAt?: string;
  /** Its sound is at a phone of its own: answering, muting, keys and taking it back from hold are done there. */
  readonly handset?: boolean;
  /** Id of the call that this one consults about: a warm transfer under way. */
  readonly consultationOf?: string;
  /** Everybody in a conference, as `Call` has it; absent while it is a call of two. */
  readonly participants?: readonly Participant[];
  /** Absent until the first second of talk is over, and again while the call is held or recovering. */
  readonly quality?: CallQuality;
  readonly endReason?: EndReason;
  /**
   * What went wrong. An ended call with `not-recovered`, `media-failed`, `pbx-down` or `gateway-down` that had `connectedAt` was cut
   * in the middle of the talk: elements offer to call back.
   */
  readonly error?: PhoneError;
}

/** A dialog that is about to be taken over, as it is shown from the first moment after a reload: state and timer as they were. */
export function recoveringCall(dialog: LiveDialog): PhoneCall {
  return {
    id: dialog.callId,
    direction: dialog.direction,
    state: dialog.held ? 'held' : 'connected',
    number: dialog.number,
    muted: dialog.muted,
    recovering: true,
    startedAt: dialog.connectedAt,
    connectedAt: dialog.connectedAt,
  };
}

export interface PhoneState {
  readonly status: PhoneStatus;
  readonly error?: PhoneError;
  /** Live calls in order of arrival, then those that ended in the last 10 seconds, so that their end can be shown. */
  readonly calls: readonly PhoneCall[];
  /** Absent until there is a phone: before the sign-in, and while it loads. */
  readonly health?: PhoneHealth;
  /** Absent where devices cannot be chosen, or are not known yet. */
  readonly devices?: DevicesState;
  /** A call rings, and the browser lets nothing sound before a person has clicked or typed in this page. */
  readonly ringBlocked?: boolean;
  /** Who is signed in. */
  readonly agent?: { readonly id: string; readonly name: string; readonly extension: string };
}

/**
 * State is a value: a new object for each change, never mutated. Commands resolve when the PBX has accepted them and
 * reject with a `RingbackError`; whatever happens later is told by `state`.
 */
export interface Phone {
  readonly state: PhoneState;
  /** Calls the listener after each change, not at once. Returns the way to stop. */
  subscribe(listener: (state: PhoneState) => void): () => void;
  /** Starts a call. `target` is what a person typed; resolves with the call's id once the gateway has let it pass. */
  call(target: string): Promise<string>;
  answer(callId: string): Promise<void>;
  /** Ends a call in any state: rejects it while it rings, cancels it before it is answered. */
  hangup(callId: string): Promise<void>;
  setMuted(callId: string, muted: boolean): Promise<void>;
  setHeld(callId: string, held: boolean): Promise<void>;
  /**
   * `tones` of [0-9A-D*#] and `,` for a pause of two seconds; resolves once they are on their way. By RFC 4733, or by SIP INFO where
   * the PBX wants it or knows no telephone events; `unsupported` where it refuses that too.
   */
  sendDtmf(callId: string, tones: string): Promise<void>;
  /**
   * Passes the call on at once (blind). Our own end is over as `transferred`. Like all that follow it is absent where the PBX cannot
   * do it, takes what a person typed as `target`, and is refused as `conflict` unless the call is connected or held.
   */
  transfer?(callId: string, target: string): Promise<void>;
  /** Holds the call and rings `target` to ask first. Resolves with the id of the new call, whose `consultationOf` is `callId`. */
  consult?(callId: string, target: string): Promise<string>;
  /** Joins the two far sides; both of our calls are over as `transferred`. May come while the target still rings. */
  completeTransfer?(consultationId: string): Promise<void>;
  /** Ends the consultation; the call that it was about is talked with again. */
  cancelTransfer?(consultationId: string): Promise<void>;
  /** Makes one conference of these calls: the first goes on with `participants`, the others are over as `transferred`. */
  merge?(callIds: readonly string[]): Promise<void>;
  readonly devices?: PhoneDevices;
  /** Opens the login of the gateway's origin. A phone in the developer's own page has none. */
  signIn?(): Promise<void>;
  signOut?(): Promise<void>;
  /** Tries to connect at once, instead of at the next planned time. Absent where only waiting helps. */
  retry?(): Promise<void>;
}
