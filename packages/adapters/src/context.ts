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
