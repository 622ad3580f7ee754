import { describe, expect, it } from 'vitest';
import type { RTCSession } from './jssip.ts';
import { LegAudio } from './leg-audio.ts';

function microphone() {
  const track = { kind: 'audio', enabled: true, live: true, stop: () => void (track.live = false) };
  const stream = { getTracks: () => [track], getAudioTracks: () => [track] };
  return { track, stream: stream as unknown as MediaStream };
}

function session() {
  const sender = {
    track: { kind: 'audio' } as object,
    replaceTrack: async (track: object): Promise<void> => void (sender.track = track),
  };
  return { sender, session: { connection: { getSenders: () => [sender] } } as unknown as RTCSession };
}

describe('another microphone under a call', () => {
  it('is what the far side hears from now on, and the one before is let go', async () => {
    const audio = new LegAudio(() => () => undefined);
    const { sender, session: up } = session();
    const old = microphone();
    audio.microphone = old.stream;
    const next = microphone();
    await audio.replace(up, next.stream, true);
    expect(sender.track).toBe(next.track);
    expect([old.track.live, next.track.live]).toEqual([false, true]);
  });

  it('is kept for the session to come where the call has none at the moment', async () => {
    const audio = new LegAudio(() => () => undefined);
    const [before, after] = [microphone(), microphone()];
    audio.microphone = before.stream;
    await audio.replace(undefined, after.stream, false);
    expect(audio.microphone).toBe(after.stream);
    expect([before.track.live, after.track.live, after.track.enabled]).toEqual([false, true, false]);
  });

  it('is not left open when the call ends meanwhile', async () => {
    const audio = new LegAudio(() => () => undefined);
    const { sender, session: up } = session();
    const [old, next] = [microphone(), microphone()];
    audio.microphone = old.stream;
    sender.replaceTrack = async () => audio.close();
    await audio.replace(up, next.stream, true);
    expect(audio.microphone).toBeUndefined();
    expect([old.track.live, next.track.live]).toEqual([false, false]);
  });
});
