/** What looking at a PBX brought to light. */
export interface Finding {
  /** `warn`: calls are possible without it. */
  level: 'ok' | 'warn' | 'bad';
  what: string;
  /** What to do about it. */
  mend?: string;
}
