/** Recordings after the talk: fetched from the PBX, kept, listened to, deleted, and forgotten when their time is over. */
import type { Readable } from 'node:stream';
import type { AdapterLog, Crm, Pbx } from '@ringback/adapters';
import {
  type Agent,
  type Call,
  may,
  type Recording,
  type RecordingFormat,
  RingbackError,
  type RecordingWish,
  type Settings,
} from '@ringback/model';
import { type Engine, entryOf } from '../calls/engine.ts';
import { maySee, noSuchCall } from '../calls/changes.ts';
import { concerns, recordingScope } from '../security/scope.ts';
import { Draft } from '../calls/draft.ts';
import { createLanes } from '../calls/lanes.ts';
import { persist } from '../calls/persist.ts';
import type { TimerSet } from '../calls/timers.ts';
import type { CallRow, Store } from '../store/contract.ts';
import { record, recordingFailed, recordingStored } from './decide.ts';
import { fileNameOf, type RecordingFiles } from './files.ts';
import { createSigner, type Signed } from './link.ts';
import { readPeaks } from './peaks.ts';

/** How long to wait before a file that could not be fetched is asked for again, in ms. */
export const FETCH_RETRY_MS = 30_000;
/** How often old recordings are looked for, in ms. */
export const RETENTION_EVERY_MS = 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Deleted in one go; the rest follows an hour later. */
const MOST_AT_ONCE = 500;

export interface RecordingDeskOptions {
  engine: Engine;
  store: Store;
  pbx: Pick<Pbx, 'manifest' | 'record'>;
  crm: Crm;
  files: RecordingFiles;
  settings: () => Settings;
  now: () => Date;
  log: AdapterLog;
  timers: TimerSet;
}

export interface RecordingDesk {
  /** Begins, pauses, goes on, ends. */
  set(agent: Agent, callId: string, wish: RecordingWish): Promise<Call>;
  link(agent: Agent, id: string): Promise<Signed>;
  /** How loud it is, in `PEAKS` parts. */
  peaks(agent: Agent, id: string): Promise<number[]>;
  /** The file behind a signed address. */
  open(
    id: string,
    signed: Signed,
  ): Promise<{
    bytes: number;
    format: RecordingFormat;
    fileName: string;
    read(range: { start: number; end: number }): Readable;
  }>;
  remove(agent: Agent, id: string): Promise<void>;
  /** The PBX has finished one. */
  finished(id: string, failed: boolean): void;
  /** What happened while nobody listened. */
  resume(): Promise<void>;
  /** Deletes what is older than the settings allow, from now on. */
  keepOrder(): void;
  idle(): Promise<void>;
}

export function createRecordingDesk(options: RecordingDeskOptions): RecordingDesk {
  const { engine, store, pbx, crm, files, settings, now, log, timers } = options;
  const saving = createLanes();
  const signer = createSigner(store, now);

  async function save(id: string): Promise<void> {
    const recording = await store.recordings.get(id);
    if (!recording || !pbx.record || !['on', 'paused', 'saving'].includes(recording.state)) return;
    try {
      const { body, contentType } = await pbx.record.fetch(id);
      const format = formatOf(contentType);
      const { bytes, seconds } = await files.write(id, body, format);
      await engine.change(recording.callId, (draft) =>
        // Of what is no WAV the length is the talk's.
        recordingStored(draft, id, { bytes, format, seconds: seconds ?? draft.call.durationSeconds }),
      );
    } catch (error) {
      if (error instanceof RingbackError && error.code === 'not-found') return fail(recording);
      log.warn({ err: error, recordingId: id }, 'a recording could not be fetched, and is tried again');
      timers.set(`recording:${id}`, FETCH_RETRY_MS, () => finished(id, false));
      return;
    }
    await pbx.record
      .remove(id)
      .catch((error: unknown) =>
        log.warn({ err: error, recordingId: id }, 'a fetched recording stays at the PBX'),
      );
    await tellCrm(recording);
  }

  async function fail({ id, callId }: Recording): Promise<void> {
    log.error({ recordingId: id, callId }, 'a recording is lost: the PBX does not have it');
    await engine.change(callId, (draft) => recordingFailed(draft, id));
  }

  /** The call was logged without it. */
  async function tellCrm({ id, callId }: Recording): Promise<void> {
    const row = await store.calls.get(callId);
    if (row?.call.state !== 'ended') return;
    await crm.communications
      ?.updateCall(entryOf(row.call, crm), {
        idempotencyKey: `recording:${id}`,
        actor: row.call.agent?.id ?? 'ringback',
      })
      .catch((error: unknown) =>
        log.error({ err: error, callId }, 'the recording could not be told to the CRM'),
      );
  }

  function finished(id: string, failed: boolean): void {
    const job = async () => {
      const recording = failed ? await store.recordings.get(id) : undefined;
      return recording ? fail(recording) : save(id);
    };
    saving
      .run(id, job)
      .catch((error: unknown) => log.error({ err: error, recordingId: id }, 'a recording could not be kept'));
  }

  async function catchUp(recording: Recording): Promise<void> {
    const { id, callId } = recording;
    const state = await pbx.record?.state(id);
    const row = await store.calls.get(callId);
    const talks = row !== undefined && row.call.state !== 'ended' && recording.state !== 'saving';
    if (state === 'stored') return finished(id, false);
    if (state !== 'unknown') return talks ? undefined : pbx.record?.stop(id);
    if (!talks) return finished(id, true);
    // The gateway died before it could ask for it.
    await engine.change(callId, (draft) =>
      draft.command({ do: 'record', what: 'start', recordingId: id, bridgeId: draft.bridgeId }),
    );
  }

  /** Takes the file away and says who did. */
  async function forget(recording: Recording, actor: string): Promise<void> {
    await engine.lanes.run(recording.callId, async () => {
      const facts = await engine.load(recording.callId);
      if (!facts) return;
      const draft = new Draft(facts, now());
      draft.setRecording({ ...recording, state: 'deleted' });
      const matches = await engine.matchesOf(draft.call);
      await store.transaction(async (tx) => {
        await persist(store, tx, draft, matches);
        const entry = { actor, entity: 'recording', entityId: recording.id, field: 'state' };
        await store.audit.append(tx, { ...entry, old: recording.state, new: 'deleted' });
      }, 'full');
    });
    await files.remove(recording.id, recording.format);
  }

  async function prune(): Promise<void> {
    const before = new Date(now().getTime() - settings().recordings.keepDays * DAY_MS);
    for (const recording of await store.recordings.storedBefore(before, MOST_AT_ONCE))
      await forget(recording, 'ringback');
  }

  function keepOrder(): void {
    saving
      .run('retention', prune)
      .catch((error: unknown) => log.error({ err: error }, 'old recordings could not be deleted'));
    timers.set('retention', RETENTION_EVERY_MS, keepOrder);
  }

  /** A stored recording of a call that this agent may listen to. */
  async function audible(agent: Agent, id: string): Promise<Recording> {
    const recording = await store.recordings.get(id);
    const row = recording && (await store.calls.get(recording.callId));
    if (!recording || !row || !mayHear(agent, row, settings(), recording)) throw noSuchRecording(id);
    if (recording.state === 'stored') return recording;
    throw new RingbackError('conflict', NOT_STORED[recording.state], {
      hint: 'Look at the call again later.',
    });
  }

  return {
    async set(agent, callId, wish) {
      return engine.lanes.run(callId, async () => {
        const facts = await engine.load(callId);
        if (!facts || !maySee(agent, facts.row, settings())) throw noSuchCall(callId);
        const draft = new Draft(facts, now());
        if (!pbx.record) throw new RingbackError('unsupported', `${pbx.manifest.name} cannot record.`);
        if (draft.ended || !draft.talkingLegOf(agent.id) || draft.call.connectedAt === undefined) {
          throw new RingbackError('conflict', 'You do not talk in this call.', {
            hint: 'Only those who talk can have their call recorded.',
          });
        }
        record(draft, wish, await engine.circumstances());
        await engine.commit(draft);
        return draft.call;
      });
    },
    async link(agent, id) {
      await audible(agent, id);
      return signer.sign(id);
    },
    async peaks(agent, id) {
      const { format } = await audible(agent, id);
      const bytes = await files.size(id, format);
      if (bytes === undefined) throw noSuchRecording(id);
      return readPeaks((range) => files.read(id, format, range), { bytes, format });
    },
    async open(id, signed) {
      if (!(await signer.verify(id, signed))) {
        throw new RingbackError('forbidden', 'This address has ended, or was changed.', {
          hint: 'Ask for a new one: POST /recordings/:id/link.',
        });
      }
      const recording = await store.recordings.get(id);
      const row = recording && (await store.calls.get(recording.callId));
      if (recording?.state !== 'stored' || !row) throw noSuchRecording(id);
      const { format } = recording;
      const bytes = await files.size(id, format);
      if (bytes === undefined) throw noSuchRecording(id);
      const fileName = fileNameOf(row.call.startedAt, format);
      return { bytes, format, fileName, read: (range) => files.read(id, format, range) };
    },
    async remove(agent, id) {
      const recording = await audible(agent, id);
      if (!may(agent, 'recordings.delete')) {
        throw new RingbackError('forbidden', 'Your role may not delete recordings.', {
          hint: 'Ask the head of the firm.',
        });
      }
      await saving.run(id, () => forget(recording, agent.id));
    },
    finished,
    async resume() {
      if (!pbx.record) return;
      for (const recording of await store.recordings.inStates(['on', 'paused', 'saving']))
        await catchUp(recording);
    },
    keepOrder,
    idle: saving.idle,
  };
}

const formatOf = (contentType: string): RecordingFormat => (/mpeg|mp3/.test(contentType) ? 'mp3' : 'wav');

const NOT_STORED = {
  on: 'The call is being recorded.',
  paused: 'The call is being recorded.',
  saving: 'The recording is on its way.',
  failed: 'The recording was lost.',
  deleted: 'The recording was deleted.',
} as const;

/** Own talks, those of his people, or everybody's; of a call that only rang at him he has nothing to hear but what the caller left. */
function mayHear(
  agent: Agent,
  { call, audience }: CallRow,
  rules: Pick<Settings, 'routing'>,
  { kind }: Recording,
): boolean {
  const talked = [
    call.agent?.id,
    ...(call.participants ?? []).map((one) => one.agent?.id),
    ...(call.direction === 'internal' || kind === 'voicemail' ? audience : []),
  ].filter((id) => id !== undefined);
  return concerns(recordingScope(agent, rules), talked);
}

function noSuchRecording(id: string): RingbackError {
  return new RingbackError('not-found', `There is no recording ${id}, or it is not yours.`);
}
