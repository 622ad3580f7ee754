/** What the store keeps of calls. */
import type {
  Call,
  CallCountGrouping,
  CallDirection,
  CallListQuery,
  CallPage,
  LegKind,
  LiveDialog,
  MissedCall,
  MissedPage,
  MissedQuery,
  QualityReport,
  Recording,
  RecordingState,
  RouteDecision,
  Talk,
} from '@ringback/model';
import type { Fact, LegEndCause } from '@ringback/adapters';
import type { Plan } from '../routing/plan.ts';
import type { RouteState } from '../routing/next.ts';
import type { Tx } from './contract.ts';

/** `guest`: brought into a call that was there already. */
export const LEG_ROLES = ['agent', 'far', 'guest'] as const;
export interface LegRow {
  legId: string;
  callId: string;
  role: (typeof LEG_ROLES)[number];
  agentId: string | undefined;
  /** Of one of ours: his phone, as far as the PBX tells. */
  kind: LegKind | undefined;
  /** In a conference: who this is in the call's list. */
  participantId: string | undefined;
  state: 'ringing' | 'answered' | 'ended';
  cause: LegEndCause | undefined;
}

/** A call as it is kept: the model's record and what only call control needs. */
export interface CallRow {
  call: Call;
  /** Agents who may see it: those rung, the one who talks, the one who dialled. */
  audience: readonly string[];
  bridgeId: string | undefined;
}

/** What shall be tried for a call, how far that has come, and everything that was decided on the way. */
export interface RouteRow {
  callId: string;
  plan: Plan;
  /** Shown on the phones that ring. */
  name?: string | undefined;
  /** Who has it in his log when nobody took it. */
  readers: readonly string[];
  state: RouteState;
  decisions: readonly RouteDecision[];
}

/** What an agent has talked lately. */
export interface TalkStats {
  /** Talks that ended since `today`. */
  today: number;
  lastEndedAt: string;
}

/** What calls are counted by: days are counted one by one. */
export type CallColumn = Exclude<CallCountGrouping, 'day'>;

/** Calls that are alike in all that is named. */
export interface CallCount {
  /** Absent where they have none, and where nothing is counted by. */
  value: string | undefined;
  direction: CallDirection;
  abandoned: boolean;
  takenOver: boolean;
  calls: number;
  /** Of these. */
  answered: number;
  /** Until somebody talked, and while he did; of all together. */
  waitedSeconds: number;
  talkedSeconds: number;
}

export interface QualityRow extends QualityReport {
  callId: string;
  agentId: string;
}

export interface ObservedRow {
  conversation: string;
  callId: string | undefined;
  /** How many facts there were. */
  told: number;
  facts: Fact[];
}

/** Calls, and what belongs to one. */
export interface CallGroups {
  readonly calls: {
    insert(tx: Tx, row: CallRow): Promise<void>;
    /** Replaces the row if its stored version is `row.call.version - 1`, else `conflict`. */
    update(tx: Tx, row: CallRow): Promise<void>;
    get(id: string, tx?: Tx): Promise<CallRow | undefined>;
    /** Newest first; only those that one of these agents may see, where they are given. */
    list(
      query: CallListQuery & {
        agentIds?: readonly string[];
        numbers?: readonly string[];
        dealId?: string;
      },
    ): Promise<CallPage>;
    /** Not ended. */
    live(): Promise<CallRow[]>;
    /** Of each agent who has talked since then. */
    talkStats(from: { today: Date; since: Date }): Promise<Map<string, TalkStats>>;
    /** Talk times of these agents in seconds, the latest first. */
    latestTalks(query: { agentIds: readonly string[]; since: Date; most: number }): Promise<number[]>;
    /** The last talk with this number that was answered and ended in this time, its first and last moment included. */
    lastTalk(filter: {
      number: string;
      since: Date;
      before: Date;
    }): Promise<{ agentId: string; endedAt: string } | undefined>;
    /** Talks with these numbers that were answered and have ended since this moment, in no order. */
    talksWith(numbers: readonly string[], since: string): Promise<Talk[]>;
    /** How many began in this time, its end not included, and have ended; only those that one of these agents may see, where they are given. */
    counts(query: {
      since: Date;
      before: Date;
      by?: CallColumn;
      agentIds?: readonly string[];
    }): Promise<CallCount[]>;
    /** Calls that this visitor's browser brought. */
    ofVisit(visitId: string): Promise<Call[]>;
    /** The last ended call with this party, or this number where no party is given. */
    last(filter: { partyId?: string; number?: string; exceptId?: string }): Promise<Call | undefined>;
  };

  readonly legs: {
    insert(tx: Tx, leg: LegRow): Promise<void>;
    update(tx: Tx, leg: LegRow): Promise<void>;
    /** The leg was replaced: the row goes on under the new id. */
    rename(tx: Tx, legId: string, byLegId: string): Promise<void>;
    get(legId: string, tx?: Tx): Promise<LegRow | undefined>;
    ofCall(callId: string, tx?: Tx): Promise<LegRow[]>;
    /** Ids of those that this agent has in calls which go on; not of newer ones than `lastLeg`, where that is given. */
    living(agentId: string, lastLeg?: number): Promise<string[]>;
  };

  readonly routes: {
    put(tx: Tx, row: RouteRow): Promise<void>;
    get(callId: string, tx?: Tx): Promise<RouteRow | undefined>;
    /** Who had the last call of each round-robin, by group. */
    turns(): Promise<ReadonlyMap<string, string>>;
    setTurn(tx: Tx, group: string, agentId: string): Promise<void>;
  };

  readonly missed: {
    insert(tx: Tx, missed: MissedCall): Promise<void>;
    /** `conflict` unless the stored version is `missed.version - 1`. */
    update(tx: Tx, missed: MissedCall): Promise<void>;
    get(id: string, tx?: Tx): Promise<MissedCall | undefined>;
    /** Open or claimed, of this number. */
    pendingOf(number: string, tx?: Tx): Promise<MissedCall | undefined>;
    /** Newest first; only of calls that one of these agents may see, where they are given. */
    list(query: MissedQuery & { agentIds?: readonly string[] }): Promise<MissedPage>;
  };

  readonly recordings: {
    /** Inserts or replaces. */
    put(tx: Tx, recording: Recording): Promise<void>;
    get(id: string): Promise<Recording | undefined>;
    inStates(states: readonly RecordingState[]): Promise<Recording[]>;
    /** Stored ones that began before the date, oldest first. */
    storedBefore(date: Date, limit: number): Promise<Recording[]>;
  };

  /** What pages have measured of the sound of calls. */
  readonly quality: {
    /** Inserts or replaces. */
    put(tx: Tx, row: QualityRow): Promise<void>;
    ofCall(callId: string): Promise<QualityRow[]>;
  };

  readonly dialogs: {
    /** One per call and agent: both ends of an internal call hold their own. */
    put(agentId: string, dialog: LiveDialog): Promise<void>;
    ofAgent(agentId: string): Promise<LiveDialog[]>;
    /** The agent's leg went over into another call. */
    move(callId: string, agentId: string, toCallId: string): Promise<void>;
    /** Everybody's of this call, or only the agent's. */
    remove(callId: string, agentId?: string): Promise<void>;
  };

  /** What a PBX that leads its calls itself has told of its conversations. */
  readonly observed: {
    /** False: it was told before. */
    keep(tx: Tx, fact: Fact): Promise<boolean>;
    get(conversation: string): Promise<ObservedRow | undefined>;
    /** The conversation that became this call. */
    ofCall(callId: string): Promise<string | undefined>;
    /** What was told up to there is in its call now. */
    settle(tx: Tx, row: Pick<ObservedRow, 'conversation' | 'callId' | 'told'>): Promise<void>;
    /** Conversations of which something is in no call yet. */
    behind(): Promise<string[]>;
    /** Drops conversations of which nothing was heard since then. */
    prune(before: Date): Promise<void>;
  };

  /** How the gateway is connected with its PBX, where that is set at /admin. The settings hold secrets. */
  readonly pbxConnections: {
    get(system: string): Promise<Record<string, unknown> | undefined>;
    put(tx: Tx, system: string, settings: Record<string, unknown>): Promise<void>;
  };
}
