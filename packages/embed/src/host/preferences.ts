/** What a person has chosen of devices, in the host's own database: the frame keeps nothing. */
import type { KeyValueStorage } from '@ringback/client/outbox';
import type { DevicePreferences } from '@ringback/model';

const KEY = 'devices';

export interface Preferences {
  /** Reads what is kept, and tells it. */
  read(): void;
  /** Tells what was read last. */
  tell(): void;
  /** A choice that is undefined is the system's own. */
  keep(choice: Partial<DevicePreferences>): Promise<void>;
}

/** Begins to read at once: it is there when the frame is. */
export function createPreferences(
  storage: Pick<KeyValueStorage, 'get' | 'set'>,
  told: (preferences: DevicePreferences) => void,
): Preferences {
  let kept = load();

  function load(): Promise<DevicePreferences> {
    // The frame checks what it is told: any script of the page could have written it.
    return storage.get(KEY).then(
      (found) => (found ?? {}) as DevicePreferences,
      () => ({}),
    );
  }
  const tell = (): void => void kept.then(told);

  return {
    tell,
    read() {
      kept = load();
      tell();
    },
    async keep(choice) {
      kept = kept.then(load).then(async (found) => {
        const next = withoutUndefined({ ...found, ...choice });
        await storage.set(KEY, next).catch(() => undefined);
        return next;
      });
      await kept;
    },
  };
}

function withoutUndefined(preferences: Partial<DevicePreferences>): DevicePreferences {
  return Object.fromEntries(Object.entries(preferences).filter(([, value]) => value !== undefined));
}
