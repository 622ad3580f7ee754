import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Store, StoredEvent } from './store/contract.ts';
import { createSqliteStore } from './store/index.ts';
import { updated } from './store/store.fixtures.ts';
import { type LogTail, tailLog } from './tail-log.ts';

const now = () => new Date('2026-03-02T09:00:00.000Z');

let folder: string;
let own: Store;
let others: Store;
let told: number[];
let failed: unknown[];
let tail: LogTail;
let reset: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-tail-'));
  const path = join(folder, 'ringback.db');
  own = await createSqliteStore(path, { now, shared: true });
  others = await createSqliteStore(path, { now, shared: true });
  await append(own, 1);
  [told, failed, reset] = [[], [], 0];
  tail = tailLog({
    events: own.events,
    each: ({ event }) => void told.push(event.id),
    reset: () => (reset += 1),
    failed: (error) => void failed.push(error),
  });
  await tail.ready();
});
afterEach(async () => {
  tail.stop();
  await Promise.all([own.close(), others.close()]);
  rmSync(folder, { recursive: true });
});

const append = (store: Store, ...versions: number[]) =>
  store.transaction(async (tx) => {
    for (const version of versions) await store.events.append(tx, updated(version));
  });

it('tells what was committed before anybody else who waits for the commit has his turn', async () => {
  const seen: number[][] = [];
  own.events.onAppend(() => seen.push([...told]));
  await append(own, 2, 3);
  expect(seen).toEqual([[2, 3]]);
  expect(tail.position).toBe(3);
});

it('tells what others have written between, once and in its place', async () => {
  await append(others, 2);
  await append(own, 3);
  await vi.waitFor(() => expect(told).toEqual([2, 3]));
  await append(own, 4);
  await append(others, 5);
  await vi.waitFor(() => expect(told).toEqual([2, 3, 4, 5]));
  expect(failed).toEqual([]);
});

it('says where what came between is no longer kept, and goes on behind it', async () => {
  await append(others, 2);
  await others.events.prune(new Date('2026-03-02T09:00:01.000Z'));
  await vi.waitFor(() => expect(reset).toBe(1));
  await append(own, 3);
  await vi.waitFor(() => expect(told).toEqual([3]));
});

it('reads again what it failed to tell', async () => {
  tail.stop();
  const error = new Error('once');
  let broken = true;
  tail = tailLog({
    events: own.events,
    each({ event }) {
      if (event.id === 2 && broken) {
        broken = false;
        throw error;
      }
      told.push(event.id);
    },
    failed: (one) => void failed.push(one),
  });
  await tail.ready();
  await append(own, 2, 3);
  await append(own, 4);
  await vi.waitFor(() => expect(told).toEqual([3, 4]));
  expect(failed).toEqual([error]);
});

it('tells nothing any more once it is stopped', async () => {
  tail.stop();
  await append(own, 2);
  expect(told).toEqual([]);
});

it('tells once what is committed while it reads', async () => {
  tail.stop();
  let lookAround: (appended: readonly StoredEvent[]) => void = () => undefined;
  let read: () => void = () => undefined;
  const free = new Promise<void>((resolve) => (read = resolve));
  tail = tailLog({
    events: {
      ...own.events,
      since: (...asked) => free.then(() => own.events.since(...asked)),
      onAppend: (listener) => own.events.onAppend((lookAround = listener)),
    },
    each: ({ event }) => void told.push(event.id),
    failed: (error) => void failed.push(error),
  });
  await tail.ready();
  // As after a commit of another node.
  lookAround([]);
  await append(own, 2);
  read();
  await append(own, 3);
  await vi.waitFor(() => expect(told).toEqual([2, 3]));
  expect(failed).toEqual([]);
});

it('looks once at a log that cannot be read, and again when it is woken again', async () => {
  tail.stop();
  let readable = false;
  const latestId = vi.fn(() => (readable ? own.events.latestId() : Promise.reject(new Error('not now'))));
  tail = tailLog({
    events: { ...own.events, latestId },
    each: ({ event }) => void told.push(event.id),
    failed: (error) => void failed.push(error),
  });
  await append(own, 2);
  await vi.waitFor(() => expect(failed).toEqual([new Error('not now')]));
  readable = true;
  await append(own, 3);
  await vi.waitFor(() => expect(tail.position).toBe(3));
  await append(own, 4);
  expect(told).toEqual([4]);
  expect(latestId).toHaveBeenCalledTimes(2);
});
