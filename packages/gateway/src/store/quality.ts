import type { QualityRow, Store } from './contract.ts';
import type { Database } from './database.ts';

export function createQuality(db: Database): Store['quality'] {
  return {
    async put(tx, row) {
      const { callId, agentId, part } = row;
      const data = JSON.stringify(row);
      await db
        .on(tx)
        .insertInto('call_quality')
        .values({ call_id: callId, agent_id: agentId, part, data })
        .onConflict((c) => c.columns(['call_id', 'agent_id', 'part']).doUpdateSet({ data }))
        .execute();
    },
    async ofCall(callId) {
      const rows = await db
        .on()
        .selectFrom('call_quality')
        .select('data')
        .where('call_id', '=', callId)
        .orderBy('agent_id')
        .orderBy('part')
        .execute();
      return rows.map(({ data }) => JSON.parse(data) as QualityRow);
    },
  };
}
