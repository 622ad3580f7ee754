import type { RTCSession } from './jssip.ts';

/** No other candidate of this kind for so long: those of the other interfaces would have come with it, in ms. */
const QUIET_MS = 20;
/** However many there may still be: no longer than this after the first one, in ms. */
const MOST_MS = 300;

/**
 * Lets JsSIP send its description as soon as there is something to try, instead of when the last STUN server has timed out, or the browser
 * has found its TCP ports, which take it a tenth of a second and serve no PBX. Without servers that is the first candidate; with STUN one by
 * which we are seen from outside, with TURN one through which we can always be reached. A call that is `gone` sends nothing.
 */
export function hurryIce(
  session: RTCSession,
  iceServers: readonly RTCIceServer[],
  gone: Promise<never>,
): void {
  const wanted = wantedType(iceServers);
  let latest: () => void;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let most: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(quiet);
    clearTimeout(most);
    quiet = most = undefined;
  };
  const send = (): void => {
    stop();
    latest();
  };
  gone.catch(stop);
  session.on('icecandidate', ({ candidate, ready }) => {
    latest = ready;
    most ??= setTimeout(send, MOST_MS);
    if (!quiet && !candidate.candidate.includes(` typ ${wanted}`)) return;
    clearTimeout(quiet);
    quiet = setTimeout(send, QUIET_MS);
  });
}

function wantedType(iceServers: readonly RTCIceServer[]): 'host' | 'srflx' | 'relay' {
  const urls = iceServers.flatMap((server) => server.urls);
  if (urls.length === 0) return 'host';
  return urls.some((url) => /^turns?:/.test(url)) ? 'relay' : 'srflx';
}
