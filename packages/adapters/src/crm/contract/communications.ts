import type { Call, Communication, Page, PageQuery, TimelineInput, TimelinePatch } from '@ringback/model';
import type { ReadOptions, RecordRef, WriteOptions } from './options.ts';

/** The agent of the call, in our words and, where the gateway knows it, in the host's. */
export interface CallAgent {
  id: string;
  name: string;
  extension: string;
  userId?: string;
}

export interface CallRecording {
  /** Where a person may listen to it; needs a session of Ringback's. */
  url: string;
  fileName: string;
  /** The bytes, for hosts that keep their own copy. */
  read(signal?: AbortSignal): Promise<Uint8Array>;
}

export interface CallLogEntry {
  /** As it is now; what came later is in it. */
  call: Call;
  /** Whom to log it to, by this system's id. Absent = nobody is sure: a shared number is never logged to everybody. */
  partyId?: string;
  /** Deals on whose cards it is to stand as well (S124, S135). */
  dealIds?: readonly string[];
  agent?: CallAgent;
  recording?: CallRecording;
}

export interface CommunicationQuery extends PageQuery {
  /** One of the two. */
  partyId?: string;
  dealId?: string;
  leadId?: string;
}

export interface CommunicationsGroup {
  /** Logs an ended call once per `call.id`, whatever is repeated and whatever the key. */
  logCall(entry: CallLogEntry, options: WriteOptions): Promise<void>;
  /**
   * What is known later: comment, party, recording. Logs it where it was not logged yet. The text that a person wrote in the host is
   * never overwritten: ours is put beside it. An entry with a smaller `call.version` than one that came before changes nothing.
   */
  updateCall(entry: CallLogEntry, options: WriteOptions): Promise<void>;
  /** Newest first. */
  list?(query: CommunicationQuery, options?: ReadOptions): Promise<Page<Communication>>;
  /** An entry of any kind, written by hand. */
  create?(input: TimelineInput, options: WriteOptions): Promise<Communication>;
  /** Changes such an entry; `invalid` of one that was not written by hand. */
  change?(id: string, patch: TimelinePatch, options: WriteOptions): Promise<Communication>;
  /** Leaves a note on a record. */
  comment?(on: RecordRef, text: string, options: WriteOptions): Promise<void>;
  /** Raises the host's own card of an incoming call at these users. A hint: what fails here does not matter to the call. */
  announce?(entry: CallLogEntry, userIds: readonly string[], options: WriteOptions): Promise<void>;
}
