import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock } from '../calls/calls.fixtures.ts';
import { createGeo, GEO_LOOK_MS } from './geo.ts';
import { countryDatabase } from './mmdb.fixtures.ts';

const log = { debug() {}, info() {}, warn() {}, error: vi.fn() };
/** What is begun by an event of the PBX ends in its own time, on a busy machine later. */
const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 10_000 });

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ringback-geo-'));
  log.error.mockClear();
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const folder = () => join(dataDir, 'geoip');
function put(name: string, content: Buffer, at = new Date()): void {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(join(folder(), name), content);
  utimesSync(join(folder(), name), at, at);
}
const UKRAINE = countryDatabase({ '203.0.113.0/24': 'UA', '198.51.100.0/25': 'DE' });

describe('The database of countries', () => {
  it("tells the country of an address, in MaxMind's format", async () => {
    put('GeoLite2-Country.mmdb', UKRAINE);
    const geo = createGeo({ folder: folder(), timers: createClock(), log });
    await geo.start();
    const told = ['203.0.113.7', '198.51.100.127', '198.51.100.128', '8.8.8.8', 'no address'].map(
      geo.countryOf,
    );
    expect(told).toEqual(['UA', 'DE', undefined, undefined, undefined]);
    expect(geo.database).toEqual({ file: 'GeoLite2-Country.mmdb', builtAt: '2026-01-02T03:04:05.000Z' });
    geo.stop();
  });

  it('is none where there is none, and is taken up when it is put there, and when a newer one is', async () => {
    const clock = createClock();
    const geo = createGeo({ folder: folder(), timers: clock, log });
    await geo.start();
    expect(geo.database).toBeUndefined();
    put('old.mmdb', UKRAINE, new Date('2026-01-01'));
    clock.pass(GEO_LOOK_MS);
    await until(() => expect(geo.countryOf('203.0.113.7')).toBe('UA'));
    put('new.mmdb', countryDatabase({ '203.0.113.0/24': 'PL' }), new Date('2026-02-01'));
    await until(() => {
      clock.pass(GEO_LOOK_MS);
      expect(geo.countryOf('203.0.113.7')).toBe('PL');
    });
    geo.stop();
  });

  it('that is none is told of, and nothing is made of it', async () => {
    put('broken.mmdb', Buffer.from('not a database'));
    const geo = createGeo({ folder: folder(), timers: createClock(), log });
    await geo.start();
    expect(geo.countryOf('203.0.113.7')).toBeUndefined();
    expect(geo.database).toBeUndefined();
    expect(log.error).toHaveBeenCalledOnce();
    geo.stop();
  });
});
