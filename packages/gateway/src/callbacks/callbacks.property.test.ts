/**
 * Whatever visitors, agents, the PBX and the clock do, and however often the gateway is killed meanwhile: each request ends in exactly
 * one way, in the order that the model draws; nobody is rung twice at once, and nobody is forgotten.
 */
import {
  type Callback,
  type CallbackState,
  FIRST_LEGS,
  type RingbackEvent,
  RingbackError,
  type Schedule,
  type Site,
} from '@ringback/model';
import { isOpen } from '@ringback/model/hours';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRig, olena, type Rig, site } from '../calls/calls.fixtures.ts';

const NUMBERS = ['+380501110001', '+380501110002', '+380501110003'];
const DEVICES = ['101', '102'];
const ZONES = ['Europe/Kyiv', 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu', 'UTC'];
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From the rig's start to the night in which Kyiv's clocks go on, and to the one in which they go back. */
const TO_SUMMER = 26 * DAY + 10 * HOUR;
const TO_WINTER = 236 * DAY + 10 * HOUR;

type Order = Record<CallbackState, readonly CallbackState[]>;
/** Which state may follow which: the picture in `model/src/callback.ts`. */
const AGENT_FIRST: Order = {
  scheduled: ['scheduled', 'requested', 'failed', 'cancelled'],
  requested: ['agent-ringing', 'scheduled', 'failed', 'cancelled'],
  'agent-ringing': ['visitor-ringing', 'scheduled', 'failed', 'cancelled'],
  'visitor-ringing': ['connected', 'scheduled', 'failed', 'cancelled'],
  connected: ['completed'],
  completed: [],
  failed: [],
  cancelled: [],
};
const VISITOR_FIRST: Order = {
  ...AGENT_FIRST,
  requested: ['visitor-ringing', 'scheduled', 'failed', 'cancelled'],
  'visitor-ringing': ['agent-ringing', 'scheduled', 'failed', 'cancelled'],
  'agent-ringing': ['connected', 'scheduled', 'failed', 'cancelled'],
};
const FROM_BROWSER: Order = {
  ...VISITOR_FIRST,
  requested: ['agent-ringing', 'failed', 'cancelled'],
  'agent-ringing': ['connected', 'failed', 'cancelled'],
};
const FINISHED: readonly CallbackState[] = ['completed', 'failed', 'cancelled'];

const hours = (timeZone: string): Schedule => ({
  timeZone,
  hours: [
    { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '09:00', to: '18:00' },
    // In this zone's nights, and over the hour that a change of clocks leaves out or repeats.
    { days: ['sunday'], from: '01:00', to: '05:00' },
  ],
  holidays: [],
});

type Act =
  | { act: 'ask'; number: number; when: 'now' | 'opening' | number }
  | { act: 'callsFromBrowser'; comes: boolean }
  | { act: 'cancel' | 'disown' | 'rate'; of: number }
  | { act: 'move'; of: number; to: number }
  | { act: 'answers' | 'rings' | 'replaced'; leg: number }
  | { act: 'hangsUp'; leg: number; cause: 'normal' | 'busy' | 'no-answer' | 'unreachable' }
  | { act: 'device'; device: number; there: boolean }
  | { act: 'pass' | 'jump'; seconds: number }
  | { act: 'killed'; away: number }
  | { act: 'killedAt'; command: number }
  | { act: 'zone'; zone: number }
  | { act: 'settle' | 'pbxGone' | 'pbxBack' };

const of = fc.nat({ max: 5 });
const leg = fc.nat({ max: 4 });
const passes = fc.constantFrom(1, 9, 31, MINUTE, 16 * MINUTE, 3 * HOUR, 13 * HOUR, DAY);
const kinds: fc.WeightedArbitrary<Act>[] = [
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('ask'),
      number: fc.nat({ max: NUMBERS.length - 1 }),
      when: fc.oneof(fc.constantFrom('now' as const, 'now' as const, 'opening' as const), fc.nat({ max: 3 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('callsFromBrowser'), comes: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('cancel', 'disown', 'rate'), of }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('move'), of, to: fc.nat({ max: 3 }) }) },
  {
    weight: 9,
    arbitrary: fc.record({ act: fc.constantFrom('answers', 'answers', 'answers', 'rings', 'replaced'), leg }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('hangsUp'),
      leg,
      cause: fc.constantFrom('normal', 'busy', 'no-answer', 'unreachable'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('device'),
      device: fc.nat({ max: DEVICES.length - 1 }),
      there: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: fc.record({ act: fc.constant('pass'), seconds: passes }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('jump'), seconds: passes.chain((s) => fc.constantFrom(s, -s)) }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('killed'), away: fc.oneof(fc.constant(0), passes) }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('killedAt'), command: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('zone'), zone: fc.nat({ max: ZONES.length - 1 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ act: fc.constantFrom('settle', 'settle', 'settle', 'pbxGone', 'pbxBack') }),
  },
];
const starts = fc.constantFrom(0, TO_SUMMER, TO_WINTER);
const acts = fc.array(fc.oneof(...kinds), { minLength: 8, maxLength: 40 });

/** What visitors and agents may be told; anything else is a fault of ours. */
const REFUSALS = new Set(['conflict', 'forbidden', 'invalid', 'not-found', 'unavailable', 'rate-limited']);

/** One shop and its visitors. */
class World {
  readonly rig: Rig;
  /** What each asker was given, in the order of asking. */
  readonly tickets: { id: string; token: string }[] = [];
  #asked = 0;

  constructor(rig: Rig) {
    this.rig = rig;
  }

  get #shop(): Site {
    return this.rig.settings.sites[0] ?? site;
  }

  /** A gateway that was killed at one of its commands is started again. */
  async settle(): Promise<void> {
    const { connection } = this.rig;
    const alive = await Promise.race([connection.died.then(() => false), this.rig.settle().then(() => true)]);
    if (!alive) await this.rig.restart();
  }

  /** Whoever asks a gateway that is killed meanwhile is told nothing. */
  async #asks<T>(work: Promise<T>): Promise<T | undefined> {
    const told = work.catch((error: unknown) => {
      if (!(error instanceof RingbackError) || !REFUSALS.has(error.code)) throw error;
    });
    return (await Promise.race([told, this.rig.connection.died])) ?? undefined;
  }

  async pass(seconds: number): Promise<void> {
    this.rig.clock.pass(seconds * 1000);
    await this.settle();
  }

  async #time(nth: number): Promise<string> {
    const { spans } = await this.rig.control.callbackOffer(this.#shop);
    const span = spans[nth % Math.max(1, spans.length)];
    return span?.from ?? this.rig.clock.now().toISOString();
  }

  async #ask(act: Extract<Act, { act: 'ask' }>): Promise<void> {
    const when = typeof act.when === 'number' ? await this.#time(act.when) : act.when;
    const address = `203.0.113.${(this.#asked += 1)}`;
    const input = { number: NUMBERS[act.number] ?? '', when };
    const ticket = await this.#asks(this.rig.control.requestCallback(this.#shop, input, { address }));
    if (ticket) this.tickets.push(ticket);
  }

  async #callFromBrowser(comes: boolean): Promise<void> {
    const address = `203.0.113.${(this.#asked += 1)}`;
    const asked = this.rig.control.requestCallback(this.#shop, { by: 'browser' }, { address });
    const ticket = await this.#asks(asked);
    if (!ticket?.browser) return;
    this.tickets.push(ticket);
    const { callId, target } = ticket.browser;
    if (comes) this.rig.pbx.deviceDials({ endpoint: 'visitors', dialled: target, callId });
  }

  async #visitor(act: Extract<Act, { of: number }>): Promise<void> {
    const { control } = this.rig;
    const { id, token } = this.tickets[act.of] ?? {};
    if (id === undefined || token === undefined) return;
    if (act.act === 'cancel') await this.#asks(control.cancelCallback(id, token));
    else if (act.act === 'disown') await this.#asks(control.disownCallback(olena, id));
    else if (act.act === 'rate') await this.#asks(control.rateCallback(id, token, { stars: 5 }));
    else if (act.act === 'move') {
      const when = await this.#time(act.to);
      await this.#asks(control.moveCallback(this.#shop, id, { token, when }));
    }
  }

  #leg(act: Extract<Act, { leg: number }>): void {
    const { pbx } = this.rig;
    const found = [...pbx.legs.values()][act.leg];
    if (!found) return;
    if (act.act === 'answers') pbx.answers(found.legId);
    else if (act.act === 'rings') pbx.rings(found.legId);
    else if (act.act === 'hangsUp') pbx.hangsUp(found.legId, act.cause);
    else if (found.answered && found.originated?.to.kind === 'device') pbx.replaces(found.legId);
  }

  async #kill(away: number): Promise<void> {
    await this.rig.restart(() => this.rig.clock.pass(away * 1000));
  }

  async perform(act: Act): Promise<void> {
    const { pbx, clock, settings } = this.rig;
    if ('of' in act) await this.#visitor(act);
    else if ('leg' in act) this.#leg(act);
    else if (act.act === 'ask') await this.#ask(act);
    else if (act.act === 'callsFromBrowser') await this.#callFromBrowser(act.comes);
    else if (act.act === 'device') pbx[act.there ? 'online' : 'offline'](DEVICES[act.device] ?? '101');
    else if (act.act === 'pass') await this.pass(act.seconds);
    else if (act.act === 'jump') clock.jump(act.seconds * 1000);
    else if (act.act === 'killed') await this.#kill(act.away);
    else if (act.act === 'killedAt') this.rig.connection.killAtCommand(act.command);
    else if (act.act === 'zone')
      settings.sites = [{ ...this.#shop, callHours: hours(ZONES[act.zone] ?? 'UTC') }];
    else if (act.act === 'pbxGone') pbx.disconnect();
    else if (act.act === 'pbxBack') pbx.reconnect();
    else await this.settle();
  }

  async callbacks(): Promise<Callback[]> {
    const rows = await this.rig.store.callbacks.inStates(Object.keys(AGENT_FIRST) as CallbackState[]);
    return rows.map(({ callback }) => callback);
  }

  /** Within the hours who is due is being called, as far as there are people for it. Looked at a minute after the clock has shown it. */
  async nobodyWaitsInVain(): Promise<void> {
    this.rig.pbx.reconnect();
    await this.settle();
    await this.pass(61);
    const { online, busy } = await this.rig.control.whoIsThere();
    const free = DEVICES.filter((device) => online.has(device)).length - busy.size;
    const all = await this.callbacks();
    const begun = all.filter(({ state }) => state !== 'scheduled' && !FINISHED.includes(state)).length;
    const now = this.rig.clock.now().getTime();
    const due = all.filter(
      ({ state, dueAt }) => state === 'scheduled' && Date.parse(dueAt ?? '') < now - 60_000,
    );
    const open = isOpen(this.#shop.callHours!, this.rig.clock.now());
    if (free > begun && open) expect(due).toEqual([]);
  }

  /** Phones fall silent by themselves, visitors hang up, people go on answering for a while, and days pass. */
  async comeToRest(): Promise<void> {
    const { pbx } = this.rig;
    for (let turn = 0; turn < 40 && !(await this.#atRest()); turn += 1) {
      for (const { legId, answered } of [...pbx.legs.values()]) {
        if (!pbx.legs.has(legId)) continue;
        if (answered) pbx.hangsUp(legId);
        await this.settle();
      }
      await this.pass(turn % 3 === 2 ? 13 * HOUR : 2 * MINUTE);
    }
    // Whatever an earlier run of the gateway has left at the PBX is hung up, also when that run is killed at it.
    for (let turn = 0; turn < 3; turn += 1) await this.pass(MINUTE);
  }

  async #atRest(): Promise<boolean> {
    return (await this.callbacks()).every(({ state }) => FINISHED.includes(state));
  }
}

type CallbackEvent = Extract<RingbackEvent, { type: `callback.${string}` }>;

async function checkStories(world: World, order: Order): Promise<void> {
  const { rig } = world;
  const events = (await rig.events()).filter((event): event is CallbackEvent =>
    event.type.startsWith('callback.'),
  );
  for (const callback of await world.callbacks()) {
    expect(FINISHED).toContain(callback.state);
    const told = events.filter(({ data }) => data.callback.id === callback.id);
    const count = (wanted: string) => told.filter(({ type }) => type === wanted).length;
    expect(count('callback.requested')).toBe(1);
    const wanted = callback.by === 'browser' ? FROM_BROWSER : order;
    const states = told
      .filter(({ type }) => type === 'callback.requested' || type === 'callback.changed')
      .map(({ data }) => data.callback);
    states.slice(1).forEach((after, nth) => {
      const before = states[nth]?.state ?? 'scheduled';
      const rated = before === after.state && after.rating !== undefined;
      if (!rated) expect(wanted[before]).toContain(after.state);
    });
    // The visitor was told how it ended, once; and whether the promise was kept, unless he took it back.
    expect(states.filter(({ state, rating }) => FINISHED.includes(state) && !rating)).toHaveLength(1);
    expect(count('callback.kept') + count('callback.broken')).toBeLessThanOrEqual(1);
    if (callback.state !== 'cancelled') expect(callback.kept).toBeDefined();
  }
}

async function checkPhones({ rig }: World): Promise<void> {
  for (const [number, most] of rig.pbx.mostAtOnce) expect([number, most]).toEqual([number, 1]);
  const calls = new Set<string>();
  for (const { to, callId } of rig.pbx.originated) {
    if (to.kind !== 'trunk') continue;
    expect(calls).not.toContain(callId);
    calls.add(callId);
  }
  expect(rig.pbx.legs.size).toBe(0);
  expect(await rig.store.calls.live()).toEqual([]);
  expect(rig.problems).toEqual([]);
}

describe('any order of visitors, agents, PBX, kills and clocks', () => {
  it('ends each request once, rings nobody twice at once, forgets nobody', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(acts, starts, fc.constantFrom(...FIRST_LEGS), async (todo, start, firstLeg) => {
        const rig = await createRig();
        const shop: Site = {
          ...site,
          callHours: hours('Europe/Kyiv'),
          attempts: { most: 2, pauseMinutes: 15 },
        };
        rig.settings.sites = [{ ...shop, firstLeg, browserCalls: { endpoint: 'visitors' } }];
        rig.clock.pass(start * 1000);
        const world = new World(rig);
        try {
          for (const act of todo) await world.perform(act);
          await world.nobodyWaitsInVain();
          await world.comeToRest();
          await checkStories(world, firstLeg === 'visitor' ? VISITOR_FIRST : AGENT_FIRST);
          await checkPhones(world);
        } finally {
          await rig.close();
        }
      }),
      { numRuns: 100 },
    );
  });
});
