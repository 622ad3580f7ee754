/** 20 ms, the length of a frame. */
const FRAME_MS = 20;
/** After a stall of the process, at most this many frames are caught up with. */
const MAX_BURST = 5;

/** Calls `onFrame` 50 times a second without drifting, until the returned function is called. */
export function startTicker(onFrame: (frame: number) => void): () => void {
  let startedAt = performance.now();
  let frame = 0;
  const timer = setInterval(() => {
    const due = Math.floor((performance.now() - startedAt) / FRAME_MS);
    if (due - frame > MAX_BURST) startedAt += (due - frame - MAX_BURST) * FRAME_MS;
    for (let left = Math.min(due - frame, MAX_BURST); left > 0; left--) onFrame(frame++);
  }, FRAME_MS);
  return () => clearInterval(timer);
}
