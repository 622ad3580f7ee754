/**
 * One harness for all benchmarks. `bench/<name>.bench.ts` exports `run()`: it measures the thing and its baseline side by side in
 * one run. The harness prints the table, keeps `bench/results/<name>.json`, and ends with one line of plain numbers.
 */
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const names = globSync('*.bench.ts', { cwd: FOLDER }).map((file) => basename(file, '.bench.ts'));

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

process.exit(await main());
