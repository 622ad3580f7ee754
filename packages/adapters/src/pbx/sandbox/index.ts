/** The sandbox PBX behind the `Pbx` contract. */
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { Pbx, PbxEvent } from '../contract.ts';
import { ControlConnection, type ControlSocket, type ControlTiming, readSnapshot } from './api.ts';
import { describeFaults } from './faults.ts';
import { manifest, SandboxSettings, type SandboxSettingsInput } from './manifest.ts';
import { createRecord } from './record.ts';

export { manifest, SandboxSettings, type SandboxSettingsInput } from './manifest.ts';
export type { ControlSocket, ControlTiming } from './api.ts';

export interface SandboxOptions {
  /** The global `WebSocket` by default. */
  openSocket?: (url: string) => ControlSocket;
  timing?: ControlTiming;
}

const realTiming: ControlTiming = {
  after: (ms, action) => {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};

export function createSandbox(
  settings: SandboxSettingsInput,
  context: AdapterContext,
  options: SandboxOptions = {},
): Pbx {
  const parsed = SandboxSettings.safeParse(settings);
  if (!parsed.success) {
    throw new AdapterError(
      manifest.id,
      'invalid',
      `The settings of the sandbox PBX are wrong: ${describeFaults(parsed.error.issues)}`,
    );
  }
  const { sipServers, domain, dtmf } = parsed.data;
  const listeners = new Set<(event: PbxEvent) => void>();
  const connection = new ControlConnection({
    settings: parsed.data,
    context,
    timing: options.timing ?? realTiming,
    openSocket: options.openSocket ?? ((url) => new WebSocket(url)),
    onEvent: (event) => tellAll(listeners, event, context),
  });
  const command = async (method: string, params: object): Promise<void> =>
    void (await connection.request(method, params));

  return {
    manifest,
    start: () => connection.start(),
    stop: async () => connection.stop(),
    snapshot: async () => readSnapshot(await connection.request('snapshot')),
    events: {
      follow: (listener) => {
        // Wrapped, so that following twice with one function is two followings.
        const own = (event: PbxEvent): void => listener(event);
        listeners.add(own);
        return () => listeners.delete(own);
      },
    },
    originate: { leg: (input) => command('originate', input) },
    answer: {
      ring: (legId) => command('ring', { legId }),
      answer: (legId) => command('answer', { legId }),
    },
    hangup: { leg: (legId, cause) => command('hangup', { legId, ...(cause && { cause }) }) },
    bridge: {
      create: (bridgeId) => command('bridge.create', { bridgeId }),
      add: (bridgeId, legId) => command('bridge.add', { bridgeId, legId }),
      destroy: (bridgeId) => command('bridge.destroy', { bridgeId }),
    },
    mute: { leg: (legId, muted) => command('mute', { legId, muted }) },
    play: {
      start: (input) => command('play.start', input),
      stop: (playId) => command('play.stop', { playId }),
    },
    record: createRecord({
      settings: parsed.data,
      context,
      request: (method, params) => connection.request(method, params),
    }),
    security: { admit: (admission) => command('admit', admission) },
    devices: {
      issueCredential: async ({ endpoint, ttlSeconds }) => {
        const username = `${endpoint}-${randomText(6)}`;
        const password = randomText(24);
        const expiresAt = new Date(context.now().getTime() + ttlSeconds * 1000).toISOString();
        await command('credential.set', { endpoint, username, password, expiresAt });
        return {
          uri: `sip:${endpoint}@${domain}`,
          authorizationUser: username,
          password,
          servers: sipServers,
          iceServers: [],
          dtmf,
          expiresAt,
        };
      },
      revokeCredentials: (endpoint) => command('credential.revoke', { endpoint }),
    },
  };
}

function tellAll(
  listeners: ReadonlySet<(event: PbxEvent) => void>,
  event: PbxEvent,
  { log }: AdapterContext,
): void {
  for (const listener of [...listeners]) {
    try {
      listener(event);
    } catch (error) {
      log.error({ system: manifest.id, event: event.type, err: error }, 'a listener of PBX events failed');
    }
  }
}

function randomText(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('base64url');
}
