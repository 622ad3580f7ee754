/** Whatever callers, agents and the PBX do while calls wait: each ends, none is lost, and nobody is called twice. */
import { GROUP_ALGORITHMS } from '@ringback/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { group, route, rules } from '../routing/routing.fixtures.ts';
import { createRig, CUSTOMER, type Rig, STRANGER } from './calls.fixtures.ts';

const CALLERS = [CUSTOMER, STRANGER, '+380501110003', '+380501110004'];
const UNFINISHED = ['scheduled', 'requested', 'agent-ringing', 'visitor-ringing', 'connected'] as const;

const acts = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ act: fc.constant('callIn' as const), of: fc.nat({ max: 3 }) }) },
    {
      weight: 9,
      arbitrary: fc.record({
        act: fc.constantFrom('answer', 'answer', 'hangup', 'press', 'finish'),
        of: fc.nat({ max: 6 }),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        act: fc.constantFrom('settle', 'settle', 'wait', 'restart', 'away', 'back'),
        of: fc.nat({ max: 1 }),
      }),
    },
  ),
  { minLength: 5, maxLength: 40 },
);
const lasts = fc.constantFrom('voicemail', 'message', 'missed');
type Act = (typeof acts extends fc.Arbitrary<infer A> ? A : never)[number];

function onLeg(rig: Rig, { act, of }: Act): void {
  const leg = [...rig.pbx.legs.values()][of];
  if (!leg) return;
  if (act === 'hangup') rig.pbx.hangsUp(leg.legId);
  else if (act === 'answer' && leg.originated) rig.pbx.answers(leg.legId);
  else if (act === 'press' && leg.answered) rig.pbx.presses(leg.legId, '1');
  else if (act === 'finish') rig.pbx.finishesPlaying(leg.legId);
}

async function perform(rig: Rig, one: Act): Promise<void> {
  switch (one.act) {
    case 'callIn':
      return void rig.pbx.callIn({ from: CALLERS[one.of] ?? STRANGER });
    case 'settle':
      return rig.settle();
    case 'wait':
      return rig.pass(40);
    case 'restart':
      return rig.restart();
    case 'away':
      return rig.pbx.offline(['101', '102'][one.of] ?? '101');
    case 'back':
      return rig.pbx.online(['101', '102'][one.of] ?? '101');
    default:
      return onLeg(rig, one);
  }
}

/** An agent talks in one call at a time, and what somebody has taken is offered to nobody else. */
async function checkAgents(rig: Rig): Promise<void> {
  await rig.settle();
  const live = (await rig.store.calls.live()).filter(({ call }) => call.connectedAt !== undefined);
  const talking = live.flatMap(({ call }) => (call.agent ? [call.agent.id] : []));
  expect(new Set(talking).size).toBe(talking.length);
  const taken = live.map(({ call }) => call.id);
  const offered = [...rig.pbx.legs.values()].flatMap(({ originated, answered }) =>
    originated?.to.kind === 'device' && !answered ? [originated.callId] : [],
  );
  expect(offered.filter((callId) => taken.includes(callId ?? ''))).toEqual([]);
}

async function checkEnd(rig: Rig): Promise<void> {
  for (const legId of [...rig.pbx.legs.keys()]) if (rig.pbx.legs.has(legId)) rig.pbx.hangsUp(legId);
  await rig.settle();
  // All who are owed a call are given up in the end, when nobody is there for them.
  for (const endpoint of ['101', '102']) rig.pbx.offline(endpoint);
  for (let turn = 0; turn < 16; turn += 1) await rig.pass(60);
  await rig.pass(14 * 60 * 60);
  expect(rig.pbx.legs.size).toBe(0);
  expect(await rig.store.calls.live()).toEqual([]);
  expect(await rig.store.callbacks.inStates(UNFINISHED)).toEqual([]);
  const ended = (await rig.events()).filter(({ type }) => type === 'call.ended');
  expect(ended).toHaveLength((await rig.calls()).length);
  for (const times of rig.pbx.mostAtOnce.values()) expect(times).toBe(1);
  expect(rig.problems).toEqual([]);
}

it('a queue loses nobody, whatever happens while callers wait', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(acts, lasts, fc.constantFrom(...GROUP_ALGORITHMS), async (todo, last, algorithm) => {
      const rig = await createRig();
      try {
        const queue = { algorithm, queue: true, announce: true, queueCallback: true };
        const { routing } = rules({
          groups: [group('sales', ['olena', 'andriy'], queue)],
          routes: [route({ last, steps: [{ to: 'group', target: 'sales', seconds: 120 }] })],
        });
        Object.assign(rig.settings, { routing });
        for (const one of todo) {
          await perform(rig, one);
          if (one.act === 'settle') await checkAgents(rig);
        }
        await checkAgents(rig);
        await checkEnd(rig);
      } finally {
        await rig.close();
      }
    }),
    { numRuns: 100 },
  );
});
