/** Asterisk with settings that may change while the gateway runs, or may not be there yet: they are read at each start. */
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { Pbx, PbxEvent } from '../contract.ts';
import { createAsterisk } from './index.ts';
import { manifest, type AsteriskSettings } from './manifest.ts';

type Group = Record<string, (...args: never[]) => Promise<unknown>>;

export function createChangeableAsterisk(
  settings: () => AsteriskSettings | undefined,
  context: AdapterContext,
): Pbx {
  const listeners = new Set<(event: PbxEvent) => void>();
  let current: Pbx | undefined;

  function make(): Pbx | undefined {
    const given = settings();
    if (!given) return undefined;
    const made = createAsterisk(given, context);
    made.events.follow((event) => {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          context.log.error({ event: event.type, error: String(error) }, 'A listener to PBX events failed');
        }
      }
    });
    return made;
  }

  function connected(): Pbx {
    if (current) return current;
    throw new AdapterError('asterisk', 'unavailable', 'Asterisk is not connected', {
      hint: 'See Telephony at /admin.',
    });
  }

  /** Each command goes to the Asterisk of the moment; the list is complete, or it does not compile. */
  function group<K extends keyof Pbx>(
    key: K,
    commands: Record<keyof NonNullable<Pbx[K]>, true>,
  ): NonNullable<Pbx[K]> {
    const passed = Object.keys(commands).map((name) => {
      const command = async (...args: never[]): Promise<unknown> =>
        (connected()[key] as unknown as Group)[name]?.(...args);
      return [name, command] as const;
    });
    return Object.fromEntries(passed) as NonNullable<Pbx[K]>;
  }

  return {
    manifest,
    start() {
      current ??= make();
      current?.start();
    },
    async stop() {
      const stopped = current;
      current = undefined;
      await stopped?.stop();
    },
    snapshot: async () => connected().snapshot(),
    events: {
      follow(listener) {
        // Wrapped, so that following twice with one function is two followings.
        const own = (event: PbxEvent): void => listener(event);
        listeners.add(own);
        return () => listeners.delete(own);
      },
    },
    originate: group('originate', { leg: true }),
    answer: group('answer', { ring: true, answer: true }),
    hangup: group('hangup', { leg: true }),
    bridge: group('bridge', { create: true, add: true, destroy: true }),
    mute: group('mute', { leg: true }),
    play: group('play', { start: true, stop: true }),
    record: group('record', {
      ...{ start: true, pause: true, resume: true, stop: true },
      ...{ state: true, fetch: true, remove: true },
    }),
    security: group('security', { admit: true }),
    devices: group('devices', { issueCredential: true, revokeCredentials: true, rename: true }),
  };
}
