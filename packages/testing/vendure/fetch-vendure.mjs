/**
 * Installs the test shop into a folder (425 packages, 170 MB, half a minute, once) and fills it with goods. Apart from the repository's
 * own packages: whoever does not run its tests never loads it, and its licence (GPL) touches nothing of ours.
 *
 *   node fetch-vendure.mjs FOLDER      does nothing when that is there already
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
/** What the shop is made of: when one of these changes it is made anew. */
const PARTS = ['package.json', 'package-lock.json', 'products.csv', 'initial-data.mjs'];

const folder = resolve(process.argv[2]);
const same = (file) =>
  existsSync(join(folder, file)) && readFileSync(join(folder, file)).equals(readFileSync(here(file)));
if (!PARTS.every(same)) {
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  for (const file of PARTS) copyFileSync(here(file), join(part, file));
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: part,
    stdio: 'inherit',
  });
  execFileSync(process.execPath, [here('server.mjs'), part, '--seed'], {
    stdio: 'inherit',
    env: { ...process.env, VENDURE_DISABLE_TELEMETRY: '1' },
  });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  renameSync(part, folder);
}
