import { commonVersion, isHello, PROTOCOL, type Refusal, type Welcome } from '../protocol.ts';

/** The parts of `window` that joining needs. */
export interface JoinWindow {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

export interface JoinOptions {
  window: JoinWindow;
  /** The only window that is listened to. */
  parent: MessageEventSource | null;
  /** Origins of host pages that may join. */
  origins: readonly string[];
  warn?: (sentence: string) => void;
}

export interface Joined {
  port: MessagePort;
  origin: string;
}

/**
 * Waits for the host's hello and answers it. Whoever is not the parent, comes from another origin or speaks another version is
 * refused, with one warning for each reason. After the join nothing listens on the window.
 */
export function awaitHost({ window, parent, origins, warn = console.warn }: JoinOptions): Promise<Joined> {
  const { promise, resolve } = Promise.withResolvers<Joined>();
  const warned = new Set<string>();
  const warnOnce = (kind: string, sentence: string): void => {
    if (warned.has(kind)) return;
    warned.add(kind);
    warn(`Ringback: ${sentence}`);
  };
  const refuse = (port: MessagePort | undefined, reason: Refusal): void => {
    port?.postMessage({ ringback: 'refused', reason, versions: PROTOCOL } satisfies Welcome);
    port?.close();
  };

  const onMessage = (event: MessageEvent): void => {
    if (!isHello(event.data)) return;
    const port = event.ports[0];
    if (event.source !== parent) {
      warnOnce('source', 'a window that is not the host page tried to join the core frame and was refused.');
      return;
    }
    if (!origins.includes(event.origin)) {
      warnOnce(
        'origin',
        `${event.origin} is not an allowed panel origin of this gateway; add it to panelOrigins.`,
      );
      return refuse(port, 'origin');
    }
    const version = commonVersion(event.data.versions, PROTOCOL);
    if (version === undefined) {
      warnOnce(
        'version',
        'ringback.js and the core frame are of different versions; reload the page past its cache.',
      );
      return refuse(port, 'version');
    }
    if (!port) return;
    window.removeEventListener('message', onMessage);
    port.postMessage({ ringback: 'welcome', version } satisfies Welcome);
    resolve({ port, origin: event.origin });
  };
  window.addEventListener('message', onMessage);
  return promise;
}
