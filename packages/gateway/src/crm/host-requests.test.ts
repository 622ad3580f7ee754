/** A number that is clicked in a host, and a visitor whom a host promised a call. */
import type { HostChange, HostUser } from '@ringback/adapters';
import { type CallbackInput, RingbackError, type Site } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../calls/calls.fixtures.ts';
import { createLog } from '../log.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { olena } from '../store/store.fixtures.ts';
import type { CrmClient } from './client.ts';
import { takeHostChanges } from './host-changes.ts';
import { createHostRequests, DIAL_REQUEST_MS, type HostRequests } from './host-requests.ts';

const NUMBER = '0671112233';
const SITE = {
  ...{ key: 'shop', name: 'Shop', origins: [], locale: 'uk', country: 'UA', callableCountries: ['UA'] },
  consent: 'I agree to be called.',
} as unknown as Site;

let store: Store;
let clock: ReturnType<typeof createClock>;
let requests: HostRequests;
let asked: { site: Site; input: CallbackInput }[];
let refuse: RingbackError | undefined;
let sites: Site[];
let lines: string[];
let users: HostUser[];

const client = (): CrmClient =>
  ({ manifest: { id: 'bitrix24' }, forget: () => undefined, users: { list: async () => users } }) as never;
const dial = (id: string, userId?: string): HostChange => ({
  ...{ id, type: 'dial.requested' },
  request: { number: NUMBER, ...(userId === undefined ? {} : { userId }) },
});
const callback = (id: string): HostChange => ({
  ...{ id, type: 'callback.requested', request: { number: NUMBER, name: 'Ірина' } },
});
const told = async () =>
  (await store.events.since(0, 100)).events.map(({ event, audience }) => ({ ...event, audience }));
const take = (...changes: HostChange[]) =>
  takeHostChanges(
    { store, requests, log: createLog('warn', { write: (line: string) => void lines.push(line) }) },
    client(),
    changes,
  );

beforeEach(async () => {
  clock = createClock();
  store = await createSqliteStore(':memory:', { now: clock.now });
  await store.transaction((tx) => store.agents.upsert(tx, olena));
  [asked, sites, lines, refuse] = [[], [SITE], [], undefined];
  users = [{ id: '5', name: 'Olena', extension: olena.extension, active: true }];
  let id = 0;
  requests = createHostRequests({
    ...{ store, now: clock.now, newId: () => `request-${(id += 1)}`, sites: () => sites },
    log: createLog('silent', { write: () => undefined }),
    calls: {
      requestCallback: async (site, input) => {
        asked.push({ site, input });
        if (refuse && input.when === undefined) throw refuse;
        return {} as never;
      },
    },
  });
});
afterEach(() => store.close());

describe('a number that was clicked in a host', () => {
  it('is dialled by the phone of the agent who is that user there, and by nobody else’s', async () => {
    await take(dial('click-1', '5'));
    const [event] = await told();
    expect(event).toMatchObject({ type: 'dial.requested', data: { number: NUMBER }, audience: [olena.id] });
    const { id } = event?.data as { id: string };
    await expect(requests.numberOf({ ...olena, id: 'andriy' }, id)).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await requests.numberOf(olena, id)).toBe(NUMBER);
  });

  it('is dialled once, whatever is repeated and however many phones hear of it', async () => {
    await take(dial('click-1', '5'), dial('click-1', '5'));
    await take(dial('click-1', '5'));
    const events = await told();
    expect(events).toHaveLength(1);
    const { id } = events[0]?.data as { id: string };
    const answers = await Promise.allSettled([requests.numberOf(olena, id), requests.numberOf(olena, id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is not dialled when the phone hears of it too late', async () => {
    await take(dial('click-1', '5'));
    clock.pass(DIAL_REQUEST_MS);
    const { id } = (await told())[0]?.data as { id: string };
    await expect(requests.numberOf(olena, id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('of a host without users is known by internal number or login', async () => {
    users = [];
    await take(dial('click-1', olena.extension), dial('click-2', olena.login));
    expect(await told()).toHaveLength(2);
  });

  it('by somebody who is no agent, or may not dial, is nobody’s, and the log says why', async () => {
    await take(dial('click-1', '77'), dial('click-2'));
    const marta = { ...olena, id: 'marta', login: 'marta', role: 'marketer', extension: '103' } as const;
    await store.transaction((tx) => store.agents.upsert(tx, marta));
    await take(dial('click-3', '103'));
    expect(await told()).toEqual([]);
    expect(lines.join('')).toContain('internal number');
    expect(lines.join('')).toContain('may not dial');
  });
});

describe('a visitor whom a host promised a call', () => {
  it('is called back once, and agreed to the host’s words and not to ours', async () => {
    await take(callback('form-1'), callback('form-1'));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ input: { number: NUMBER, name: 'Ірина' } });
    expect(asked[0]?.site.consent).toBeUndefined();
  });

  it('waits for the opening while nobody is there', async () => {
    refuse = new RingbackError('unavailable', 'We are closed.');
    await take(callback('form-1'));
    expect(asked.map(({ input }) => input.when)).toEqual([undefined, 'opening']);
  });

  it('is not called where that is refused, or no site calls back, and the log says so', async () => {
    refuse = new RingbackError('forbidden', 'We cannot call numbers of this country.');
    await take(callback('form-1'));
    sites = [];
    await take(callback('form-2'));
    expect(asked).toHaveLength(1);
    expect(lines.join('')).toMatch(/of this country.*no site/s);
  });
});
