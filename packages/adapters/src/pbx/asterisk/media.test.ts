import { describe, expect, it } from 'vitest';
import { createMedia, type MediaOptions } from './media.ts';
import type { AriEvent } from './wire.ts';

function rig(record: () => Promise<unknown> = async () => undefined) {
  const asked: string[] = [];
  const api = {
    recordBridge: record,
    pauseRecording: async (name: string, paused: boolean) => void asked.push(`${name} ${paused}`),
    liveRecording: async () => undefined,
    hasRecording: async () => false,
    playToChannel: async () => undefined,
  } as unknown as MediaOptions['api'];
  const media = createMedia({ api, requireUp: () => undefined, channelOf: (leg) => leg });
  const tell = (type: 'RecordingStarted' | 'RecordingFailed', name: string) =>
    media.apply({
      type,
      timestamp: '2026-03-02T09:00:00.000+0000',
      recording: { name, state: 'recording' },
    } satisfies AriEvent);
  return { asked, media, tell };
}

/** All that is ready to go on has gone on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('A recording that is paused as soon as it is asked for', () => {
  it('is paused when Asterisk has begun it: before, Asterisk refuses', async () => {
    const { asked, media, tell } = rig();
    await media.record.start({ recordingId: 'r1', bridgeId: 'b1' });
    const paused = media.record.pause('r1');
    await settled();
    expect(asked).toEqual([]);
    expect(tell('RecordingStarted', 'other')).toEqual([]);
    expect(tell('RecordingStarted', 'r1')).toEqual([]);
    await paused;
    expect(asked).toEqual(['r1 true']);
    await media.record.resume('r1');
    expect(asked).toEqual(['r1 true', 'r1 false']);
  });

  it('waits no longer when it could not begin', async () => {
    const { asked, media, tell } = rig();
    await media.record.start({ recordingId: 'r1', bridgeId: 'b1' });
    const paused = media.record.pause('r1');
    expect(tell('RecordingFailed', 'r1')).toMatchObject([{ type: 'recording.finished', failed: true }]);
    await paused;
    expect(asked).toEqual(['r1 true']);
  });

  it('does not wait for what Asterisk has not taken on', async () => {
    const { asked, media } = rig(() => Promise.reject(new Error('no such bridge')));
    await expect(media.record.start({ recordingId: 'r1', bridgeId: 'b1' })).rejects.toThrow('no such bridge');
    await media.record.pause('r1');
    expect(asked).toEqual(['r1 true']);
  });
});

describe('What is played to a leg that ends', () => {
  const AT = '2026-03-02T09:00:01.000Z';
  const play = async (media: ReturnType<typeof rig>['media'], playId: string, legId: string) =>
    media.play.start({ playId, to: { legId }, media: { kind: 'tone', tone: 'ringback' } });

  it('is over, also where Asterisk had taken it and says nothing more of it', async () => {
    const { media } = rig();
    await play(media, 'p1', 'leg-1');
    await play(media, 'p2', 'leg-2');
    expect(media.over('leg-1', AT)).toEqual([{ type: 'play.finished', playId: 'p1', at: AT }]);
    expect(media.over('leg-1', AT)).toEqual([]);
  });

  it('is told to be over once, where Asterisk has told so', async () => {
    const { media } = rig();
    await play(media, 'p1', 'leg-1');
    const playback = { id: 'p1', target_uri: 'channel:leg-1', state: 'done' };
    const timestamp = '2026-03-02T09:00:00.000+0000';
    expect(media.apply({ type: 'PlaybackFinished', timestamp, playback } as AriEvent)).toHaveLength(1);
    expect(media.over('leg-1', AT)).toEqual([]);
  });
});
