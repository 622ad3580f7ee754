import { type MissedCall, type MissedState, RingbackError } from '@ringback/model';
import type { Store } from './contract.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

const DEFAULT_PAGE = 50;
/** Still to be done. */
const PENDING: readonly MissedState[] = ['open', 'claimed'];

export function createMissed(db: Database): Store['missed'] {
  return {
    async insert(tx, missed) {
      await db.on(tx).insertInto('missed').values(toColumns(missed)).execute();
    },
    async update(tx, missed) {
      const { numUpdatedRows } = await db
        .on(tx)
        .updateTable('missed')
        .set(toColumns(missed))
        .where('id', '=', missed.id)
        .where('version', '=', missed.version - 1)
        .executeTakeFirstOrThrow();
      if (Number(numUpdatedRows) > 0) return;
      throw new RingbackError('conflict', 'Somebody else has changed this missed call meanwhile.', {
        hint: 'Look at it again.',
        retryable: true,
      });
    },
    async get(id, tx) {
      const row = await db.on(tx).selectFrom('missed').select('data').where('id', '=', id).executeTakeFirst();
      return row && (JSON.parse(row.data) as MissedCall);
    },
    async pendingOf(number, tx) {
      const row = await db
        .on(tx)
        .selectFrom('missed')
        .select('data')
        .where('number', '=', number)
        .where('state', 'in', [...PENDING])
        .limit(1)
        .executeTakeFirst();
      return row && (JSON.parse(row.data) as MissedCall);
    },
    async list({ state, cursor, limit = DEFAULT_PAGE, agentIds }) {
      if (agentIds?.length === 0) return { items: [] };
      let rows = db
        .on()
        .selectFrom('missed')
        .select('missed.data')
        .where('missed.state', 'in', state ? [state] : [...PENDING])
        .orderBy('missed.last_at', 'desc')
        .orderBy('missed.id', 'desc');
      if (agentIds) {
        rows = rows.where((eb) =>
          eb.exists(
            eb
              .selectFrom('call_audience as seen')
              .select('seen.call_id')
              .whereRef('seen.call_id', '=', 'missed.call_id')
              .where('seen.agent_id', 'in', [...agentIds]),
          ),
        );
      }
      if (cursor !== undefined) {
        const { at, id } = readCursor(cursor);
        rows = rows.where((eb) =>
          eb.or([
            eb('missed.last_at', '<', at),
            eb.and([eb('missed.last_at', '=', at), eb('missed.id', '<', id)]),
          ]),
        );
      }
      const found = (await rows.limit(limit + 1).execute()).map((row) => JSON.parse(row.data) as MissedCall);
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return found.length > limit && last
        ? { items, next: writeCursor({ at: last.lastAt, id: last.id }) }
        : { items };
    },
  };
}

function toColumns(missed: MissedCall): Tables['missed'] {
  return {
    id: missed.id,
    number: missed.number,
    state: missed.state,
    call_id: missed.callId,
    claimed_by: missed.claimedBy?.id ?? null,
    last_at: missed.lastAt,
    version: missed.version,
    data: JSON.stringify(missed),
  };
}
