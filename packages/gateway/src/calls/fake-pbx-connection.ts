/** A gateway's end of the PBX for tests: it refuses what the contract lets it refuse, and can die at any command. */
import { AdapterError, type PbxEvent } from '@ringback/adapters';
import { toneWav } from '@ringback/adapters/testing';
import type { CallPbx } from './commands.ts';
import { type FakeWorld, SYSTEM } from './fake-pbx-world.ts';

export interface FakeConnection extends CallPbx {
  /** The gateway's process dies: nothing it asked for since is done, and it hears nothing any more. */
  kill(): void;
  /** Dies at the n-th command from now, before that command is done. */
  killAtCommand(n: number): void;
  /** Resolves when it has been killed. */
  readonly died: Promise<void>;
}

/** Two seconds. */
export const FAKE_WAV = toneWav(440, 2);

export function connectTo(world: FakeWorld): FakeConnection {
  const { legs, bridges, recordings, playing, muted, devices, connections, revoked, renamed, state } = world;
  const { now, living, end, finish, endRecordings, running, originate, answer } = world;
  let dead = false;
  let until = Infinity;
  let hear: ((event: PbxEvent) => void) | undefined;
  const listeners = new Set<(event: PbxEvent) => void>();
  const never = new Promise<never>(() => {});
  const { promise: died, resolve: dies } = Promise.withResolvers<void>();

  const kill = () => {
    dead = true;
    dies();
    if (hear) connections.delete(hear);
  };
  /** Commands go over a wire: what they bring about comes later than the asking. */
  async function command<T>(work: () => T): Promise<T> {
    until -= 1;
    if (until <= 0) kill();
    if (dead) return never;
    await Promise.resolve();
    if (!state.up) throw new AdapterError(SYSTEM, 'unavailable', 'The PBX cannot be reached.');
    return work();
  }

  return {
    manifest: {
      id: SYSTEM,
      name: 'Fake PBX',
      capabilities: [
        'originate',
        'answer',
        'hangup',
        'bridge',
        'mute',
        'devices',
        'security',
        'play',
        'record',
        'replaces',
        'dtmf',
      ],
    },
    kill,
    died,
    killAtCommand(n) {
      until = n;
    },
    start() {
      hear = (event) => {
        for (const listener of listeners) listener(event);
      };
      connections.add(hear);
      if (state.up) hear({ type: 'connection.changed', up: true });
    },
    async stop() {
      if (hear) connections.delete(hear);
    },
    snapshot: async () => {
      if (dead) return never;
      if (!state.up) throw new AdapterError(SYSTEM, 'unavailable', 'The PBX cannot be reached.');
      return {
        legs: [...legs.values()].map(({ legId, answered, bridgeId }) => ({
          legId,
          answered,
          ...(bridgeId === undefined ? {} : { bridgeId }),
        })),
        onlineDevices: [...devices],
      };
    },
    events: {
      follow(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    originate: { leg: (input) => command(() => originate(input)) },
    answer: {
      ring: (legId) => command(() => void (living(legId).ringing = true)),
      answer: (legId) => command(() => answer(legId)),
    },
    security: { admit: (next) => command(() => void (state.admission = next)) },
    devices: {
      issueCredential: async ({ endpoint }) => ({
        uri: `sip:${endpoint}@fake.example`,
        authorizationUser: endpoint,
        password: 'short-lived',
        servers: ['wss://fake.example'],
        iceServers: [],
        expiresAt: new Date(now().getTime() + 120_000).toISOString(),
      }),
      revokeCredentials: (endpoint) => command(() => void revoked.push(endpoint)),
      // No step of a call: a test that counts those to kill at one does not count these.
      async rename({ endpoint, displayName }) {
        if (!state.up) throw new AdapterError(SYSTEM, 'unavailable', 'The PBX cannot be reached.');
        renamed.push(`${endpoint} ${displayName}`);
      },
    },
    hangup: { leg: (legId, cause = 'normal') => command(() => end(legId, cause)) },
    bridge: {
      create: (bridgeId) => command(() => void bridges.add(bridgeId)),
      add: (bridgeId, legId) =>
        command(() => {
          const leg = living(legId);
          if (!bridges.has(bridgeId))
            throw new AdapterError(SYSTEM, 'not-found', `There is no bridge ${bridgeId}.`);
          if (!leg.answered) throw new AdapterError(SYSTEM, 'conflict', `The leg ${legId} is not answered.`);
          if ([...playing.values()].some(({ to }) => 'legId' in to && to.legId === legId))
            throw new AdapterError(SYSTEM, 'conflict', `Something is played to the leg ${legId}.`);
          leg.bridgeId = bridgeId;
          endRecordings();
        }),
      destroy: (bridgeId) =>
        command(() => {
          bridges.delete(bridgeId);
          for (const leg of legs.values()) if (leg.bridgeId === bridgeId) leg.bridgeId = undefined;
          endRecordings();
        }),
    },
    mute: {
      leg: (legId, on) =>
        command(() => void (on ? muted.add(living(legId).legId) : muted.delete(living(legId).legId))),
    },
    play: {
      start: (input) =>
        command(() => {
          if (!/^[\w-]{1,60}$/.test(input.playId))
            throw new AdapterError(SYSTEM, 'invalid', `${input.playId} is no playback id.`);
          if ('legId' in input.to && living(input.to.legId).bridgeId !== undefined)
            throw new AdapterError(SYSTEM, 'conflict', `The leg ${input.to.legId} stands in a bridge.`);
          if ('legId' in input.to && !living(input.to.legId).answered)
            throw new AdapterError(SYSTEM, 'conflict', `The leg ${input.to.legId} is not answered.`);
          playing.set(input.playId, input);
        }),
      stop: (playId) => command(() => void playing.delete(playId)),
    },
    record: {
      start: ({ recordingId, bridgeId }) =>
        command(() => {
          if (!bridges.has(bridgeId))
            throw new AdapterError(SYSTEM, 'not-found', `There is no bridge ${bridgeId}.`);
          if (recordings.has(recordingId))
            throw new AdapterError(SYSTEM, 'conflict', `There is a recording ${recordingId}.`);
          recordings.set(recordingId, { bridgeId, state: 'recording' });
        }),
      pause: (recordingId) => command(() => void (running(recordingId).state = 'paused')),
      resume: (recordingId) => command(() => void (running(recordingId).state = 'recording')),
      stop: (recordingId) =>
        command(() => {
          const recording = recordings.get(recordingId);
          if (recording?.state === 'recording' || recording?.state === 'paused')
            finish(recordingId, recording);
        }),
      state: (recordingId) =>
        command(() => {
          const is = recordings.get(recordingId)?.state;
          return is === undefined || is === 'removed' ? 'unknown' : is;
        }),
      fetch: (recordingId) =>
        command(() => {
          if (recordings.get(recordingId)?.state !== 'stored')
            throw new AdapterError(SYSTEM, 'not-found', `There is no recording ${recordingId}.`);
          return { contentType: 'audio/wav', body: new Blob([new Uint8Array(FAKE_WAV)]).stream() };
        }),
      remove: (recordingId) =>
        command(() => {
          const recording = recordings.get(recordingId);
          if (recording) recording.state = 'removed';
        }),
    },
  };
}
