/**
 * What a PBX can do that leads its calls itself: it routes by its own rules, tells what became of it, and takes a few commands. Nothing
 * in it waits for the gateway (docs/decisions/0070).
 */
import type { LegKind, SeenPage, Touch } from '@ringback/model';
import type { RecordingAudio } from './contract.ts';

/** What the PBX posted to the webhook, as it came. */
export interface Delivery {
  /** What follows the webhook's own address: `events/call`. */
  path: string;
  body: string;
}

/** One thing that was told of one conversation. The same mark twice is the same thing told again. */
export interface Fact {
  conversation: string;
  mark: string;
  /** When it happened, as the PBX says. */
  at: string;
  /** JSON: the adapter's own. */
  data: unknown;
}

export type Told =
  | { kind: 'fact'; fact: Fact }
  /** Signed and understood, and nothing that belongs to a call. */
  | { kind: 'nothing'; what: string };

export interface ObservedLeg {
  legId: string;
  /** Of the colleague at its end. */
  extension?: string;
  /** In a menu or a queue a call can still be sent to somebody; at a phone it rings or is answered. */
  place: 'waiting' | 'ringing' | 'answered';
}

/** What all that was told of one conversation comes to. */
export interface ObservedCall {
  direction: 'in' | 'out' | 'internal';
  phase: 'ringing' | 'connected' | 'held' | 'ended';
  /** The far side: E.164 where it is a number of the world; empty when hidden. */
  number: string;
  /** Our own number, E.164. */
  line?: string;
  /** Of the colleague who talks or talked last; of one who called, his own. */
  extension?: string;
  /** On what he talks or talked, where the PBX tells. */
  legKind?: LegKind;
  /** Extensions at which it rings now, and at which it ever rang. */
  rings: string[];
  rung: string[];
  startedAt: string;
  connectedAt?: string;
  endedAt?: string;
  /** Absent as long as it lasts. */
  end?: {
    reason: 'completed' | 'missed' | 'rejected' | 'busy' | 'no-answer' | 'cancelled' | 'failed';
    abandoned: boolean;
  };
  /** Those that live. */
  legs: ObservedLeg[];
  /** Our commands that began it. */
  commands: string[];
  /** In order of their beginning. `ready`: it can be fetched. */
  recordings: { recordingId: string; startedAt: string; state: 'on' | 'saving' | 'ready' | 'failed' }[];
  /** The number that a visitor of the site had for himself. */
  trackedNumber?: string;
  /** Of a call that we began: the other side's phone has rung, and has been answered. */
  otherRung: boolean;
  otherAnswered: boolean;
  /** Keys that were pressed, in order. */
  pressed: string;
  /** Whom its colleague asks, while the far side waits. */
  consultation?: Consultation;
}

export interface Consultation {
  legId: string;
  /** The one that waits. */
  heldLegId: string;
  /** Of the colleague who asks: his extension, and his phone as the PBX names it. */
  by: string;
  byNumber: string;
  /** The one who is asked: E.164, or his extension. */
  number: string;
  extension?: string;
  answered: boolean;
}

export interface Employee {
  extension: string;
  name: string;
  email?: string;
}

export interface TrackedVisit {
  touch: Touch;
  /** Newest first. */
  pages: SeenPage[];
}

export interface PairInput {
  /** Chosen by the gateway, [\w-]{1,64}: what comes of it carries this. */
  commandId: string;
  /** Rung first. */
  extension: string;
  /** Rung when the first has answered; E.164. */
  number: string;
  /** Ours, shown to the other; E.164. */
  line?: string;
  /** Anyone may be rung first: where the PBX has a group for that it takes it, and this extension otherwise. */
  anyone?: boolean;
  /** With `anyone`: the number is rung first, and our people when it has been answered. Where `farFirst()` says so. */
  farFirst?: boolean;
}

/** Each command resolves when the PBX has said that it is done, and rejects with its reason when it is not. */
export interface ObservingGroups {
  readonly observe?: {
    /** Proves the sender, then reads. Rejects with `forbidden` what is not the PBX's, with `invalid` what cannot be read. */
    receive(delivery: Delivery): Promise<Told>;
    /** Order and repetition make no difference. `undefined`: not enough is known yet to speak of a call. */
    sum(facts: readonly Fact[]): ObservedCall | undefined;
  };
  readonly pair?: {
    call(input: PairInput): Promise<void>;
    /** Whether a number can be rung before our people are. */
    farFirst(): boolean;
  };
  readonly transfer?: {
    /** `by` has the leg and leaves it at once; `to` is an extension or E.164. */
    blind(input: { legId: string; to: string; by: string }): Promise<void>;
    /** The far side of the leg waits while `by` calls `to`; `consultation` tells of it. */
    consult(input: { legId: string; to: string; by: string }): Promise<void>;
    /** The far side and the one who was asked, and has answered, talk; the one who asked leaves. */
    connect(consultation: Consultation): Promise<void>;
    /** Back to the far side: the one who was asked is let go, or rung no more. */
    cancel(consultation: Pick<Consultation, 'heldLegId'>): Promise<void>;
  };
  /** `by` lets the far side wait. Only his own phone takes it back, where the PBX has no command for that. */
  readonly hold?: { on(input: { legId: string; by: string }): Promise<void> };
  /** Short messages, in the name and on the account of a colleague. */
  readonly message?: {
    /** `invalid`, before anything is sent, when the text is longer than what one message takes. */
    send(input: { messageId: string; extension: string; number: string; text: string }): Promise<void>;
  };
  /** Sends a call that waits in a menu or a queue to somebody. */
  readonly route?: { to(input: { legId: string; to: string }): Promise<void> };
  /** Plays an audio file that lies at the PBX, by its number there. */
  readonly announce?: { play(input: { legId: string; audioId: string }): Promise<void> };
  readonly recordings?: {
    start(input: { legId: string; extension: string }): Promise<void>;
    /** `not-found` when there is none. */
    fetch(recordingId: string): Promise<RecordingAudio>;
  };
  /** Facts of ended conversations, to fill in what nobody heard. */
  readonly history?: { read(span: { from: Date; to: Date }): Promise<Fact[]> };
  readonly employees?: { list(): Promise<Employee[]> };
  /** What brought the visitor to whom this number is lent. */
  readonly tracking?: { behind(number: string): Promise<TrackedVisit | undefined> };
}
