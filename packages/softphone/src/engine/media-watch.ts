/** Watches the media path of one connection. */
export interface MediaWatch {
  readonly state: 'ok' | 'trying' | 'unknown';
  stop(): void;
}

/** ICE often heals by itself within this time, in ms. */
const PATIENCE_MS = 1_500;
/** How long a path may be looked for, in ms: through a relay, and on a slow network, it takes some seconds. */
const CONNECT_MS = 10_000;

export interface MediaWatchOptions {
  /** The path is lost and does not come back by itself. */
  onLost: () => void;
  onChange: () => void;
}

/**
 * JsSIP ends the call as soon as it reads that ICE has failed; we would rather mend it. So on this connection nobody reads that:
 * `connectionState` tells the truth.
 */
export function watchMedia(
  connection: RTCPeerConnection,
  { onLost, onChange }: MediaWatchOptions,
): MediaWatch {
  Object.defineProperty(connection, 'iceConnectionState', {
    configurable: true,
    get: () => (connection.connectionState === 'connected' ? 'connected' : 'disconnected'),
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    const { connectionState } = connection;
    if (connectionState === 'disconnected') timer = setTimeout(onLost, PATIENCE_MS);
    // Browsers may look for one for ever; what was lost before anybody had picked up, or could not be mended, is told again.
    else if (connectionState === 'connecting') timer = setTimeout(late, CONNECT_MS);
  };
  const late = (): void => {
    wait();
    onLost();
  };
  const look = (): void => {
    wait();
    if (connection.connectionState === 'failed') onLost();
    onChange();
  };
  // A leg that takes a call over is watched when its path is looked for already.
  wait();
  connection.addEventListener('connectionstatechange', look);
  return {
    get state() {
      const { connectionState } = connection;
      if (connectionState === 'connected') return 'ok';
      return connectionState === 'closed' ? 'unknown' : 'trying';
    },
    stop() {
      clearTimeout(timer);
      connection.removeEventListener('connectionstatechange', look);
    },
  };
}

/** How long a new path may take, in ms, before another way is tried. */
const RESTART_MS = 4_000;

/** Resolves with whether the path is there; with false when the call is `gone`. */
export function comesBack(connection: RTCPeerConnection, gone: Promise<never>): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (back: boolean) => (): void => {
      clearTimeout(timer);
      connection.removeEventListener('connectionstatechange', look);
      resolve(back);
    };
    const timer = setTimeout(() => done(connection.connectionState === 'connected')(), RESTART_MS);
    const look = (): void => {
      if (connection.connectionState === 'connected') done(true)();
      if (connection.connectionState === 'closed') done(false)();
    };
    connection.addEventListener('connectionstatechange', look);
    gone.catch(done(false));
  });
}
