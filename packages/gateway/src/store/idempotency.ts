import type { Store } from './contract.ts';
import type { Database } from './database.ts';

/** How long a key is remembered: longer than any outbox waits between tries, in milliseconds. */
const KEPT_MS = 24 * 60 * 60 * 1000;

export function createIdempotency(db: Database): Store['idempotency'] {
  return {
    async recall(tx, key, actor) {
      const on = db.on(tx);
      const now = db.now();
      await on
        .deleteFrom('idempotency')
        .where('created_at', '<', new Date(now.getTime() - KEPT_MS).toISOString())
        .execute();
      const row = await on
        .selectFrom('idempotency')
        .select('answer')
        .where('actor', '=', actor)
        .where('key', '=', key)
        .executeTakeFirst();
      if (row) return { answer: row.answer === null ? undefined : (JSON.parse(row.answer) as unknown) };
      await on
        .insertInto('idempotency')
        .values({ actor, key, answer: null, created_at: now.toISOString() })
        .execute();
      return undefined;
    },
    async remember(tx, key, actor, answer) {
      await db
        .on(tx)
        .updateTable('idempotency')
        .set({ answer: answer === undefined ? null : JSON.stringify(answer) })
        .where('actor', '=', actor)
        .where('key', '=', key)
        .execute();
    },
  };
}
