/**
 * One harness for all benchmarks. `bench/<name>.bench.ts` exports `run()`: it measures the thing and its baseline side by side in
 * one run. The harness prints the table, keeps `bench/results/<name>.json`, and ends with one line of plain numbers.
 */
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface BenchResult {
  /** Shown as a table; the first column is the name. */
  rows: Record<string, string | number>[];
  /** ms, bytes, counts, ratios: `<name>: key=value …`. */
  numbers: Record<string, number>;
}

export interface Bench {
  run(args: string[]): Promise<BenchResult>;
}

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const names = globSync('*.bench.ts', { cwd: FOLDER }).map((file) => basename(file, '.bench.ts'));

/** Value below which the share `q` of the samples lies. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? NaN;
}

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2);
  if (!name || !names.includes(name)) {
    console.error(`Which benchmark? npm run bench -- <name>, where <name> is one of: ${names.join(', ')}`);
    return 1;
  }
  const bench = (await import(join(FOLDER, `${name}.bench.ts`))) as Bench;
  const { rows, numbers } = await bench.run(args);
  console.table(rows);
  mkdirSync(join(FOLDER, 'results'), { recursive: true });
  writeFileSync(join(FOLDER, 'results', `${name}.json`), JSON.stringify({ name, numbers, rows }, null, 2));
  const line = Object.entries(numbers).map(([key, value]) => `${key}=${Number(value.toFixed(3))}`);
  console.log(`${name}: ${line.join(' ')}`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(await main());
