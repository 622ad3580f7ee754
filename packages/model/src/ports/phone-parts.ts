/** What a phone tells beside its calls: how good the sound is, what works, and which devices there are. */
import type { PhoneErrorCode } from './phone.ts';

export const QUALITY_WARNINGS = [
  'high-rtt',
  'high-jitter',
  'high-loss',
  'low-mos',
  'silent-microphone',
  'silent-far-side',
] as const;
/**
 * `high-rtt` the way takes over 400 ms · `high-jitter` over 30 ms · `high-loss` over 3 % · `low-mos` below 3.5 ·
 * `silent-microphone` the microphone gives nothing at all though it is not muted · `silent-far-side` no packets come.
 * Each comes with 3 of the last 5 samples and goes when they have been good again, so that it does not flicker.
 */
export type QualityWarning = (typeof QUALITY_WARNINGS)[number];

/** How the call sounds at the moment; told at most once a second while it is connected. */
export interface CallQuality {
  /** Round trip, in ms. */
  readonly rttMs: number;
  readonly jitterMs: number;
  /** Of the packets of the last seconds, either way, the worse of the two; 0 to 100. */
  readonly lossPercent: number;
  /** Estimated mean opinion score, 1 (bad) to 4.5, by the E-model of ITU-T G.107. */
  readonly mos: number;
  readonly warnings: readonly QualityWarning[];
}

export const HEALTH_PARTS = ['microphone', 'socket', 'registration', 'media'] as const;
export type HealthPartName = (typeof HEALTH_PARTS)[number];

export interface HealthPart {
  /** `unknown` nothing is known yet, or nothing is needed: no call, no media · `trying` it mends itself, or tries to. */
  readonly state: 'ok' | 'trying' | 'failed' | 'unknown';
  /** Says why it is not `ok`; elements have a sentence and one action for each. */
  readonly code?: PhoneErrorCode;
}

/**
 * `microphone` permission and device · `socket` connection to the PBX · `registration` the PBX knows that we are here ·
 * `media` sound of the calls that are up
 */
export type PhoneHealth = Readonly<Record<HealthPartName, HealthPart>>;

export interface AudioDevice {
  readonly id: string;
  /** Empty until the browser has let us hear the microphone once. */
  readonly name: string;
}

export const DEVICE_KINDS = ['microphone', 'speaker', 'ringer'] as const;
/** `ringer` is the speaker that rings: often not the headset. */
export type DeviceKind = (typeof DEVICE_KINDS)[number];

export interface AudioProcessing {
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGain: boolean;
}

/** What a person has chosen; the host page keeps it. A kind that is absent follows the system. */
export interface DevicePreferences {
  readonly microphone?: string;
  readonly speaker?: string;
  readonly ringer?: string;
  readonly processing?: AudioProcessing;
}

export interface DevicesState {
  readonly microphones: readonly AudioDevice[];
  /** Empty where the browser does not let a page choose; then nothing but the system's own speaker is to be had. */
  readonly speakers: readonly AudioDevice[];
  /**
   * Chosen device of each kind; absent = the system's. A chosen device that is unplugged stays chosen, and is used again as soon
   * as it is back; meanwhile the system's own serves.
   */
  readonly chosen: Readonly<Partial<Record<DeviceKind, string>>>;
  readonly processing: AudioProcessing;
  readonly permission: 'granted' | 'denied' | 'prompt' | 'unknown';
  /** Test before the call: `recording` what is said, then `playing` it back. */
  readonly test: 'off' | 'recording' | 'playing';
  /** The browser has a question of its own for speakers, and it can be put in this page: `askForSpeaker` works. Absent = no. */
  readonly asks?: boolean;
}

/** Choosing and testing devices. Everything chosen applies at once, also to the calls that are up. */
export interface PhoneDevices {
  /** `undefined` = the system's own. Refused as `not-found` when there is no such device. */
  choose(kind: DeviceKind, id: string | undefined): Promise<void>;
  setProcessing(processing: AudioProcessing): Promise<void>;
  /** Asks for the microphone where it must, then records for at most 10 s. Refused as `conflict` during a call. */
  startTest(): Promise<void>;
  /** Ends the recording and plays it back on the chosen speaker; while it plays, ends that. */
  stopTest(): Promise<void>;
  /** Rings shortly, or plays a short tone, on the chosen device. */
  playSample(kind: 'speaker' | 'ringer'): Promise<void>;
  /**
   * Lets the browser ask which speaker may be used, and takes that one. Needs a click in the phone's own page, and is refused as `forbidden` when the
   * person takes none. A phone that lives in a frame shows a button there first, since it hears nothing of clicks in the page around it; who does not
   * press it changes nothing. Whether it can be asked for is told by `DevicesState.asks`.
   */
  askForSpeaker?(kind: 'speaker' | 'ringer'): Promise<void>;
  /** Calls the listener ten times a second with the microphone's level, 0 to 1, while a test or call is on. Returns the way to stop. */
  followLevel(listener: (level: number) => void): () => void;
}
