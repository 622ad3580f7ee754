/** The settings in force. Everybody asks `current()` each time, so that a change needs no restart. */
import { type Agent, DEFAULT_SETTINGS, Settings, type Site } from '@ringback/model';
import type { Store } from '../store/contract.ts';
import { parseKept } from '../store/parse-kept.ts';
import { checkReferences } from './references.ts';

export interface StoredSettings {
  settings: Settings;
  /** Grows by one with every change. */
  version: number;
}

export interface SettingsService {
  current(): Settings;
  stored(): StoredSettings;
  site(key: string): Site | undefined;
  /** Another node may have changed them. */
  refresh(): Promise<void>;
  /** `conflict` when `version` is not the one in force. */
  change(next: StoredSettings, actor: Agent): Promise<StoredSettings>;
}

/** Settings of the store; on a new store those of the configuration file. */
export async function createSettingsService(store: Store, seed: Settings): Promise<SettingsService> {
  const kept = await store.settings.get();
  let stored = kept ? { ...kept, settings: upgrade(kept.settings) } : await plant(store, seed);
  let sites = byKey(stored.settings);
  const use = (next: StoredSettings) => {
    stored = next;
    sites = byKey(next.settings);
  };
  return {
    current: () => stored.settings,
    stored: () => stored,
    site: (key) => sites.get(key),
    async refresh() {
      const now = await store.settings.get();
      if (now && now.version > stored.version) use({ ...now, settings: upgrade(now.settings) });
    },
    async change({ settings, version }, actor) {
      // Who is out for the time keeps his place.
      const agents = await store.agents.everybody();
      checkReferences(settings, { agents, before: stored.settings });
      const next = { settings, version: version + 1 };
      await store.transaction(async (tx) => {
        await store.settings.put(tx, settings, next.version);
        const before = stored.settings;
        for (const field of Object.keys(settings) as (keyof Settings)[]) {
          if (JSON.stringify(before[field]) === JSON.stringify(settings[field])) continue;
          const entry = { actor: actor.id, entity: 'settings', entityId: '1', field };
          await store.audit.append(tx, { ...entry, old: before[field], new: settings[field] });
        }
        await store.events.append(tx, {
          type: 'settings.updated',
          data: { version: next.version },
          audience: null,
        });
      }, 'full');
      use(next);
      return next;
    },
  };
}

/** Each request of a visitor asks for its site, several times. */
function byKey({ sites }: Settings): ReadonlyMap<string, Site> {
  return new Map(sites.map((site) => [site.key, site]));
}

/** Settings that an earlier version wrote get what is new since, at any depth. */
function upgrade(settings: Settings): Settings {
  return parseKept(Settings, { ...DEFAULT_SETTINGS, ...settings });
}

async function plant(store: Store, settings: Settings): Promise<StoredSettings> {
  await store.transaction((tx) => store.settings.put(tx, settings, 1), 'full');
  return { settings, version: 1 };
}
