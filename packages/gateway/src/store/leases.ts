import { RingbackError } from '@ringback/model';
import { compiledOnce } from './compiled-once.ts';
import type { Store } from './contract.ts';
import type { Database } from './database.ts';

const tokenOf = compiledOnce((on, { name }: { name: string }) =>
  on.selectFrom('lease').select('token').where('name', '=', name),
);

export function createLeases(db: Database): Store['leases'] {
  return {
    take: ({ name, holder, token, forMs }) =>
      db.transaction(async (tx) => {
        const on = db.on(tx);
        const now = db.now();
        const row = await on.selectFrom('lease').selectAll().where('name', '=', name).executeTakeFirst();
        const prolongs = row !== undefined && row.holder === holder && row.token === token;
        const free = row === undefined || row.holder === holder || row.expires_at <= now.toISOString();
        // One who was replaced meanwhile begins anew; that his place is free again does not make it his.
        if (token !== undefined ? !prolongs : !free) return undefined;
        const next = prolongs ? row.token : (row?.token ?? 0) + 1;
        const columns = { holder, token: next, expires_at: new Date(now.getTime() + forMs).toISOString() };
        await on
          .insertInto('lease')
          .values({ name, ...columns })
          .onConflict((c) => c.column('name').doUpdateSet(columns))
          .execute();
        return next;
      }, 'normal'),
    async prove(tx, name, token) {
      const [row] = await tokenOf(db.on(tx), { name });
      if (row?.token === token) return;
      throw new RingbackError('conflict', 'Another node controls the calls now.', { retryable: true });
    },
    async release(name, token) {
      await db
        .on()
        .updateTable('lease')
        .set({ expires_at: db.now().toISOString() })
        .where('name', '=', name)
        .where('token', '=', token)
        .execute();
    },
  };
}
