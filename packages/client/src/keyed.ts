import type { Backend, Call, CallPatch, CallsGroup } from '@ringback/model';

interface KeyedCalls extends CallsGroup {
  update(id: string, patch: CallPatch, key?: string): Promise<Call | undefined>;
}

/** A `Backend` whose writes may be given their Idempotency-Key, so that an outbox can repeat them. */
export interface KeyedBackend extends Backend {
  readonly calls: KeyedCalls;
  /** A method of a group of customers, by its name; the same key is the same write. */
  askCrm(method: string, args: readonly unknown[], key: string): Promise<unknown>;
}
