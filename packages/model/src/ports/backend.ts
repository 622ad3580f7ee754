/** The port that every CRM element sees: groups with the same names as in the `Crm` contract, each absent as a whole. */
import type { CallPage, CallPatch, PartyPatch } from '../api.ts';
import type { Call, CallWithMatches, CallDirection } from '../call.ts';
import type { RingbackEvent } from '../events.ts';
import type { MissedCall, MissedCounts, MissedPage, MissedQuery } from '../missed.ts';
import type { ColleaguePresence, Me, MePatch } from '../me.ts';
import type { Party, PartyInput, PartyMatch } from '../party.ts';
import type { Locale } from '../locale.ts';

export interface CallListQuery {
  cursor?: string;
  /** 1..200, 50 when absent. */
  limit?: number;
  direction?: CallDirection;
  missed?: boolean;
}

/** What a read knows of its own freshness. */
export interface Fresh<T> {
  readonly value: T;
  /** True when the gateway could not be reached and this is what was kept from the last time. */
  readonly stale: boolean;
}

export interface CallsGroup {
  /** Newest first. */
  list(query?: CallListQuery): Promise<Fresh<CallPage>>;
  get(id: string): Promise<CallWithMatches>;
  /**
   * Writes a comment or ties the call to a party. Resolves when it is safely kept: with the call when the gateway took it,
   * with `undefined` when it waits in the outbox. It arrives exactly once, and in order per call.
   */
  update(id: string, patch: CallPatch): Promise<Call | undefined>;
}

export interface PartiesGroup {
  /** Never creates. */
  findByPhone(phone: string): Promise<PartyMatch[]>;
  findByName(name: string): Promise<PartyMatch[]>;
  create(input: PartyInput): Promise<Party>;
  update(id: string, patch: PartyPatch): Promise<Party>;
  readonly kinds: readonly string[];
}

export interface MeGroup {
  /** Changes `state.me`, here and in the agent's other pages. */
  update(patch: MePatch): Promise<Me>;
}

export interface MissedGroup {
  /** Open and claimed ones, newest first, unless a state is asked for. Changes follow by `missed.changed`. */
  list(query?: MissedQuery): Promise<MissedPage>;
  counts(): Promise<MissedCounts>;
  /** Rejects with `conflict`, and says who has it, while a colleague is calling back. */
  claim(id: string): Promise<MissedCall>;
  release(id: string): Promise<MissedCall>;
  dismiss(id: string, reason: string): Promise<MissedCall>;
}

export interface ColleaguesGroup {
  /** Everybody who can be called inside the firm, but the agent himself. Status follows by `agent.updated`; who talks is as it was when asked. */
  list(): Promise<ColleaguePresence[]>;
}

export type BackendStatus = 'online' | 'offline' | 'signed-out';

export interface BackendState {
  readonly status: BackendStatus;
  /** Writes that wait in the outbox. */
  readonly waiting: number;
  readonly locale: Locale;
  /** The signed-in agent's own status and settings; absent before the gateway has told them. */
  readonly me?: Me;
  /** Live calls with their matches, as the event stream tells them. */
  readonly live: readonly CallWithMatches[];
}

export interface Backend {
  readonly state: BackendState;
  /** Calls the listener after each change of `state`, not at once. */
  subscribe(listener: (state: BackendState) => void): () => void;
  /** Every fact of the event stream that this agent may see, exactly once; nothing is replayed to late followers. */
  follow(listener: (event: RingbackEvent) => void): () => void;
  readonly calls: CallsGroup;
  readonly parties?: PartiesGroup;
  readonly me?: MeGroup;
  readonly colleagues?: ColleaguesGroup;
  readonly missed?: MissedGroup;
}
