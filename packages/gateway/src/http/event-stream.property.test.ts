/** Whoever writes, takes back or removes, here or on another node: each follower is told each event that is for him once, in order, or `reset`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store, StoredEvent, Tx } from '../store/contract.ts';
import { isFor } from '../store/event-tail.ts';
import { createSqliteStore } from '../store/index.ts';
import { olena, updated } from '../store/store.fixtures.ts';
import { tailLog } from '../tail-log.ts';
import { EventStream, type Sink } from './event-stream.ts';
import { createEventTail } from './event-tail.ts';

let folder: string;
let clock: number;
/** The one whose streams are looked at, and another on the same file. */
let own: Store;
let other: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-streams-'));
  clock = Date.parse('2026-03-02T09:00:00.000Z');
  const options = { now: () => new Date(clock), shared: true };
  own = await createSqliteStore(join(folder, 'ringback.db'), options);
  other = await createSqliteStore(join(folder, 'ringback.db'), options);
});
afterEach(async () => {
  await Promise.all([own.close(), other.close()]);
  rmSync(folder, { recursive: true });
});

const write = fc.record({
  act: fc.constant('write' as const),
  here: fc.constantFrom(true, true, true, false),
  audiences: fc.array(fc.constantFrom(null, ['olena'], ['andriy'], ['olena', 'andriy'], ['ivan']), {
    maxLength: 4,
  }),
  /** How many milliseconds of the log are left; each event has one of its own. */
  keeps: fc.option(fc.nat(6), { freq: 4 }),
  fails: fc.constantFrom(false, false, true),
  durability: fc.constantFrom('normal' as const, 'full' as const),
});
const follow = fc.record({
  act: fc.constant('follow' as const),
  reader: fc.constantFrom('olena', 'andriy'),
  back: fc.constantFrom(0, 0, 1, 5),
  /** Which of its writes the client is slow to take, over and over. */
  slow: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
});
const leave = fc.record({ act: fc.constant('leave' as const), nth: fc.nat(3) });
const pass = fc.record({ act: fc.constantFrom('turn' as const, 'settle', 'drain', 'beat') });
const acts = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: write },
    { weight: 4, arbitrary: follow },
    { weight: 1, arbitrary: leave },
    { weight: 3, arbitrary: pass },
  ),
  { maxLength: 30 },
);
type ActOf<A> = A extends fc.Arbitrary<infer T> ? T : never;

/** What somebody was told since he came, and since each `reset`. */
interface Told {
  reader?: string;
  parts: { after: number; ids: number[] }[];
}

class Client implements Sink, Told {
  readonly parts: Told['parts'];
  readonly reader: string;
  closed = false;
  readonly #slow: readonly boolean[];
  #written = 0;
  #drain: () => void = () => undefined;

  constructor({ reader, slow }: ActOf<typeof follow>, after: number) {
    this.reader = reader;
    this.#slow = slow;
    this.parts = [{ after, ids: [] }];
  }

  write(text: string): boolean {
    const id = Number(/^id: (\d+)$/m.exec(text)?.[1]);
    if (text.includes('event: reset')) this.parts.push({ after: id, ids: [] });
    else if (id && !text.includes('event: position')) this.parts.at(-1)?.ids.push(id);
    this.#written += 1;
    return !this.#slow[this.#written % this.#slow.length];
  }

  drained(): Promise<void> {
    return new Promise((resolve) => (this.#drain = resolve));
  }

  drain(): void {
    this.#drain();
  }

  end(): void {
    this.closed = true;
  }
}

async function play(script: ActOf<typeof acts>): Promise<void> {
  const failed: unknown[] = [];
  const options = { events: own.events, failed: (error: unknown) => void failed.push(error) };
  const first = await own.events.latestId();
  const log = new Map<number, StoredEvent>();
  let [noted, removed] = [first, first];
  const pending: Promise<unknown>[] = [];
  const tail = createEventTail(options);
  const all: Told = { parts: [{ after: first, ids: [] }] };
  const follower = tailLog({
    ...options,
    each: ({ event }) => void all.parts.at(-1)?.ids.push(event.id),
    reset: () => void all.parts.push({ after: follower.position ?? 0, ids: [] }),
  });
  await follower.ready();
  const clients: { client: Client; stream: EventStream }[] = [];

  /** Read where nobody else writes, and before anything is removed. */
  async function note(store: Store): Promise<void> {
    const page = await store.events.since(noted, 1000);
    for (const stored of page.events) log.set(stored.event.id, stored);
    noted = page.through;
  }

  async function commit({ here, audiences, keeps, fails, durability }: ActOf<typeof write>): Promise<void> {
    const store = here ? own : other;
    const work = async (tx: Tx) => {
      for (const audience of audiences) {
        clock += 1;
        await store.events.append(tx, updated(clock, audience));
      }
      if (!fails) await note(store);
      if (keeps !== null) await store.events.prune(new Date(clock + 1 - keeps));
      if (fails) throw new Error('taken back');
      removed = await store.events.positionAt(new Date(0));
    };
    // Two connections of one process cannot wait for each other.
    if (!here) await Promise.all(pending);
    const done = store
      .transaction(work, durability)
      .catch((error: Error) => expect(error.message).toBe('taken back'));
    pending.push(done);
    if (!here) await done;
  }

  async function come(act: ActOf<typeof follow>): Promise<void> {
    const after = Math.max(first, (await own.events.latestId()) - act.back);
    const client = new Client(act, after);
    const reader = { agent: { ...olena, id: act.reader }, sessionHash: '', address: '' };
    const nothing = { masked: () => false, accessChanged: () => undefined };
    clients.push({
      client,
      stream: new EventStream({ ...options, ...nothing, tail }, reader, client, after),
    });
  }

  for (const act of script) {
    if (act.act === 'write') await commit(act);
    else if (act.act === 'follow') await come(act);
    else if (act.act === 'leave') clients[act.nth]?.stream.close();
    else if (act.act === 'turn') await nextTurn();
    else if (act.act === 'settle') await Promise.all(pending);
    else if (act.act === 'drain') clients.forEach(({ client }) => client.drain());
    else clients.forEach(({ stream }) => stream.heartbeat());
  }
  await Promise.all(pending);
  await own.transaction((tx) => own.events.append(tx, updated(++clock)));
  await note(own);
  const there = clients.map(({ client }) => client).filter(({ closed }) => !closed);
  const knows = ({ parts }: Told) => [parts.at(-1)?.after, parts.at(-1)?.ids.at(-1)].includes(noted);
  for (let turn = 0; turn < 1000 && ![all, ...there].every(knows); turn += 1) {
    there.forEach((client) => client.drain());
    await nextTurn();
  }
  expect([all, ...there].filter((each) => !knows(each))).toEqual([]);
  for (const { parts, reader } of [all, ...clients.map(({ client }) => client)]) {
    for (const { after, ids } of parts) {
      const his = [...log.values()].filter((stored) => stored.event.id > after && isFor(stored, reader));
      expect(ids).toEqual(his.slice(0, ids.length).map(({ event }) => event.id));
    }
    // Nobody is sent on who could still have been told.
    for (const { after, ids } of parts.slice(0, -1)) expect(ids.at(-1) ?? after).toBeLessThan(removed);
  }
  expect(failed).toEqual([]);
  clients.forEach(({ stream }) => stream.close());
  tail.stop();
  follower.stop();
}

it('loses, doubles and misplaces nothing', async () => {
  await fc.assert(fc.asyncProperty(acts, play));
});
