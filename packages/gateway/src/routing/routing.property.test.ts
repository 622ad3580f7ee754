/** Whatever the rules and whoever is there: a call is never lost, never offered to two at once where one is to have it, and always ends. */
import {
  DEFAULT_SELF,
  type ForwardReason,
  GROUP_ALGORITHMS,
  KNOWN_CALLERS,
  type Routing,
} from '@ringback/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { beginRoute, fellSilent, nextStep, type RouteFacts } from './next.ts';
import { notTaken, type People } from './people.ts';
import { planCall } from './plan.ts';
import { AT, call, group, minutesAgo, person, route, rules } from './routing.fixtures.ts';

const IDS = ['anna', 'boris', 'vira', 'hanna', 'dmytro'];
const id = fc.constantFrom(...IDS);
const seconds = fc.integer({ min: 5, max: 300 });

const aPerson = fc.record({
  online: fc.boolean(),
  busy: fc.boolean(),
  ringing: fc.boolean(),
  callsToday: fc.nat(5),
  idle: fc.nat(100),
  status: fc.constantFrom('available' as const, 'away' as const, 'do-not-disturb' as const),
  callWaiting: fc.boolean(),
  mobile: fc.option(fc.record({ number: fc.constant('+380507776655'), rings: fc.boolean() }), {
    nil: undefined,
  }),
  forwarding: fc.array(
    fc.record({
      on: fc.constantFrom<ForwardReason[]>(['no-answer'], ['busy', 'offline']),
      to: fc.oneof(
        id.map((agentId) => ({ kind: 'agent' as const, agentId })),
        fc.constant({ kind: 'number' as const, number: '+380501112233' }),
      ),
      seconds: fc.integer({ min: 5, max: 60 }),
    }),
    { maxLength: 3 },
  ),
});
const crowd = fc.tuple(...IDS.map((name) => aPerson.map((state) => [name, state] as const))).map(
  (all): People =>
    new Map(
      all.map(([name, { status, callWaiting, forwarding, idle, ...state }]) => {
        const self = { ...DEFAULT_SELF, status, callWaiting, forwarding };
        return [name, person(name, { ...state, self, idleSince: minutesAgo(idle) })];
      }),
    ),
);
const aGroup = (key: string) =>
  fc
    .record({
      members: fc.uniqueArray(id, { maxLength: 5 }),
      algorithm: fc.constantFrom(...GROUP_ALGORITHMS),
      known: fc.constantFrom(...KNOWN_CALLERS),
      ringSeconds: fc.integer({ min: 5, max: 60 }),
      queue: fc.boolean(),
    })
    .map(({ members, ...more }) => group(key, members, more));
const step = fc.oneof(
  fc.record({
    to: fc.constant('group' as const),
    target: fc.constantFrom('sales', 'support', 'gone'),
    seconds,
  }),
  fc.record({ to: fc.constant('agent' as const), target: id, seconds }),
  fc.record({ to: fc.constant('number' as const), target: fc.constant('+380509998877'), seconds }),
);
const routing = fc
  .record({
    groups: fc.tuple(aGroup('sales'), aGroup('support')),
    steps: fc.array(step, { maxLength: 6 }),
    order: fc.constantFrom('in-order' as const, 'all-at-once' as const),
    familiarForAll: fc.boolean(),
  })
  .map(({ groups, steps, order, familiarForAll }) =>
    rules({ groups, familiarForAll, routes: [route({ steps, order })] }),
  );
const aCall = fc
  .record({
    responsible: fc.option(id, { nil: undefined }),
    talked: fc.option(id, { nil: undefined }),
    ago: fc.nat(120),
  })
  .map(({ responsible, talked, ago }) =>
    call({
      responsible,
      lastTalk: talked === undefined ? undefined : { agentId: talked, endedAt: minutesAgo(ago) },
    }),
  );

/** Those who have pressed 1 in a queue, some before this caller and some after him. */
const owed = fc
  .array(fc.integer({ min: -60, max: 60 }), { maxLength: 4 })
  .map((all) => new Map([['sales', all.map((minutes) => minutesAgo(minutes))]]));

/** After each step: how much of its time went by, who is there then, and whether the phones refused. */
const moments = fc.array(fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), now: crowd }), {
  minLength: 1,
  maxLength: 12,
});

const longest = ({ routes, groups }: Routing, extra: number) =>
  routes.reduce((sum, one) => sum + one.steps.reduce((all, { seconds: of }) => all + of, 0), 0) +
  // Known callers and their own forwardings come before each group.
  (groups.length + 6) * 2 * (60 + 3 * 60) +
  extra;

it('always ends, in bounded time, and says so once, whatever phones do and whoever comes and goes', () => {
  fc.assert(
    fc.property(aCall, routing, crowd, moments, owed, (one, settings, first, after, owing) => {
      const plan = planCall(one, settings, first);
      let at = AT;
      let state = beginRoute(at);
      let people = first;
      for (let count = 0; ; count += 1) {
        expect(count).toBeLessThan(2_000);
        const facts: RouteFacts = { at, people, routing: settings.routing, turns: new Map(), owed: owing };
        const found = nextStep(plan, state, facts);
        // Never lost: each decision is told, and the last one is what was decided.
        expect(found.decisions.at(-1)?.did).toBe(found.action.do);
        if (found.action.do === 'end') {
          expect(found.action.last).toBe('missed');
          break;
        }
        expect(found.action.seconds).toBeGreaterThan(0);
        state = found.state;
        const { share, now } = after[count % after.length]!;
        // A phone may refuse at once; who waits is looked after when somebody comes free, some time later.
        const least = found.action.do === 'wait' ? 1_000 : 1;
        at = new Date(at.getTime() + Math.max(least, Math.round(found.action.seconds * 1000 * share)));
        if (found.action.do === 'ring') state = fellSilent(state, found.action.targets.flatMap(idOf), at);
        people = now;
      }
      expect((at.getTime() - AT.getTime()) / 1000).toBeLessThanOrEqual(longest(settings.routing, 60));
    }),
    { numRuns: 500 },
  );
});

const idOf = (target: { kind: string; agent?: { id: string } }) => (target.agent ? [target.agent.id] : []);

it('is offered to one at a time where the group asks one after another, and only to who can take it', () => {
  fc.assert(
    fc.property(aCall, routing, crowd, (one, settings, people) => {
      const plan = planCall(one, settings, people);
      const facts: RouteFacts = { at: AT, people, routing: settings.routing, turns: new Map() };
      const { action } = nextStep(plan, beginRoute(AT), facts);
      if (action.do !== 'ring') return;
      const agents = action.targets.flatMap(idOf);
      expect(new Set(agents).size).toBe(agents.length);
      for (const agentId of agents) {
        const why = notTaken(people.get(agentId), AT);
        const second = why === 'busy' && people.get(agentId)?.self.callWaiting;
        expect([undefined, 'ringing'].includes(why) || second).toBe(true);
      }
      const exclusive =
        !plan.atOnce && action.by.algorithm !== 'all-at-once' && action.by.why !== 'everybody';
      if (exclusive) expect(action.targets).toHaveLength(1);
    }),
    { numRuns: 500 },
  );
});

it('is never offered exclusively to an agent whom another call rings, while somebody idle is in the group', () => {
  fc.assert(
    fc.property(
      crowd,
      fc.constantFrom(...GROUP_ALGORITHMS.filter((one) => one !== 'all-at-once')),
      (people, algorithm) => {
        const settings = rules({ groups: [group('sales', IDS, { algorithm })], routes: [route()] });
        const facts: RouteFacts = { at: AT, people, routing: settings.routing, turns: new Map() };
        const { action } = nextStep(planCall(call(), settings, people), beginRoute(AT), facts);
        const idle = IDS.some((one) => notTaken(people.get(one), AT) === undefined);
        if (action.do !== 'ring' || !idle) return;
        expect(notTaken(people.get(action.targets.flatMap(idOf)[0]!), AT)).toBeUndefined();
      },
    ),
    { numRuns: 500 },
  );
});

it('leaves as many of the idle to those who asked to be called back as were before the caller, and rings the rest', () => {
  fc.assert(
    fc.property(crowd, fc.constantFrom(...GROUP_ALGORITHMS), owed, (people, algorithm, owing) => {
      const settings = rules({
        groups: [group('sales', IDS, { algorithm, queue: true, queueCallback: true })],
        routes: [route()],
      });
      const facts: RouteFacts = { at: AT, people, routing: settings.routing, turns: new Map(), owed: owing };
      const { action } = nextStep(planCall(call(), settings, people), beginRoute(AT), facts);
      const idle = IDS.filter((one) => notTaken(people.get(one), AT) === undefined).length;
      const before = (owing.get('sales') ?? []).filter((since) => since < AT.toISOString()).length;
      if (idle > 0 && idle <= before) expect(action.do).toBe('wait');
      if (idle > before) expect(action.do).toBe('ring');
      if (action.do === 'ring' && idle > 0) expect(action.targets.length).toBeLessThanOrEqual(idle - before);
    }),
    { numRuns: 500 },
  );
});
