import type { LiveDialog } from '@ringback/model';
import type { Store } from './contract.ts';
import type { Database } from './database.ts';

export function createDialogs(db: Database): Store['dialogs'] {
  const dialogs: Store['dialogs'] = {
    async put(agentId, dialog) {
      const data = JSON.stringify(dialog);
      await db
        .on()
        .insertInto('dialog')
        .values({ call_id: dialog.callId, agent_id: agentId, data })
        .onConflict((c) => c.columns(['call_id', 'agent_id']).doUpdateSet({ data }))
        .execute();
    },
    async ofAgent(agentId) {
      const rows = await db
        .on()
        .selectFrom('dialog')
        .select('data')
        .where('agent_id', '=', agentId)
        .orderBy('call_id')
        .execute();
      return rows.map((row) => JSON.parse(row.data) as LiveDialog);
    },
    async move(callId, agentId, toCallId) {
      const dialog = (await dialogs.ofAgent(agentId)).find((one) => one.callId === callId);
      if (!dialog) return;
      await dialogs.put(agentId, { ...dialog, callId: toCallId });
      await dialogs.remove(callId, agentId);
    },
    async remove(callId, agentId) {
      let query = db.on().deleteFrom('dialog').where('call_id', '=', callId);
      if (agentId !== undefined) query = query.where('agent_id', '=', agentId);
      await query.execute();
    },
  };
  return dialogs;
}
