/** Makes the far side heard; returns the way to silence it. */
export type PlayRemote = (stream: MediaStream) => () => void;

const GESTURES = ['pointerdown', 'keydown'] as const;

/** An audio element that is in no document. A browser that wants a gesture first gets it at the next one. */
export function playRemoteAudio(stream: MediaStream, audio = new Audio()): () => void {
  audio.autoplay = true;
  audio.srcObject = stream;
  const play = (): void => void audio.play().then(forget, () => undefined);
  const forget = (): void => GESTURES.forEach((gesture) => removeEventListener(gesture, play, true));
  for (const gesture of GESTURES) addEventListener(gesture, play, true);
  play();
  return () => {
    forget();
    audio.pause();
    audio.srcObject = null;
  };
}
