/**
 * The store: SQLite today, Postgres by the same contract and suite. There is no bus: an event is appended in the
 * transaction of the change that it tells of, and followed in commit order.
 */
import type {
  Agent,
  ApiToken,
  Call,
  Callback,
  CallbackState,
  CallListQuery,
  CallPage,
  EventData,
  EventType,
  LiveDialog,
  MissedCall,
  MissedPage,
  MissedQuery,
  Party,
  QualityReport,
  Recording,
  RecordingState,
  RingbackEvent,
  Role,
  RouteDecision,
  Self,
  Settings,
  Visit,
  Webhook,
  WebhookDelivery,
} from '@ringback/model';
import type { Fact, KeptValues, LegEndCause, PhoneIndex } from '@ringback/adapters';
import type { LocalPartyQuery, LocalRecords } from '@ringback/adapters/local';
import type { CampaignStore } from './contract-campaigns.ts';
import type { SecurityStore, TollStore } from './contract-security.ts';
import type { Plan } from '../routing/plan.ts';
import type { RouteState } from '../routing/next.ts';

export type { TollRow } from './contract-security.ts';

/** Opaque handle of an open transaction. Everything that writes takes one. */
export interface Tx {
  readonly __tx: never;
}

export type NewEvent<T extends EventType = EventType> = T extends EventType
  ? {
      type: T;
      data: EventData<T>;
      /** Ids of the agents whom it concerns; `null` = every agent. */
      audience: readonly string[] | null;
    }
  : never;

export interface StoredEvent {
  event: RingbackEvent;
  audience: readonly string[] | null;
}

/** How far an append must have come before the promise resolves. */
export type Durability = 'normal' | 'full';

/** States in which a callback needs nothing more. */
export const FINISHED_CALLBACKS: readonly CallbackState[] = ['completed', 'failed', 'cancelled'];

/** `guest`: brought into a call that was there already. */
export const LEG_ROLES = ['agent', 'far', 'guest'] as const;
export interface LegRow {
  legId: string;
  callId: string;
  role: (typeof LEG_ROLES)[number];
  agentId: string | undefined;
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

export interface CallbackRow {
  callback: Callback;
  token: string;
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

/** A visitor's browser, and what it told last. */
export interface VisitRow {
  id: string;
  siteKey: string;
  /** SHA-256 of his secret. */
  tokenHash: string;
  /** E.164, once he has asked for a call or called. */
  number: string | undefined;
  seenAt: string;
  /** From then on it is forgotten. */
  expiresAt: string;
  visit: Visit;
}

/** A number that is, or was last, one visitor's. */
export interface Lease {
  number: string;
  visitId: string;
  since: string;
  until: string;
}

/** What an agent has talked lately. */
export interface TalkStats {
  /** Talks that ended since `today`. */
  today: number;
  lastEndedAt: string;
}

export interface LeaseInput {
  name: string;
  holder: string;
  /** Of one who prolongs. */
  token: number | undefined;
  forMs: number;
}

export interface AuditEntry {
  actor: string;
  entity: string;
  entityId: string;
  field: string;
  old: unknown;
  new: unknown;
}

export interface ReminderRow {
  /** System of the task. */
  system: string;
  taskId: string;
  at: string;
  agentId: string | undefined;
  state: 'planned' | 'told';
}

export interface CrmConnectionRow {
  system: string;
  settings: Record<string, unknown>;
  /** Groups whose system of record it is; of the others the first that has them. */
  recordOf: readonly string[];
  /** Of each kind of record: key of the firm's own field → the host's name of it. */
  fields?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const OUTBOX_KINDS = ['call', 'notice', 'announcement', 'task'] as const;
export interface NewOutboxEntry {
  /** The connection's system. */
  account: string;
  kind: (typeof OUTBOX_KINDS)[number];
  /** What is told: entries of one record are one entry. */
  record: string;
  payload: Record<string, unknown>;
  actor: string;
}

export interface OutboxEntry extends NewOutboxEntry {
  id: number;
  /** Grows with every change while it waits. */
  revision: number;
  attempts: number;
  /** `stuck` = trying again does not help until somebody does something. */
  state: 'waiting' | 'stuck';
  nextAt: string;
  lastError: string | undefined;
  createdAt: string;
}

export interface OutboxFailure {
  message: string;
  /** Absent = stuck. */
  retryAt?: Date;
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

export interface Store {
  /** Runs the work in one transaction; throws → rolled back. `full` waits for the disk (an acknowledgement is a promise). */
  transaction<T>(work: (tx: Tx) => Promise<T>, durability?: Durability): Promise<T>;

  readonly events: {
    append<T extends EventType>(tx: Tx, event: NewEvent<T>): Promise<void>;
    /** Commit order. `reset` = some events after `after` are no longer kept. At most `limit`. */
    since(after: number, limit: number): Promise<{ events: StoredEvent[]; reset: boolean }>;
    latestId(): Promise<number>;
    /** The position from which `since` gives what happened at this time or later. */
    positionAt(date: Date): Promise<number>;
    /** Woken after each commit that appended. */
    onAppend(listener: () => void): () => void;
    /** Drops what is older than the date. */
    prune(before: Date): Promise<void>;
  };

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

  readonly routes: {
    put(tx: Tx, row: RouteRow): Promise<void>;
    get(callId: string, tx?: Tx): Promise<RouteRow | undefined>;
    /** Who had the last call of each round-robin, by group. */
    turns(): Promise<ReadonlyMap<string, string>>;
    setTurn(tx: Tx, group: string, agentId: string): Promise<void>;
  };

  readonly callbacks: {
    insert(tx: Tx, row: CallbackRow): Promise<void>;
    update(tx: Tx, row: CallbackRow): Promise<void>;
    get(id: string, tx?: Tx): Promise<CallbackRow | undefined>;
    byCall(callId: string): Promise<CallbackRow | undefined>;
    inStates(states: readonly CallbackState[]): Promise<CallbackRow[]>;
    ofVisit(visitId: string): Promise<CallbackRow[]>;
    /** Not finished, for the same number: duplicates join. */
    openForNumber(number: string, tx?: Tx): Promise<CallbackRow | undefined>;
    /** For the same number, not finished or requested after the date; the oldest first. */
    openOrSince(number: string, since: Date): Promise<CallbackRow[]>;
    /** How many of the site were requested after the date. */
    countSince(siteKey: string, since: Date): Promise<number>;
  };

  /** Texts that are tried against each other. */
  readonly variants: {
    /** The dialog was opened with it. */
    show(tx: Tx, of: { siteKey: string; variant: string }): Promise<void>;
    counts(
      siteKey: string,
    ): Promise<{ variant: string; shown: number; requests: number; kept: number; broken: number }[]>;
  };

  readonly visits: {
    /** Inserts or replaces. */
    put(tx: Tx, row: VisitRow): Promise<void>;
    get(id: string, tx?: Tx): Promise<VisitRow | undefined>;
    /** Of visitors who have called from, or left, one of these numbers; who was here last first. */
    ofNumbers(numbers: readonly string[]): Promise<VisitRow[]>;
    /** With his lease. */
    remove(tx: Tx, id: string): Promise<void>;
    /** Drops what has expired by then, and tells how many. */
    prune(before: Date): Promise<number>;
    /** Of these numbers, those that were ever lent. */
    leases(numbers: readonly string[], tx?: Tx): Promise<Lease[]>;
    /** A number has one lease, the last. */
    putLease(tx: Tx, lease: Lease): Promise<void>;
  };

  readonly parties: {
    insert(tx: Tx, party: Party): Promise<void>;
    update(tx: Tx, party: Party): Promise<void>;
    get(id: string, tx?: Tx): Promise<Party | undefined>;
    byPhone(e164: string, tx?: Tx): Promise<Party[]>;
    byName(part: string, limit: number): Promise<Party[]>;
    /** Letters' case ignored. */
    byEmail(email: string, tx?: Tx): Promise<Party[]>;
    byTaxId(taxId: string): Promise<Party[]>;
    /** In the order of ids, those after the given one. */
    after(id: string, limit: number): Promise<Party[]>;
    ofOrganization(id: string, tx?: Tx): Promise<Party[]>;
    remove(tx: Tx, id: string): Promise<void>;
    /** Main contacts first within one organization. */
    list(query: LocalPartyQuery): Promise<{ parties: Party[]; next?: string }>;
  };

  /** Deals, leads, tasks and what else the local system of record keeps. */
  readonly records: LocalRecords<Tx>;

  /** When whom to remind of which task. One for each task. */
  readonly reminders: {
    put(tx: Tx, row: ReminderRow): Promise<void>;
    remove(tx: Tx, of: Pick<ReminderRow, 'system' | 'taskId'>): Promise<void>;
    of(tasks: readonly Pick<ReminderRow, 'system' | 'taskId'>[]): Promise<ReminderRow[]>;
    /** Planned ones whose time has come, oldest first. */
    due(now: Date, limit: number): Promise<ReminderRow[]>;
    /** When the next planned one is due. */
    nextAt(): Promise<string | undefined>;
    /** Those that were told to this agent and that he has not dealt with. */
    told(agentId: string): Promise<ReminderRow[]>;
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
    remove(tx: Tx, system: string): Promise<void>;
  };

  /** Who alone may do something for now, among all nodes on this store. */
  readonly leases: {
    /**
     * Begins or prolongs: the token, or `undefined` while another holds it. The token grows with every holder, so that a holder who
     * slept through his end is known by his old one. The same holder without a token is a new run of a process that died.
     */
    take(input: LeaseInput): Promise<number | undefined>;
    /** `conflict` when the token is the current one no more: fails the transaction of a holder of the past. */
    prove(tx: Tx, name: string, token: number): Promise<void>;
    /** Gives it back; by its token. */
    release(name: string, token: number): Promise<void>;
  };

  /** A secret of the whole firm, the same on every node: made by the first who asks. */
  secret(name: string, make: () => string): Promise<string>;
  /** Connections to systems of record that are not ours, in order. Their settings hold secrets. */
  readonly crmConnections: {
    list(): Promise<CrmConnectionRow[]>;
    put(tx: Tx, row: CrmConnectionRow): Promise<void>;
    remove(tx: Tx, system: string): Promise<void>;
  };

  /** What an adapter keeps of its account: tokens, markers, who has which number. */
  readonly crmKept: {
    of(account: string): KeptValues;
    phonesOf(account: string): PhoneIndex;
    /** Drops marks of writes that nobody repeats any more. */
    prune(before: Date): Promise<void>;
  };

  /** What a host has to be told. One row for each thing to tell: what changes meanwhile goes into the row that waits. */
  readonly outbox: {
    put(tx: Tx, entry: NewOutboxEntry): Promise<void>;
    /** In order; those whose time has come. */
    due(account: string, now: Date, limit: number): Promise<OutboxEntry[]>;
    /** When the next of those that wait is due. */
    nextAt(account: string): Promise<string | undefined>;
    /** Told: the row goes, unless something changed while it was told. */
    done(entry: Pick<OutboxEntry, 'id' | 'revision'>): Promise<void>;
    failed(entry: Pick<OutboxEntry, 'id' | 'revision'>, why: OutboxFailure): Promise<void>;
    /** All that wait, in order. */
    list(limit: number): Promise<OutboxEntry[]>;
    retry(tx: Tx, id: number): Promise<OutboxEntry | undefined>;
    remove(tx: Tx, id: number): Promise<OutboxEntry | undefined>;
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

  readonly agents: {
    upsert(tx: Tx, agent: Agent & { passwordHash: string }): Promise<void>;
    get(id: string): Promise<Agent | undefined>;
    byLogin(login: string): Promise<(Agent & { passwordHash: string }) | undefined>;
    byExtension(extension: string): Promise<Agent | undefined>;
    list(): Promise<Agent[]>;
    /** His sessions go with him; what he did stays in the log. */
    remove(tx: Tx, id: string): Promise<void>;
  };

  /** What agents have set for themselves. */
  readonly selves: {
    /** The defaults for whoever has set nothing. */
    get(agentId: string, tx?: Tx): Promise<Self>;
    /** Of those who have set something. */
    all(): Promise<ReadonlyMap<string, Self>>;
    /** `conflict` unless the stored version is `self.version - 1`. */
    put(tx: Tx, agentId: string, self: Self): Promise<void>;
  };

  /** Sessions and short-lived tokens, by SHA-256 of their secret. */
  readonly sessions: {
    put(session: SessionRow): Promise<void>;
    get(hash: string): Promise<SessionRow | undefined>;
    remove(hash: string): Promise<void>;
    removeOfAgent(agentId: string): Promise<void>;
    prune(before: Date): Promise<void>;
  };

  /** Receivers of events, and what each has not taken yet. */
  readonly webhooks: {
    insert(tx: Tx, row: WebhookRow): Promise<void>;
    /** All but its counts. */
    update(tx: Tx, webhook: Webhook): Promise<void>;
    get(id: string): Promise<WebhookRow | undefined>;
    /** Newest first. */
    list(): Promise<WebhookRow[]>;
    /** With what it has not taken. */
    remove(tx: Tx, id: string): Promise<void>;
    /** Something was taken now. */
    delivered(id: string): Promise<void>;
    readonly deliveries: {
      /** The same event once more begins anew. */
      put(tx: Tx, delivery: { webhookId: string; event: RingbackEvent; payload: string }): Promise<void>;
      /** In order; those whose time has come. */
      due(
        webhookId: string,
        now: Date,
        limit: number,
      ): Promise<{ delivery: WebhookDelivery; payload: string }[]>;
      /** When the next of those that wait is due. */
      nextAt(webhookId: string): Promise<string | undefined>;
      done(id: number): Promise<void>;
      /** Without `retryAt` it is given up. */
      failed(id: number, why: { status?: number; message: string; retryAt?: Date }): Promise<void>;
      list(webhookId: string, limit: number): Promise<WebhookDelivery[]>;
      retry(tx: Tx, id: number): Promise<WebhookDelivery | undefined>;
      remove(tx: Tx, id: number): Promise<WebhookDelivery | undefined>;
      /** Drops what nobody took since. */
      prune(before: Date): Promise<void>;
    };
  };

  /** Keys of programs. */
  readonly apiTokens: {
    insert(tx: Tx, row: ApiTokenRow): Promise<void>;
    byHash(hash: string): Promise<ApiTokenRow | undefined>;
    /** Newest first. */
    list(): Promise<ApiToken[]>;
    used(id: string, at: string): Promise<void>;
    remove(tx: Tx, id: string): Promise<void>;
  };

  readonly campaigns: CampaignStore;
  readonly security: SecurityStore;
  readonly tolls: TollStore;

  readonly settings: {
    /** `undefined` on a new store. */
    get(): Promise<{ settings: Settings; version: number } | undefined>;
    /** Refused with `conflict` when `version` is not the stored one plus one. */
    put(tx: Tx, settings: Settings, version: number): Promise<void>;
  };

  readonly audit: {
    append(tx: Tx, entry: AuditEntry): Promise<void>;
    ofEntity(entity: string, entityId: string): Promise<(AuditEntry & { at: string })[]>;
  };

  readonly idempotency: {
    /** The answer that this key got before, or `undefined` and the key is now taken. Keys live 24 h. */
    recall(tx: Tx, key: string, actor: string): Promise<{ answer: unknown } | undefined>;
    remember(tx: Tx, key: string, actor: string, answer: unknown): Promise<void>;
  };

  close(): Promise<void>;
}

export interface ApiTokenRow {
  token: ApiToken;
  /** SHA-256 of its secret. */
  hash: string;
  /** Of whoever made it, at that time. */
  role: Role;
}

export interface WebhookRow {
  webhook: Webhook;
  secret: string;
}

export interface SessionRow {
  hash: string;
  kind: 'session' | 'token';
  agentId: string;
  expiresAt: string;
  /** Of a token: until when it may be exchanged for a new one without the password. */
  renewableUntil?: string;
}
