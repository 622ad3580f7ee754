/**
 * A PBX for tests that keeps strictly to the `Pbx` contract: it refuses what the contract lets it refuse, and tells events in
 * order. It outlives the gateways that connect to it, so that a test can kill one and start the next.
 */
import {
  AdapterError,
  type Admission,
  type Caller,
  type LegEndCause,
  type LegTarget,
  type OriginateInput,
  type PbxEvent,
  type PlayInput,
} from '@ringback/adapters';
import { toneWav } from '@ringback/adapters/testing';
import type { CallPbx } from './commands.ts';
import type { Timers } from './timers.ts';

export interface FakeLeg {
  legId: string;
  /** Absent: the leg was offered by its own far end. */
  originated: OriginateInput | undefined;
  answered: boolean;
  ringing: boolean;
  bridgeId: string | undefined;
}

export interface FakeRecording {
  bridgeId: string;
  state: 'recording' | 'paused' | 'stored' | 'removed';
}

export interface FakePbx {
  /** Living legs, in the order in which they came. */
  readonly legs: ReadonlyMap<string, FakeLeg>;
  /** How each leg ended. */
  readonly ended: ReadonlyMap<string, LegEndCause>;
  readonly bridges: ReadonlySet<string>;
  /** By id; one ends when nobody is left in its bridge. */
  readonly recordings: ReadonlyMap<string, FakeRecording>;
  /** What each leg hears that is played to it. */
  readonly playing: ReadonlyMap<string, PlayInput>;
  /** Legs that nobody hears. */
  readonly muted: ReadonlySet<string>;
  /** Whom it hears, as the gateway told it last. */
  admission(): Admission | undefined;
  /** Endpoints whose credentials were ended. */
  readonly revoked: readonly string[];
  /** Every originate that was ever accepted. */
  readonly originated: readonly OriginateInput[];
  /** By number of the world: how many legs have ever rung it, or talked with it, at the same time. */
  readonly mostAtOnce: ReadonlyMap<string, number>;
  /** A gateway's end of it. */
  connect(): FakeConnection;

  online(...endpoints: string[]): void;
  /** Registered, and the news of it is still on its way. */
  onlineUntold(endpoint: string): void;
  offline(endpoint: string): void;
  callIn(input: { from: string; name?: string; dialled?: string }): string;
  deviceDials(input: { endpoint: string; dialled: string; callId?: string; address?: string }): string;
  rings(legId: string): void;
  answers(legId: string): void;
  hangsUp(legId: string, cause?: LegEndCause): void;
  holds(legId: string): void;
  resumes(legId: string): void;
  /** Whatever is played has been played to its end. */
  playedToEnd(): void;
  /** An INVITE with Replaces takes the leg over; returns the new leg's id. */
  replaces(legId: string): string;
  /** A key is pressed at the far end of an answered leg. */
  presses(legId: string, digit: string): void;
  /** What this leg hears comes to its end. */
  finishesPlaying(legId: string): void;
  /** Hears what gateways hear. */
  listen(listener: (event: PbxEvent) => void): void;
  /** Tells an event as it is, also one that makes no sense. */
  tell(event: PbxEvent): void;
  /** The connection to all gateways is gone: events are lost, commands are refused. */
  disconnect(): void;
  reconnect(): void;
  /** The living leg that rings this device or number. */
  legTo(target: string): FakeLeg;
}

export interface FakeConnection extends CallPbx {
  /** The gateway's process dies: nothing it asked for since is done, and it hears nothing any more. */
  kill(): void;
  /** Dies at the n-th command from now, before that command is done. */
  killAtCommand(n: number): void;
  /** Resolves when it has been killed. */
  readonly died: Promise<void>;
}

const SYSTEM = 'fake';
/** Two seconds. */
export const FAKE_WAV = toneWav(440, 2);

export function createFakePbx({ timers, now }: { timers: Timers; now: () => Date }): FakePbx {
  const legs = new Map<string, FakeLeg>();
  const ended = new Map<string, LegEndCause>();
  const bridges = new Set<string>();
  const originated: OriginateInput[] = [];
  const mostAtOnce = new Map<string, number>();
  const recordings = new Map<string, FakeRecording>();
  const playing = new Map<string, PlayInput>();
  const muted = new Set<string>();
  const devices = new Set<string>();
  const connections = new Set<(event: PbxEvent) => void>();
  let admission: Admission | undefined;
  const revoked: string[] = [];
  let up = true;
  let count = 0;

  const at = () => now().toISOString();
  const targetOf = (to: LegTarget) => (to.kind === 'device' ? to.endpoint : to.number);
  /** Names of a PBX's own choosing, with a dot as in Asterisk: they are no ids of ours. */
  const nextId = (kind: string) => `${kind}.${(count += 1)}`;

  function tell(event: PbxEvent): void {
    if (!up && event.type !== 'connection.changed') return;
    for (const hear of [...connections]) hear(event);
  }

  function living(legId: string): FakeLeg {
    const leg = legs.get(legId);
    if (!leg) throw new AdapterError(SYSTEM, 'not-found', `There is no leg ${legId}.`);
    return leg;
  }

  function end(legId: string, cause: LegEndCause): void {
    if (!legs.delete(legId)) return;
    ended.set(legId, cause);
    muted.delete(legId);
    for (const [playId, { to }] of playing) if ('legId' in to && to.legId === legId) playing.delete(playId);
    tell({ type: 'leg.ended', legId, cause, at: at() });
    endRecordings();
  }

  function finish(recordingId: string, recording: FakeRecording): void {
    recording.state = 'stored';
    tell({ type: 'recording.finished', recordingId, seconds: 2, at: at() });
  }

  function endRecordings(): void {
    for (const [recordingId, recording] of recordings) {
      const running = recording.state === 'recording' || recording.state === 'paused';
      const heard = [...legs.values()].some((leg) => leg.bridgeId === recording.bridgeId);
      if (running && !heard) finish(recordingId, recording);
    }
  }

  function running(recordingId: string): FakeRecording {
    const recording = recordings.get(recordingId);
    if (recording?.state === 'recording' || recording?.state === 'paused') return recording;
    throw new AdapterError(SYSTEM, 'not-found', `There is no running recording ${recordingId}.`);
  }

  function offer(
    legId: string,
    event: {
      origin: { kind: 'trunk' } | { kind: 'device'; endpoint: string };
      caller: Caller;
      dialled: string;
      callId?: string;
      address?: string;
    },
  ): string {
    legs.set(legId, { legId, originated: undefined, answered: false, ringing: false, bridgeId: undefined });
    tell({ type: 'leg.offered', legId, at: at(), ...event });
    return legId;
  }

  function originate(input: OriginateInput): void {
    if (!/^[\w-]{1,60}$/.test(input.legId))
      throw new AdapterError(SYSTEM, 'invalid', `${input.legId} is no leg id.`);
    if (legs.has(input.legId) || ended.has(input.legId))
      throw new AdapterError(SYSTEM, 'conflict', `There is a leg ${input.legId}.`);
    originated.push(input);
    legs.set(input.legId, {
      legId: input.legId,
      originated: input,
      answered: false,
      ringing: false,
      bridgeId: undefined,
    });
    countAtOnce(input.to);
    if (input.to.kind === 'device' && !devices.has(input.to.endpoint)) return end(input.legId, 'unreachable');
    timers.after(input.timeoutSeconds * 1000, () => {
      if (legs.get(input.legId)?.answered === false) end(input.legId, 'no-answer');
    });
  }

  function countAtOnce(to: LegTarget): void {
    if (to.kind !== 'trunk') return;
    const living = [...legs.values()].filter(({ originated: by }) => by && targetOf(by.to) === to.number);
    mostAtOnce.set(to.number, Math.max(mostAtOnce.get(to.number) ?? 0, living.length));
  }

  function answer(legId: string): void {
    const leg = living(legId);
    if (leg.answered) return;
    leg.answered = true;
    tell({ type: 'leg.answered', legId, at: at() });
  }

  function connect(): FakeConnection {
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
      if (!up) throw new AdapterError(SYSTEM, 'unavailable', 'The PBX cannot be reached.');
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
        if (up) hear({ type: 'connection.changed', up: true });
      },
      async stop() {
        if (hear) connections.delete(hear);
      },
      snapshot: async () => {
        if (dead) return never;
        if (!up) throw new AdapterError(SYSTEM, 'unavailable', 'The PBX cannot be reached.');
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
      security: { admit: (next) => command(() => void (admission = next)) },
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
      },
      hangup: { leg: (legId, cause = 'normal') => command(() => end(legId, cause)) },
      bridge: {
        create: (bridgeId) => command(() => void bridges.add(bridgeId)),
        add: (bridgeId, legId) =>
          command(() => {
            const leg = living(legId);
            if (!bridges.has(bridgeId))
              throw new AdapterError(SYSTEM, 'not-found', `There is no bridge ${bridgeId}.`);
            if (!leg.answered)
              throw new AdapterError(SYSTEM, 'conflict', `The leg ${legId} is not answered.`);
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
            const state = recordings.get(recordingId)?.state;
            return state === undefined || state === 'removed' ? 'unknown' : state;
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

  return {
    legs,
    ended,
    bridges,
    recordings,
    playing,
    muted,
    admission: () => admission,
    revoked,
    originated,
    mostAtOnce,
    connect,
    listen: (listener) => void connections.add(listener),
    tell,
    online(...endpoints) {
      for (const endpoint of endpoints) {
        devices.add(endpoint);
        tell({ type: 'device.changed', endpoint, online: true });
      }
    },
    onlineUntold: (endpoint) => void devices.add(endpoint),
    offline(endpoint) {
      devices.delete(endpoint);
      tell({ type: 'device.changed', endpoint, online: false });
    },
    callIn({ from, name, dialled = '+380441234567' }) {
      const caller = name === undefined ? { number: from } : { number: from, name };
      return offer(nextId('trunk'), { origin: { kind: 'trunk' }, caller, dialled });
    },
    deviceDials({ endpoint, dialled, callId, address }) {
      const origin = { kind: 'device' as const, endpoint };
      const where = address === undefined ? {} : { address };
      const event = { origin, caller: { number: endpoint }, dialled, ...where };
      return offer(nextId('device'), callId === undefined ? event : { ...event, callId });
    },
    rings: (legId) => tell({ type: 'leg.ringing', legId: living(legId).legId, at: at() }),
    answers: answer,
    hangsUp: (legId, cause = 'normal') => end(living(legId).legId, cause),
    presses: (legId, digit) => tell({ type: 'leg.dtmf', legId: living(legId).legId, digit, at: at() }),
    finishesPlaying(legId) {
      for (const [playId, { to }] of playing) {
        if (!('legId' in to) || to.legId !== legId) continue;
        playing.delete(playId);
        tell({ type: 'play.finished', playId, at: at() });
      }
    },
    holds: (legId) => tell({ type: 'leg.held', legId: living(legId).legId, at: at() }),
    resumes: (legId) => tell({ type: 'leg.resumed', legId: living(legId).legId, at: at() }),
    playedToEnd() {
      for (const playId of [...playing.keys()]) {
        playing.delete(playId);
        tell({ type: 'play.finished', playId, at: at() });
      }
    },
    replaces(legId) {
      const { bridgeId } = living(legId);
      const byLegId = nextId('replacing');
      legs.delete(legId);
      legs.set(byLegId, { legId: byLegId, originated: undefined, answered: true, ringing: false, bridgeId });
      tell({ type: 'leg.replaced', legId, byLegId, at: at() });
      return byLegId;
    },
    disconnect() {
      up = false;
      tell({ type: 'connection.changed', up: false });
    },
    reconnect() {
      up = true;
      tell({ type: 'connection.changed', up: true });
    },
    legTo(target) {
      const leg = [...legs.values()].find((one) => one.originated && targetOf(one.originated.to) === target);
      if (!leg)
        throw new Error(`No leg rings ${target}; there are ${[...legs.keys()].join(', ') || 'none'}.`);
      return leg;
    },
  };
}
