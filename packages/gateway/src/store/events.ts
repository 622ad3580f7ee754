import type { RingbackEvent } from '@ringback/model';
import { compiledOnce } from './compiled-once.ts';
import type { EventPage, Store, StoredEvent } from './contract.ts';
import { counterValue, type Database, nextOf } from './database.ts';
import { createEventTail, isFor } from './event-tail.ts';
import type { Tables } from './tables.ts';

const LAST = 'event';
/** The newest event that is no longer kept. */
const PRUNED = 'event-pruned';

const insert = compiledOnce((on, row: Tables['event']) =>
  on.insertInto('event').values({
    ...{ id: row.id, type: row.type, time: row.time, data: row.data },
    audience: row.audience,
  }),
);

export function createEvents(db: Database): Store['events'] {
  const listeners = new Set<() => void>();
  const tail = createEventTail();
  const wake = () => listeners.forEach((listener) => listener());
  db.onForeignCommit(() => {
    tail.forget();
    wake();
  });
  async function sinceInStore(after: number, limit: number, reader?: string): Promise<EventPage> {
    const on = db.on();
    const [pruned, last] = [await counterValue(on, PRUNED), await counterValue(on, LAST)];
    // A position from the future was given out by another store: this one was put back from a backup, or emptied.
    if (after < pruned || after > last) return { events: [], through: after, reset: true };
    // Ids have no gaps: a number that is taken in a transaction is given back with it.
    const through = Math.min(after + limit, last);
    let query = on.selectFrom('event').selectAll().where('id', '>', after).where('id', '<=', through);
    // What is for others is not even read.
    if (reader !== undefined)
      query = query.where((eb) =>
        eb.or([eb('audience', 'is', null), eb('audience', 'like', `%${JSON.stringify(reader)}%`)]),
      );
    const events = (await query.orderBy('id').execute()).map(fromRow);
    return { events: events.filter((stored) => isFor(stored, reader)), through, reset: false };
  }

  return {
    async append(tx, { type, data, audience }) {
      const on = db.on(tx);
      const id = await nextOf(on, LAST);
      const row = {
        ...{ id, type, time: db.now().toISOString(), data: JSON.stringify(data) },
        audience: audience && JSON.stringify(audience),
      };
      await insert(on, row);
      db.afterCommit(() => tail.add(fromRow(row)));
      db.afterCommit(wake);
    },
    async since(after, limit, reader) {
      const page = db.inTransaction ? undefined : tail.since(after, limit, reader);
      return page ?? sinceInStore(after, limit, reader);
    },
    latestId: () => counterValue(db.on(), LAST),
    async positionAt(date) {
      const first = await db
        .on()
        .selectFrom('event')
        .select('id')
        .where('time', '>=', date.toISOString())
        .orderBy('id')
        .executeTakeFirst();
      return first ? Number(first.id) - 1 : counterValue(db.on(), LAST);
    },
    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    prune(before) {
      tail.forget();
      return db.atomically(async (tx) => {
        const on = db.on(tx);
        const time = before.toISOString();
        const last = await on
          .selectFrom('event')
          .select('id')
          .where('time', '<', time)
          .orderBy('id', 'desc')
          .executeTakeFirst();
        if (!last) return;
        const value = Number(last.id);
        await on.deleteFrom('event').where('id', '<=', value).execute();
        await on
          .insertInto('counter')
          .values({ name: PRUNED, value })
          .onConflict((c) => c.column('name').doUpdateSet({ value }))
          .execute();
      });
    },
  };
}

function fromRow(row: Tables['event']): StoredEvent {
  return {
    event: {
      id: Number(row.id),
      type: row.type,
      time: row.time,
      v: 1,
      data: JSON.parse(row.data),
    } as RingbackEvent,
    audience: row.audience === null ? null : (JSON.parse(row.audience) as string[]),
  };
}
