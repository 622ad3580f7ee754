/** The port that every CRM element sees: groups with the same names as in the `Crm` contract, each absent as a whole. */
import type { CallFilters, CallPage, CallPatch } from '../api.ts';
import type { Call, CallWithMatches } from '../call.ts';
import type { RingbackEvent } from '../events.ts';
import type { MissedCall, MissedCounts, MissedPage, MissedQuery } from '../missed.ts';
import type { ColleaguePresence, Me, MePatch } from '../me.ts';
import type { Locale } from '../locale.ts';
import type { FileLink, RecordingWish, Waveform } from '../recording.ts';
import type { CallRoute } from '../routing.ts';
import type { BackendDeals } from './crm/deals.ts';
import type {
  DirectoryGroup,
  DispositionsGroup,
  LayoutsGroup,
  ScriptsGroup,
  UsersGroup,
  ViewsGroup,
} from './crm/desk.ts';
import type { DocumentsGroup } from './crm/documents.ts';
import type { BackendLeads } from './crm/leads.ts';
import type { BackendMail } from './crm/mail.ts';
import type { PartiesGroup } from './crm/parties.ts';
import type { ProcessesGroup } from './crm/processes.ts';
import type { BackendShop } from './crm/shop.ts';
import type { BackendTasks } from './crm/tasks.ts';
import type { TimelineGroup } from './crm/timeline.ts';

export type * from './crm/deals.ts';
export type * from './crm/desk.ts';
export type * from './crm/documents.ts';
export type * from './crm/leads.ts';
export type * from './crm/mail.ts';
export type * from './crm/parties.ts';
export type * from './crm/processes.ts';
export type * from './crm/shop.ts';
export type * from './crm/tasks.ts';
export type * from './crm/timeline.ts';

export interface CallListQuery extends CallFilters {
  cursor?: string;
  /** 1..200, 50 when absent. */
  limit?: number;
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
  /** The one who was called back never asked for it: his number is called back no more. */
  disown?(id: string): Promise<void>;
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

/** Absent for an agent who may hear nothing. */
export interface RecordingsGroup {
  /** An address for a player, good for some minutes; `&download=true` makes it a file to keep. `forbidden` or `not-found` of another's. */
  link(id: string): Promise<FileLink>;
  /** `unsupported` where the format does not tell. */
  waveform(id: string): Promise<Waveform>;
  /** Deletes the audio for good; the trail says who did. Absent for whoever may not. */
  remove?(id: string): Promise<void>;
  /** Begins to record a talk of his own, pauses (for card data), goes on, or ends. Absent where no calls are recorded. */
  set?(callId: string, state: RecordingWish): Promise<Call>;
}

/** Absent where the PBX leads its calls itself, and where the gateway is older. */
export interface RoutingGroup {
  /** How a call from the world came to where it rang; no decisions where none was kept. `not-found` of a call that the agent may not see. */
  ofCall(callId: string): Promise<CallRoute>;
}

/** Absent for an agent who may take no lists out of the house. */
export interface ExportsGroup {
  /** An address of a CSV file of these calls, good for some minutes; each call that the agent may see, with numbers as he may see them. */
  calls(filters: CallFilters): Promise<FileLink>;
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
  readonly deals?: BackendDeals;
  readonly leads?: BackendLeads;
  readonly tasks?: BackendTasks;
  readonly processes?: ProcessesGroup;
  readonly timeline?: TimelineGroup;
  readonly shop?: BackendShop;
  readonly mail?: BackendMail;
  readonly documents?: DocumentsGroup;
  readonly directory?: DirectoryGroup;
  readonly views?: ViewsGroup;
  readonly layouts?: LayoutsGroup;
  readonly dispositions?: DispositionsGroup;
  readonly scripts?: ScriptsGroup;
  readonly users?: UsersGroup;
  readonly recordings?: RecordingsGroup;
  readonly exports?: ExportsGroup;
  readonly routing?: RoutingGroup;
}

/** Groups of everything about customers; what these agents and this host cannot do is absent. */
export const CRM_BACKEND_GROUPS = [
  'deals',
  'leads',
  'tasks',
  'processes',
  'timeline',
  'shop',
  'mail',
  'documents',
  'directory',
  'views',
  'layouts',
  'dispositions',
  'scripts',
  'users',
  'recordings',
  'exports',
  'routing',
] as const satisfies readonly (keyof Backend)[];
export type CrmBackendGroup = (typeof CRM_BACKEND_GROUPS)[number];
