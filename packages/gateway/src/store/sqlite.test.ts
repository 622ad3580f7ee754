import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NodeSqliteDialect } from './sqlite-dialect.ts';
import { createSqliteStore } from './sqlite.ts';
import { aParty } from './store.fixtures.ts';

const now = () => new Date('2026-03-02T09:00:00.000Z');

describe('the SQLite file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringback-sqlite-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('keeps everything over a restart, and makes the folder that is missing', async () => {
    const path = join(folder, 'deep', 'data', 'ringback.db');
    const first = await createSqliteStore(path, { now });
    await first.transaction((tx) => first.parties.insert(tx, aParty('p1')), 'full');
    await first.close();
    const second = await createSqliteStore(path, { now });
    expect(await second.parties.get('p1')).toEqual(aParty('p1'));
    await second.close();
  });

  it('says in one sentence that the data folder cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(createSqliteStore(join(folder, 'file', 'ringback.db'), { now })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^The data folder .*file cannot be written \(\w+\)\.$/),
      hint: expect.stringContaining('dataDir'),
    });
  });

  it('says in one sentence that the file is no database', async () => {
    const path = join(folder, 'ringback.db');
    writeFileSync(path, 'this is a letter to grandmother, '.repeat(200));
    await expect(createSqliteStore(path, { now })).rejects.toMatchObject({
      code: 'invalid',
      message: `The data file ${path} is damaged or is not a database of Ringback.`,
    });
  });

  it('rolls back a migration that fails half-way', async () => {
    const kysely = new Kysely<unknown>({ dialect: new NodeSqliteDialect(new DatabaseSync(':memory:')) });
    const migrator = new Migrator({
      db: kysely,
      provider: {
        getMigrations: () =>
          Promise.resolve({
            broken: {
              async up(db: Kysely<unknown>) {
                await db.schema.createTable('half').addColumn('id', 'text').execute();
                throw new Error('half-way');
              },
            },
          }),
      },
    });
    const { error } = await migrator.migrateToLatest();
    expect(error).toMatchObject({ message: 'half-way' });
    const tables = await sql<{ name: string }>`select name from sqlite_master where name = 'half'`.execute(
      kysely,
    );
    expect(tables.rows).toEqual([]);
    await kysely.destroy();
  });
});
