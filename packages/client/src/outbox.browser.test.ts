/** Outbox and cache on the browser's own IndexedDB. */
import { expect } from '@open-wc/testing';
import type { BackendState, Call, CallPatch } from '@ringback/model';
import { createIdbStorage, type KeyedWrites, withOutbox } from './outbox.ts';

const scope = () => `https://gw.example|agent-${test}`;
let test = 0;

function createPage(status: BackendState['status']) {
  const listeners = new Set<(state: BackendState) => void>();
  let state: BackendState = { status, waiting: 0, locale: 'uk', live: [] };
  const written: [string, CallPatch][] = [];
  const backend = {
    get state() {
      return state;
    },
    subscribe(listener: (state: BackendState) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow: () => () => undefined,
    calls: {
      update: async (id: string, patch: CallPatch) => {
        written.push([id, patch]);
        return { id } as Call;
      },
    },
  } as unknown as KeyedWrites;
  const outbox = withOutbox(backend, {
    storage: createIdbStorage(),
    scope,
    newId: () => crypto.randomUUID(),
  });
  const setStatus = (next: BackendState['status']): void => {
    state = { ...state, status: next };
    for (const listener of listeners) listener(state);
  };
  return { outbox, written, setStatus };
}

/** Resolves when the box has told a count. */
function waits(outbox: ReturnType<typeof withOutbox>, count: number): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (outbox.state.waiting === count) resolve();
    };
    outbox.subscribe(look);
    look();
  });
}

describe('the outbox in a browser', () => {
  beforeEach(() => void (test += 1));

  it('keeps in order what was typed offline, and a later page sends it', async () => {
    const first = createPage('offline');
    await first.outbox.calls.update('call-1', { comment: 'Перше' });
    await first.outbox.calls.update('call-1', { party: { system: 'local', id: 'party-1' } });
    await first.outbox.calls.update('call-2', { comment: 'Друге' });
    first.outbox.stopOutbox();
    const later = createPage('offline');
    await waits(later.outbox, 3);
    later.setStatus('online');
    await waits(later.outbox, 0);
    expect(later.written).to.deep.equal([
      ['call-1', { comment: 'Перше' }],
      ['call-1', { party: { system: 'local', id: 'party-1' } }],
      ['call-2', { comment: 'Друге' }],
    ]);
    expect(await createIdbStorage().list(`outbox|${scope()}`)).to.deep.equal([]);
  });

  it('sends from one of two pages only, under the browser’s own lock', async () => {
    const one = createPage('offline');
    const two = createPage('offline');
    await one.outbox.calls.update('call-1', { comment: 'Раз' });
    await two.outbox.recount();
    one.setStatus('online');
    two.setStatus('online');
    await Promise.all([waits(one.outbox, 0), waits(two.outbox, 0)]);
    expect([...one.written, ...two.written]).to.deep.equal([['call-1', { comment: 'Раз' }]]);
  });

  it('forgets what waits at a sign-out', async () => {
    const page = createPage('offline');
    await page.outbox.calls.update('call-1', { comment: 'Раз' });
    await page.outbox.forgetWrites();
    expect(await createIdbStorage().list(`outbox|${scope()}`)).to.deep.equal([]);
  });
});
