/** The port that every phone element sees. JsSIP is one implementation, `fake` another, the framed proxy a third. */
import type { CallDirection, CallState, EndReason } from '../call.ts';

export const PHONE_STATUSES = ['signed-out', 'offline', 'connecting', 'registered', 'failed'] as const;
/**
 * `signed-out` nobody is logged in · `offline` no way to the gateway or the PBX, trying again · `connecting` first attempt ·
 * `registered` calls can come and go · `failed` will not mend by itself (see `error`)
 */
export type PhoneStatus = (typeof PHONE_STATUSES)[number];

export const PHONE_ERRORS = [
  'microphone-refused',
  'microphone-missing',
  'gateway-down',
  'pbx-down',
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
  readonly endReason?: EndReason;
  readonly error?: PhoneError;
}

export interface PhoneState {
  readonly status: PhoneStatus;
  readonly error?: PhoneError;
  /** Live calls in order of arrival, then those that ended in the last 10 seconds, so that their end can be shown. */
  readonly calls: readonly PhoneCall[];
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
  /** `tones` of [0-9A-D*#]. */
  sendDtmf(callId: string, tones: string): Promise<void>;
  /** Opens the login of the gateway's origin. A phone in the developer's own page has none. */
  signIn?(): Promise<void>;
  signOut?(): Promise<void>;
  /** Tries to connect at once, instead of at the next planned time. Absent where only waiting helps. */
  retry?(): Promise<void>;
}
