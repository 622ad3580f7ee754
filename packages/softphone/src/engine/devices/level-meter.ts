/** How loud a microphone is. Loaded when somebody wants to see it. */
export type TrackNow = () => MediaStreamTrack | undefined;

const EVERY_MS = 100;
/** Quieter than this is silence, in dB of full scale. */
const FLOOR_DB = -60;

/** Ten times a second while there is a microphone; once 0 when it is gone. */
export function followLevel(track: TrackNow, listener: (level: number) => void): () => void {
  let ear: { context: AudioContext; analyser: AnalyserNode; of: MediaStreamTrack } | undefined;

  function listenTo(next: MediaStreamTrack | undefined): void {
    if (next === ear?.of) return;
    void ear?.context.close();
    ear = undefined;
    if (!next) return listener(0);
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 1024 });
    context.createMediaStreamSource(new MediaStream([next])).connect(analyser);
    ear = { context, analyser, of: next };
  }

  const timer = setInterval(() => {
    listenTo(track());
    if (ear) listener(loudness(ear.analyser));
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    void ear?.context.close();
  };
}

function loudness(analyser: AnalyserNode): number {
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  return levelOf(samples);
}

/** 0 is silence, 1 the loudest there is; even steps are even steps to the ear. */
export function levelOf(samples: Float32Array): number {
  const power = samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
  return Math.min(1, Math.max(0, 1 - (10 * Math.log10(power || 1e-12)) / FLOOR_DB));
}
