/**
 * What Ringback asks of a PBX. Each group is absent as a whole where the PBX cannot do it; `manifest.capabilities` says which are
 * there, and the conformance suite proves declared ⇔ present ⇔ works.
 *
 * Mostly the gateway is in control: the PBX offers every new leg (`leg.offered`) and waits to be told; legs that the gateway itself
 * starts have ids of the gateway's choosing, so that a repeated command is the same command. A PBX that leads its calls itself has the
 * groups of `observed.ts` instead.
 */
import type { LegKind, SipCredential } from '@ringback/model';
import type { ObservingGroups } from './observed.ts';

export * from './observed.ts';

/** Why a leg ended, in the words of Q.850 and RFC 3326 that all PBXs share. */
export const LEG_END_CAUSES = [
  'normal',
  'busy',
  'no-answer',
  'rejected',
  'cancelled',
  'answered-elsewhere',
  'unreachable',
  'failed',
] as const;
export type LegEndCause = (typeof LEG_END_CAUSES)[number];

/** A far end: an agent's own phone (all its registered contacts ring), or a number out in the world. */
export type LegTarget = { kind: 'device'; endpoint: string } | { kind: 'trunk'; number: string };

/** On a desk, or in a browser. */
export type DevicePhone = Exclude<LegKind, 'mobile'>;

export interface Caller {
  /** E.164 or extension; empty when hidden. */
  number: string;
  name?: string;
}

export const LOGIN_REFUSALS = ['password', 'account', 'address'] as const;
export type LoginRefusal = (typeof LOGIN_REFUSALS)[number];

/** Whom the PBX hears at all. Addresses, and networks as 203.0.113.0/24. */
export interface Admission {
  /** Nobody else; everybody where it is absent. */
  only?: readonly string[];
  /** Not even if `only` has them. */
  never: readonly string[];
}

export type PbxEvent =
  /** A leg that nobody here originated. It hears nothing until `answer.ring`, `answer.answer` or `hangup.leg`. */
  | {
      type: 'leg.offered';
      legId: string;
      origin: { kind: 'trunk' } | { kind: 'device'; endpoint: string };
      caller: Caller;
      /** What was dialled, as the PBX was given it. */
      dialled: string;
      /** `X-Ringback-Call` of the INVITE, when it had one. */
      callId?: string;
      /** Where its phone is, where the PBX can tell. */
      address?: string;
      at: string;
    }
  | { type: 'leg.ringing'; legId: string; at: string }
  /** `phone`: of a device that was rung, which kind of its phones has answered, where the PBX can tell. */
  | { type: 'leg.answered'; legId: string; phone?: DevicePhone; at: string }
  /** Put on hold by its own phone. */
  | { type: 'leg.held'; legId: string; at: string }
  | { type: 'leg.resumed'; legId: string; at: string }
  /**
   * An INVITE with Replaces took the leg over (a reload, another tab). From now on the leg is known as `byLegId`, stands in the
   * bridge where `legId` stood, and is answered. No `leg.offered` and no `leg.ended` is told of the swap. A leg that was held stays
   * so unless `leg.resumed` follows (or `leg.held` of one that was not).
   */
  | { type: 'leg.replaced'; legId: string; byLegId: string; at: string }
  | { type: 'leg.ended'; legId: string; cause: LegEndCause; at: string }
  /** A key was pressed at the far end of an answered leg. With capability `dtmf`. */
  | { type: 'leg.dtmf'; legId: string; digit: string; at: string }
  /** It was played to its end, was stopped, or lost its listener. */
  | { type: 'play.finished'; playId: string; at: string }
  /** Stopped, or its bridge is empty: now the audio can be fetched. `failed`: there is none. */
  | { type: 'recording.finished'; recordingId: string; seconds: number; failed?: boolean; at: string }
  /** A phone has proved who it is. With capability `security`. */
  | { type: 'login.accepted'; endpoint: string; address: string; at: string }
  /** `address`: it is kept out; `account`: there is none such. `endpoint` as the phone named it. */
  | { type: 'login.refused'; endpoint?: string; address: string; why: LoginRefusal; at: string }
  | { type: 'device.changed'; endpoint: string; online: boolean }
  /** `up` comes after each (re)connection: whoever controls calls must reconcile with `snapshot()`. */
  | { type: 'connection.changed'; up: boolean };

export interface PbxSnapshot {
  legs: { legId: string; answered: boolean; bridgeId?: string }[];
  /** Endpoints with at least one registered contact. */
  onlineDevices: string[];
}

export interface OriginateInput {
  /** Chosen by the gateway, [\w-]{1,60}. A second originate with the same id is refused with `conflict`. */
  legId: string;
  to: LegTarget;
  /** Shown to the one who is rung. */
  caller: Caller;
  /** Sent to devices as `X-Ringback-Call`. */
  callId: string;
  /** After this the leg ends with `no-answer`. */
  timeoutSeconds: number;
}

/** What a PBX can play by itself: its country's ringing, or an audio file that it fetches (WAV, 8 kHz, 16 bit, mono). */
export type PlayMedia = { kind: 'tone'; tone: 'ringback' } | { kind: 'url'; url: string };

export interface PlayInput {
  /** Chosen by the gateway, as leg ids are. */
  playId: string;
  /** An answered leg that stands in no bridge, or everybody in a bridge. */
  to: { legId: string } | { bridgeId: string };
  media: PlayMedia;
}

export type RecordingState = 'recording' | 'paused' | 'stored' | 'unknown';

export interface RecordingAudio {
  contentType: string;
  body: ReadableStream<Uint8Array>;
}

export interface Pbx extends ObservingGroups {
  readonly manifest: PbxManifest;
  /** Connects and keeps connected; resolves at once. Problems are told by `connection.changed`. */
  start(): void;
  stop(): Promise<void>;
  /** Rejects with `unavailable` while the connection is down. */
  snapshot(): Promise<PbxSnapshot>;
  readonly events: {
    /** Events in the order in which the PBX told them. A listener that throws is logged and does not stop the rest. */
    follow(listener: (event: PbxEvent) => void): () => void;
  };
  readonly originate?: {
    /** A phone of the device that registers while it rings (a page that was reloaded) is rung too. */
    leg(input: OriginateInput): Promise<void>;
  };
  readonly answer?: {
    /** 180 to the far side. */
    ring(legId: string): Promise<void>;
    answer(legId: string): Promise<void>;
  };
  readonly hangup?: {
    /** Ends a leg in any state. An unknown leg is already ended: no error. */
    leg(legId: string, cause?: LegEndCause): Promise<void>;
  };
  readonly bridge?: {
    /** Idempotent by id. */
    create(bridgeId: string): Promise<void>;
    /**
     * The leg must be answered; one that stands in another bridge moves, and what is played to it stops. All in a bridge hear each
     * other; while one has put it on hold, those who wait hear the PBX's music.
     */
    add(bridgeId: string, legId: string): Promise<void>;
    /** Legs in it stay up, alone. An unknown bridge is already gone: no error. */
    destroy(bridgeId: string): Promise<void>;
  };
  /** What is said at this leg is heard by nobody in its bridge. Ends with the leg, also when it is replaced. */
  readonly mute?: { leg(legId: string, muted: boolean): Promise<void> };
  readonly play?: {
    start(input: PlayInput): Promise<void>;
    /** What is played no more has ended: no error. */
    stop(playId: string): Promise<void>;
  };
  /** All that is heard in a bridge, whoever comes and goes in it. */
  readonly record?: {
    /** `recordingId` is chosen by the gateway, [\w-]{1,60}, and used once (`conflict`). */
    start(input: { recordingId: string; bridgeId: string }): Promise<void>;
    /** Leaves out what is said from now on. `not-found` when it is finished. */
    pause(recordingId: string): Promise<void>;
    resume(recordingId: string): Promise<void>;
    /** `recording.finished` follows. One that is finished: no error. */
    stop(recordingId: string): Promise<void>;
    /** What became of it while nobody listened. */
    state(recordingId: string): Promise<RecordingState>;
    /** The audio of one that is finished; `not-found` when there is none. */
    fetch(recordingId: string): Promise<RecordingAudio>;
    /** One that is not there is removed already. */
    remove(recordingId: string): Promise<void>;
  };
  /** Where SIP arrives. Logins are told by `login.accepted` and `login.refused`. */
  readonly security?: {
    /** In force at once, in place of what was before; it may be forgotten when the connection goes. */
    admit(admission: Admission): Promise<void>;
  };
  readonly devices?: {
    /** A credential for one endpoint. It ends what the endpoint had before only where the PBX knows one password per endpoint. */
    issueCredential(input: {
      endpoint: string;
      displayName: string;
      ttlSeconds: number;
    }): Promise<SipCredential>;
    revokeCredentials(endpoint: string): Promise<void>;
    /** The name that new calls of this phone show, where the PBX keeps one that was made here; what goes on is left alone. */
    rename?(input: { endpoint: string; displayName: string }): Promise<void>;
  };
}

/** Of a PBX that hands its legs over. */
export const LEG_CAPABILITIES = [
  'originate',
  'answer',
  'hangup',
  'bridge',
  'mute',
  'play',
  'record',
  'devices',
  'security',
  'replaces',
  'dtmf',
] as const;
/** Of a PBX that leads its calls itself. */
export const OBSERVING_CAPABILITIES = [
  'observe',
  'pair',
  'transfer',
  'hold',
  'message',
  'route',
  'announce',
  'recordings',
  'history',
  'employees',
  'tracking',
] as const satisfies readonly (keyof ObservingGroups)[];
export const PBX_CAPABILITIES = [...LEG_CAPABILITIES, ...OBSERVING_CAPABILITIES] as const;
export type PbxCapability = (typeof PBX_CAPABILITIES)[number];

export interface PbxManifest {
  /** Folder name and `settings.pbx.system`. */
  readonly id: string;
  readonly name: string;
  readonly capabilities: readonly PbxCapability[];
}
