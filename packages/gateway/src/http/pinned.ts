/**
 * Versions of the panel's script, for pages that pin one by its integrity (SRI). Each version that this gateway has ever served stays in the
 * data folder: an update takes none away from the pages that name it. The core frame is always the newest, and shakes hands by protocol version.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';

export interface PinnedScripts {
  /** Holds a folder for each version. */
  readonly folder: string;
  /** Name of the version of now. */
  readonly version: string;
  /** Of `ringback.js`, as the attribute `integrity` takes it. */
  readonly integrity: string;
}

/** What a page loads under its own origin; the frame's page and chunks are not of it. */
const PARTS = '{*.js,panel/*.js,words/*.js}';

/**
 * Keeps the version of now, unless it is kept already.
 * @param bundles folder of the built `ringback.js`; without one there is nothing to pin
 */
export async function keepPinned(
  bundles: string | undefined,
  folder: string,
): Promise<PinnedScripts | undefined> {
  if (bundles === undefined || !existsSync(join(bundles, 'ringback.js'))) return undefined;
  const files = globSync(PARTS, { cwd: bundles }).sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(await readFile(join(bundles, file)));
  const version = hash.digest('hex').slice(0, 12);
  const kept = join(folder, version);
  if (!existsSync(kept)) await copy(bundles, files, folder, kept);
  const script = await readFile(join(kept, 'ringback.js'));
  return { folder, version, integrity: `sha384-${createHash('sha384').update(script).digest('base64')}` };
}

/** Whole or not at all: a gateway that is killed meanwhile leaves no half version. */
async function copy(bundles: string, files: string[], folder: string, kept: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const fresh = await mkdtemp(join(folder, 'new-'));
  for (const file of files) await cp(join(bundles, file), join(fresh, file));
  // Another node of ours may have been first.
  await rename(fresh, kept).catch(() => rm(fresh, { recursive: true }));
}
