import { DEFAULT_SETTINGS, type Site } from '@ringback/model';
import { afterEach, expect, it } from 'vitest';
import { asker, olena } from '../calls/calls.fixtures.ts';
import { createObservedRig } from './observed.fixtures.ts';

const NUMBER = '+79265554433';
const shop: Site = {
  ...{ key: 'shop', name: 'Shop', origins: ['https://shop.example'], locale: 'ru', country: 'RU' },
  ...{ callableCountries: ['RU'] },
};
const costs = { daily: 10, dailyPerAgent: 0, rates: [], otherPerMinute: 3 };

let stop = async (): Promise<void> => undefined;
async function rig() {
  const security = { ...DEFAULT_SETTINGS.security, costs };
  const made = await createObservedRig({ settings: { sites: [shop], security } });
  stop = made.stop;
  await made.start();
  return {
    ...made,
    /** By the keys of a desk phone. */
    async talk(minutes: number) {
      const call = made.sim.outgoing('101', NUMBER.slice(1));
      call.answerFar();
      await made.rest();
      await made.clock.pass(minutes * 60_000 - 1000);
      call.hangUp();
      await made.rest();
      await made.clock.pass(100);
    },
  };
}
afterEach(() => stop());

it('What MANGO leads is counted in begun minutes, whoever dialled it', async () => {
  const { talk, tolls, sim, rest } = await rig();
  await talk(2);
  expect(await tolls.spent()).toBe(6);
  // Nobody answered: nothing is charged. What comes in costs nothing.
  sim.outgoing('101', NUMBER.slice(1)).hangUp(1111);
  sim.incoming().ring('101').answer('101').hangUp();
  await rest();
  expect(await tolls.spent()).toBe(6);
});

it('Once the ceiling is reached it is told, and the gateway begins no call any more', async () => {
  const { talk, control, clock, store, sim, rest } = await rig();
  await talk(4);
  expect(await store.security.alarms.list(10)).toMatchObject([{ kind: 'cost-ceiling' }]);
  await expect(clock.run(() => control.dial(olena, NUMBER))).rejects.toMatchObject({ code: 'forbidden' });
  const before = sim.conversations.length;
  const callback = await clock.run(() => control.requestCallback(shop, { number: NUMBER }, asker));
  await clock.pass(1000);
  await rest();
  expect(await control.callbackStatus(callback.id, callback.token)).toMatchObject({ state: 'failed' });
  expect(sim.conversations).toHaveLength(before);
});
