/** Opens the database file so that whatever is wrong with the folder is one clear sentence. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RingbackError } from '@ringback/model';

/** How long a start waits for a gateway that is still stopping, in milliseconds. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * After so many pages of 4 kB what was written goes from the log into the file, and whoever writes meanwhile waits for the disk. The same few
 * pages are written again and again: four times SQLite's own measure is hardly more work each time, and a quarter as often.
 */
const CHECKPOINT_PAGES = 4000;

export function openSqlite(path: string, { shared }: { shared: boolean }): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
    // One gateway per file, unless it is meant to be shared: then it asks for what others have written. Released even by kill -9.
    if (!shared) db.exec('pragma locking_mode = exclusive');
    db.exec('pragma journal_mode = wal');
    db.exec('pragma synchronous = normal');
    db.exec(`pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    // Takes the write lock at once: an unwritable file shows now, and not with the first call.
    db.exec('begin immediate; commit');
    return db;
  } catch (error) {
    db?.close();
    throw explain(path, error);
  }
}

/** For whoever only looks: makes no file, changes none, and leaves a file of another version as it is. */
export function openReadOnly(path: string): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, readOnly: true });
    // A gateway that holds the file alone shows now.
    db.exec('select 1 from sqlite_schema');
    return db;
  } catch (error) {
    db?.close();
    throw explain(path, error);
  }
}

function explain(path: string, error: unknown): RingbackError {
  const cause = error as NodeJS.ErrnoException & { errcode?: number };
  const options = { cause: error, retryable: false };
  // Primary result codes of SQLite stand in the low byte.
  const sqlite = cause.errcode === undefined ? undefined : cause.errcode & 0xff;
  if (sqlite === 5) {
    return new RingbackError('conflict', `Another gateway is running on the data file ${path}.`, {
      ...options,
      hint: 'Stop it, or give this one another dataDir; sharedStore in both lets several nodes stand on one.',
    });
  }
  if (sqlite === 26 || sqlite === 11) {
    return new RingbackError(
      'invalid',
      `The data file ${path} is damaged or is not a database of Ringback.`,
      {
        ...options,
        hint: 'Put a backup in its place, or move it away to begin with an empty store.',
      },
    );
  }
  return new RingbackError(
    'unavailable',
    `The data folder ${dirname(path)} cannot be written (${cause.code ?? cause.message}).`,
    {
      ...options,
      hint: 'Give the gateway a folder that it may write to: dataDir in the configuration file.',
    },
  );
}
