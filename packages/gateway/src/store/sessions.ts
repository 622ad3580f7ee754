import { compiledOnce } from './compiled-once.ts';
import type { SessionRow, Store } from './contract.ts';
import type { Database } from './database.ts';

const byHash = compiledOnce((on, { hash }: { hash: string }) =>
  on.selectFrom('session').selectAll().where('hash', '=', hash),
);

export function createSessions(db: Database): Store['sessions'] {
  return {
    async put({ hash, kind, agentId, expiresAt, renewableUntil, host }) {
      await db
        .on()
        .insertInto('session')
        .values({
          hash,
          kind,
          agent_id: agentId,
          expires_at: expiresAt,
          renewable_until: renewableUntil ?? null,
          host: host ?? null,
        })
        .onConflict((c) => c.column('hash').doUpdateSet({ expires_at: expiresAt }))
        .execute();
    },
    async get(hash) {
      const [row] = await byHash(db.on(), { hash });
      return (
        row && {
          hash: row.hash,
          kind: row.kind as SessionRow['kind'],
          agentId: row.agent_id,
          expiresAt: row.expires_at,
          ...(row.renewable_until !== null && { renewableUntil: row.renewable_until }),
          ...(row.host !== null && { host: row.host }),
        }
      );
    },
    async remove(hash) {
      await db.on().deleteFrom('session').where('hash', '=', hash).execute();
    },
    async removeOfAgent(agentId, stays = '') {
      await db
        .on()
        .deleteFrom('session')
        .where('agent_id', '=', agentId)
        .where('hash', '!=', stays)
        .execute();
    },
    async prune(before) {
      await db.on().deleteFrom('session').where('expires_at', '<', before.toISOString()).execute();
    },
  };
}
