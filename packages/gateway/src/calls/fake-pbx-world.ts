/** What the PBX for tests is made of: its legs, bridges and recordings, and what happens with them whoever asked for it. */
import {
  AdapterError,
  type Admission,
  type Caller,
  type DevicePhone,
  type LegEndCause,
  type LegTarget,
  type OriginateInput,
  type PbxEvent,
  type PlayInput,
} from '@ringback/adapters';
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

export const SYSTEM = 'fake';

export const targetOf = (to: LegTarget): string => (to.kind === 'device' ? to.endpoint : to.number);

export type FakeWorld = ReturnType<typeof createFakeWorld>;

export function createFakeWorld({ timers, now }: { timers: Timers; now: () => Date }) {
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
  const revoked: string[] = [];
  const renamed: string[] = [];
  const state: { up: boolean; admission: Admission | undefined } = { up: true, admission: undefined };
  let count = 0;

  const at = () => now().toISOString();
  /** Names of a PBX's own choosing, with a dot as in Asterisk: they are no ids of ours. */
  const nextId = (kind: string) => `${kind}.${(count += 1)}`;

  function tell(event: PbxEvent): void {
    if (!state.up && event.type !== 'connection.changed') return;
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

  /** `phone`: of a device that was rung, which of its kinds. */
  function answer(legId: string, phone: DevicePhone = 'soft'): void {
    const leg = living(legId);
    if (leg.answered) return;
    leg.answered = true;
    const isDevice = leg.originated?.to.kind === 'device';
    tell({ type: 'leg.answered', legId, ...(isDevice ? { phone } : {}), at: at() });
  }

  return {
    ...{ legs, ended, bridges, originated, mostAtOnce, recordings, playing, muted, devices, connections },
    ...{
      revoked,
      renamed,
      state,
      now,
      at,
      nextId,
      tell,
      living,
      end,
      finish,
      endRecordings,
      running,
      offer,
      originate,
      answer,
    },
  };
}
