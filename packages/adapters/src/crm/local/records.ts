/** Reading and writing of the records that stand beside the parties: one way for all kinds. */
import type { Page } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { WriteOptions } from '../contract.ts';
import { auditChanges, type LocalOptions, once } from './base.ts';
import type { LocalRecord, LocalRecordKind, LocalRecordQuery } from './store.ts';

const PAGE = 50;

/** One kind of record: how it is read back, what its row is found by, and who is told of it. */
export interface RecordKindOf<Tx, T extends { id: string }> {
  kind: LocalRecordKind;
  parse(data: unknown): T;
  toRecord(record: T): Omit<LocalRecord, 'kind' | 'id' | 'data'>;
  /** What an audit row is written of. */
  fields: readonly (keyof T & string)[];
  created?(tx: Tx, record: T): Promise<void>;
  updated?(tx: Tx, record: T): Promise<void>;
}

export type RecordList = Omit<LocalRecordQuery, 'kind' | 'limit'> & { limit?: number | undefined };

export function createRecordsOf<Tx, T extends { id: string }>(
  { store }: LocalOptions<Tx>,
  of: RecordKindOf<Tx, T>,
) {
  const put = (tx: Tx, record: T) =>
    store.records.put(tx, { kind: of.kind, id: record.id, ...of.toRecord(record), data: record });

  async function get(id: string, tx?: Tx): Promise<T | undefined> {
    const row = await store.records.get(of.kind, id, tx);
    return row && of.parse(row.data);
  }

  async function list({ limit = PAGE, ...query }: RecordList): Promise<Page<T>> {
    const { records, next } = await store.records.list({ kind: of.kind, limit, ...query });
    return { items: records.map(({ data }) => of.parse(data)), ...(next === undefined ? {} : { next }) };
  }

  function create(options: WriteOptions, make: (tx: Tx) => Promise<T>): Promise<T> {
    return once(store, {
      what: `${of.kind}.create`,
      options,
      parse: of.parse,
      async work(tx) {
        const record = await make(tx);
        await put(tx, record);
        const change = { actor: options.actor, entity: of.kind, id: record.id, fields: of.fields };
        await auditChanges(store, tx, { ...change, old: undefined, next: record });
        await of.created?.(tx, record);
        return record;
      },
    });
  }

  function update(id: string, options: WriteOptions, change: (old: T, tx: Tx) => Promise<T>): Promise<T> {
    return once(store, {
      what: `${of.kind}.update:${id}`,
      options,
      parse: of.parse,
      async work(tx) {
        const old = await get(id, tx);
        if (!old) {
          throw new AdapterError('local', 'not-found', `There is no such ${of.kind}.`, {
            hint: 'It may have been removed.',
          });
        }
        requireUnchanged(old, options);
        const next = later(old, await change(old, tx));
        const audit = { actor: options.actor, entity: of.kind, id, fields: of.fields, old, next };
        if ((await auditChanges(store, tx, audit)).length === 0) return old;
        await put(tx, next);
        await of.updated?.(tx, next);
        return next;
      },
    });
  }

  return { get, list, create, update, put };
}

/** Two who had the same copy before them: the second is told how it is now, and nothing of the first is lost. */
export function requireUnchanged(old: object, { ifUnmodifiedSince }: WriteOptions): void {
  const { updatedAt } = old as { updatedAt?: string };
  if (ifUnmodifiedSince === undefined || updatedAt === undefined || updatedAt === ifUnmodifiedSince) return;
  throw new AdapterError('local', 'conflict', 'It was changed by somebody else meanwhile.', {
    hint: 'Look at it as it is now, and change it again.',
    current: old,
  });
}

/** Of two changes within one millisecond the second is the later all the same: copies are told apart by it. */
export function later<T extends object>(old: T, next: T): T {
  const { updatedAt: before } = old as { updatedAt?: string };
  const { updatedAt } = next as { updatedAt?: string };
  if (before === undefined || updatedAt === undefined || updatedAt > before) return next;
  return { ...next, updatedAt: new Date(Date.parse(before) + 1).toISOString() };
}

/** Fields that were given, without those that are `undefined`. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
