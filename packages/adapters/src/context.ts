/** What every adapter is given: no environment reads, no global clock. */
export interface AdapterContext {
  /** `fetch`, or a test's own. */
  http: typeof fetch;
  now: () => Date;
  log: AdapterLog;
}

export interface AdapterLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What an adapter of a system of record is given besides. */
export interface CrmContext extends AdapterContext {
  /** Resolves after so many milliseconds of the same clock that `now` reads; rejects with the signal's reason when it is aborted. */
  wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** 0 ≤ n < 1, for jitter. */
  random: () => number;
  newId: () => string;
  /** ISO 3166 alpha-2: how a number without a country code is read. */
  country: () => string;
  kept: KeptValues;
  phones: PhoneIndex;
}

/** Small values of this account that outlive the process: rotating tokens, change markers. They may be secrets: never logged. */
export interface KeptValues {
  get(key: string): Promise<string | undefined>;
  /**
   * Sets the value if it still is `before` (`undefined` = there is none) and answers whether it did: of two processes that
   * refresh a token at once one wins, and the other reads what the winner wrote.
   */
  replace(key: string, before: string | undefined, next: string): Promise<boolean>;
}

/** Who has which number, for hosts that cannot search by phone: filled by polling or webhooks, kept by the gateway. */
export interface PhoneIndex {
  /** E.164 → ids of the host's records, in the order in which they were first put. */
  find(number: string): Promise<string[]>;
  /** The record's numbers, all of them; E.164. An empty list removes it. */
  put(recordId: string, numbers: readonly string[]): Promise<void>;
}
