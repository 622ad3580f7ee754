import { type Campaign, type CampaignEntry, RingbackError } from '@ringback/model';
import type { Store } from './contract.ts';
import { readAnyPlace, writePlace } from './cursor.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

const DEFAULT_PAGE = 50;

export function createCampaigns(db: Database): Store['campaigns'] {
  const read = (row: { data: string }) => JSON.parse(row.data) as CampaignEntry;
  return {
    async insert(tx, campaign) {
      await db.on(tx).insertInto('campaign').values(toColumns(campaign)).execute();
    },
    async update(tx, campaign) {
      const { numUpdatedRows } = await db
        .on(tx)
        .updateTable('campaign')
        .set(toColumns(campaign))
        .where('id', '=', campaign.id)
        .where('version', '=', campaign.version - 1)
        .executeTakeFirstOrThrow();
      if (Number(numUpdatedRows) > 0) return;
      throw new RingbackError('conflict', 'Somebody else has changed this campaign meanwhile.', {
        hint: 'Look at it again.',
        retryable: true,
      });
    },
    async get(id, tx) {
      const row = await db
        .on(tx)
        .selectFrom('campaign')
        .select('data')
        .where('id', '=', id)
        .executeTakeFirst();
      return row && (JSON.parse(row.data) as Campaign);
    },
    async list() {
      const rows = await db
        .on()
        .selectFrom('campaign')
        .select('data')
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map((row) => JSON.parse(row.data) as Campaign);
    },
    async remove(tx, id) {
      await db.on(tx).deleteFrom('campaign_entry').where('campaign_id', '=', id).execute();
      await db.on(tx).deleteFrom('campaign').where('id', '=', id).execute();
    },
    entries: {
      async add(tx, entry) {
        const on = db.on(tx);
        const last = await on
          .selectFrom('campaign_entry')
          .select((eb) => eb.fn.max('position').as('position'))
          .where('campaign_id', '=', entry.campaignId)
          .executeTakeFirst();
        const { numInsertedOrUpdatedRows } = await on
          .insertInto('campaign_entry')
          .values({ ...toEntry(entry), position: Number(last?.position ?? 0) + 1 })
          .onConflict((c) => c.columns(['campaign_id', 'number']).doNothing())
          .executeTakeFirstOrThrow();
        return Number(numInsertedOrUpdatedRows) > 0;
      },
      async update(tx, entry) {
        await db
          .on(tx)
          .updateTable('campaign_entry')
          .set(toEntry(entry))
          .where('id', '=', entry.id)
          .execute();
      },
      async byCallback(tx, callbackId) {
        const row = await db
          .on(tx)
          .selectFrom('campaign_entry')
          .select('data')
          .where('callback_id', '=', callbackId)
          .executeTakeFirst();
        return row && read(row);
      },
      async due(campaignId, at, limit) {
        const rows = await db
          .on()
          .selectFrom('campaign_entry')
          .select('data')
          .where('campaign_id', '=', campaignId)
          .where('state', '=', 'waiting')
          .where('due_at', '<=', at.toISOString())
          .orderBy('due_at')
          .orderBy('position')
          .limit(limit)
          .execute();
        return rows.map(read);
      },
      async calling() {
        const rows = await db
          .on()
          .selectFrom('campaign_entry')
          .select('data')
          .where('state', '=', 'calling')
          .execute();
        return rows.map(read);
      },
      async nextAt(campaignId) {
        const row = await db
          .on()
          .selectFrom('campaign_entry')
          .select((eb) => eb.fn.min('due_at').as('due_at'))
          .where('campaign_id', '=', campaignId)
          .where('state', '=', 'waiting')
          .executeTakeFirst();
        return row?.due_at ?? undefined;
      },
      async counts(campaignId) {
        const rows = await db
          .on()
          .selectFrom('campaign_entry')
          .select(['state', 'result', (eb) => eb.fn.countAll().as('count')])
          .where('campaign_id', '=', campaignId)
          .groupBy(['state', 'result'])
          .execute();
        return rows.map(({ state, result, count }) => ({
          state: state as CampaignEntry['state'],
          result: (result ?? undefined) as CampaignEntry['result'],
          count: Number(count),
        }));
      },
      async list(campaignId, { state, cursor, limit = DEFAULT_PAGE }) {
        let rows = db
          .on()
          .selectFrom('campaign_entry')
          .select(['data', 'position', 'id'])
          .where('campaign_id', '=', campaignId)
          .orderBy('position')
          .limit(limit + 1);
        if (state !== undefined) rows = rows.where('state', '=', state);
        if (cursor !== undefined) rows = rows.where('position', '>', Number(readAnyPlace(cursor).value));
        const found = await rows.execute();
        const page = found.slice(0, limit);
        const last = page.at(-1);
        const items = page.map(read);
        return found.length > limit && last
          ? { items, next: writePlace({ value: last.position, id: last.id }) }
          : { items };
      },
    },
  };
}

function toColumns(campaign: Campaign): Tables['campaign'] {
  const { id, state, createdAt, version } = campaign;
  return { id, state, created_at: createdAt, version, data: JSON.stringify(campaign) };
}

function toEntry(entry: CampaignEntry): Omit<Tables['campaign_entry'], 'position'> {
  return {
    ...{ id: entry.id, campaign_id: entry.campaignId, number: entry.number, state: entry.state },
    ...{ result: entry.result ?? null, due_at: entry.dueAt, callback_id: entry.callbackId ?? null },
    data: JSON.stringify(entry),
  };
}
