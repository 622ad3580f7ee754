/** Full jitter: any length up to `firstMs` doubled with each attempt, at most `longestMs`. */
export function jitteredPause(attempt: number, { firstMs, longestMs, random }: PauseOptions): number {
  return random() * Math.min(firstMs * 2 ** attempt, longestMs);
}

export interface PauseOptions {
  firstMs: number;
  longestMs: number;
  /** 0..1 */
  random: () => number;
}
