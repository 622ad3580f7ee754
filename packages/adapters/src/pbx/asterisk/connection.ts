/**
 * The stream of ARI's events, kept up for ever: whoever follows hears of its ups and downs.
 *
 * ```
 * stopped ──start──► connecting ──open, then `onOpen` done──► up
 *    ▲                   ▲  └────────── closed ◄──────────────┘
 *    └─stop, replaced    └── after a pause ─┘
 * ```
 */
import WebSocket from 'ws';
import type { AdapterLog } from '../../context.ts';

export interface ConnectionOptions {
  address: () => { url: string; headers: Record<string, string> };
  log: AdapterLog;
  /**
   * Reads what must be known before events make sense. Those that come meanwhile wait; the connection is up when it is done,
   * and tried anew when it fails.
   */
  onOpen: () => Promise<void>;
  onUp: () => void;
  onDown: () => void;
  onMessage: (text: string) => void;
  /** Every now and then while it is up: a socket that lives may still be told nothing. */
  onBeat: () => void;
}

export interface Connection {
  readonly up: boolean;
  start(): void;
  /** Puts a text on the socket that is open; lost where none is. */
  send(text: string): void;
  /** Is cut, and made anew. */
  again(): void;
  /** Stays down until `start`. */
  stop(): Promise<void>;
}

/** Pauses between attempts, ms; the last one again and again. */
const PAUSES_MS = [250, 500, 1000, 2000, 5000];
/** How long Asterisk may take to say goodbye, ms. */
const GOODBYE_MS = 1000;
/** A PBX that is gone without a word is noticed after two of these, ms. */
const PING_MS = 10_000;

export function createConnection(options: ConnectionOptions): Connection {
  let ws: WebSocket | undefined;
  let up = false;
  let attempts = 0;
  let retry: NodeJS.Timeout | undefined;
  let running = false;

  function connect(): void {
    const { url, headers } = options.address();
    const socket = new WebSocket(url, { headers, handshakeTimeout: PING_MS, perMessageDeflate: false });
    ws = socket;
    /** Messages that came before `onOpen` was done. */
    let early: string[] | undefined = [];
    let alive = true;
    const pinger = setInterval(() => {
      if (!alive) return socket.terminate();
      alive = false;
      if (socket.readyState === WebSocket.OPEN) socket.ping();
      if (up && ws === socket) options.onBeat();
    }, PING_MS);

    socket.on('open', () => {
      options.onOpen().then(
        () => {
          if (ws !== socket) return;
          attempts = 0;
          up = true;
          options.onUp();
          const waited = early ?? [];
          early = undefined;
          for (const text of waited) options.onMessage(text);
        },
        (error: unknown) => {
          options.log.warn(
            { error: String(error) },
            'Asterisk is connected, and could not be asked what goes on',
          );
          socket.terminate();
        },
      );
    });
    socket.on('message', (data) => {
      alive = true;
      if (ws !== socket) return;
      if (early) early.push(String(data));
      else options.onMessage(String(data));
    });
    socket.on('pong', () => (alive = true));
    socket.on('error', (error) => options.log.debug({ error: error.message }, 'Asterisk cannot be reached'));
    socket.on('close', (code) => {
      clearInterval(pinger);
      if (ws !== socket) return;
      ws = undefined;
      if (up) {
        up = false;
        options.log.warn({ code }, 'The connection with Asterisk is down');
        options.onDown();
      }
      if (running) later();
    });
  }

  function later(): void {
    const pause = PAUSES_MS[Math.min(attempts, PAUSES_MS.length - 1)] ?? 0;
    attempts += 1;
    retry = setTimeout(connect, pause);
    retry.unref();
  }

  return {
    get up() {
      return up;
    },
    send(text) {
      if (ws?.readyState === WebSocket.OPEN) ws.send(text);
    },
    again: () => ws?.terminate(),
    start() {
      if (running) return;
      running = true;
      attempts = 0;
      connect();
    },
    stop() {
      running = false;
      clearTimeout(retry);
      const socket = ws;
      if (!socket) return Promise.resolve();
      return new Promise((resolve) => {
        // Asterisk that is not told ends it late, and whoever comes meanwhile with the same application is cut off with it.
        const late = setTimeout(() => socket.terminate(), GOODBYE_MS);
        socket.once('close', () => {
          clearTimeout(late);
          resolve();
        });
        socket.close();
      });
    },
  };
}
