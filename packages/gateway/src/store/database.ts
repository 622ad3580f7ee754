/** One database connection shared by all groups: who waits, who joins, and what happens after a commit. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kysely, Transaction } from 'kysely';
import { RingbackError } from '@ringback/model';
import type { Durability, Tx } from './contract.ts';
import type { Tables } from './tables.ts';

interface OpenTransaction {
  trx: Transaction<Tables>;
  open: boolean;
  afterCommit: Set<() => void>;
}

export interface DatabaseOptions {
  kysely: Kysely<Tables>;
  /** Called on the reserved connection before a transaction begins and, with `normal`, after it. */
  setDurability?: (connection: Kysely<Tables>, durability: Durability) => Promise<void>;
  now: () => Date;
}

export class Database {
  readonly now: () => Date;
  readonly #foreign = new Set<() => void>();
  readonly #kysely: Kysely<Tables>;
  readonly #setDurability: DatabaseOptions['setDurability'];
  /** A read inside a transaction must see its writes, and must not wait for the one connection that the transaction holds. */
  readonly #current = new AsyncLocalStorage<OpenTransaction | undefined>();

  constructor({ kysely, setDurability, now }: DatabaseOptions) {
    this.#kysely = kysely;
    this.#setDurability = setDurability;
    this.now = now;
  }

  /** Where a statement runs: in the transaction given, in the one that is open around the caller, or on its own. */
  on(tx?: Tx): Kysely<Tables> {
    if (tx) return tx as unknown as Transaction<Tables>;
    const current = this.#current.getStore();
    return current?.open ? current.trx : this.#kysely;
  }

  /** Like `transaction`, but joins the one that is open around the caller. */
  atomically<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const current = this.#current.getStore();
    return current?.open ? work(current.trx as unknown as Tx) : this.transaction(work, 'normal');
  }

  async transaction<T>(work: (tx: Tx) => Promise<T>, durability: Durability): Promise<T> {
    if (this.#current.getStore()?.open) {
      throw new RingbackError(
        'bug',
        'A transaction was begun inside a transaction: hand the open one on instead.',
      );
    }
    const after = new Set<() => void>();
    const result = await this.#kysely.connection().execute(async (connection) => {
      const full = durability === 'full' && this.#setDurability;
      if (full) await full(connection, 'full');
      try {
        return await connection.transaction().execute((trx) => this.#run(trx, after, work));
      } finally {
        if (full) await full(connection, 'normal');
      }
    });
    // Outside of the transaction's context: whatever a listener starts is not part of it.
    this.#current.exit(() => after.forEach((wake) => wake()));
    return result;
  }

  /** Runs once when the open transaction has been committed, and never when it is rolled back. */
  afterCommit(wake: () => void): void {
    this.#current.getStore()?.afterCommit.add(wake);
  }

  /** Called when another process has committed. */
  onForeignCommit(wake: () => void): void {
    this.#foreign.add(wake);
  }

  wakeFollowers(): void {
    for (const wake of this.#foreign) wake();
  }

  close(): Promise<void> {
    return this.#kysely.destroy();
  }

  async #run<T>(
    trx: Transaction<Tables>,
    afterCommit: Set<() => void>,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const state: OpenTransaction = { trx, open: true, afterCommit };
    try {
      return await this.#current.run(state, () => work(trx as unknown as Tx));
    } finally {
      state.open = false;
    }
  }
}

/** The next number of a series, taken in the transaction: in any database the order of numbers is the order of commits. */
export async function nextOf(db: Kysely<Tables>, name: string): Promise<number> {
  const row = await db
    .insertInto('counter')
    .values({ name, value: 1 })
    .onConflict((c) => c.column('name').doUpdateSet((eb) => ({ value: eb('counter.value', '+', 1) })))
    .returning('value')
    .executeTakeFirstOrThrow();
  return Number(row.value);
}

export async function counterValue(db: Kysely<Tables>, name: string): Promise<number> {
  const row = await db.selectFrom('counter').select('value').where('name', '=', name).executeTakeFirst();
  return Number(row?.value ?? 0);
}
