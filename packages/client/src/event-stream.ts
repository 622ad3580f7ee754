/** The event stream: resumed where it broke off, each event exactly once, silence noticed. */
import { EVENT_DATA, EventEnvelope, type EventType, type RingbackEvent } from '@ringback/model';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { jitteredPause } from './pause.ts';

export type StreamStatus = 'open' | 'lost' | 'signed-out';

export interface EventStreamOptions {
  url: string;
  /** Position in the event log from which to follow. */
  after: number;
  getToken?: () => string | undefined | Promise<string | undefined>;
  onEvent: (event: RingbackEvent) => void;
  /** The position is older than the log: read a snapshot and open a new stream. This one has stopped. */
  onReset: () => void;
  /**
   * `lost` is told when an attempt to get back failed: a stream that the gateway closes and opens again is not lost. `signed-out` is
   * told once; the stream has stopped then.
   */
  onStatus: (status: StreamStatus) => void;
  fetch?: typeof fetch;
  random?: () => number;
  /** Without a byte for this long the stream is taken for dead, in ms; 40,000 when absent (the gateway's heartbeat is 15,000). */
  silenceMs?: number;
}

export interface EventStream {
  /** All up to here has been told, or is for others. */
  readonly position: number;
  /** Tries at once, if it is waiting for the next attempt. */
  wake(): void;
  stop(): void;
}

const SILENCE_MS = 40_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

export function createEventStream(options: EventStreamOptions): EventStream {
  const random = options.random ?? Math.random;
  const ask = options.fetch ?? fetch.bind(globalThis);
  const silenceMs = options.silenceMs ?? SILENCE_MS;
  const stopped = new AbortController();
  let position = options.after;
  let attempt = 0;
  let wake = (): void => undefined;

  function stop(): void {
    stopped.abort();
    wake();
  }

  function tell({ event: name, id, data }: EventSourceMessage): void {
    if (stopped.signal.aborted) return;
    if (name === 'reset') {
      stop();
      options.onReset();
      return;
    }
    if (name === 'position') {
      if (Number(id) > position) position = Number(id);
      return;
    }
    const event = readEvent(data);
    if (!event || event.id <= position) return;
    position = event.id;
    if (isKnown(event)) options.onEvent(event);
  }

  /** Resolves when the stream has ended, however it did. */
  async function follow(): Promise<void> {
    const attemptOver = new AbortController();
    const signal = AbortSignal.any([stopped.signal, attemptOver.signal]);
    let silence: ReturnType<typeof setTimeout> | undefined;
    const heard = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => attemptOver.abort(), silenceMs);
    };
    try {
      heard();
      const token = await options.getToken?.();
      const response = await ask(`${options.url}?after=${options.after}`, {
        headers: {
          Accept: 'text/event-stream',
          ...(position === options.after ? {} : { 'Last-Event-ID': String(position) }),
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
        },
        cache: 'no-store',
        signal,
      });
      if (response.status === 401) {
        stop();
        options.onStatus('signed-out');
        return;
      }
      if (!response.ok || !response.body) return;
      options.onStatus('open');
      const parser = createParser({ onEvent: tell });
      const decoder = new TextDecoder();
      const reader = response.body.getReader();
      for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
        heard();
        // Only now: a proxy that accepts and closes at once must not be asked in a tight loop.
        attempt = 0;
        parser.feed(decoder.decode(chunk.value, { stream: true }));
      }
    } catch {
      // Broken, refused or silent: the same to us.
    } finally {
      clearTimeout(silence);
      attemptOver.abort();
    }
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      await follow();
      if (stopped.signal.aborted) return;
      if (attempt > 0) options.onStatus('lost');
      const pause = jitteredPause(attempt, { firstMs: FIRST_PAUSE_MS, longestMs: LONGEST_PAUSE_MS, random });
      attempt += 1;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  void run();
  return {
    get position() {
      return position;
    },
    wake: () => wake(),
    stop,
  };
}

/** Undefined for what is no event of ours; a type that we do not know yet is an event whose position counts. */
function readEvent(text: string): { id: number; type: string; data: unknown } | undefined {
  try {
    const envelope = EventEnvelope.parse(JSON.parse(text));
    const schema = Object.hasOwn(EVENT_DATA, envelope.type)
      ? EVENT_DATA[envelope.type as EventType]
      : undefined;
    return { ...envelope, data: schema ? schema.parse(envelope.data) : undefined };
  } catch {
    return undefined;
  }
}

function isKnown(event: { type: string }): event is RingbackEvent {
  return Object.hasOwn(EVENT_DATA, event.type);
}
