/** What is recorded of a call, and since when. Pure. */
import { type Recording, RingbackError, type RecordingWish } from '@ringback/model';
import type { Circumstances } from '../calls/decide.ts';
import type { Draft } from '../calls/draft.ts';

const isLive = ({ state }: Recording): boolean => state === 'on' || state === 'paused';

/** The one that runs or pauses; there is at most one. */
export function liveRecording({ call }: Draft): Recording | undefined {
  return call.recordings?.find(isLive);
}

/** Where each call is recorded, a talk that has just begun is. */
export function recordByRule(draft: Draft, { settings, newId }: Circumstances): void {
  const begun = draft.writes.some((one) => one.write === 'call' && one.event === 'call.connected');
  if (!begun || settings.recordings.mode !== 'all' || draft.ended || draft.call.recordings) return;
  begin(draft, newId());
}

/** What an agent asks for. Asked for again, nothing changes. */
export function record(draft: Draft, wish: RecordingWish, { settings, newId }: Circumstances): void {
  const { mode } = settings.recordings;
  if (mode === 'off')
    throw refused('Calls are not recorded here.', 'An administrator can allow it in the settings.');
  if (mode === 'all' && wish === 'off')
    throw refused('All calls are recorded here.', 'Pause the recording instead.');
  const live = liveRecording(draft);
  if (wish === 'on') return live ? move(draft, live, 'on') : begin(draft, newId());
  if (!live) {
    if (wish === 'off') return;
    throw new RingbackError('conflict', 'This call is not recorded.', { hint: 'Begin to record it first.' });
  }
  if (wish === 'paused') return move(draft, live, 'paused');
  draft.command({ do: 'record', what: 'stop', recordingId: live.id, bridgeId: draft.bridgeId });
  draft.setRecording({ ...live, state: 'saving' });
}

const fresh = ({ call, now }: Draft, id: string, kind: Recording['kind']): Recording => ({
  ...{ id, callId: call.id, kind, state: 'on', startedAt: now.toISOString() },
  ...{ seconds: 0, bytes: 0, format: 'wav' },
});

/** What a caller says whom nobody has answered. */
export const voicemailOf = (draft: Draft, id: string): Recording => fresh(draft, id, 'voicemail');

function begin(draft: Draft, id: string): void {
  draft.setRecording(fresh(draft, id, draft.call.participants ? 'conference' : 'call'));
  draft.command({ do: 'record', what: 'start', recordingId: id, bridgeId: draft.bridgeId });
}

function move(draft: Draft, live: Recording, state: 'on' | 'paused'): void {
  if (live.state === state) return;
  const what = state === 'on' ? 'resume' : 'pause';
  draft.command({ do: 'record', what, recordingId: live.id, bridgeId: draft.bridgeId });
  draft.setRecording({ ...live, state });
}

export function recordingFailed(draft: Draft, recordingId: string): void {
  const recording = draft.call.recordings?.find(({ id }) => id === recordingId);
  if (recording && recording.state !== 'stored') draft.setRecording({ ...recording, state: 'failed' });
}

/** The file is there. */
export function recordingStored(
  draft: Draft,
  recordingId: string,
  file: Pick<Recording, 'seconds' | 'bytes' | 'format'>,
): void {
  const recording = draft.call.recordings?.find(({ id }) => id === recordingId);
  if (!recording) return;
  const kind = draft.call.participants ? 'conference' : recording.kind;
  draft.setRecording({ ...recording, ...file, kind, state: 'stored' });
}

const refused = (message: string, hint: string) => new RingbackError('forbidden', message, { hint });
