import {
  type Backend,
  type BackendState,
  type BackendStatus,
  type Call,
  type CallPatch,
  RingbackError,
  type TimelineEntry,
  type TimelineInput,
} from '@ringback/model';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createMemoryStorage,
  type KeyedWrites,
  type KeyValueStorage,
  type Outbox,
  type OutboxOptions,
  type Waiting,
  withOutbox,
} from './outbox.ts';
import { CALL } from './testing/stub-gateway.harness.ts';

/** As much of a gateway as a write sees: the same key is the same write. */
function createGateway() {
  const listeners = new Set<(state: BackendState) => void>();
  let state: BackendState = { status: 'online', waiting: 0, locale: 'uk', live: [] };
  const gateway = {
    /** Writes that were done, in order. */
    done: [] as (readonly [string, CallPatch])[],
    /** Entries of the history. */
    entries: [] as TimelineEntry[],
    keys: [] as string[],
    refuse: undefined as RingbackError | undefined,
    /** The answer gets lost after the write was done. */
    loseAnswers: false,
    hold: Promise.resolve(),
    setStatus(status: BackendStatus): void {
      state = { ...state, status };
      for (const listener of listeners) listener(state);
    },
    /** Another page of the same agent. */
    page: (): KeyedWrites => ({
      get state() {
        return state;
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      follow: () => () => undefined,
      async askCrm(method: string, [input]: readonly unknown[], key: string) {
        await gateway.hold;
        if (state.status !== 'online') throw new RingbackError('unavailable', 'away');
        if (gateway.refuse) throw gateway.refuse;
        const entry = { system: 'local', id: key, ...(input as TimelineInput & { at: string }) };
        if (!gateway.entries.some(({ id }) => id === key)) gateway.entries.push(entry);
        if (gateway.loseAnswers) throw new RingbackError('timeout', `${method}: lost`);
        return entry;
      },
      timeline: {
        list: async () => ({ items: [...gateway.entries] }),
        create: () => Promise.reject(new Error('without its key a repeated entry is a second one')),
      },
      calls: {
        list: async () => ({ value: { items: [call(CALL.id)] }, stale: false }),
        get: async (id: string) => ({ call: call(id), matches: [] }),
        async update(id: string, patch: CallPatch, key = 'none') {
          await gateway.hold;
          if (state.status !== 'online') throw new RingbackError('unavailable', 'away');
          if (gateway.refuse) throw gateway.refuse;
          if (!gateway.keys.includes(key)) {
            gateway.keys.push(key);
            gateway.done.push([id, patch]);
          }
          if (gateway.loseAnswers) throw new RingbackError('timeout', 'lost');
          return call(id);
        },
      },
    }),
  };
  const call = (id: string): Call => {
    const comment = gateway.done.findLast(([of, patch]) => of === id && patch.comment !== undefined)?.[1]
      .comment;
    return { ...CALL, id, comment: comment ?? '' };
  };
  return gateway;
}

let gateway: ReturnType<typeof createGateway>;
let storage: KeyValueStorage;
let boxes: Outbox[];
let refused: Waiting[];
let clock: number;
let lastId: number;
let locked: Promise<unknown>;

beforeEach(() => {
  gateway = createGateway();
  storage = createMemoryStorage();
  boxes = [];
  refused = [];
  clock = 1_000;
  lastId = 0;
  locked = Promise.resolve();
});
afterEach(() => boxes.forEach((box) => box.stopOutbox()));

function openPage(more: Partial<OutboxOptions> = {}): Outbox {
  const box = withOutbox(gateway.page(), {
    storage,
    scope: () => 'https://gw.example|agent-1',
    newId: () => `key-${(lastId += 1)}`,
    now: () => (clock += 1),
    lock: <T>(work: () => Promise<T>): Promise<T> => {
      const mine = locked.then(work, work);
      locked = mine.catch(() => undefined);
      return mine;
    },
    onRefused: (write) => refused.push(write),
    retryMs: 5,
    ...more,
  });
  boxes.push(box);
  return box;
}

const comments = () => gateway.done.map(([, { comment }]) => comment);

test('A comment arrives, and the call comes back', async () => {
  const page = openPage();
  await expect(page.calls.update('call-1', { comment: 'Передзвонити' })).resolves.toMatchObject({
    comment: 'Передзвонити',
  });
  expect(page.state.waiting).toBe(0);
  expect(await storage.list('outbox|')).toEqual([]);
});

describe('While the gateway is away', () => {
  beforeEach(() => gateway.setStatus('offline'));

  test('a comment waits, is counted, is seen, and arrives once the gateway is back', async () => {
    const page = openPage();
    const counted: number[] = [];
    page.subscribe(({ waiting }) => counted.push(waiting));
    await expect(page.calls.update('call-1', { comment: 'Передзвонити' })).resolves.toBeUndefined();
    expect(page.state.waiting).toBe(1);
    expect((await page.calls.get('call-1')).call.comment).toBe('Передзвонити');
    expect((await page.calls.list()).value.items[0]!.comment).toBe('Передзвонити');
    gateway.setStatus('online');
    await expect.poll(() => page.state.waiting).toBe(0);
    expect(comments()).toEqual(['Передзвонити']);
    expect(counted).toEqual([1, 1, 0]);
  });

  test('a comment survives the page', async () => {
    await openPage().calls.update('call-1', { comment: 'Передзвонити' });
    boxes.splice(0).forEach((box) => box.stopOutbox());
    const next = openPage();
    await expect.poll(() => next.state.waiting).toBe(1);
    gateway.setStatus('online');
    await expect.poll(comments).toEqual(['Передзвонити']);
  });

  test('of comments on one call the last counts; other writes keep their place', async () => {
    const page = openPage();
    await page.calls.update('call-1', { comment: 'П' });
    await page.calls.update('call-1', { comment: 'Пе' });
    await page.calls.update('call-2', { comment: 'Інше' });
    await page.calls.update('call-1', { party: { system: 'local', id: 'party-1' } });
    await page.calls.update('call-1', { comment: 'Передзвонити' });
    expect(page.state.waiting).toBe(4);
    gateway.setStatus('online');
    await expect
      .poll(() => gateway.done)
      .toEqual([
        ['call-1', { comment: 'Пе' }],
        ['call-2', { comment: 'Інше' }],
        ['call-1', { party: { system: 'local', id: 'party-1' } }],
        ['call-1', { comment: 'Передзвонити' }],
      ]);
  });

  test('eight tabs hold what waits together; it arrives once', async () => {
    const pages = Array.from({ length: 8 }, () => openPage());
    await Promise.all(
      pages.map((page, index) => page.calls.update(`call-${index}`, { comment: `from ${index}` })),
    );
    gateway.setStatus('online');
    await expect.poll(() => gateway.done).toHaveLength(8);
    await Promise.all(pages.map((page) => page.flush()));
    expect(gateway.done).toHaveLength(8);
    expect(new Set(comments()).size).toBe(8);
    expect(await storage.list('outbox|')).toEqual([]);
  });
});

test('A write whose answer got lost is sent again and is one write', async () => {
  const page = openPage();
  gateway.loseAnswers = true;
  await expect(page.calls.update('call-1', { comment: 'Раз' })).resolves.toBeUndefined();
  expect(page.state.waiting).toBe(1);
  gateway.loseAnswers = false;
  await expect.poll(() => page.state.waiting).toBe(0);
  expect(comments()).toEqual(['Раз']);
});

test('What is typed while an older comment is on its way comes after it', async () => {
  const page = openPage();
  const { promise, resolve } = Promise.withResolvers<void>();
  gateway.hold = promise;
  const first = page.calls.update('call-1', { comment: 'Перше' });
  await expect.poll(() => page.state.waiting).toBe(1);
  const second = page.calls.update('call-1', { comment: 'Друге' });
  resolve();
  await Promise.all([first, second]);
  expect(comments()).toEqual(['Перше', 'Друге']);
});

test('A write that the gateway will never take is told and does not stand in the way', async () => {
  const page = openPage();
  gateway.refuse = new RingbackError('not-found', 'There is no such call.');
  await expect(page.calls.update('call-9', { comment: 'a' })).rejects.toMatchObject({ code: 'not-found' });
  gateway.refuse = undefined;
  expect(refused).toMatchObject([{ callId: 'call-9', patch: { comment: 'a' } }]);
  await expect(page.calls.update('call-1', { comment: 'b' })).resolves.toBeDefined();
  expect(page.state.waiting).toBe(0);
});

test('A session that ended is no refusal: the comment goes its way after the next sign-in', async () => {
  const page = openPage();
  gateway.refuse = new RingbackError('unauthorized', 'Nobody is signed in.');
  await expect(page.calls.update('call-1', { comment: 'Пізніше' })).resolves.toBeUndefined();
  gateway.setStatus('signed-out');
  gateway.refuse = undefined;
  gateway.setStatus('online');
  await expect.poll(comments).toEqual(['Пізніше']);
  expect(refused).toEqual([]);
});

test('What one agent left is not sent by the next, and is there when he is back', async () => {
  gateway.setStatus('offline');
  let agent = 'agent-1';
  const page = openPage({ scope: () => `https://gw.example|${agent}` });
  await page.calls.update('call-1', { comment: 'моє' });
  agent = 'agent-2';
  gateway.setStatus('online');
  await page.flush();
  expect(gateway.done).toEqual([]);
  agent = 'agent-1';
  await page.flush();
  expect(comments()).toEqual(['моє']);
});

test('Who signs out leaves nothing behind', async () => {
  gateway.setStatus('offline');
  const page = openPage();
  await page.calls.update('call-1', { comment: 'моє' });
  await page.forgetWrites();
  expect(await storage.list('')).toEqual([]);
  expect(page.state.waiting).toBe(0);
});

test('A browser without storage sends at once or says that it could not', async () => {
  const broken: KeyValueStorage = {
    get: () => Promise.reject(new Error('refused')),
    set: () => Promise.reject(new Error('refused')),
    delete: () => Promise.reject(new Error('refused')),
    list: () => Promise.reject(new Error('refused')),
  };
  const page = openPage({ storage: broken });
  await expect(page.calls.update('call-1', { comment: 'Раз' })).resolves.toMatchObject({ comment: 'Раз' });
  gateway.setStatus('offline');
  await expect(page.calls.update('call-1', { comment: 'Два' })).rejects.toMatchObject({
    code: 'unavailable',
  });
});

test('The rest of the backend is as it was', async () => {
  const plain: Backend = gateway.page();
  const page = openPage();
  expect(page.parties).toBe(plain.parties);
  expect(page.state).toEqual(plain.state);
});

describe('An entry of the history', () => {
  const note = { kind: 'meeting', text: 'Домовилися', partyId: 'party-1' } as const;
  const texts = () => gateway.entries.map(({ text }) => text);
  const seen = async (page: Outbox, query = {}) =>
    (await page.timeline!.list(query)).items.map(({ text, waiting }) => [text, waiting ?? false]);

  test('is the gateway’s at once while it can be reached', async () => {
    await expect(openPage().timeline!.create!(note)).resolves.toMatchObject({ system: 'local', ...note });
    expect(await storage.list('outbox|')).toEqual([]);
  });

  test('waits while the gateway is away, is seen where it belongs, and arrives once with the time at which it was written', async () => {
    gateway.setStatus('offline');
    const page = openPage();
    const made = await page.timeline!.create!(note);
    expect(made).toMatchObject({ ...note, system: 'outbox', waiting: true });
    expect(await seen(page, { partyId: 'party-1' })).toEqual([['Домовилися', true]]);
    expect(await seen(page, { partyId: 'party-2' })).toEqual([]);
    expect(await seen(page, { kinds: ['call'] })).toEqual([]);
    boxes.splice(0).forEach((box) => box.stopOutbox());
    const [next, other] = [openPage(), openPage()];
    gateway.setStatus('online');
    await expect.poll(() => next.state.waiting + other.state.waiting).toBe(0);
    expect(gateway.entries).toMatchObject([{ ...note, at: made.at }]);
    expect(await seen(next)).toEqual([['Домовилися', false]]);
  });

  test('whose answer got lost is one entry', async () => {
    const page = openPage();
    gateway.loseAnswers = true;
    await expect(page.timeline!.create!(note)).resolves.toMatchObject({ waiting: true });
    gateway.loseAnswers = false;
    await expect.poll(() => page.state.waiting).toBe(0);
    expect(texts()).toEqual(['Домовилися']);
  });

  test('that the gateway will never take is told, and stands in nobody’s way', async () => {
    const page = openPage();
    gateway.refuse = new RingbackError('invalid', 'Too long.');
    await expect(page.timeline!.create!(note)).rejects.toMatchObject({ code: 'invalid' });
    gateway.refuse = undefined;
    await page.timeline!.create!({ ...note, text: 'Друге' });
    expect(texts()).toEqual(['Друге']);
  });
});
