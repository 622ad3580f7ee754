/**
 * What crosses between host page and core frame, and nothing else does. Requests `{ id, method, params }` are answered
 * `{ id, result }` or `{ id, error }`; notices `{ notice, data }` go from the frame to the host. Both lists are closed.
 */
import type {
  BackendState,
  Call,
  CallPatch,
  CallsGroup,
  ColleaguesGroup,
  DevicePreferences,
  Locale,
  MeGroup,
  BackendShop,
  MissedGroup,
  PartiesGroup,
  Phone,
  PhoneDevices,
  PhoneState,
  RingbackEvent,
} from '@ringback/model';

/** Versions of this protocol that this build speaks. */
export const PROTOCOL: VersionRange = { min: 1, max: 1 };

export interface VersionRange {
  min: number;
  max: number;
}

/** How long a request waits for its answer, in milliseconds. */
export const REQUEST_TIMEOUT_MS = 10_000;
/** The same where the browser may ask a person for the microphone first. */
export const ASKING_TIMEOUT_MS = 120_000;

/** How often a frame tells that it is awake, in milliseconds. */
export const TICK_MS = 2_000;

/** How long the frame tells the microphone's level after it was asked to, in milliseconds. */
export const LEVEL_LEASE_MS = 5_000;

/** Host → frame, on `window`, with one end of a MessageChannel: the only message that is not on the port. */
export interface Hello {
  ringback: 'hello';
  versions: VersionRange;
}

export const REFUSALS = ['origin', 'version'] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Frame → host, first message on the port. */
export type Welcome =
  { ringback: 'welcome'; version: number } | { ringback: 'refused'; reason: Refusal; versions: VersionRange };

/** How a window of the frame shall look: as the page around it. */
export interface Look {
  locale: Locale;
  scheme: 'light' | 'dark';
}

/** Requests of the host. `phone.*` of a tab that does not lead are answered `conflict`. */
export interface Methods {
  /** Begin or stop to register with the PBX and to hold the event stream. */
  'core.lead': (lead: boolean) => Promise<void>;
  /** A fact that the leader's stream told, for a frame that has no stream. */
  'core.ingest': (event: RingbackEvent) => Promise<void>;
  /** What the host page keeps of a person's choice of devices. Comes before `core.lead`. */
  'core.prefer': (preferences: DevicePreferences) => Promise<void>;
  /** Another tab signed in or out: ask the gateway anew who we are. */
  'session.refresh': () => Promise<void>;
  'session.signIn': (look: Look) => Promise<void>;
  'session.signOut': () => Promise<void>;
  'phone.call': Phone['call'];
  'phone.answer': Phone['answer'];
  'phone.hangup': Phone['hangup'];
  'phone.setMuted': Phone['setMuted'];
  'phone.setHeld': Phone['setHeld'];
  'phone.sendDtmf': Phone['sendDtmf'];
  'phone.transfer': NonNullable<Phone['transfer']>;
  'phone.consult': NonNullable<Phone['consult']>;
  'phone.completeTransfer': NonNullable<Phone['completeTransfer']>;
  'phone.cancelTransfer': NonNullable<Phone['cancelTransfer']>;
  'phone.merge': NonNullable<Phone['merge']>;
  'phone.devices.choose': PhoneDevices['choose'];
  'phone.devices.setProcessing': PhoneDevices['setProcessing'];
  'phone.devices.startTest': PhoneDevices['startTest'];
  'phone.devices.stopTest': PhoneDevices['stopTest'];
  'phone.devices.playSample': PhoneDevices['playSample'];
  /** Shows a button in the frame: only a click there lets the browser ask. Resolves when a speaker was taken, or the person did not want to. */
  'phone.devices.askForSpeaker': (kind: 'speaker' | 'ringer', look: Look) => Promise<void>;
  /** Tell the microphone's level for the next `LEVEL_LEASE_MS`: whoever asked may be gone without a word. */
  'phone.devices.followLevel': () => Promise<void>;
  /** Try again at once what is tried again by itself. */
  'phone.retry': () => Promise<void>;
  'calls.list': CallsGroup['list'];
  'calls.get': CallsGroup['get'];
  /** The key makes the write one write, however often it is sent. */
  'calls.disown': NonNullable<CallsGroup['disown']>;
  'calls.update': (id: string, patch: CallPatch, key: string) => Promise<Call | undefined>;
  'parties.findByPhone': PartiesGroup['findByPhone'];
  'parties.findByName': PartiesGroup['findByName'];
  'parties.create': NonNullable<PartiesGroup['create']>;
  'parties.update': NonNullable<PartiesGroup['update']>;
  /** A method of a group of customers, by its name: `deals.list`. The key makes a write one write. */
  'crm.ask': (method: string, args: readonly unknown[], key: string) => Promise<unknown>;
  'me.update': MeGroup['update'];
  'colleagues.list': ColleaguesGroup['list'];
  'shop.orders': BackendShop['orders'];
  'shop.cart': NonNullable<BackendShop['cart']>;
  'shop.viewed': NonNullable<BackendShop['viewed']>;
  'missed.list': MissedGroup['list'];
  'missed.counts': MissedGroup['counts'];
  'missed.claim': MissedGroup['claim'];
  'missed.release': MissedGroup['release'];
  'missed.dismiss': MissedGroup['dismiss'];
}
export type Method = keyof Methods;
export type PhoneMethod = Extract<Method, `phone.${string}`>;

/** What the frame tells of the session: no secret is in it. */
export interface SessionNotice {
  signedIn: boolean;
  /** Under his id the host keeps outbox and cached look-ups. */
  agentId?: string;
  /** Whether this agent looks after missed calls. */
  missed?: boolean;
  /** Methods of groups of customers that he has. */
  crm?: readonly string[];
  /** Whether he may create and change parties, and the host can. */
  writesParties?: boolean;
  /** Absent when this agent may not read parties. */
  partyKinds?: readonly string[];
}

export interface Notices {
  'phone.state': PhoneState;
  /** Of the microphone, 0 to 1. */
  'devices.level': number;
  /** Every `TICK_MS` while the frame is awake: a clock for the host, whose own timers are slowed down in the background. */
  'core.tick': null;
  'backend.state': BackendState;
  'backend.event': RingbackEvent;
  /** First answer of the gateway, and each change: a sign-in, a sign-out, a session that ended. */
  'session.state': SessionNotice;
  /** A person has signed in or out in this frame: the other tabs shall ask anew. */
  'session.changed': null;
  /** Show the frame as a small window of this size in CSS pixels. */
  'frame.show': { width: number; height: number };
  'frame.hide': null;
}
export type Notice = keyof Notices;

/** Whether `value` is a hello of ours; its versions are still to be judged. */
export function isHello(value: unknown): value is Hello {
  if (typeof value !== 'object' || value === null) return false;
  const { ringback, versions } = value as Partial<Hello>;
  return ringback === 'hello' && typeof versions?.min === 'number' && typeof versions.max === 'number';
}

/** Highest version that both speak, or undefined. */
export function commonVersion(a: VersionRange, b: VersionRange): number | undefined {
  const version = Math.min(a.max, b.max);
  return version >= Math.max(a.min, b.min) ? version : undefined;
}
