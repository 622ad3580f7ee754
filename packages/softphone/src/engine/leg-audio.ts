/** What one call is spoken into and heard through. */
import type { RTCSession } from './jssip.ts';
import { closeStream } from './microphone.ts';
import type { PlayRemote } from './remote-audio.ts';

export class LegAudio {
  readonly #play: PlayRemote;
  readonly #silence = new Map<RTCSession, () => void>();
  #microphone: MediaStream | undefined;

  constructor(play: PlayRemote) {
    this.#play = play;
  }

  get microphone(): MediaStream | undefined {
    return this.#microphone;
  }

  set microphone(stream: MediaStream) {
    this.#microphone = stream;
  }

  /** Another microphone under a call that is up. One that waits for its way to the PBX gets it with its next session. */
  async replace(session: RTCSession | undefined, stream: MediaStream, heard: boolean): Promise<void> {
    const [track] = stream.getAudioTracks();
    if (!track || !this.#microphone) return closeStream(stream);
    track.enabled = heard;
    await session?.connection
      ?.getSenders()
      .find((one) => one.track?.kind === 'audio')
      ?.replaceTrack(track);
    // The call may have ended meanwhile.
    closeStream(this.#microphone ?? stream);
    if (this.#microphone) this.#microphone = stream;
  }

  hear(session: RTCSession, stream: MediaStream): void {
    this.silence(session);
    this.#silence.set(session, this.#play(stream));
  }

  silence(session: RTCSession): void {
    this.#silence.get(session)?.();
    this.#silence.delete(session);
  }

  close(): void {
    closeStream(this.#microphone);
    this.#microphone = undefined;
    for (const silence of this.#silence.values()) silence();
    this.#silence.clear();
  }
}
