import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createSqliteStore } from './sqlite.ts';
import { storeSuite } from './store.suite.ts';

storeSuite({ name: 'memory', open: (options) => createSqliteStore(':memory:', options) });

const folder = mkdtempSync(join(tmpdir(), 'ringback-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
storeSuite({
  name: 'an SQLite file',
  open: (options) => createSqliteStore(join(folder, `${++count}.db`), options),
});
