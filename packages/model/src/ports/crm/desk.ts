/** What cards, lists and forms are made of. */
import type { CallScript, Disposition } from '../../crm-settings.ts';
import type { DirectoryEntry } from '../../directory.ts';
import type { CallerCardLayout, CardLayout, Entity } from '../../layout.ts';
import type { Party } from '../../party.ts';
import type { SavedView, ViewInput, ViewQuery } from '../../view.ts';

/** Who may be responsible: a user of the system of record. */
export interface UserChoice {
  /** Goes into `responsibleId`. */
  id: string;
  name: string;
  email?: string;
  extension?: string;
  /** The agent of ours who he is. */
  agentId?: string;
}

export interface UsersGroup {
  list(): Promise<UserChoice[]>;
}

export interface LayoutsGroup {
  get(entity: Entity): Promise<CardLayout>;
  /** What the caller card shows, and in which order. Absent where the gateway is older. */
  callerCard?(): Promise<CallerCardLayout>;
}

export interface DispositionsGroup {
  /** What came of a call; goes into `calls.update` as `dispositionId`. */
  list(): Promise<Disposition[]>;
}

export interface ScriptsGroup {
  list(): Promise<CallScript[]>;
}

export interface ViewsGroup {
  /** The agent's own of this list and page, and those that others share. */
  list(query: ViewQuery): Promise<SavedView[]>;
  create(input: ViewInput): Promise<SavedView>;
  /** Replaces it. `forbidden` for another's. */
  update(id: string, input: ViewInput): Promise<SavedView>;
  remove(id: string): Promise<void>;
}

export interface DirectoryGroup {
  /** Who owns the number out in the world; `null` when no directory knows. Creates nothing. */
  lookup(number: string): Promise<DirectoryEntry | null>;
  /** Makes a draft of what the directory says; the one that is there already when there is one. */
  draft(number: string): Promise<Party>;
}
