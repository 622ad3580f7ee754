/** One database connection shared by all groups: who waits, who joins, and what happens after a commit. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import { RingbackError } from '@ringback/model';
import { compiledOnce } from './compiled-once.ts';
import type { Durability, Tx } from './contract.ts';
import type { Tables } from './tables.ts';

/** Transactions that are committed together at most: what is read meanwhile waits for them. */
const MOST_TOGETHER = 100;

interface OpenTransaction {
  trx: Transaction<Tables>;
  open: boolean;
  afterCommit: Set<() => void>;
}

interface Waiting {
  durability: Durability;
  /** Answers how the caller is told once all is committed. */
  run(trx: Transaction<Tables>, afterCommit: Set<() => void>): Promise<Outcome>;
  reject(error: unknown): void;
}

interface Outcome {
  failed: boolean;
  tell(): void;
}

/** One that failed and is committed with no other: all is rolled back, and no savepoint was needed. */
class Alone extends Error {
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super('rolled back');
    this.outcome = outcome;
  }
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
  readonly #waiting: Waiting[] = [];
  #committing: Promise<void> | undefined;
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

  /**
   * Transactions that are asked for at once run one after another, each in a savepoint of its own, and are committed together. One that
   * must reach the disk waits until the turn of the event loop is over for others to join: many wait for the disk once. Nobody is told before
   * all is committed.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>, durability: Durability): Promise<T> {
    if (this.#current.getStore()?.open) {
      throw new RingbackError(
        'bug',
        'A transaction was begun inside a transaction: hand the open one on instead.',
      );
    }
    return new Promise<T>((resolve, reject) => {
      const run: Waiting['run'] = async (trx, afterCommit) => {
        try {
          const value = await this.#run(trx, afterCommit, work);
          return { failed: false, tell: () => resolve(value) };
        } catch (error) {
          return { failed: true, tell: () => reject(error as Error) };
        }
      };
      this.#waiting.push({ durability, run, reject });
      this.#committing ??= this.#commitAll();
    });
  }

  /** Runs once when the open transaction has been committed, and never when it is rolled back; what is given again goes to the end. */
  afterCommit(step: () => void): void {
    const steps = this.#current.getStore()?.afterCommit;
    steps?.delete(step);
    steps?.add(step);
  }

  /** A transaction is open around the caller. */
  get inTransaction(): boolean {
    return this.#current.getStore()?.open === true;
  }

  /** Called when another process has committed. */
  onForeignCommit(wake: () => void): void {
    this.#foreign.add(wake);
  }

  wakeFollowers(): void {
    for (const wake of this.#foreign) wake();
  }

  async close(): Promise<void> {
    await this.#committing;
    await this.#kysely.destroy();
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Before the turn is over comes whatever all connections have to say: what need not reach the disk does not wait for that.
      await (this.#waiting.some(({ durability }) => durability === 'full') ? nextTurn() : undefined);
      await this.#commit(this.#waiting.splice(0, MOST_TOGETHER));
    }
    this.#committing = undefined;
  }

  async #commit(together: readonly Waiting[]): Promise<void> {
    const after = new Set<() => void>();
    let outcomes: readonly Outcome[];
    try {
      const full = together.some(({ durability }) => durability === 'full') && this.#setDurability;
      const runAll = (on: Kysely<Tables>) =>
        on.transaction().execute((trx) => this.#runAll(trx, together, after));
      outcomes = full
        ? await this.#kysely.connection().execute(async (connection) => {
            await full(connection, 'full');
            return runAll(connection).finally(() => full(connection, 'normal'));
          })
        : await runAll(this.#kysely);
    } catch (error) {
      if (error instanceof Alone) error.outcome.tell();
      else for (const { reject } of together) reject(error);
      return;
    }
    for (const { tell } of outcomes) tell();
    // Outside of the transaction's context: whatever a listener starts is not part of it.
    this.#current.exit(() => after.forEach((step) => step()));
  }

  async #runAll(
    trx: Transaction<Tables>,
    together: readonly Waiting[],
    after: Set<() => void>,
  ): Promise<Outcome[]> {
    const [only, ...others] = together;
    if (only && others.length === 0) {
      const outcome = await only.run(trx, after);
      if (outcome.failed) throw new Alone(outcome);
      return [outcome];
    }
    const outcomes: Outcome[] = [];
    for (const { run } of together) {
      const steps = new Set<() => void>();
      await sql`savepoint one`.execute(trx);
      const outcome = await run(trx, steps);
      if (outcome.failed) await sql`rollback to one`.execute(trx);
      await sql`release one`.execute(trx);
      outcomes.push(outcome);
      if (outcome.failed) continue;
      for (const step of steps) {
        after.delete(step);
        after.add(step);
      }
    }
    return outcomes;
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

const next = compiledOnce((on, { name }: { name: string }) =>
  on
    .insertInto('counter')
    .values({ name, value: 1 })
    .onConflict((c) => c.column('name').doUpdateSet((eb) => ({ value: eb('counter.value', '+', 1) })))
    .returning('value'),
);

/** The next number of a series, taken in the transaction: in any database the order of numbers is the order of commits. */
export async function nextOf(db: Kysely<Tables>, name: string): Promise<number> {
  const [row] = await next(db, { name });
  return Number(row?.value);
}

const current = compiledOnce((on, { name }: { name: string }) =>
  on.selectFrom('counter').select('value').where('name', '=', name),
);

export async function counterValue(db: Kysely<Tables>, name: string): Promise<number> {
  const [row] = await current(db, { name });
  return Number(row?.value ?? 0);
}
