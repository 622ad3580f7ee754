import { DEFAULT_SELF, RingbackError, type Self } from '@ringback/model';
import { compiledOnce } from './compiled-once.ts';
import type { Store } from './contract.ts';
import type { Database } from './database.ts';

const everybody = compiledOnce((on) => on.selectFrom('agent_self').select(['agent_id', 'data']));

export function createSelves(db: Database): Store['selves'] {
  return {
    async get(agentId, tx) {
      const row = await db
        .on(tx)
        .selectFrom('agent_self')
        .select('data')
        .where('agent_id', '=', agentId)
        .executeTakeFirst();
      return row ? (JSON.parse(row.data) as Self) : DEFAULT_SELF;
    },
    async all() {
      const rows = await everybody(db.on(), {});
      return new Map(rows.map((row) => [row.agent_id, JSON.parse(row.data) as Self]));
    },
    async put(tx, agentId, self) {
      const on = db.on(tx);
      const columns = { version: self.version, data: JSON.stringify(self) };
      const { numInsertedOrUpdatedRows } = await on
        .insertInto('agent_self')
        .values({ agent_id: agentId, ...columns })
        .onConflict((c) =>
          c
            .column('agent_id')
            .doUpdateSet(columns)
            .where('agent_self.version', '=', self.version - 1),
        )
        .executeTakeFirstOrThrow();
      if (Number(numInsertedOrUpdatedRows) > 0) return;
      throw new RingbackError('conflict', 'Your settings were changed in another window meanwhile.', {
        hint: 'Load them again and repeat your change.',
        retryable: true,
      });
    },
  };
}
