/** Numbers for Prometheus. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Store } from '../store/contract.ts';
import { tailLog } from '../tail-log.ts';
import type { LeaseOutcome } from '../visits/leases.ts';

export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  request(labels: { method: string; route: string; status: number }, seconds: number): void;
  streamOpened(): void;
  streamClosed(): void;
  /** A visitor wanted a number of his own. */
  numberLent(outcome: LeaseOutcome): void;
  stop(): void;
}

export async function createMetrics(store: Store): Promise<Metrics> {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const registers = [register];
  const durations = new Histogram({
    name: 'ringback_http_request_seconds',
    help: 'Time from request to answer, in seconds; the event stream is not counted',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  const streams = new Gauge({
    name: 'ringback_event_stream_clients',
    help: 'Event streams that are open',
    registers,
  });
  new Gauge({
    name: 'ringback_calls_live',
    help: 'Calls that are not ended',
    registers,
    async collect() {
      this.set((await store.calls.live()).length);
    },
  });
  const callbacks = new Counter({
    name: 'ringback_callbacks_total',
    help: 'Callbacks whose promise was decided since the start',
    labelNames: ['promise'],
    registers,
  });
  const lent = new Counter({
    name: 'ringback_number_leases_total',
    help: 'Numbers that visitors wanted for themselves; exhausted = all were lent, and the default number was shown',
    labelNames: ['outcome'],
    registers,
  });
  const stopCounting = await countCallbacks(store, (promise) => callbacks.inc({ promise }));
  return {
    contentType: register.contentType,
    text: () => register.metrics(),
    request: ({ method, route, status }, seconds) =>
      durations.observe({ method, route, status: String(status) }, seconds),
    streamOpened: () => streams.inc(),
    streamClosed: () => streams.dec(),
    numberLent: (outcome) => lent.inc({ outcome }),
    stop: stopCounting,
  };
}

/** The event log is the one place that tells of a decided promise exactly once. */
async function countCallbacks(
  store: Store,
  count: (promise: 'kept' | 'broken') => void,
): Promise<() => void> {
  const { ready, stop } = tailLog({
    events: store.events,
    each({ event }) {
      if (event.type === 'callback.kept') count('kept');
      if (event.type === 'callback.broken') count('broken');
    },
    // A store that is being closed cannot be read, and there is nobody left to count for.
    failed: () => undefined,
  });
  await ready();
  return stop;
}
