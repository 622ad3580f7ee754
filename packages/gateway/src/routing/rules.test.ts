/** The rules of the requirements, each by its number. */
import { DEFAULT_SELF, type ForwardStep, type KnownCallers, type NamedSchedule } from '@ringback/model';
import { describe, expect, it } from 'vitest';
import { beginRoute, nextStep } from './next.ts';
import { isIn } from './people.ts';
import { planCall } from './plan.ts';
import {
  AT,
  call,
  group,
  minutesAgo,
  people,
  person,
  route,
  rules,
  targets,
  walk,
} from './routing.fixtures.ts';
import { agentsOf } from './step-on.ts';

const crowd = people(person('anna'), person('boris'), person('vira'));
const sales = (known: KnownCallers, members = ['anna', 'boris', 'vira']) =>
  rules({ groups: [group('sales', members, { known })], routes: [route()] });
const talked = (minutes: number, agentId = 'vira') => ({ agentId, endedAt: minutesAgo(minutes) });

describe('Rule 1: a repeat call goes to the employee last spoken with', () => {
  const first = (input: Parameters<typeof targets>[0]) => targets(input)[0];

  it('when it comes within the hour, before the group', () => {
    const found = targets({
      call: call({ lastTalk: talked(14) }),
      settings: sales('familiar'),
      people: crowd,
    });
    expect(found.slice(0, 2)).toEqual([['vira'], ['anna']]);
  });

  it('and the reason says how long ago they talked', () => {
    const plan = planCall(call({ lastTalk: talked(14) }), sales('familiar'), crowd);
    expect(plan.steps[0]).toMatchObject({ why: 'familiar', agentId: 'vira', minutesAgo: 14 });
  });

  it('when exactly 60:00 have passed, and not a millisecond later', () => {
    const settings = sales('familiar');
    const at = new Date(AT.getTime() + 1);
    expect(first({ call: call({ lastTalk: talked(60) }), settings, people: crowd })).toEqual(['vira']);
    expect(first({ call: call({ lastTalk: talked(60), at }), settings, people: crowd })).toEqual(['anna']);
  });

  it('within the window that the group has', () => {
    const settings = rules({
      groups: [group('sales', ['anna', 'vira'], { known: 'familiar', familiarMinutes: 10 })],
      routes: [route()],
    });
    expect(first({ call: call({ lastTalk: talked(10) }), settings, people: crowd })).toEqual(['vira']);
    expect(first({ call: call({ lastTalk: talked(11) }), settings, people: crowd })).toEqual(['anna']);
  });

  it.each(['', 'anonymous', '101'])('never when the number is hidden or no number: "%s"', (number) => {
    expect(
      first({ call: call({ number, lastTalk: talked(1) }), settings: sales('familiar'), people: crowd }),
    ).toEqual(['anna']);
  });

  it.each([
    ['talks', { busy: true }],
    ['is not there', { online: false }],
    ['is away', { self: { ...DEFAULT_SELF, status: 'away' as const } }],
    ['does not want to be disturbed', { self: { ...DEFAULT_SELF, status: 'do-not-disturb' as const } }],
  ])('only if he can take it now: when he %s, the group’s ordinary algorithm decides', (_, state) => {
    const now = people(person('anna'), person('boris'), person('vira', state));
    const input = { call: call({ lastTalk: talked(5) }), settings: sales('familiar'), people: now };
    expect(targets(input)).toEqual([['anna'], ['boris'], ['anna']]);
  });
});

describe('Rule 2: the familiar rule is switched', () => {
  it('per group: only for members of a group that has it', () => {
    const settings = sales('familiar', ['anna', 'boris']);
    expect(targets({ call: call({ lastTalk: talked(5) }), settings, people: crowd })[0]).toEqual(['anna']);
    const off = sales('nobody');
    expect(targets({ call: call({ lastTalk: talked(5) }), settings: off, people: crowd })[0]).toEqual([
      'anna',
    ]);
  });

  it('or for the whole firm: for every group, whoever it was', () => {
    const settings = sales('nobody', ['anna', 'boris']);
    settings.routing.familiarForAll = true;
    expect(targets({ call: call({ lastTalk: talked(5) }), settings, people: crowd })[0]).toEqual(['vira']);
  });

  it('also in a firm that has no groups', () => {
    const settings = rules({ familiarForAll: true });
    const found = targets({ call: call({ lastTalk: talked(5) }), settings, people: crowd });
    expect(found).toEqual([['vira'], ['anna', 'boris', 'vira']]);
  });
});

describe("Rule 3: an existing client's call goes to the responsible manager", () => {
  const known = { responsible: 'boris', lastTalk: talked(5) };

  it.each<[KnownCallers, string[]]>([
    ['responsible', ['boris', 'anna']],
    ['familiar', ['vira', 'anna']],
    ['responsible-then-familiar', ['boris', 'vira', 'anna']],
    ['familiar-then-responsible', ['vira', 'boris', 'anna']],
    ['nobody', ['anna', 'boris']],
  ])('in the order that the group has chosen: %s', (order, expected) => {
    const found = targets({ call: call(known), settings: sales(order), people: crowd });
    expect(found.flat().slice(0, expected.length)).toEqual(expected);
  });

  it('and rings once where both are the same person', () => {
    const both = { responsible: 'vira', lastTalk: talked(5) };
    const found = targets({ call: call(both), settings: sales('responsible-then-familiar'), people: crowd });
    expect(found.flat().slice(0, 2)).toEqual(['vira', 'anna']);
  });

  it('follows his own forwarding when he talks, and then comes the group', () => {
    const forwarding: ForwardStep[] = [
      { on: ['offline'], to: { kind: 'number', number: '+380500000000' }, seconds: 10 },
      { on: ['busy'], to: { kind: 'agent', agentId: 'vira' }, seconds: 10 },
      { on: ['busy', 'no-answer'], to: { kind: 'number', number: '+380501112233' }, seconds: 15 },
    ];
    const self = { ...DEFAULT_SELF, forwarding };
    const busy = people(person('anna'), person('boris', { busy: true, self }), person('vira'));
    const found = targets({ call: call(known), settings: sales('responsible'), people: busy });
    expect(found.slice(0, 3)).toEqual([['vira'], ['+380501112233'], ['anna']]);
  });

  it('is also forwarded when he does not answer', () => {
    const forwarding: ForwardStep[] = [
      { on: ['no-answer'], to: { kind: 'number', number: '+380501112233' }, seconds: 15 },
    ];
    const self = { ...DEFAULT_SELF, forwarding };
    const now = people(person('anna'), person('boris', { self }));
    const found = targets({ call: call(known), settings: sales('responsible'), people: now });
    expect(found.slice(0, 3)).toEqual([['boris'], ['+380501112233'], ['anna']]);
  });
});

describe('The mobile of who has no phone there', () => {
  const known = { responsible: 'boris' };
  const mobile = { number: '+380501112233', rings: true };
  const toBoris = (state: Parameters<typeof person>[1]) => {
    const all = people(person('anna'), person('boris', state), person('vira'));
    return targets({ call: call(known), settings: sales('responsible'), people: all })[0];
  };
  const forwardingTo = (agentId: string, ...on: ForwardStep['on']) => ({
    ...DEFAULT_SELF,
    forwarding: [{ on, to: { kind: 'agent' as const, agentId }, seconds: 10 }],
  });

  it.each([
    ['rings while no phone of his is registered', { online: false, mobile }, mobile.number],
    [
      'is left in peace while he is away himself',
      { online: false, self: { ...DEFAULT_SELF, status: 'away' as const }, mobile },
      'anna',
    ],
    ['is left in peace while he talks on it', { online: false, busy: true, mobile }, 'anna'],
    ['is left in peace while his phone is there', { mobile }, 'boris'],
    ['is left in peace while he talks at his phone', { busy: true, mobile }, 'anna'],
    [
      'is left in peace where that was not wished',
      { online: false, mobile: { ...mobile, rings: false } },
      'anna',
    ],
    [
      'stands back behind his own rule for that',
      { online: false, mobile, self: forwardingTo('vira', 'offline') },
      'vira',
    ],
    [
      'rings where his own rules are for something else',
      { online: false, mobile, self: forwardingTo('vira', 'busy') },
      mobile.number,
    ],
  ])('%s', (_what, state, expected) => {
    expect(toBoris(state)).toEqual([expected]);
  });

  it.each([
    ['all-at-once', ['boris', 'anna']],
    ['in-order', ['boris']],
  ] as const)('is rung like any phone of a group (%s), and told by his name', (algorithm, first) => {
    const all = people(person('anna'), person('boris', { online: false, mobile }));
    const settings = rules({
      groups: [group('sales', ['boris', 'anna'], { algorithm })],
      routes: [route()],
    });
    const { routing } = settings;
    const facts = { at: AT, people: all, routing, turns: new Map() };
    const { action, decisions } = nextStep(planCall(call(), settings, all), beginRoute(AT), facts);
    expect(action.do === 'ring' && agentsOf(action.targets)).toEqual(first);
    expect(decisions).toMatchObject([{ did: 'ring', agents: first, numbers: [] }]);
  });

  it('is somebody who is in', () => {
    const at = new Date();
    expect(isIn(person('boris', { online: false, mobile }), at)).toBe(true);
    expect(isIn(person('boris', { online: false }), at)).toBe(false);
  });
});

describe('Rule 4: a forwarding chain', () => {
  const chain = (order: 'in-order' | 'all-at-once') =>
    rules({
      routes: [
        route({
          order,
          last: 'missed',
          steps: [
            { to: 'agent', target: 'anna', seconds: 15 },
            { to: 'number', target: '+380501112233', seconds: 20 },
            { to: 'agent', target: 'boris', seconds: 10 },
          ],
        }),
      ],
    });

  it('goes to the next number when one does not answer, after the seconds of its step', () => {
    const settings = chain('in-order');
    const { rung, end, seconds } = walk(planCall(call(), settings, crowd), crowd, settings.routing);
    expect(rung.map(({ targets: to, at }) => [to, at])).toEqual([
      [['anna'], 0],
      [['+380501112233'], 15],
      [['boris'], 35],
    ]);
    expect([end, seconds]).toEqual([{ do: 'end', last: 'missed', busy: false }, 45]);
  });

  it('rings all of them at once where the owner wants it', () => {
    const settings = chain('all-at-once');
    const { rung, seconds } = walk(planCall(call(), settings, crowd), crowd, settings.routing);
    expect(rung.map((one) => one.targets)).toEqual([['anna', 'boris', '+380501112233']]);
    expect(seconds).toBe(20);
  });

  it('ends with its last step also when nobody of it is there', () => {
    const nobody = people(person('anna', { online: false }));
    const settings = rules({ groups: [group('sales', ['anna'])], routes: [route({ last: 'missed' })] });
    const { rung, end } = walk(planCall(call(), settings, nobody), nobody, settings.routing);
    expect([rung, end]).toEqual([[], { do: 'end', last: 'missed', busy: false }]);
  });
});

describe('A group asks its members', () => {
  const of = (algorithm: Parameters<typeof group>[2] = {}) =>
    rules({ groups: [group('sales', ['anna', 'boris', 'vira'], algorithm)], routes: [route()] });

  it('all at once', () => {
    const found = targets({ settings: of({ algorithm: 'all-at-once' }), people: crowd });
    expect(found).toEqual([['anna', 'boris', 'vira']]);
  });

  it('in order, and from the beginning again while the step lasts', () => {
    const settings = of();
    settings.routing.routes = [route({ steps: [{ to: 'group', target: 'sales', seconds: 90 }] })];
    expect(targets({ settings, people: crowd })).toEqual([
      ['anna'],
      ['boris'],
      ['vira'],
      ['anna'],
      ['boris'],
    ]);
  });

  it('in turn, beginning after the one who had the last call', () => {
    const settings = of({ algorithm: 'round-robin' });
    const plan = planCall(call(), settings, crowd);
    expect(walk(plan, crowd, settings.routing).rung.map((one) => one.targets[0])).toEqual([
      'anna',
      'boris',
      'vira',
    ]);
  });

  it('the longest idle first; who has not talked yet is idle longest', () => {
    const now = people(
      person('anna', { idleSince: minutesAgo(5) }),
      person('boris', { idleSince: minutesAgo(20) }),
      person('vira'),
    );
    const found = targets({ settings: of({ algorithm: 'longest-idle' }), people: now });
    expect(found.flat()).toEqual(['vira', 'boris', 'anna']);
  });

  it('those with the fewest calls first', () => {
    const now = people(
      person('anna', { callsToday: 3 }),
      person('boris', { callsToday: 1 }),
      person('vira', { callsToday: 2 }),
    );
    const found = targets({ settings: of({ algorithm: 'fewest-calls' }), people: now });
    expect(found.flat()).toEqual(['boris', 'vira', 'anna']);
  });

  it('and passes over whoever is rung by another call, while somebody else is idle', () => {
    const now = people(person('anna', { ringing: true }), person('boris'), person('vira'));
    expect(targets({ settings: of(), people: now })[0]).toEqual(['boris']);
  });

  it('also who talks and takes a second call, when nobody else is there', () => {
    const self = { ...DEFAULT_SELF, callWaiting: true };
    const now = people(person('anna', { busy: true, self }), person('boris', { busy: true }));
    expect(targets({ settings: of(), people: now })[0]).toEqual(['anna']);
  });
});

describe('Which route decides', () => {
  const kyiv: NamedSchedule = {
    key: 'office',
    name: 'Office',
    timeZone: 'Europe/Kyiv',
    hours: [{ days: ['monday'], from: '09:00', to: '18:00' }],
    holidays: ['2026-03-09'],
  };
  const night = new Date('2026-03-02T17:00:00.000Z');
  const holiday = new Date('2026-03-09T09:00:00.000Z');
  const decide = (settings: ReturnType<typeof rules>, more = {}, now = crowd) =>
    planCall(call(more), settings, now).route;

  it('is the first that fits: by line, by hours in the time zone of the office, by holidays', () => {
    const settings = rules({
      schedules: [kyiv],
      routes: [
        route({ name: 'lviv', lines: ['+380322123456'] }),
        route({ name: 'day', when: 'open', schedule: 'office' }),
        route({ name: 'night', when: 'closed', schedule: 'office', last: 'missed' }),
      ],
    });
    expect(decide(settings)).toBe('day');
    expect(decide(settings, { at: night })).toBe('night');
    expect(decide(settings, { at: holiday })).toBe('night');
    expect(decide(settings, { line: '+380322123456', at: night })).toBe('lviv');
  });

  it('may hang on nobody being in', () => {
    const settings = rules({
      routes: [
        route({
          name: 'owner',
          when: 'nobody-in',
          steps: [{ to: 'number', target: '+380501112233', seconds: 20 }],
        }),
        route({ name: 'day' }),
      ],
    });
    const gone = people(
      person('anna', { online: false }),
      person('boris', { self: { ...DEFAULT_SELF, status: 'away' } }),
    );
    const talking = people(person('anna', { busy: true }));
    expect([decide(settings, {}, gone), decide(settings, {}, talking)]).toEqual(['owner', 'day']);
  });

  it('may be that of a branch: its lines, its hours, its people', () => {
    const settings = {
      ...rules({
        schedules: [kyiv],
        branches: [{ key: 'lviv', name: 'Lviv', schedule: 'office' }],
        groups: [group('lviv-shop', ['vira'], { branch: 'lviv' })],
        routes: [
          route({ name: 'lviv closed', branch: 'lviv', when: 'closed' }),
          route({ name: 'lviv', branch: 'lviv', steps: [{ to: 'group', target: 'lviv-shop', seconds: 30 }] }),
          route({ name: 'others' }),
        ],
      }),
      lines: [{ number: '+380322123456', name: 'Lviv', branch: 'lviv' }],
    };
    const lviv = { line: '+380322123456' };
    expect(decide(settings, lviv)).toBe('lviv');
    expect(decide(settings, { ...lviv, at: night })).toBe('lviv closed');
    expect(decide(settings)).toBe('others');
  });

  it('passes over a group that is closed by its own hours', () => {
    const settings = rules({
      schedules: [{ ...kyiv, hours: [] }],
      groups: [group('sales', ['anna'], { schedule: 'office' }), group('support', ['boris'])],
      routes: [
        route({
          steps: [
            { to: 'group', target: 'sales', seconds: 30 },
            { to: 'group', target: 'support', seconds: 20 },
          ],
        }),
      ],
    });
    expect(targets({ settings, people: crowd })).toEqual([['boris']]);
  });

  it('is none in a firm that has none: then all are rung', () => {
    const { rung } = walk(planCall(call(), rules(), crowd), crowd, rules().routing);
    expect(rung).toEqual([{ targets: ['anna', 'boris', 'vira'], at: 0, seconds: 25, why: 'everybody' }]);
  });

  it('leaves out whose own hours are over', () => {
    const hours = {
      timeZone: 'Europe/Kyiv',
      hours: [{ days: ['sunday' as const], from: '09:00', to: '18:00' }],
      holidays: [],
    };
    const now = people(person('anna', { self: { ...DEFAULT_SELF, hours } }), person('boris'));
    expect(targets({ settings: rules(), people: now })).toEqual([['boris']]);
  });
});

describe('A caller waits', () => {
  const settings = rules({
    groups: [group('sales', ['anna'], { queue: true })],
    routes: [route({ steps: [{ to: 'group', target: 'sales', seconds: 300 }], last: 'missed' })],
  });
  const busy = people(person('anna', { busy: true }));

  it('while all who are there talk, and is rung through as soon as one is free', () => {
    const plan = planCall(call(), settings, busy);
    let waited = 0;
    const { rung } = walk(plan, busy, settings.routing, (state) => {
      waited += state.waiting === 'sales' ? 1 : 0;
      return {};
    });
    expect([rung, waited]).toEqual([[], 1]);
    expect(targets({ settings, people: crowd })[0]).toEqual(['anna']);
  });

  it('and not for nobody: a group where nobody is goes on at once', () => {
    const gone = people(person('anna', { online: false }));
    const { end, seconds } = walk(planCall(call(), settings, gone), gone, settings.routing);
    expect([end.last, seconds]).toEqual(['missed', 0]);
  });
});

it('A firm where all talk tells the caller that it is busy; one where nobody is does not', () => {
  const settings = rules();
  const end = (now: typeof crowd) => walk(planCall(call(), settings, now), now, settings.routing).end;
  expect(end(people(person('anna', { busy: true }))).busy).toBe(true);
  expect(end(people(person('anna', { online: false }))).busy).toBe(false);
});
