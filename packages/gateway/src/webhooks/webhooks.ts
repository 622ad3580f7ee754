/** Who is told of what, and what they have not taken: looked after by whoever manages integrations. */
import {
  type Agent,
  RingbackError,
  type Webhook,
  type WebhookAnswer,
  type WebhookDelivery,
  type WebhookInput,
  type WebhookPatch,
} from '@ringback/model';
import { present } from '../present.ts';
import type { Store, Tx, WebhookRow } from '../store/contract.ts';
import { enqueue } from './deliver.ts';
import { newWebhookSecret } from './envelope.ts';
import { type Outcome, send } from './send.ts';

const PAGE = 200;
/** Of the list of what was not taken. */
const MOST = 500;

export interface Webhooks {
  list(): Promise<Webhook[]>;
  create(agent: Agent, input: WebhookInput): Promise<WebhookAnswer>;
  update(agent: Agent, id: string, patch: WebhookPatch): Promise<Webhook>;
  remove(agent: Agent, id: string): Promise<void>;
  /** Sends `webhook.test` at once, and tells what came of it. */
  test(id: string): Promise<Outcome>;
  /** What it has not taken, oldest first. */
  deliveries(id: string): Promise<WebhookDelivery[]>;
  retry(agent: Agent, deliveryId: number): Promise<WebhookDelivery>;
  drop(agent: Agent, deliveryId: number): Promise<void>;
  /** Everything since then once more; answers how many events. */
  replay(agent: Agent, id: string, since: string): Promise<number>;
}

export interface WebhooksOptions {
  store: Store;
  http: typeof fetch;
  publicUrl: () => string;
  now: () => Date;
  newId: () => string;
  /** Something is there to be delivered. */
  wake: () => void;
}

export function createWebhooks(options: WebhooksOptions): Webhooks {
  const { store, http, now, newId, wake } = options;

  async function rowOf(id: string): Promise<WebhookRow> {
    return (await store.webhooks.get(id)) ?? missing('webhook');
  }

  const audit = (tx: Tx, agent: Agent, id: string, change: { field: string; old: unknown; new: unknown }) =>
    store.audit.append(tx, { actor: agent.id, entity: 'webhook', entityId: id, ...change });

  return {
    list: async () => (await store.webhooks.list()).map(({ webhook }) => webhook),

    async create(agent, { url, types }) {
      const secret = newWebhookSecret();
      const webhook: Webhook = {
        ...{ id: newId(), url, types: [...new Set(types)], paused: false },
        ...{ createdAt: now().toISOString(), createdBy: agent.id, waiting: 0, dead: 0 },
      };
      await store.transaction(async (tx) => {
        await store.webhooks.insert(tx, { webhook, secret });
        await audit(tx, agent, webhook.id, { field: 'created', old: null, new: { url, types } });
      }, 'full');
      return { webhook, secret };
    },

    async update(agent, id, patch) {
      const { webhook } = await rowOf(id);
      const { pausedBecause, ...kept } = webhook;
      const paused = patch.paused ?? webhook.paused;
      const next: Webhook = {
        ...kept,
        ...present(patch),
        ...(paused && pausedBecause ? { pausedBecause } : {}),
      };
      await store.transaction(async (tx) => {
        await store.webhooks.update(tx, next);
        for (const field of ['url', 'types', 'paused'] as const) {
          if (JSON.stringify(webhook[field]) === JSON.stringify(next[field])) continue;
          await audit(tx, agent, id, { field, old: webhook[field], new: next[field] });
        }
      }, 'full');
      wake();
      return next;
    },

    async remove(agent, id) {
      const { webhook } = await rowOf(id);
      await store.transaction(async (tx) => {
        await store.webhooks.remove(tx, id);
        await audit(tx, agent, id, { field: 'removed', old: { url: webhook.url }, new: null });
      }, 'full');
    },

    async test(id) {
      const { webhook, secret } = await rowOf(id);
      const at = now();
      const name = `test_${newId()}`;
      const event = { specversion: '1.0', id: name, source: options.publicUrl(), type: 'webhook.test' };
      const body = JSON.stringify({ ...event, time: at.toISOString(), data: {} });
      return send(http, { url: webhook.url, secret, id: name, body }, at);
    },

    async deliveries(id) {
      await rowOf(id);
      return store.webhooks.deliveries.list(id, MOST);
    },

    async retry(agent, deliveryId) {
      const delivery = await store.transaction(async (tx) => {
        const found = await store.webhooks.deliveries.retry(tx, deliveryId);
        if (found)
          await audit(tx, agent, found.webhookId, { field: 'retried', old: null, new: found.eventId });
        return found;
      }, 'full');
      wake();
      return delivery ?? missing('delivery');
    },

    async drop(agent, deliveryId) {
      const dropped = await store.transaction(async (tx) => {
        const found = await store.webhooks.deliveries.remove(tx, deliveryId);
        if (found)
          await audit(tx, agent, found.webhookId, { field: 'dropped', old: found.eventId, new: null });
        return found;
      }, 'full');
      if (!dropped) missing('delivery');
    },

    async replay(agent, id, since) {
      const receiver = await rowOf(id);
      let position = await store.events.positionAt(new Date(since));
      let count = 0;
      for (;;) {
        const { events } = await store.events.since(position, PAGE);
        const last = events.at(-1);
        if (!last) break;
        position = last.event.id;
        const wanted = events.filter(({ event }) =>
          (receiver.webhook.types as string[]).includes(event.type),
        );
        count += wanted.length;
        await store.transaction(async (tx) => {
          for (const { event } of wanted) await enqueue(options, tx, { event, receivers: [receiver] });
        });
      }
      await store.transaction(
        (tx) => audit(tx, agent, id, { field: 'replayed', old: null, new: since }),
        'full',
      );
      wake();
      return count;
    },
  };
}

function missing(what: 'webhook' | 'delivery'): never {
  const hint = what === 'webhook' ? 'It was removed meanwhile' : 'It was taken or dropped meanwhile';
  throw new RingbackError('not-found', `There is no such ${what}.`, {
    hint: `${hint}; load the list again.`,
  });
}
