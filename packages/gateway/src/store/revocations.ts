import type { Store } from './contract.ts';
import { counterValue, type Database } from './database.ts';

export function createRevocations(db: Database): Store['revocations'] {
  return {
    async put(tx, { agentId, endpoint }) {
      const on = db.on(tx);
      const last_leg = await counterValue(on, 'leg');
      await on
        .insertInto('credential_revocation')
        .values({ agent_id: agentId, endpoint, last_leg })
        .onConflict((c) => c.columns(['agent_id', 'endpoint']).doUpdateSet({ last_leg }))
        .execute();
    },
    async list() {
      const rows = await db.on().selectFrom('credential_revocation').selectAll().execute();
      return rows.map((row) => ({ agentId: row.agent_id, endpoint: row.endpoint, lastLeg: row.last_leg }));
    },
    async remove({ agentId, endpoint, lastLeg }) {
      await db
        .on()
        .deleteFrom('credential_revocation')
        .where('agent_id', '=', agentId)
        .where('endpoint', '=', endpoint)
        .where('last_leg', '=', lastLeg)
        .execute();
    },
  };
}
