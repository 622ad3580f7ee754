/**
 * Hands events to their receivers. Each event becomes a row for each receiver in the store, in the order of the log; a receiver that is
 * down is asked again with growing pauses for three days, then the row is dead until somebody asks for it.
 */
import type { AdapterLog } from '@ringback/adapters';
import type { RingbackEvent } from '@ringback/model';
import type { Timers } from '../calls/timers.ts';
import { followLog } from '../follow-log.ts';
import type { Store, Tx, WebhookRow } from '../store/contract.ts';
import { createWorker, jitteredPause, type Worker } from '../worker.ts';
import { cloudEvent } from './envelope.ts';
import { type Outcome, send } from './send.ts';

const POSITION = 'webhook-position';
/** To one receiver at the same time. */
const SIDE_BY_SIDE = 4;
const LONGEST_PAUSE_MS = 60 * 60 * 1000;
const PATIENCE_MS = 3 * 24 * 60 * 60 * 1000;
/** "I am gone": the receiver asks to be left alone. */
const GONE = 410;

export interface DeliverOptions {
  store: Store;
  http: typeof fetch;
  publicUrl: () => string;
  now: () => Date;
  random: () => number;
  timers: Timers;
  log: AdapterLog;
}

export function createDeliveries(options: DeliverOptions): Worker {
  const { store, now, timers, log } = options;
  /** Until when a receiver that failed is left alone, ms since 1970. It is asked with one event, not with all that wait. */
  const resting = new Map<string, number>();

  /** What was due until `before`; answers when it wants to be asked again. */
  async function serve(row: WebhookRow, stopped: () => boolean): Promise<string | undefined> {
    const { id } = row.webhook;
    const { deliveries } = store.webhooks;
    while (!stopped() && (resting.get(id) ?? 0) <= now().getTime()) {
      const due = await deliveries.due(id, now(), resting.has(id) ? 1 : SIDE_BY_SIDE);
      if (due.length === 0) break;
      const outcomes = await Promise.all(due.map((one) => deliver(options, row, one)));
      const until = Math.max(...outcomes);
      if (until > 0) resting.set(id, until);
      else resting.delete(id);
    }
    const next = await deliveries.nextAt(id);
    const rest = new Date(resting.get(id) ?? 0).toISOString();
    return next !== undefined && next < rest ? rest : next;
  }

  return createWorker({
    ...{ store, now, timers, log, name: 'the webhooks' },
    async round(stopped) {
      let receivers = await listening(store);
      await followLog({ store, log, position: POSITION }, (tx, { event }) =>
        enqueue(options, tx, { event, receivers }),
      );
      receivers = await listening(store);
      const times = await Promise.all(receivers.map((row) => serve(row, stopped)));
      return times.filter((time) => time !== undefined).sort()[0];
    },
  });
}

const listening = async (store: Store) =>
  (await store.webhooks.list()).filter(({ webhook }) => !webhook.paused);

/** A row for each of the receivers that want this type. */
export async function enqueue(
  { store, publicUrl }: Pick<DeliverOptions, 'store' | 'publicUrl'>,
  tx: Tx,
  { event, receivers }: { event: RingbackEvent; receivers: readonly WebhookRow[] },
): Promise<void> {
  for (const { webhook } of receivers) {
    if (!(webhook.types as readonly string[]).includes(event.type)) continue;
    const payload = cloudEvent(event, publicUrl());
    await store.webhooks.deliveries.put(tx, { webhookId: webhook.id, event, payload });
  }
}

type Due = Awaited<ReturnType<Store['webhooks']['deliveries']['due']>>[number];

/** Until when the receiver shall rest, ms since 1970; 0 when it took this. */
async function deliver(options: DeliverOptions, { webhook, secret }: WebhookRow, due: Due): Promise<number> {
  const { store, http, now, log } = options;
  const { id, eventId, createdAt } = due.delivery;
  const parcel = { url: webhook.url, secret, id: `evt_${eventId}`, body: due.payload };
  const outcome = await send(http, parcel, now());
  if (outcome.ok) {
    await store.webhooks.deliveries.done(id);
    await store.webhooks.delivered(webhook.id);
    return 0;
  }
  const { status, message } = outcome;
  log.warn({ webhook: webhook.id, event: eventId, status, why: message }, 'a webhook was not taken');
  if (status === GONE) await pause(store, webhook.id);
  const retryAt = now().getTime() + pauseAfter(options, due, outcome);
  const isOver = retryAt - Date.parse(createdAt) > PATIENCE_MS;
  await store.webhooks.deliveries.failed(id, {
    ...(status === undefined ? {} : { status }),
    message,
    ...(isOver ? {} : { retryAt: new Date(retryAt) }),
  });
  return retryAt;
}

function pauseAfter({ random }: DeliverOptions, { delivery }: Due, { retryAfterMs = 0 }: Outcome): number {
  const pause = jitteredPause(delivery.attempts, { most: LONGEST_PAUSE_MS, random });
  return Math.max(Math.min(retryAfterMs, LONGEST_PAUSE_MS), pause);
}

async function pause(store: Store, id: string): Promise<void> {
  const row = await store.webhooks.get(id);
  if (!row || row.webhook.paused) return;
  await store.transaction(async (tx) => {
    await store.webhooks.update(tx, { ...row.webhook, paused: true, pausedBecause: 'gone' });
    const entry = { actor: 'ringback', entity: 'webhook', entityId: id, field: 'paused' };
    await store.audit.append(tx, { ...entry, old: false, new: true });
  });
}
