import type { Kysely } from 'kysely';
import { agentIdFor } from '../../people/agent-id.ts';

interface Kept {
  agent: { id: string };
  session: { agent_id: string };
  agent_self: { agent_id: string };
  crm_kept: { account: string; key: string };
  call: { id: string; agent_id: string | null; data: string };
  call_audience: { agent_id: string };
  leg: { agent_id: string | null };
  toll: { agent_id: string | null };
  missed: { id: string; data: string };
  call_route: { call_id: string; data: string };
}

/**
 * Once an agent's id was his login; with a dot it is none that the API may tell. Nobody with such an id could sign in, but his phone had
 * calls. A hash over all passwords of the configuration file goes: people are changed at /admin now, and nobody reads it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const kept = db as Kysely<Kept>;
  await kept.deleteFrom('crm_kept').where('account', '=', 'gateway').where('key', '=', 'agents').execute();
  const agents = await kept.selectFrom('agent').select('id').execute();
  for (const agent of agents.filter(({ id }) => id.includes('.'))) {
    const next = agentIdFor(agent.id, agents);
    await rename(kept, agent.id, next);
    agent.id = next;
  }
}

async function rename(db: Kysely<Kept>, id: string, next: string): Promise<void> {
  // Opened by an attempt to sign in that then failed; they hold the old id fast.
  for (const table of ['session', 'agent_self'] as const)
    await db.deleteFrom(table).where('agent_id', '=', id).execute();
  await db.updateTable('agent').set({ id: next }).where('id', '=', id).execute();
  for (const table of ['call', 'call_audience', 'leg', 'toll'] as const)
    await db.updateTable(table).set({ agent_id: next }).where('agent_id', '=', id).execute();
  const named = (data: string): string => renamed(data, id, next);
  const pattern = `%${JSON.stringify(id)}%`;
  for (const table of ['call', 'missed'] as const) {
    const rows = await db.selectFrom(table).select(['id', 'data']).where('data', 'like', pattern).execute();
    for (const row of rows)
      await db
        .updateTable(table)
        .set({ data: named(row.data) })
        .where('id', '=', row.id)
        .execute();
  }
  const routes = await db.selectFrom('call_route').selectAll().where('data', 'like', pattern).execute();
  for (const { call_id, data } of routes)
    await db
      .updateTable('call_route')
      .set({ data: named(data) })
      .where('call_id', '=', call_id)
      .execute();
}

/** People stand in records as `{ id }`, `{ agentId }`, or in lists of ids; no other id has a dot. */
function renamed(data: string, id: string, next: string): string {
  const read: unknown = JSON.parse(data, function (this: unknown, key: string, value: unknown) {
    const names = key === 'id' || key === 'agentId' || Array.isArray(this);
    return names && value === id ? next : value;
  });
  return JSON.stringify(read);
}
