import type { Store } from './contract.ts';
import type { Database } from './database.ts';

export function createRevocations(db: Database): Store['revocations'] {
  return {
    async put(tx, { agentId, endpoint }) {
      await db
        .on(tx)
        .insertInto('credential_revocation')
        .values({ agent_id: agentId, endpoint })
        .onConflict((c) => c.columns(['agent_id', 'endpoint']).doNothing())
        .execute();
    },
    async list() {
      const rows = await db.on().selectFrom('credential_revocation').selectAll().execute();
      return rows.map((row) => ({ agentId: row.agent_id, endpoint: row.endpoint }));
    },
    async remove({ agentId, endpoint }) {
      await db
        .on()
        .deleteFrom('credential_revocation')
        .where('agent_id', '=', agentId)
        .where('endpoint', '=', endpoint)
        .execute();
    },
  };
}
