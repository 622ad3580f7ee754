import type { RTCSession } from './jssip.ts';

/** What a later candidate may still be worth waiting for, in ms after the first. */
const WAIT_MS = { lan: 100, servers: 300 };

/**
 * Lets JsSIP send its description as soon as there is something to try, instead of when the last STUN server has timed out. Without
 * servers every candidate comes at once, and the end of gathering, which sends by itself, right after. A call that is `gone` sends nothing.
 */
export function hurryIce(
  session: RTCSession,
  iceServers: readonly RTCIceServer[],
  gone: Promise<never>,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest: () => void;
  gone.catch(() => clearTimeout(timer));
  session.on('icecandidate', ({ ready }) => {
    latest = ready;
    timer ??= setTimeout(
      () => {
        timer = undefined;
        latest();
      },
      iceServers.length === 0 ? WAIT_MS.lan : WAIT_MS.servers,
    );
  });
}
