import type { Webhook, WebhookDelivery } from '@ringback/model';
import { present } from '../present.ts';
import type { Store, WebhookRow } from './contract.ts';
import { type Database, nextOf } from './database.ts';
import type { Tables } from './tables.ts';

export function createWebhooks(db: Database): Store['webhooks'] {
  const select = () =>
    db
      .on()
      .selectFrom('webhook')
      .selectAll()
      .select((eb) => {
        const count = (state: WebhookDelivery['state']) =>
          eb
            .selectFrom('webhook_delivery')
            .select(eb.fn.countAll<number>().as('n'))
            .whereRef('webhook_delivery.webhook_id', '=', 'webhook.id')
            .where('state', '=', state);
        return [count('waiting').as('waiting'), count('dead').as('dead')];
      });

  return {
    async insert(tx, { webhook, secret }) {
      await db
        .on(tx)
        .insertInto('webhook')
        .values({ id: webhook.id, secret, ...columns(webhook), delivered_at: null })
        .execute();
    },
    async update(tx, webhook) {
      await db.on(tx).updateTable('webhook').set(columns(webhook)).where('id', '=', webhook.id).execute();
    },
    async get(id) {
      const row = await select().where('id', '=', id).executeTakeFirst();
      return row && fromRow(row);
    },
    async list() {
      return (await select().orderBy('created_at', 'desc').execute()).map(fromRow);
    },
    async remove(tx, id) {
      await db.on(tx).deleteFrom('webhook').where('id', '=', id).execute();
      await db.on(tx).deleteFrom('webhook_delivery').where('webhook_id', '=', id).execute();
    },
    async delivered(id) {
      const delivered_at = db.now().toISOString();
      await db.on().updateTable('webhook').set({ delivered_at }).where('id', '=', id).execute();
    },
    deliveries: createDeliveries(db),
  };
}

function createDeliveries(db: Database): Store['webhooks']['deliveries'] {
  const get = async (id: number) => {
    const row = await db
      .on()
      .selectFrom('webhook_delivery')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return row && deliveryOf(row);
  };
  return {
    async put(tx, { webhookId, event, payload }) {
      const on = db.on(tx);
      const now = db.now().toISOString();
      const again = { state: 'waiting', attempts: 0, next_at: now };
      await on
        .insertInto('webhook_delivery')
        .values({
          ...{
            id: await nextOf(on, 'webhook-delivery'),
            webhook_id: webhookId,
            event_id: event.id,
            type: event.type,
          },
          ...{ payload, ...again, last_status: null, last_error: null, created_at: now },
        })
        .onConflict((c) => c.columns(['webhook_id', 'event_id']).doUpdateSet(again))
        .execute();
    },
    async due(webhookId, now, limit) {
      const rows = await db
        .on()
        .selectFrom('webhook_delivery')
        .selectAll()
        .where('webhook_id', '=', webhookId)
        .where('state', '=', 'waiting')
        .where('next_at', '<=', now.toISOString())
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ delivery: deliveryOf(row), payload: row.payload }));
    },
    async nextAt(webhookId) {
      const row = await db
        .on()
        .selectFrom('webhook_delivery')
        .select('next_at')
        .where('webhook_id', '=', webhookId)
        .where('state', '=', 'waiting')
        .orderBy('next_at')
        .executeTakeFirst();
      return row?.next_at;
    },
    async done(id) {
      await db.on().deleteFrom('webhook_delivery').where('id', '=', id).execute();
    },
    async failed(id, { status, message, retryAt }) {
      await db
        .on()
        .updateTable('webhook_delivery')
        .set((eb) => ({
          attempts: eb('attempts', '+', 1),
          last_status: status ?? null,
          last_error: message,
          ...(retryAt ? { next_at: retryAt.toISOString() } : { state: 'dead' }),
        }))
        .where('id', '=', id)
        .execute();
    },
    async list(webhookId, limit) {
      const rows = await db
        .on()
        .selectFrom('webhook_delivery')
        .selectAll()
        .where('webhook_id', '=', webhookId)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(deliveryOf);
    },
    async retry(tx, id) {
      await db
        .on(tx)
        .updateTable('webhook_delivery')
        .set({ state: 'waiting', attempts: 0, next_at: db.now().toISOString() })
        .where('id', '=', id)
        .execute();
      return get(id);
    },
    async remove(tx, id) {
      const delivery = await get(id);
      await db.on(tx).deleteFrom('webhook_delivery').where('id', '=', id).execute();
      return delivery;
    },
    async prune(before) {
      await db.on().deleteFrom('webhook_delivery').where('created_at', '<', before.toISOString()).execute();
    },
  };
}

function columns({ url, types, paused, pausedBecause, createdAt, createdBy }: Webhook) {
  return {
    ...{ url, types: JSON.stringify(types), paused: Number(paused), paused_because: pausedBecause ?? null },
    ...{ created_at: createdAt, created_by: createdBy },
  };
}

function fromRow(row: Tables['webhook'] & { waiting: number | null; dead: number | null }): WebhookRow {
  const webhook: Webhook = {
    ...{
      id: row.id,
      url: row.url,
      types: JSON.parse(row.types) as Webhook['types'],
      paused: row.paused === 1,
    },
    ...{ createdAt: row.created_at, createdBy: row.created_by },
    ...{ waiting: Number(row.waiting), dead: Number(row.dead) },
    ...present({
      pausedBecause: (row.paused_because as Webhook['pausedBecause']) ?? undefined,
      deliveredAt: row.delivered_at ?? undefined,
    }),
  };
  return { webhook, secret: row.secret };
}

function deliveryOf(row: Tables['webhook_delivery']): WebhookDelivery {
  return {
    ...{ id: Number(row.id), webhookId: row.webhook_id, eventId: Number(row.event_id), type: row.type },
    ...{ state: row.state as WebhookDelivery['state'], attempts: row.attempts, nextAt: row.next_at },
    createdAt: row.created_at,
    ...present({ lastStatus: row.last_status ?? undefined, lastError: row.last_error ?? undefined }),
  };
}
