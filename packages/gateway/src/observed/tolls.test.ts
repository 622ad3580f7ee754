import { DEFAULT_SETTINGS, type Site } from '@ringback/model';
import { afterEach, expect, it } from 'vitest';
import { COUNT_EVERY_MS } from '../security/tolls.ts';
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
      if (!call.ended) call.hangUp();
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

it('A call that runs when the ceiling is reached is ended, with one request', async () => {
  const { sim, clock, rest, store, tolls } = await rig();
  const call = sim.outgoing('101', NUMBER.slice(1));
  call.answerFar();
  await rest();
  await clock.pass(3 * 60_000 - 1000);
  await rest();
  expect(call.ended).toBe(false);
  // Nine are spent, and ten are too many: the fourth minute must not run.
  await clock.pass(1000 + COUNT_EVERY_MS);
  // The command's way to MANGO.
  await clock.pass(1000);
  await rest();
  expect(call.ended).toBe(true);
  expect(await store.security.alarms.list(10)).toMatchObject([{ kind: 'cost-ceiling' }]);
  await clock.pass(60_000);
  await rest();
  expect(sim.asked.filter(({ path }) => path === 'commands/call/hangup')).toHaveLength(1);
  expect(await tolls.spent()).toBe(12);
  expect(sim.gate.invalid).toBe(0);
});

it('What costs nothing goes on when the ceiling is reached', async () => {
  const { sim, clock, rest, talk, store } = await rig();
  const call = sim.incoming().ring('102').answer('102');
  await rest();
  await talk(4);
  await clock.pass(60_000);
  expect(await store.security.alarms.list(10)).toMatchObject([{ kind: 'cost-ceiling' }]);
  expect(call.ended).toBe(false);
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
