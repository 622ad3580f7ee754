import type { ApiToken, Permission, Role } from '@ringback/model';
import { present } from '../present.ts';
import type { ApiTokenRow, Store } from './contract.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export function createApiTokens(db: Database): Store['apiTokens'] {
  return {
    async insert(tx, { token, hash, role }) {
      const { id, kind, name, scopes, createdAt, createdBy, expiresAt } = token;
      await db
        .on(tx)
        .insertInto('api_token')
        .values({
          ...{ id, hash, kind, name, role, scopes: JSON.stringify(scopes) },
          ...{ created_at: createdAt, created_by: createdBy },
          ...{ expires_at: expiresAt ?? null, last_used_at: null },
        })
        .execute();
    },
    async byHash(hash) {
      const row = await db
        .on()
        .selectFrom('api_token')
        .selectAll()
        .where('hash', '=', hash)
        .executeTakeFirst();
      return row && fromRow(row);
    },
    async list() {
      const rows = await db.on().selectFrom('api_token').selectAll().orderBy('created_at', 'desc').execute();
      return rows.map((row) => fromRow(row).token);
    },
    async used(id, at) {
      await db.on().updateTable('api_token').set({ last_used_at: at }).where('id', '=', id).execute();
    },
    async remove(tx, id) {
      await db.on(tx).deleteFrom('api_token').where('id', '=', id).execute();
    },
  };
}

function fromRow(row: Tables['api_token']): ApiTokenRow {
  const token: ApiToken = {
    ...{ id: row.id, kind: row.kind as ApiToken['kind'], name: row.name },
    ...{ createdAt: row.created_at, createdBy: row.created_by },
    scopes: JSON.parse(row.scopes) as Permission[],
    ...present({ expiresAt: row.expires_at ?? undefined, lastUsedAt: row.last_used_at ?? undefined }),
  };
  return { token, hash: row.hash, role: row.role as Role };
}
