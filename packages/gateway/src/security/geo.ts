/**
 * The country of an address, from a database in MaxMind's format that the owner puts into `<dataDir>/geoip` (docs/security.md). None is
 * shipped. A newer file is taken up by itself.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdapterLog } from '@ringback/adapters';
import { type CountryResponse, Reader } from 'maxmind';
import type { Timers } from '../calls/timers.ts';
import { isIP } from 'node:net';

export interface Geo {
  /** Two letters; `undefined` where it is not known, or there is no database. */
  countryOf(address: string): string | undefined;
  /** The database in use. */
  readonly database: { file: string; builtAt?: string } | undefined;
  start(): Promise<void>;
  stop(): void;
}

/** How often the folder is looked at, in ms. */
export const GEO_LOOK_MS = 60_000;

export interface GeoOptions {
  folder: string;
  timers: Timers;
  log: AdapterLog;
}

export function createGeo({ folder, timers, log }: GeoOptions): Geo {
  let reader: Reader<CountryResponse> | undefined;
  let database: Geo['database'];
  /** Name and time of what was read last. */
  let seen = '';
  let stopTimer = () => {};

  async function look(): Promise<void> {
    const found = await newest(folder);
    const mark = found ? `${found.file} ${found.changed}` : '';
    if (mark === seen) return;
    seen = mark;
    reader = database = undefined;
    if (!found) return;
    try {
      reader = new Reader<CountryResponse>(await readFile(join(folder, found.file)));
      const builtAt = reader.metadata.buildEpoch;
      database = { file: found.file, builtAt: builtAt.toISOString() };
      log.info({ file: found.file }, 'countries of addresses are known');
    } catch (error) {
      reader = database = undefined;
      log.error({ err: error, file: found.file }, 'this is no database of countries that can be read');
    }
  }

  function lookLater(): void {
    stopTimer = timers.after(GEO_LOOK_MS, () => {
      look()
        .catch((error: unknown) =>
          log.warn({ err: error }, 'the database of countries could not be looked at'),
        )
        .finally(lookLater);
    });
  }

  return {
    countryOf(address) {
      if (!reader || isIP(address) === 0) return undefined;
      const found = reader.get(address);
      return found?.country?.iso_code ?? found?.registered_country?.iso_code;
    },
    get database() {
      return database;
    },
    async start() {
      await look();
      lookLater();
    },
    stop: () => stopTimer(),
  };
}

async function newest(folder: string): Promise<{ file: string; changed: number } | undefined> {
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.mmdb'));
  const found = await Promise.all(
    files.map(async (file) => ({ file, changed: (await stat(join(folder, file))).mtimeMs })),
  );
  return found.sort((a, b) => b.changed - a.changed)[0];
}
