import { Kysely, sql } from 'kysely';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Durability, Tx } from './contract.ts';
import { Database } from './database.ts';
import { NodeSqliteDialect } from './sqlite-dialect.ts';
import type { Tables } from './tables.ts';

describe('transactions that are asked for in one turn', () => {
  let db: Database;
  let waits: Durability[];

  beforeEach(() => {
    const file = new DatabaseSync(':memory:');
    file.exec('create table parent (id integer primary key)');
    file.exec(
      'create table child (id integer primary key, parent references parent deferrable initially deferred)',
    );
    waits = [];
    db = new Database({
      kysely: new Kysely<Tables>({ dialect: new NodeSqliteDialect(file) }),
      now: () => new Date(0),
      setDurability: (_connection, durability) => Promise.resolve(void waits.push(durability)),
    });
  });
  afterEach(() => db.close());

  const insert = (id: number, parent: number | null = null) =>
    db.transaction((tx: Tx) => sql`insert into child values (${id}, ${parent})`.execute(db.on(tx)), 'full');
  const ids = async () =>
    (await sql<{ id: number }>`select id from child order by id`.execute(db.on())).rows.map(({ id }) => id);

  it('wait for the disk once', async () => {
    await Promise.all([insert(1), insert(2), insert(3)]);
    expect(await ids()).toEqual([1, 2, 3]);
    expect(waits).toEqual(['full', 'normal']);
    await insert(4);
    expect(waits).toEqual(['full', 'normal', 'full', 'normal']);
  });

  it('stand and fall alone: one that throws takes back what it wrote, and nothing of the others', async () => {
    const failing = db.transaction(async (tx) => {
      await sql`insert into child values (2, null)`.execute(db.on(tx));
      throw new Error('the work failed');
    }, 'normal');
    const [first, second, third] = await Promise.allSettled([insert(1), failing, insert(3)]);
    expect([first.status, second.status, third.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(second).toMatchObject({ reason: { message: 'the work failed' } });
    expect(await ids()).toEqual([1, 3]);
  });

  it('are told of nothing that was not committed', async () => {
    // A parent that is missing is noticed by the commit.
    const told = await Promise.allSettled([insert(1), insert(2, 77), insert(3)]);
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await ids()).toEqual([]);
    await insert(4);
    expect(await ids()).toEqual([4]);
  });

  it('take the steps after the commit once, in order, without those of one that failed', async () => {
    const steps: string[] = [];
    const wake = () => void steps.push('wake');
    const step = (name: string, fails = false) =>
      db.transaction(async () => {
        await Promise.resolve();
        db.afterCommit(() => void steps.push(name));
        db.afterCommit(wake);
        if (fails) throw new Error('the work failed');
      }, 'normal');
    await Promise.allSettled([step('a'), step('b', true), step('c')]);
    expect(steps).toEqual(['a', 'c', 'wake']);
  });

  it('are ended before the file is closed', async () => {
    const told = insert(1).then(() => 'committed');
    await db.close();
    expect(await told).toBe('committed');
  });
});
