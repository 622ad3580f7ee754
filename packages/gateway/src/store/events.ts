import type { RingbackEvent } from '@ringback/model';
import { type Kysely, sql } from 'kysely';
import { compiledOnce } from './compiled-once.ts';
import type { EventPage, Store, StoredEvent } from './contract.ts';
import { counterValue, type Database } from './database.ts';
import { createEventTail, isFor } from './event-tail.ts';
import type { Tables } from './tables.ts';

/** The newest event that is no longer kept. */
const PRUNED = 'event-pruned';

/** Ids have no gaps and grow in the order of commits: the file has one writer at a time, and a number taken in a transaction is given back with it. */
const LAST_ID = sql<number>`coalesce((select max(id) from event), (select value from counter where name = ${PRUNED}), 0)`;

const insert = compiledOnce((on, { type, time, data, audience }: Omit<Tables['event'], 'id'>) =>
  on
    .insertInto('event')
    .values({ id: sql<number>`${LAST_ID} + 1`, type, time, data, audience })
    .returning('id'),
);

const last = compiledOnce((on) => on.selectNoFrom(LAST_ID.as('id')));

export function createEvents(db: Database): Store['events'] {
  const listeners = new Set<(appended: readonly StoredEvent[]) => void>();
  const tail = createEventTail();
  let committed: StoredEvent[] = [];
  const wake = () => {
    const appended = committed;
    committed = [];
    listeners.forEach((listener) => listener(appended));
  };
  db.onForeignCommit(() => {
    tail.forget();
    wake();
  });
  async function sinceInStore(after: number, limit: number, reader?: string): Promise<EventPage> {
    const on = db.on();
    const latest = await latestId(on);
    const through = Math.min(after + limit, latest);
    let query = on.selectFrom('event').selectAll().where('id', '>', after).where('id', '<=', through);
    // What is for others is not even read.
    if (reader !== undefined)
      query = query.where((eb) =>
        eb.or([eb('audience', 'is', null), eb('audience', 'like', `%${JSON.stringify(reader)}%`)]),
      );
    const events = (await query.orderBy('id').execute()).map(fromRow);
    // Asked last: what was removed while it was being read shows. A position from the future was given out by another store: this one was
    // put back from a backup, or emptied.
    if (after < (await counterValue(on, PRUNED)) || after > latest)
      return { events: [], through: after, reset: true };
    return { events: events.filter((stored) => isFor(stored, reader)), through, reset: false };
  }

  return {
    async append(tx, { type, data, audience }) {
      const on = db.on(tx);
      const row = {
        ...{ type, time: db.now().toISOString(), data: JSON.stringify(data) },
        audience: audience && JSON.stringify(audience),
      };
      const [written] = await insert(on, row);
      db.afterCommit(() => {
        const stored = fromRow({ ...row, id: Number(written?.id) });
        tail.add(stored);
        committed.push(stored);
      });
      db.afterCommit(wake);
    },
    async since(after, limit, reader) {
      const page = db.inTransaction ? undefined : tail.since(after, limit, reader);
      return page ?? sinceInStore(after, limit, reader);
    },
    latestId: () => latestId(db.on()),
    positionAt: (date) => positionAt(db.on(), date),
    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    prune(before) {
      tail.forget();
      return db.atomically(async (tx) => {
        const on = db.on(tx);
        const value = await positionAt(on, before);
        if (value <= (await counterValue(on, PRUNED))) return;
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

async function latestId(on: Kysely<Tables>): Promise<number> {
  const [row] = await last(on, {});
  return Number(row?.id);
}

/** Looked for by halves: an index of times would be written with each event, and is asked once an hour. */
async function positionAt(on: Kysely<Tables>, date: Date): Promise<number> {
  const time = date.toISOString();
  let [before, after] = [await counterValue(on, PRUNED), (await latestId(on)) + 1];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    const event = await on.selectFrom('event').select('time').where('id', '=', middle).executeTakeFirst();
    // One that is gone was removed as old, meanwhile.
    if (!event || event.time < time) before = middle;
    else after = middle;
  }
  return before;
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
