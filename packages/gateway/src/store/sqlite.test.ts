import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NodeSqliteDialect } from './sqlite-dialect.ts';
import { createSqliteStore } from './sqlite.ts';
import { aCall, aParty, AT, olena, updated } from './store.fixtures.ts';

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

  it('ends sessions of which nobody knows any more whether a host’s page opened them', async () => {
    const path = join(folder, 'ringback.db');
    const first = await createSqliteStore(path, { now });
    await first.transaction((tx) => first.agents.upsert(tx, olena));
    const session = { hash: 's', kind: 'session', agentId: 'olena', expiresAt: '2099-01-01T00:00:00.000Z' };
    await first.sessions.put(session as never);
    await first.close();
    // As the version before this migration left it.
    const raw = new DatabaseSync(path);
    raw.exec("delete from kysely_migration where name = '0096-session-host'");
    raw.exec('alter table session drop column host');
    raw.close();
    const second = await createSqliteStore(path, { now });
    expect(await second.sessions.get('s')).toBeUndefined();
    await second.close();
  });

  it('gives whoever had a dot in his id one that the API may tell, with his calls, and forgets the hash over the file', async () => {
    const path = join(folder, 'ringback.db');
    const first = await createSqliteStore(path, { now });
    const anna = { ...olena, id: 'anna.k', login: 'anna.k', extension: '150', passwordHash: 'h' };
    const namesake = { ...anna, id: 'anna_k', login: 'anna_k', extension: '151' };
    const call = aCall('c1', { agent: { id: 'anna.k', name: 'Anna' }, rings: ['anna.k', 'olena'] });
    const toll = { legId: 'l1', callId: 'c1', agentId: 'anna.k', country: 'UA', perMinute: 1 };
    await first.transaction(async (tx) => {
      for (const agent of [anna, namesake]) await first.agents.upsert(tx, agent);
      await first.calls.insert(tx, { call, audience: ['anna.k', 'olena'], bridgeId: undefined });
      await first.tolls.put(tx, { ...toll, placedAt: call.startedAt });
    });
    const until = '2099-01-01T00:00:00.000Z';
    await first.sessions.put({ hash: 's', kind: 'session', agentId: 'anna.k', expiresAt: until });
    await first.crmKept.of('gateway').replace('agents', undefined, 'scrypt');
    await first.close();
    // As the version before this migration left it.
    const raw = new DatabaseSync(path);
    raw.exec("delete from kysely_migration where name = '0095-agent-ids'");
    raw.close();
    const second = await createSqliteStore(path, { now });
    const ids = (await second.agents.everybody()).map(({ id, login }) => [id, login]);
    expect(ids).toEqual([
      ['anna_k-2', 'anna.k'],
      ['anna_k', 'anna_k'],
    ]);
    expect(await second.sessions.get('s')).toBeUndefined();
    expect(await second.calls.get('c1')).toMatchObject({
      call: { agent: { id: 'anna_k-2', name: 'Anna' }, rings: ['anna_k-2', 'olena'] },
      audience: expect.arrayContaining(['anna_k-2', 'olena']) as string[],
    });
    expect(await second.tolls.running()).toMatchObject([{ agentId: 'anna_k-2' }]);
    expect(await second.crmKept.of('gateway').get('agents')).toBeUndefined();
    await second.close();
  });

  it('counts calls of before by what was known of them', async () => {
    const path = join(folder, 'ringback.db');
    const first = await createSqliteStore(path, { now });
    const touch = { source: 'google', medium: 'cpc', campaign: 'spring' };
    const ended = { state: 'ended', endedAt: '2026-03-02T09:01:00.000Z' } as const;
    const connectedAt = '2026-03-02T09:00:07.000Z';
    const calls = [
      aCall('c1', { ...ended, connectedAt, source: { by: 'request', first: touch, last: touch } }),
      aCall('c2', { ...ended, abandoned: true, routedBy: { why: 'group', group: 'sales' } }),
      aCall('c3', { ...ended, connectedAt, transferredBy: { callId: 'c1', id: 'olena', name: 'Olena' } }),
    ];
    await first.transaction(async (tx) => {
      for (const call of calls) await first.calls.insert(tx, { call, audience: [], bridgeId: undefined });
    });
    const asked = { since: new Date(AT), before: new Date('2026-03-02T10:00:00.000Z') };
    const count = (store: typeof first) =>
      Promise.all(
        (['source', 'campaign', 'group'] as const).map((by) => store.calls.counts({ ...asked, by })),
      );
    const before = await count(first);
    expect(before.flat()).toHaveLength(9);
    await first.close();
    // As the version before this migration left it.
    const raw = new DatabaseSync(path);
    raw.exec("delete from kysely_migration where name = '0100-call-counts'");
    for (const column of [
      ...['waited_seconds', 'abandoned', 'taken_over'],
      ...['group_name', 'source', 'campaign', 'leg_kind'],
    ])
      raw.exec(`alter table call drop column ${column}`);
    raw.close();
    const second = await createSqliteStore(path, { now });
    expect(await count(second)).toEqual(before);
    await second.close();
  });

  it.each([
    ['with what it holds', [4, 5], 3, [4, 5, 6]],
    ['of which nothing is left', [], 5, [6]],
  ])('takes the event log of before over %s, and counts on', async (_, kept, pruned, after) => {
    const path = join(folder, 'ringback.db');
    await (await createSqliteStore(path, { now })).close();
    // As the version before this migration left it.
    const raw = new DatabaseSync(path);
    raw.exec("delete from kysely_migration where name = '0097-event-order'");
    raw.exec('drop table event');
    raw.exec(
      'create table event (id bigint primary key, type text not null, time text not null, data text not null, audience text)',
    );
    raw.exec('create index event_time on event (time)');
    for (const id of kept)
      raw.exec(`insert into event values (${id}, 'settings.updated', '${AT}', '{"version":${id}}', null)`);
    raw.exec(`insert into counter values ('event', 5), ('event-pruned', ${pruned})`);
    raw.close();
    const store = await createSqliteStore(path, { now });
    expect(await store.events.latestId()).toBe(5);
    await store.transaction((tx) => store.events.append(tx, updated(6)));
    const { events } = await store.events.since(pruned, 10);
    expect(events.map(({ event }) => [event.id, event.data])).toEqual(
      after.map((id) => [id, { version: id }]),
    );
    await store.close();
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
