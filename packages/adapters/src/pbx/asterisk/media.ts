/** What is played and recorded by Asterisk. */
import { AdapterError } from '../../error.ts';
import type { Pbx, PbxEvent, PlayInput, PlayMedia } from '../contract.ts';
import type { AriApi } from './api.ts';
import { toIso } from './map.ts';
import type { AriEvent } from './wire.ts';

export interface MediaOptions {
  api: Pick<
    AriApi,
    | 'playToChannel'
    | 'playToBridge'
    | 'stopPlaying'
    | 'recordBridge'
    | 'pauseRecording'
    | 'stopRecording'
    | 'liveRecording'
    | 'hasRecording'
    | 'removeRecording'
    | 'recordingFile'
  >;
  /** Throws while Asterisk is not connected. */
  requireUp: () => void;
  channelOf: (legId: string) => string;
}

export interface Media {
  play: NonNullable<Pbx['play']>;
  record: NonNullable<Pbx['record']>;
  /** Asterisk does nothing else with a channel until it has played: first of all that must end. */
  quiet(legId: string): Promise<void>;
  /** Of what was played to a leg that has ended, and has not been told to be over: Asterisk says nothing of a playback that it had not begun. */
  over(legId: string, at: string): PbxEvent[];
  apply(event: AriEvent): PbxEvent[];
}

/** Asterisk begins to record in a few ms; what is asked of it later than this need not wait, ms. */
const BEGINS_WITHIN_MS = 2_000;

export function createMedia({ api, requireUp, channelOf }: MediaOptions): Media {
  /** Leg of each playback that has not ended. */
  const playing = new Map<string, string>();
  /** Recordings that Asterisk has taken on and has not begun: it refuses to pause these. */
  const beginning = new Map<string, PromiseWithResolvers<void>>();

  const playedTo = (legId: string): string[] =>
    [...playing].flatMap(([playId, leg]) => (leg === legId ? [playId] : []));

  async function start({ playId, to, media }: PlayInput): Promise<void> {
    requireUp();
    checkedId(playId);
    const uri = toUri(media);
    if ('bridgeId' in to) return void (await api.playToBridge(to.bridgeId, playId, uri));
    playing.set(playId, to.legId);
    await api.playToChannel(channelOf(to.legId), playId, uri).catch((error: unknown) => {
      playing.delete(playId);
      throw error;
    });
  }

  return {
    play: {
      start,
      async stop(playId) {
        requireUp();
        await api.stopPlaying(playId);
      },
    },
    record: createRecord({ api, requireUp, beginning }),
    async quiet(legId) {
      await Promise.all(playedTo(legId).map((playId) => api.stopPlaying(playId)));
    },
    over: (legId, at) =>
      playedTo(legId).map((playId) => {
        playing.delete(playId);
        return { type: 'play.finished', playId, at };
      }),
    apply(event) {
      if (event.type === 'PlaybackFinished') {
        playing.delete(event.playback.id);
        return [{ type: 'play.finished', playId: event.playback.id, at: toIso(event.timestamp) }];
      }
      if (
        event.type !== 'RecordingStarted' &&
        event.type !== 'RecordingFinished' &&
        event.type !== 'RecordingFailed'
      )
        return [];
      beginning.get(event.recording.name)?.resolve();
      beginning.delete(event.recording.name);
      if (event.type === 'RecordingStarted') return [];
      const { name: recordingId, duration = 0 } = event.recording;
      const told = { type: 'recording.finished' as const, recordingId, seconds: Math.max(0, duration) };
      const at = toIso(event.timestamp);
      return [event.type === 'RecordingFailed' ? { ...told, seconds: 0, failed: true, at } : { ...told, at }];
    },
  };
}

function createRecord({
  api,
  requireUp,
  beginning,
}: Pick<MediaOptions, 'api' | 'requireUp'> & {
  beginning: Map<string, PromiseWithResolvers<void>>;
}): NonNullable<Pbx['record']> {
  function begins(recordingId: string): void {
    const begun = Promise.withResolvers<void>();
    beginning.set(recordingId, begun);
    const timer = setTimeout(() => {
      begun.resolve();
      if (beginning.get(recordingId) === begun) beginning.delete(recordingId);
    }, BEGINS_WITHIN_MS);
    void begun.promise.then(() => clearTimeout(timer));
  }

  async function state(recordingId: string) {
    requireUp();
    const live = await api.liveRecording(checkedId(recordingId));
    if (live === 'paused') return 'paused';
    if (live === 'recording' || live === 'queued') return 'recording';
    return (await api.hasRecording(recordingId)) ? 'stored' : 'unknown';
  }

  async function pause(recordingId: string, paused: boolean): Promise<void> {
    await beginning.get(recordingId)?.promise;
    requireUp();
    await api.pauseRecording(recordingId, paused);
  }

  return {
    async start({ recordingId, bridgeId }) {
      if ((await state(recordingId)) !== 'unknown')
        throw new AdapterError('asterisk', 'conflict', `There is a recording ${recordingId} already`);
      begins(recordingId);
      await api.recordBridge(bridgeId, recordingId).catch((error: unknown) => {
        beginning.get(recordingId)?.resolve();
        beginning.delete(recordingId);
        throw error;
      });
    },
    pause: (recordingId) => pause(recordingId, true),
    resume: (recordingId) => pause(recordingId, false),
    async stop(recordingId) {
      requireUp();
      await api.stopRecording(recordingId);
    },
    state,
    async fetch(recordingId) {
      requireUp();
      return api.recordingFile(checkedId(recordingId));
    },
    async remove(recordingId) {
      requireUp();
      await api.removeRecording(checkedId(recordingId));
    },
  };
}

/** Names become files of Asterisk's. */
function checkedId(id: string): string {
  if (/^[\w-]{1,60}$/.test(id)) return id;
  throw new AdapterError(
    'asterisk',
    'invalid',
    'A recording or playback id is 1 to 60 letters, digits, _ and -',
  );
}

/** ARI takes several at once, with commas between them. */
function toUri(media: PlayMedia): string {
  if (media.kind === 'tone') return 'tone:ring';
  if (/^https?:\/\/[^\s,]+$/.test(media.url)) return `sound:${media.url}`;
  throw new AdapterError('asterisk', 'invalid', `Asterisk cannot play ${media.url}`, {
    hint: 'Only http and https addresses without commas can be played.',
  });
}
