/**
 * One decision about one call: what changes in the store, which facts are told, what the PBX is asked to do. No I/O and no
 * clock in here, so that every decision can be tested as state in → state, events and commands out.
 */
import {
  type Call,
  type Callback,
  type CallEventType,
  type CallState as CallStateName,
  callEventType,
  canTransition,
  type EndReason,
  type LegKind,
  type QualitySummary,
  type Recording,
  RingbackError,
  wholeQuality,
} from '@ringback/model';
import type { LegEndCause, OriginateInput } from '@ringback/adapters';
import { present } from '../present.ts';
import type { Said } from '../routing/spoken.ts';
import type { CallbackRow, CallRow, LegRow, RouteRow } from '../store/contract.ts';

/** A call with everything that belongs to it. */
export interface CallFacts {
  row: CallRow;
  legs: readonly LegRow[];
  callback: CallbackRow | undefined;
  /** Of an inbound call that nobody has answered yet. */
  route?: RouteRow | undefined;
  /** What phones have told of its sound so far. */
  quality?: readonly QualitySummary[];
  /** Of one who asks to be called back: what was agreed on with his number before. */
  openCallback?: CallbackRow | undefined;
}

export type Command =
  | { do: 'ring'; legId: string }
  | { do: 'answer'; legId: string }
  | { do: 'originate'; input: OriginateInput }
  /** Answers `answer` where it is given, then puts the legs into one bridge; its success is the input `joined`. */
  | {
      do: 'join';
      attempt: number;
      bridgeId: string;
      answer: string | undefined;
      legIds: readonly string[];
      /** One of them may be hearing `ringback`. */
      waited: boolean;
      /** What is played to the caller. */
      stop?: string;
    }
  | { do: 'hangup'; legId: string; cause: LegEndCause }
  | { do: 'record'; what: 'start' | 'pause' | 'resume' | 'stop'; recordingId: string; bridgeId: string }
  | { do: 'mute'; legId: string; muted: boolean }
  /** Ringing for one who waits, until he is joined or hangs up. */
  | { do: 'ringback'; legId: string; whisper?: boolean }
  /** Answers the leg where it is not yet, and plays to it `instead` of what it hears. Its end is the input `told`. */
  | { do: 'tell'; legId: string; answer: boolean; playId: string; instead?: string; said: Said }
  /** The leg alone in the bridge, recorded; `stop`: what was played to it. */
  | { do: 'take-message'; bridgeId: string; legId: string; recordingId: string; stop: string }
  | { do: 'unbridge'; bridgeId: string };

export type CallbackEventType =
  'callback.requested' | 'callback.changed' | 'callback.kept' | 'callback.broken';

export type Write =
  | { write: 'call'; fresh: boolean; row: CallRow; event: CallEventType | undefined }
  | { write: 'recording'; recording: Recording }
  | { write: 'leg'; fresh: boolean; leg: LegRow }
  | { write: 'leg-renamed'; legId: string; byLegId: string }
  | { write: 'route'; row: RouteRow }
  | { write: 'turn'; group: string; agentId: string }
  | { write: 'callback'; fresh: boolean; row: CallbackRow; events: readonly CallbackEventType[] };

/** What a step of its call may change in a callback. */
export type CallbackStep = Partial<
  Pick<Callback, 'state' | 'failure' | 'kept' | 'dueAt' | 'dueBecause' | 'source'>
>;

/** What a call may get besides a new state; `undefined` takes a field away. */
export type CallPatchFields = {
  [K in PatchField]?: Call[K] | undefined;
};
type PatchField =
  | 'agent'
  | 'legKind'
  | 'colleague'
  | 'party'
  | 'callback'
  | 'claimedName'
  | 'number'
  | 'line'
  | 'direction'
  | 'comment'
  | 'startedAt'
  | 'disposition'
  | 'deal'
  | 'connectedAt'
  | 'endedAt'
  | 'endReason'
  | 'durationSeconds'
  | 'participants'
  | 'consultation'
  | 'abandoned'
  | 'routedBy'
  | 'source'
  | 'rings'
  | 'recordings'
  | 'quality'
  | 'transferredTo'
  | 'transferredBy';

/** What a leg is in its call. */
export type LegPart = Partial<Pick<LegRow, 'role' | 'participantId' | 'kind'>>;

export class Draft {
  readonly now: Date;
  readonly writes: Write[] = [];
  readonly commands: Command[] = [];
  /** Legs that came from other calls, as they were there. */
  readonly taken: LegRow[] = [];
  #row: CallRow;
  #legs: Map<string, LegRow>;
  #callback: CallbackRow | undefined;
  #route: RouteRow | undefined;
  readonly openCallback: CallbackRow | undefined;
  readonly #quality: readonly QualitySummary[];
  /** A leg has been answered: there may be a bridge, even if that leg is gone by now. */
  #answered: boolean;

  constructor(facts: CallFacts, now: Date) {
    this.now = now;
    this.#row = facts.row;
    this.#legs = new Map(facts.legs.map((leg) => [leg.legId, leg]));
    this.#callback = facts.callback;
    this.#route = facts.route;
    this.openCallback = facts.openCallback;
    this.#quality = facts.quality ?? [];
    this.#answered = facts.legs.some((leg) => leg.state === 'answered');
  }

  /** A call that is not in the store yet. Without `tell` nobody hears of it until its next step. `again`: its callback is there already. */
  static create(
    row: CallRow,
    options: { now: Date; tell: boolean; callback?: CallbackRow; again?: boolean },
  ): Draft {
    const draft = new Draft({ row, legs: [], callback: options.callback }, options.now);
    const event = options.tell ? callEventType(undefined, row.call.state) : undefined;
    draft.writes.push({ write: 'call', fresh: true, row, event });
    if (options.callback) {
      draft.writes.push({
        write: 'callback',
        fresh: !options.again,
        row: options.callback,
        events: [options.again ? 'callback.changed' : 'callback.requested'],
      });
    }
    return draft;
  }

  get call(): Call {
    return this.#row.call;
  }
  get audience(): readonly string[] {
    return this.#row.audience;
  }
  get legs(): readonly LegRow[] {
    return [...this.#legs.values()];
  }
  get callback(): CallbackRow | undefined {
    return this.#callback;
  }
  get route(): RouteRow | undefined {
    return this.#route;
  }
  get ended(): boolean {
    return this.call.state === 'ended';
  }
  /** Bridge and call have the same id, so that a restart finds it without asking. */
  get bridgeId(): string {
    return this.#row.bridgeId ?? this.call.id;
  }
  /** The leg to the other side: the caller, the one who was called, the visitor. */
  get far(): LegRow | undefined {
    const far = this.legs.filter((leg) => leg.role === 'far');
    return far.find((leg) => leg.state !== 'ended') ?? far[0];
  }
  /** Legs that are up: two in a talk, more in a conference. */
  get talking(): readonly LegRow[] {
    return this.legs.filter((leg) => leg.state === 'answered');
  }
  /** The leg over which this agent talks, whatever its part. */
  talkingLegOf(agentId: string): LegRow | undefined {
    return this.legs.find((leg) => leg.agentId === agentId && leg.state === 'answered');
  }
  /** The leg of the agent who talks: the first that was answered, or the one that dialled. */
  get agentLeg(): LegRow | undefined {
    return this.legs.find(
      (leg) => leg.role === 'agent' && leg.state !== 'ended' && leg.agentId === this.call.agent?.id,
    );
  }

  leg(legId: string): LegRow | undefined {
    return this.#legs.get(legId);
  }

  /** Steps into a state; the event of that step is told once. */
  to(state: CallStateName, fields: CallPatchFields = {}): void {
    const from = this.call.state;
    if (!canTransition(this.call.direction, from, state)) {
      throw new RingbackError('bug', `A call (${this.call.direction}) cannot go from ${from} to ${state}.`);
    }
    const rings = state === 'ringing' ? {} : { rings: undefined };
    this.#write({ ...fields, ...rings, state }, callEventType(from, state));
  }

  /** Adds a recording, or a later state of one. */
  setRecording(recording: Recording): void {
    const before = this.call.recordings ?? [];
    const known = before.some(({ id }) => id === recording.id);
    const recordings = known
      ? before.map((one) => (one.id === recording.id ? recording : one))
      : [...before, recording];
    this.writes.push({ write: 'recording', recording });
    this.#write({ recordings }, 'call.updated');
  }

  /** The talk is over: what was recorded is on its way. */
  #closeRecordings(): CallPatchFields {
    if (!this.call.recordings) return {};
    const recordings = this.call.recordings.map((one) => {
      if (one.state !== 'on' && one.state !== 'paused') return one;
      const recording: Recording = { ...one, state: 'saving' };
      this.writes.push({ write: 'recording', recording });
      return recording;
    });
    return { recordings };
  }

  /** Something that is no state changed. */
  change(fields: CallPatchFields): void {
    this.#write(fields, 'call.updated');
  }

  #write(fields: CallPatchFields & { state?: CallStateName }, event: CallEventType): void {
    const agent = 'agent' in fields ? fields.agent : this.call.agent;
    const legKind = this.#legKindOf(agent);
    const call = present({ ...this.call, legKind, ...fields, version: this.call.version + 1 }) as Call;
    // Whoever has a leg hears of the call from here on.
    const rung = this.legs.map((leg) => leg.agentId).filter((agentId) => agentId !== undefined);
    this.#row = { ...this.#row, call, audience: [...new Set([...this.#row.audience, ...rung])] };
    this.writes.push({ write: 'call', fresh: false, row: this.#row, event });
  }

  /** On what our side talks; of one who has left what it was, and nothing of him is said of another. */
  #legKindOf(agent: Call['agent'] | undefined): LegKind | undefined {
    const leg = agent
      ? this.talkingLegOf(agent.id)
      : this.talking.find(({ role, agentId }) => role === 'agent' && agentId === undefined);
    if (leg) return leg.kind;
    return agent?.id === this.call.agent?.id ? this.call.legKind : undefined;
  }

  addLeg(leg: Pick<LegRow, 'legId' | 'role' | 'agentId'> & LegPart): void {
    const row: LegRow = {
      participantId: undefined,
      kind: undefined,
      ...leg,
      callId: this.call.id,
      state: 'ringing',
      cause: undefined,
    };
    this.#legs.set(row.legId, row);
    this.writes.push({ write: 'leg', fresh: true, leg: row });
  }

  /** The leg leaves for another call, which must take it in the same transaction. */
  releaseLeg(legId: string): LegRow {
    const leg = this.#legs.get(legId);
    if (!leg) throw new RingbackError('bug', `The call ${this.call.id} has no leg ${legId}.`);
    this.#legs.delete(legId);
    return leg;
  }

  takeLeg(leg: LegRow, part: LegPart): void {
    this.#answered ||= leg.state === 'answered';
    this.taken.push(leg);
    this.#writeLeg({ ...leg, ...part, callId: this.call.id });
  }

  /** The same leg in another part. */
  recastLeg(legId: string, part: LegPart): void {
    const leg = this.#legs.get(legId);
    if (leg) this.#writeLeg({ ...leg, ...part });
  }

  /** Which of his phones it is: written with the leg's next step. */
  heardOn(legId: string, kind: LegKind | undefined): void {
    const leg = this.#legs.get(legId);
    if (leg) this.#legs.set(legId, { ...leg, kind });
  }

  /** A leg goes forward only: ringing → answered → ended. */
  legAnswered(legId: string): void {
    const leg = this.#legs.get(legId);
    if (leg?.state !== 'ringing') return;
    this.#answered = true;
    this.#writeLeg({ ...leg, state: 'answered' });
  }

  legEnded(legId: string, cause: LegEndCause): void {
    const leg = this.#legs.get(legId);
    if (leg && leg.state !== 'ended') this.#writeLeg({ ...leg, state: 'ended', cause });
  }

  #writeLeg(leg: LegRow): void {
    this.#legs.set(leg.legId, leg);
    this.writes.push({ write: 'leg', fresh: false, leg });
  }

  renameLeg(legId: string, byLegId: string): void {
    const leg = this.#legs.get(legId);
    if (!leg) return;
    this.#legs.delete(legId);
    this.#legs.set(byLegId, { ...leg, legId: byLegId });
    this.writes.push({ write: 'leg-renamed', legId, byLegId });
  }

  moveCallback(step: CallbackStep): void {
    if (!this.#callback) return;
    this.#callback = { ...this.#callback, callback: { ...this.#callback.callback, ...step } };
    const events: CallbackEventType[] = [];
    if (step.state) events.push('callback.changed');
    if (step.kept !== undefined) events.push(step.kept ? 'callback.kept' : 'callback.broken');
    this.writes.push({ write: 'callback', fresh: false, row: this.#callback, events });
  }

  /** Somebody is to be called back, by a call of its own. */
  addCallback(row: CallbackRow): void {
    this.writes.push({ write: 'callback', fresh: true, row, events: ['callback.requested'] });
  }

  /** They hear of the call from here on, and have it in their log. */
  tellAlso(agentIds: readonly string[]): void {
    this.#row = { ...this.#row, audience: [...new Set([...this.#row.audience, ...agentIds])] };
  }

  setRoute(row: RouteRow): void {
    this.#route = row;
    this.writes.push({ write: 'route', row });
  }

  /** It was this agent's turn in the group. */
  setTurn(group: string, agentId: string): void {
    this.writes.push({ write: 'turn', group, agentId });
  }

  command(...commands: Command[]): void {
    this.commands.push(...commands);
  }

  /** Hangs up every living leg but those named. */
  hangUpLegs(cause: LegEndCause, options: { role?: LegRow['role']; except?: string } = {}): void {
    for (const leg of this.legs) {
      if (leg.state === 'ended' || leg.legId === options.except) continue;
      if (options.role && leg.role !== options.role) continue;
      this.command({ do: 'hangup', legId: leg.legId, cause });
    }
  }

  /** Ends the call once, with all that still lives of it. `causes`: what each side is told. */
  end(reason: EndReason, causes: Record<'far' | 'agent', LegEndCause>, fields: CallPatchFields = {}): void {
    if (this.ended) return;
    const connectedAt = this.call.connectedAt;
    const talkedMs = connectedAt ? this.now.getTime() - Date.parse(connectedAt) : 0;
    if (this.#answered) this.command({ do: 'unbridge', bridgeId: this.bridgeId });
    for (const leg of this.legs) {
      if (leg.state === 'ended') continue;
      const cause = causes[leg.role === 'agent' ? 'agent' : 'far'];
      this.command({ do: 'hangup', legId: leg.legId, cause });
      this.legEnded(leg.legId, cause);
    }
    this.to('ended', {
      ...fields,
      ...this.#closeRecordings(),
      quality: wholeQuality(this.#quality),
      endReason: reason,
      endedAt: this.now.toISOString(),
      durationSeconds: Math.max(0, Math.floor(talkedMs / 1000)),
    });
  }
}
