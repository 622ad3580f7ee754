/** What a benchmark is to the harness, and the arithmetic that all share. */

export interface BenchResult {
  /** Shown as a table; the first column is the name. */
  rows: Record<string, string | number>[];
  /** ms, bytes, counts, ratios: `<name>: key=value …`. */
  numbers: Record<string, number>;
}

export interface Bench {
  run(args: string[]): Promise<BenchResult>;
}

/** Value below which the share `q` of the samples lies. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? NaN;
}
