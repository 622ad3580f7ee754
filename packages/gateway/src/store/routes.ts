import { compiledOnce } from './compiled-once.ts';
import type { RouteRow, Store } from './contract.ts';
import type { Database } from './database.ts';

const ofCall = compiledOnce((on, { callId }: { callId: string }) =>
  on.selectFrom('call_route').select('data').where('call_id', '=', callId),
);

const turns = compiledOnce((on) => on.selectFrom('group_turn').selectAll());

export function createRoutes(db: Database): Store['routes'] {
  return {
    async put(tx, row) {
      const columns = { data: JSON.stringify(row) };
      await db
        .on(tx)
        .insertInto('call_route')
        .values({ call_id: row.callId, ...columns })
        .onConflict((c) => c.column('call_id').doUpdateSet(columns))
        .execute();
    },
    async get(callId, tx) {
      const [row] = await ofCall(db.on(tx), { callId });
      return row && (JSON.parse(row.data) as RouteRow);
    },
    async turns() {
      const rows = await turns(db.on(), {});
      return new Map(rows.map((row) => [row.group_key, row.agent_id]));
    },
    async setTurn(tx, group, agentId) {
      await db
        .on(tx)
        .insertInto('group_turn')
        .values({ group_key: group, agent_id: agentId })
        .onConflict((c) => c.column('group_key').doUpdateSet({ agent_id: agentId }))
        .execute();
    },
  };
}
