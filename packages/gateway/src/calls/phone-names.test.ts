import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSqliteStore, type Store } from '../store/index.ts';
import { andriy, createClock, olena } from './calls.fixtures.ts';
import { createFakePbx, type FakePbx } from './fake-pbx.ts';
import type { FakeConnection } from './fake-pbx-connection.ts';
import { watchPhoneNames } from './phone-names.ts';

const clock = createClock();
let store: Store;
let pbx: FakePbx;
let connection: FakeConnection;
let logged: string[];
/** Endpoints that the PBX cannot rename, whatever is tried. */
let stuck: Set<string>;
let stop: () => void;

beforeEach(async () => {
  store = await createSqliteStore(':memory:', { now: clock.now });
  await store.transaction(async (tx) => {
    for (const one of [olena, andriy]) await store.agents.upsert(tx, { ...one, passwordHash: 'x' });
  });
  pbx = createFakePbx({ timers: clock, now: clock.now });
  connection = pbx.connect();
  [logged, stuck] = [[], new Set()];
  const line = (_fields: object, text: string) => void logged.push(text);
  const [devices, events] = [connection.devices!, connection.events];
  const rename: typeof devices.rename = (input) =>
    stuck.has(input.endpoint)
      ? Promise.reject(new Error('It makes no sense of it.'))
      : devices.rename!(input);
  stop = watchPhoneNames({
    ...{ store, pbx: { events, devices: { ...devices, rename } } },
    log: { debug: line, info: line, warn: line, error: line },
  });
});
afterEach(async () => {
  stop();
  await store.close();
});

/** As it is done at /admin, on this node or another. */
const change = (id: string, name: string, extension: string) =>
  store.transaction(async (tx) => {
    await store.agents.change(tx, id, { name, extension });
    const agent = { id, name, extension, status: 'available' } as const;
    await store.events.append(tx, { type: 'agent.updated', data: { agent }, audience: null });
  });

it('Whoever is renamed shows the new name at his phone at once, and nobody else is told of again', async () => {
  connection.start();
  await expect.poll(() => pbx.renamed).toEqual(['101 Olena', '102 Andriy']);
  await change(olena.id, 'Olena Koval', '101');
  await expect.poll(() => pbx.renamed).toEqual(['101 Olena', '102 Andriy', '101 Olena Koval']);
  // Another status tells of the person too, and of no other name.
  await change(olena.id, 'Olena Koval', '101');
  await change(andriy.id, 'Andriy B.', '102');
  await expect.poll(() => pbx.renamed.at(-1)).toBe('102 Andriy B.');
  expect(pbx.renamed).toHaveLength(4);
});

it('A phone that goes to somebody else shows whose it is now', async () => {
  connection.start();
  await change(olena.id, 'Olena', '109');
  await change(andriy.id, 'Andriy', '101');
  await expect.poll(() => pbx.renamed).toEqual(expect.arrayContaining(['109 Olena', '101 Andriy']));
  expect(pbx.renamed.findLast((name) => name.startsWith('101'))).toBe('101 Andriy');
});

it('While the PBX was away a rename is kept, and told when it is back', async () => {
  connection.start();
  await expect.poll(() => pbx.renamed).toHaveLength(2);
  pbx.disconnect();
  await change(olena.id, 'Olena Koval', '101');
  expect(pbx.renamed).toHaveLength(2);
  pbx.reconnect();
  await expect.poll(() => pbx.renamed.slice(2)).toEqual(['101 Olena Koval', '102 Andriy']);
});

it('A phone that the PBX cannot rename holds up no other, and is tried again at the next change', async () => {
  stuck.add('101');
  connection.start();
  await expect.poll(() => pbx.renamed).toEqual(['102 Andriy']);
  expect(logged).toEqual(['a phone still shows the name of before']);
  stuck.clear();
  await change(andriy.id, 'Andriy B.', '102');
  await expect.poll(() => pbx.renamed.slice(1)).toEqual(['101 Olena', '102 Andriy B.']);
});
