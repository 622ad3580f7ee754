/**
 * A PBX for tests that keeps strictly to the `Pbx` contract: it refuses what the contract lets it refuse, and tells events in
 * order. It outlives the gateways that connect to it, so that a test can kill one and start the next.
 */
import type {
  Admission,
  DevicePhone,
  LegEndCause,
  OriginateInput,
  PbxEvent,
  PlayInput,
} from '@ringback/adapters';
import { connectTo, type FakeConnection } from './fake-pbx-connection.ts';
import { createFakeWorld, type FakeLeg, type FakeRecording, targetOf } from './fake-pbx-world.ts';
import type { Timers } from './timers.ts';

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
  /** Every name that a phone was given, as `101 Olena`. */
  readonly renamed: readonly string[];
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
  answers(legId: string, phone?: DevicePhone): void;
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

export function createFakePbx({ timers, now }: { timers: Timers; now: () => Date }): FakePbx {
  const world = createFakeWorld({ timers, now });
  const { legs, ended, bridges, recordings, playing, muted, devices, connections, state } = world;
  const { revoked, renamed, originated, mostAtOnce, at, nextId, tell, living, end, offer, answer } = world;

  return {
    legs,
    ended,
    bridges,
    recordings,
    playing,
    muted,
    admission: () => state.admission,
    revoked,
    renamed,
    originated,
    mostAtOnce,
    connect: () => connectTo(world),
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
      state.up = false;
      tell({ type: 'connection.changed', up: false });
    },
    reconnect() {
      state.up = true;
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
