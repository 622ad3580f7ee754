/** What the phone needs of its surroundings, and what it can beyond the port. */
import type {
  DevicePreferences,
  DialAnswer,
  LiveDialog,
  Phone,
  PhoneState,
  QualityReport,
  SipCredential,
} from '@ringback/model';
import type { Dialogs } from './dialog-keeper.ts';
import type { GetUserMedia } from './microphone.ts';
import type { PlayRemote } from './remote-audio.ts';
import type { CallControl } from './transfers.ts';

export interface JssipPhoneOptions {
  /** Asks the gateway for the agent's own credential; called again before it expires and when the PBX refuses it. */
  credential: () => Promise<SipCredential>;
  /** Asks the gateway for leave to dial. */
  dial: (number: string) => Promise<DialAnswer>;
  /** Asks the gateway to pass calls on and to join them; absent = the phone cannot. */
  control?: CallControl;
  /** Tells the gateway how a call sounds here: now and then, when the page goes, and after the call. */
  reportQuality?: (callId: string, report: QualityReport) => Promise<unknown>;
  /** Where the live dialogs are kept. */
  dialogs: Dialogs;
  agent: NonNullable<PhoneState['agent']>;
  /** Milliseconds since 1970; `Date.now` when absent. */
  now?: () => number;
  /** 0..1, spreads reconnections; `Math.random` when absent. */
  random?: () => number;
  /** Sent as SIP User-Agent. */
  userAgent?: string;
  /** The browser's own when absent. */
  getUserMedia?: GetUserMedia;
  /** An audio element in no document when absent. */
  playRemote?: PlayRemote;
}

export interface CallSettings {
  /** A second call may ring; else it is answered 486. */
  callWaiting: boolean;
  /** A call that comes in while there is none is answered by itself. */
  autoAnswer: boolean;
}

export interface JssipPhone extends Phone {
  /** The gateway tells that a call ended as transferred: a leg of it that lives on is in the other call now. */
  moved(callId: string, toId: string): void;
  /** What a person has chosen before. */
  prefer(preferences: DevicePreferences): void;
  /** The agent's own settings; call waiting on and auto-answer off until told. */
  set(settings: CallSettings): void;
  /** To be called every two seconds, by a clock that the background does not slow down. */
  tick(): void;
  /** The page may have slept, or the network may be another: finds out what is broken, and mends it. */
  wake(): void;
  /** Fetches a credential, connects, registers, and goes on doing so. */
  start(): void;
  /**
   * Shows the calls at once as recovering, and takes them over as soon as there is a way to the PBX. Resolves when each is taken
   * over or ended; never rejects.
   */
  recover(dialogs: readonly LiveDialog[]): Promise<void>;
  /**
   * Unregisters and disconnects. Calls are hung up, and the phone is signed out; with `keepCalls` they are left standing at the
   * PBX for another page.
   */
  stop(options?: { keepCalls?: boolean }): Promise<void>;
}
