import { DEFAULT_SETTINGS, type Site } from '@ringback/model';
import { afterEach, expect, it } from 'vitest';
import { COUNT_EVERY_MS } from '../security/tolls.ts';
import { asker, olena } from '../calls/calls.fixtures.ts';
import { createObservedRig, type ObservedRigOptions } from './observed.fixtures.ts';

const NUMBER = '+79265554433';
const shop: Site = {
  ...{ key: 'shop', name: 'Shop', origins: ['https://shop.example'], locale: 'ru', country: 'RU' },
  ...{ callableCountries: ['RU'] },
};
const costs = { daily: 10, dailyPerAgent: 0, rates: [], otherPerMinute: 3 };

const stops: (() => Promise<void>)[] = [];
async function rig(options: ObservedRigOptions = {}) {
  const security = { ...DEFAULT_SETTINGS.security, costs };
  const made = await createObservedRig({ ...options, settings: { sites: [shop], security } });
  stops.push(made.stop);
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
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

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

it('A command that MANGO could not take is given again, and the other calls are ended meanwhile', async () => {
  const { sim, clock, rest, log, events } = await rig();
  const calls = [sim.outgoing('101', NUMBER.slice(1)), sim.outgoing('102', '79265554434')];
  for (const call of calls) call.answerFar();
  await rest();
  await clock.pass(60_000 - 1000);
  await rest();
  sim.wire.inject('unavailable');
  // After a refusal MANGO is left alone for ten seconds.
  await clock.pass(1000 + COUNT_EVERY_MS + 12_000);
  await rest();
  expect(calls.map(({ ended }) => ended).sort()).toEqual([false, true]);
  // More refusals than one, and the alarm is no other one for that.
  sim.wire.inject('unavailable', 2);
  await clock.pass(4 * COUNT_EVERY_MS + 1000);
  await rest();
  expect(calls.map(({ ended }) => ended)).toEqual([true, true]);
  expect((await log()).map(({ state }) => state)).toEqual(['ended', 'ended']);
  expect(sim.gate.invalid).toBe(0);
  // Once when they ran over, and once for each that has ended over it.
  expect((await events()).filter((type) => type === 'alarm.raised')).toHaveLength(3);
});

it('Of two nodes one counts, tells once and ends', async () => {
  const { clock, sim, store, rest, events } = await rig({ node: 'first' });
  await rig({ clock, sim, store, node: 'second' });
  const call = sim.outgoing('101', NUMBER.slice(1));
  call.answerFar();
  await rest();
  await clock.pass(3 * 60_000);
  sim.wire.inject('unavailable', 2);
  await clock.pass(2 * COUNT_EVERY_MS);
  await rest();
  expect(call.ended).toBe(false);
  expect((await events()).filter((type) => type === 'alarm.raised')).toHaveLength(1);
  await clock.pass(2 * COUNT_EVERY_MS);
  await rest();
  expect(call.ended).toBe(true);
  expect(sim.asked.filter(({ path }) => path === 'commands/call/hangup')).toHaveLength(1);
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

it('Once the ceiling is reached it is told, and the gateway begins no call and sends no message any more', async () => {
  const { talk, control, clock, store, sim, rest, log } = await rig();
  await talk(4);
  expect(await store.security.alarms.list(10)).toMatchObject([{ kind: 'cost-ceiling' }]);
  await expect(clock.run(() => control.dial(olena, NUMBER))).rejects.toMatchObject({ code: 'forbidden' });
  const [last] = await log();
  const message = clock.run(async () => control.observed?.message(olena, last?.id ?? '', 'Hello'));
  await expect(message).rejects.toMatchObject({ code: 'forbidden' });
  expect(sim.messages).toEqual([]);
  const before = sim.conversations.length;
  const callback = await clock.run(() => control.requestCallback(shop, { number: NUMBER }, asker));
  await clock.pass(1000);
  await rest();
  expect(await control.callbackStatus(callback.id, callback.token)).toMatchObject({ state: 'failed' });
  expect(sim.conversations).toHaveLength(before);
});
