import type { Crm } from '@ringback/adapters';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manifest as local } from '@ringback/adapters/local';
import { createClock } from '../calls/calls.fixtures.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { createCrmClient } from './client.ts';
import { createPoller, POLL_MS, type Poller } from './poller.ts';

const AT = '2026-03-02T09:00:00.000Z';
let store: Store;
let clock: ReturnType<typeof createClock>;
let poller: Poller;
let markers: (string | undefined)[];
let problems: string[];
let fails: boolean;

/** Tells one page after the other, and from then on what was renamed. */
function host(): Crm {
  const party = {
    system: 'host',
    id: 'p1',
    name: 'Ганна',
    kind: 'client',
    phones: [],
    createdAt: AT,
    updatedAt: AT,
  };
  return {
    manifest: { ...local, id: 'host', capabilities: ['parties', 'changes.poll'] },
    checkConnection: async () => ({ ok: true, findings: [] }),
    parties: {
      findByPhone: async () => [],
      findByName: async () => [],
      get: async () => party,
      duplicates: async () => [],
    },
    changes: {
      async poll(marker) {
        markers.push(marker);
        if (fails) throw new Error('down');
        const step = Number(marker ?? 0) + 1;
        return {
          changes: [{ id: `c${step}`, type: 'party.changed', recordId: 'p1' }],
          marker: String(step),
          more: step < 3,
        };
      },
    },
  };
}

beforeEach(async () => {
  clock = createClock();
  markers = [];
  problems = [];
  fails = false;
  store = await createSqliteStore(':memory:', { now: clock.now });
  const client = createCrmClient({ crm: host(), now: clock.now, failed: () => undefined });
  const quiet = () => undefined;
  const log = {
    debug: quiet,
    info: quiet,
    error: quiet,
    warn: (_fields: object, message: string) => void problems.push(message),
  };
  const requests = { take: async () => undefined };
  poller = createPoller({ store, hub: { systems: () => [client] }, requests, timers: clock, log });
});
afterEach(async () => {
  await poller.stop();
  await store.close();
});

describe('a host that is polled', () => {
  it('is read page by page at first, and asked for what is new from then on', async () => {
    poller.start();
    await expect.poll(() => markers).toEqual([undefined, '1', '2']);
    await expect.poll(() => store.events.latestId()).toBe(2);
    await expect.poll(() => (clock.pass(POLL_MS), markers.length)).toBeGreaterThan(3);
    expect(markers[3]).toBe('3');
  });

  it('that is down is asked again, from where it was', async () => {
    fails = true;
    poller.start();
    await expect.poll(() => problems).toEqual(['a host was not polled; it is tried again']);
    fails = false;
    await expect.poll(() => (clock.pass(POLL_MS), markers.length)).toBeGreaterThan(1);
    expect(markers[1]).toBeUndefined();
  });
});
