/** Node's clock, with the means of hanging up. */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    // Nobody waits for a host while the process wants to end.
    timer.unref();
    signal?.addEventListener('abort', abort, { once: true });
  });
}
