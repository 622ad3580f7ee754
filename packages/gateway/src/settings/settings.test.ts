import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SETTINGS } from '../http/http.fixtures.ts';
import { createSqliteStore } from '../store/sqlite.ts';
import { createSettingsService } from './settings.ts';

describe('settings that an earlier version stored', () => {
  let store: Awaited<ReturnType<typeof createSqliteStore>>;
  beforeEach(async () => void (store = await createSqliteStore(':memory:', { now: () => new Date() })));
  afterEach(() => store.close());

  const put = (settings: object, version = 1) =>
    store.transaction((tx) => store.settings.put(tx, settings as typeof SETTINGS, version));

  it.each([
    ['of no width', '\u200b'],
    ['of marks of direction alone', '\u202e\u2066'],
  ])('keep the gateway running with names %s, until somebody names them anew', async (_what, name) => {
    const sites = SETTINGS.sites.map((site) => ({ ...site, name }));
    await put({ ...SETTINGS, company: name, sites });
    const settings = await createSettingsService(store, SETTINGS);
    expect([settings.current().company, settings.current().sites[0]!.name]).toEqual(['?', '?']);
    expect(settings.current().ringSeconds).toBe(SETTINGS.ringSeconds);
    await put({ ...SETTINGS, partyKinds: ['lead', name] }, 2);
    await settings.refresh();
    expect(settings.current().partyKinds).toEqual(['lead', '?']);
  });

  it('that are wrong in another way are said to be', async () => {
    await put({ ...SETTINGS, ringSeconds: 1 });
    await expect(createSettingsService(store, SETTINGS)).rejects.toThrow('ringSeconds');
  });
});
