import type { Simulated } from '@ringback/adapters/testing/mango-office';
import { createVirtualClock } from '@ringback/adapters/testing';
import type { Site } from '@ringback/model';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { andriy, asker, olena } from '../calls/calls.fixtures.ts';
import { LEASE_MS } from '../calls/lease.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { aCallback, aCallRow } from '../store/store.fixtures.ts';
import { createObservedRig, type ObservedRigOptions } from './observed.fixtures.ts';

const VISITOR = '+79265554433';
const shop: Site = {
  ...{ key: 'shop', name: 'Shop', origins: ['https://shop.example'], locale: 'ru', country: 'RU' },
  ...{ callableCountries: ['RU'], attempts: { most: 2, pauseMinutes: 15 } },
};

const open: { stop(): Promise<void> }[] = [];
async function rig(options: ObservedRigOptions = {}) {
  const made = await createObservedRig({ ...options, settings: { sites: [shop], ...options.settings } });
  open.push(made);
  await made.start();
  const ask = async (number = VISITOR) => {
    const status = await made.clock.run(() =>
      made.control.requestCallback(options.settings?.sites?.[0] ?? shop, { number, name: 'Ivan' }, asker),
    );
    await made.clock.pass(100);
    await made.rest();
    return {
      ...status,
      now: () => made.control.callbackStatus(status.id, status.token),
      stored: async () => (await made.store.callbacks.get(status.id))!.callback,
      cancel: () => made.clock.run(() => made.control.cancelCallback(status.id, status.token)),
    };
  };
  /** What MANGO leads now. */
  const conversation = () => made.sim.conversations.at(-1)!;
  const step = async (work: () => unknown) => {
    work();
    await made.rest();
  };
  return { ...made, ask, conversation, step };
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});
const commands = ({ sim }: { sim: Simulated }) =>
  sim.wire.requests.flatMap(({ url }) => /commands\/.*/.exec(new URL(url).pathname)?.[0] ?? []);

describe('A visitor who wants to be called back, where MANGO leads the calls', () => {
  it('is called when a colleague has picked up, within the promised time, and it stands in the log', async () => {
    const { ask, conversation, step, log, clock, events } = await rig();
    const callback = await ask();
    expect(await callback.now()).toMatchObject({ state: 'agent-ringing' });
    expect(conversation().at('101')).toMatchObject({ state: 'Appeared' });
    await clock.pass(8000);
    await step(() => conversation().answer('101').dial('101', VISITOR.slice(1)));
    expect(await callback.now()).toMatchObject({ state: 'visitor-ringing', kept: true });
    await step(() => conversation().answerFar());
    expect(await callback.now()).toMatchObject({ state: 'connected', agentName: olena.name });
    await clock.pass(60_000);
    await step(() => conversation().hangUp());
    expect(await callback.now()).toMatchObject({ state: 'completed', kept: true });
    expect(await log()).toMatchObject([
      {
        ...{ direction: 'out', number: VISITOR, endReason: 'completed', durationSeconds: 60 },
        ...{ agent: { id: olena.id }, claimedName: 'Ivan', callback: { id: callback.id } },
      },
    ]);
    expect((await events()).filter((type) => type === 'callback.kept')).toHaveLength(1);
  });

  it('was promised 30 seconds: when nobody has picked up by then it is broken, once', async () => {
    const { ask, conversation, step, clock, events } = await rig();
    const callback = await ask();
    await clock.pass(31_000);
    expect(await callback.now()).toMatchObject({ state: 'agent-ringing', kept: false });
    await step(() => conversation().answer('101').dial('101', VISITOR.slice(1)));
    expect(await callback.now()).toMatchObject({ state: 'visitor-ringing', kept: false });
    expect((await events()).filter((type) => type === 'callback.broken')).toHaveLength(1);
  });

  it('is called a second time after the pause when no colleague has picked up: then by whoever is idle longer', async () => {
    const { ask, conversation, step, clock, sim } = await rig();
    // Olena has talked lately.
    await step(() => sim.incoming().ring('101').answer('101'));
    await clock.pass(5000);
    await step(() => conversation().hangUp());
    const callback = await ask();
    expect(conversation().at('102')).toMatchObject({ state: 'Appeared' });
    await clock.pass(20_000);
    await step(() => conversation().hangUp(1111));
    expect(await callback.now()).toMatchObject({ state: 'scheduled', failure: 'no-agent', kept: false });
    const before = sim.conversations.length;
    await clock.pass(15 * 60_000);
    expect(sim.conversations).toHaveLength(before + 1);
    await step(() => conversation().hangUp(1111));
    expect(await callback.now()).toMatchObject({ state: 'failed' });
  });

  it('is busy, and is called again later', async () => {
    const { ask, conversation, step } = await rig();
    const callback = await ask();
    await step(() => conversation().answer('101').dial('101', VISITOR.slice(1)));
    await step(() => conversation().hangUp(1121));
    expect(await callback.now()).toMatchObject({ state: 'scheduled', failure: 'visitor-busy', kept: true });
  });

  it('takes it back while a phone rings: that stops, and he is not called', async () => {
    const { ask, conversation, sim, rest, clock } = await rig();
    const callback = await ask();
    expect(await callback.cancel()).toMatchObject({ state: 'cancelled' });
    await clock.pass(2000);
    await rest();
    expect(conversation().ended).toBe(true);
    expect(commands({ sim })).toEqual(['commands/callback', 'commands/call/hangup']);
    await clock.pass(3_600_000);
    expect(sim.conversations).toHaveLength(1);
  });

  it('is told that nobody is there when all are away, and keeps his request for later', async () => {
    const { control, store, clock } = await rig();
    for (const { id } of [olena, andriy]) {
      const self = await store.selves.get(id);
      await store.transaction((tx) =>
        store.selves.put(tx, id, { ...self, status: 'away', version: self.version + 1 }),
      );
    }
    expect(await control.callbackOffer(shop)).toMatchObject({ obstacle: 'nobody-there' });
    await expect(
      clock.run(() => control.requestCallback(shop, { number: VISITOR }, asker)),
    ).rejects.toMatchObject({ code: 'unavailable' });
    const later = await clock.run(() =>
      control.requestCallback(shop, { number: VISITOR, when: 'opening' }, asker),
    );
    expect(later).toMatchObject({ state: 'scheduled' });
  });
});

describe('With a group for callbacks', () => {
  it('MANGO rings whoever of it is free, and the first who picks up has the visitor', async () => {
    const { ask, conversation, step, sim } = await rig({ mango: { callbackGroup: '303' } });
    const callback = await ask();
    expect(commands({ sim })).toEqual(['commands/callback_group']);
    expect([conversation().at('101').state, conversation().at('102').state]).toEqual([
      'Appeared',
      'Appeared',
    ]);
    await step(() => conversation().answer('102').dial('102', VISITOR.slice(1)));
    await step(() => conversation().answerFar());
    expect(await callback.now()).toMatchObject({ state: 'connected', agentName: andriy.name });
  });

  const first = { ...shop, firstLeg: 'visitor' as const };

  it('a site may ring the visitor first: our phones ring when he has answered', async () => {
    const options = { mango: { callbackGroup: '303' }, settings: { sites: [first] } };
    const { ask, conversation, step, log, clock, sim, events } = await rig(options);
    const callback = await ask();
    expect(sim.asked.at(-1)).toMatchObject({
      path: 'commands/callback_group',
      json: { from: VISITOR.slice(1), to: '303', line_number: '74951234567' },
    });
    expect(await callback.now()).toMatchObject({ state: 'visitor-ringing', kept: true });
    await clock.pass(5000);
    await step(() => conversation().answerFar());
    expect(await callback.now()).toMatchObject({ state: 'agent-ringing' });
    await step(() => conversation().ring('101').ring('102'));
    await clock.pass(5000);
    await step(() => conversation().answer('102'));
    expect(await callback.now()).toMatchObject({ state: 'connected', agentName: andriy.name });
    await clock.pass(60_000);
    await step(() => conversation().hangUp());
    expect(await callback.now()).toMatchObject({ state: 'completed', kept: true });
    expect(await log()).toMatchObject([
      {
        ...{ direction: 'out', number: VISITOR, endReason: 'completed', durationSeconds: 60 },
        ...{ agent: { id: andriy.id }, claimedName: 'Ivan' },
      },
    ]);
    expect((await events()).filter((type) => type === 'callback.kept')).toHaveLength(1);
  });

  it('and owns up to it when nobody of ours picks up', async () => {
    const options = { mango: { callbackGroup: '303' }, settings: { sites: [first] } };
    const { ask, conversation, step } = await rig(options);
    const callback = await ask();
    await step(() => conversation().answerFar().ring('101'));
    await step(() => conversation().hangUp(1164));
    expect(await callback.now()).toMatchObject({ state: 'scheduled', failure: 'no-agent' });
  });

  it('without a group a colleague is rung first all the same', async () => {
    const { ask, sim } = await rig({ settings: { sites: [first] } });
    const callback = await ask();
    expect(sim.asked.at(-1)?.path).toBe('commands/callback');
    expect(await callback.now()).toMatchObject({ state: 'agent-ringing' });
  });

  it('that MANGO does not know, the attempt has failed and is made again', async () => {
    const { ask } = await rig({ mango: { callbackGroup: '999' } });
    const callback = await ask();
    expect(await callback.now()).toMatchObject({ state: 'scheduled', failure: 'pbx-down' });
  });
});

describe('The gateway is killed', () => {
  it('before MANGO has told of the call: what rings is ended, and the visitor is called in the next attempt', async () => {
    const first = await rig({ silent: true });
    const callback = await first.ask();
    expect(await callback.now()).toMatchObject({ state: 'agent-ringing' });
    const { clock, sim, store } = first;
    const second = await rig({ clock, sim, store, node: 'second' });
    // What MANGO had told in the meantime comes now.
    for (const delivery of sim.deliveries.splice(0))
      await second.clock.run(() => second.control.observed!.receive(delivery)).catch(() => undefined);
    await second.clock.pass(3000);
    await second.rest();
    expect(await second.control.callbackStatus(callback.id, callback.token)).toMatchObject({
      ...{ state: 'scheduled', failure: 'restarted' },
    });
    expect(sim.conversations.map(({ ended }) => ended)).toEqual([true]);
  });

  it('while they talk: the talk goes on, and the callback is completed', async () => {
    const first = await rig();
    const callback = await first.ask();
    await first.step(() => first.conversation().answer('101').dial('101', VISITOR.slice(1)));
    await first.step(() => first.conversation().answerFar());
    const { clock, sim, store } = first;
    const second = await rig({ clock, sim, store });
    await second.step(() => second.conversation().hangUp());
    expect(await second.control.callbackStatus(callback.id, callback.token)).toMatchObject({
      state: 'completed',
    });
  });
});

it('Of two nodes on one store one calls back, and the other when the first has died', async () => {
  const first = await rig({ node: 'first' });
  const { clock, sim, store } = first;
  const second = await rig({ clock, sim, store, node: 'second' });
  const due = await clock.run(() =>
    second.control.requestCallback(shop, { number: VISITOR, when: 'opening' }, asker),
  );
  await clock.pass(70_000);
  await second.rest();
  expect(sim.conversations).toHaveLength(1);
  await first.stop();
  open.splice(open.indexOf(first), 1);
  await second.step(() => second.conversation().hangUp(1111));
  await clock.pass(LEASE_MS * 2);
  await clock.pass(16 * 60_000);
  await second.rest();
  expect(sim.conversations).toHaveLength(2);
  expect((await store.callbacks.get(due.id))?.callback.attempts).toBe(2);
});

describe('A node that connects anew, because the settings of the PBX have changed', () => {
  /** As a node that died before anybody was rung leaves it. */
  async function leave({ store, clock }: Awaited<ReturnType<typeof rig>>, id: string, number: string) {
    const [callId, at] = [`call-of-${id}`, clock.now()];
    const promisedUntil = new Date(at.getTime() + 3_600_000).toISOString();
    const callback = aCallback(id, { siteKey: shop.key, number, callId, promisedUntil });
    const call = { direction: 'out', state: 'connecting', number, callback: { id } } as const;
    await store.transaction(async (tx) => {
      await store.callbacks.insert(tx, { callback, token: 't' });
      await store.calls.insert(tx, aCallRow(callId, { ...call, startedAt: at.toISOString() }));
    });
  }
  const rung = ({ sim }: { sim: Simulated }) => sim.conversations.length;

  it('and has lost its turn meanwhile, rings nobody; with its turn it goes on', async () => {
    let asleep = false;
    const node = await rig({ node: 'first', asleep: () => asleep });
    asleep = true;
    await node.clock.pass(LEASE_MS * 2);
    await leave(node, 'one', VISITOR);
    await node.clock.run(() => node.control.reconnect());
    await node.clock.pass(60_000);
    await node.rest();
    expect([node.control.pbxUp, rung(node)]).toEqual([true, 0]);
    asleep = false;
    await node.clock.pass(LEASE_MS);
    await node.rest();
    expect(rung(node)).toBe(1);
  });

  it('and loses its turn while it takes up what was left, leaves the rest to the node whose turn it is', async () => {
    let [asleep, slow] = [false, false];
    const clock = createVirtualClock();
    const base = await createSqliteStore(':memory:', { now: clock.now });
    const store: Store = {
      ...base,
      calls: {
        ...base.calls,
        async talkStats(span) {
          const stats = await base.calls.talkStats(span);
          if (!slow) return stats;
          [asleep, slow] = [true, false];
          await clock.wait(LEASE_MS);
          return stats;
        },
      },
    };
    const first = await rig({ node: 'first', asleep: () => asleep, clock, store });
    await leave(first, 'one', VISITOR);
    await leave(first, 'two', '+79265550000');
    slow = true;
    await clock.run(() => first.control.reconnect());
    await clock.pass(60_000);
    await first.rest();
    expect(rung(first)).toBe(1);
    const second = await rig({ node: 'second', clock, store: base, sim: first.sim });
    await second.rest();
    expect(rung(first)).toBe(2);
  });

  it('and is stopped for good meanwhile, stays stopped', async () => {
    const { control, pbx, clock } = await rig();
    const [stopped, stop, started] = [Promise.withResolvers<void>(), pbx.stop, vi.spyOn(pbx, 'start')];
    vi.spyOn(pbx, 'stop').mockImplementationOnce(async () => {
      await stopped.promise;
      await stop();
    });
    const reconnected = control.reconnect();
    await clock.run(() => control.stop());
    stopped.resolve();
    await reconnected;
    expect(started).not.toHaveBeenCalled();
  });
});
