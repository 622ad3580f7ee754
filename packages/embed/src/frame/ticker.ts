import { TICK_MS } from '../protocol.ts';

/** Calls `onTick` every `TICK_MS`, also in a background tab; stops while the page is frozen. Returns the way to stop. */
export type Ticker = (onTick: () => void) => () => void;

/** The one script that this page may start as a worker. */
const POLICY = 'ringback-worker';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

export function createTicker(workerUrl: string): Ticker {
  return (onTick) => {
    try {
      const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
      const policy = trustedTypes?.createPolicy(POLICY, { createScriptURL: () => workerUrl });
      const worker = new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { type: 'module' });
      worker.onmessage = onTick;
      return () => worker.terminate();
    } catch {
      // A clock that is slowed down in the background is better than none.
      const timer = setInterval(onTick, TICK_MS);
      return () => clearInterval(timer);
    }
  };
}
