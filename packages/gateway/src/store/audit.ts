import type { Store } from './contract.ts';
import { type Database, nextOf } from './database.ts';

export function createAudit(db: Database): Store['audit'] {
  return {
    async append(tx, entry) {
      const on = db.on(tx);
      await on
        .insertInto('audit')
        .values({
          id: await nextOf(on, 'audit'),
          at: db.now().toISOString(),
          actor: entry.actor,
          entity: entry.entity,
          entity_id: entry.entityId,
          field: entry.field,
          old: toJson(entry.old),
          new: toJson(entry.new),
        })
        .execute();
    },
    async ofEntity(entity, entityId) {
      const rows = await db
        .on()
        .selectFrom('audit')
        .selectAll()
        .where('entity', '=', entity)
        .where('entity_id', '=', entityId)
        .orderBy('id')
        .execute();
      return rows.map((row) => ({
        at: row.at,
        actor: row.actor,
        entity: row.entity,
        entityId: row.entity_id,
        field: row.field,
        old: fromJson(row.old),
        new: fromJson(row.new),
      }));
    },
  };
}

/** Absent is not the same as null: who reads a trail wants to know whether there was a value at all. */
function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function fromJson(value: string | null): unknown {
  return value === null ? undefined : JSON.parse(value);
}
