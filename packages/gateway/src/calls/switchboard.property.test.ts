/** Whatever agents do with their calls, and whatever the PBX tells meanwhile: every call ends, and no leg is left over. */
import { canTransition, RingbackError } from '@ringback/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { andriy, createRig, CUSTOMER, olena, type Rig, sofia, STRANGER } from './calls.fixtures.ts';

const AGENTS = [olena, andriy, sofia];
const TARGETS = ['101', '102', '104', '103', STRANGER];

type Act =
  | { act: 'transfer' | 'consult' | 'invite'; by: number; call: number; to: number }
  | { act: 'complete' | 'cancel'; by: number; call: number }
  | { act: 'merge'; by: number; call: number; other: number }
  | { act: 'answer' | 'hangup' | 'hold' | 'replace'; leg: number }
  | { act: 'settle' | 'restart' | 'callIn' };

const by = fc.nat({ max: 2 });
const call = fc.nat({ max: 3 });
const leg = fc.nat({ max: 6 });
const acts = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        act: fc.constantFrom('transfer', 'consult', 'consult', 'invite'),
        by,
        call,
        to: fc.nat({ max: TARGETS.length - 1 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ act: fc.constantFrom('complete', 'cancel'), by, call }) },
    { weight: 3, arbitrary: fc.record({ act: fc.constant('merge'), by, call, other: call }) },
    {
      weight: 8,
      arbitrary: fc.record({
        act: fc.constantFrom('answer', 'answer', 'answer', 'hangup', 'hold', 'replace'),
        leg,
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({ act: fc.constantFrom('settle', 'settle', 'settle', 'restart', 'callIn') }),
    },
  ),
  { minLength: 5, maxLength: 30 },
) as fc.Arbitrary<Act[]>;

/** What agents may be told; anything else is a fault of ours. */
const REFUSALS = new Set(['conflict', 'invalid', 'not-found', 'unavailable']);

async function asked(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof RingbackError) || !REFUSALS.has(error.code)) throw error;
  });
}

async function onCall(rig: Rig, act: Extract<Act, { call: number }>): Promise<void> {
  const live = await rig.store.calls.live();
  const id = live[act.call]?.call.id;
  const agent = AGENTS[act.by] ?? olena;
  const { switchboard } = rig.control;
  if (id === undefined) return;
  switch (act.act) {
    case 'transfer':
      return asked(switchboard.transfer(agent, id, TARGETS[act.to] ?? STRANGER));
    case 'consult':
      return asked(
        switchboard.consult(agent, id, TARGETS[act.to] ?? STRANGER).then(({ call: second, target }) => {
          rig.pbx.deviceDials({ endpoint: agent.extension, dialled: target, callId: second.id });
        }),
      );
    case 'invite':
      return asked(switchboard.invite(agent, id, TARGETS[act.to] ?? STRANGER));
    case 'complete':
      return asked(switchboard.completeTransfer(agent, id));
    case 'cancel':
      return asked(switchboard.cancelTransfer(agent, id));
    case 'merge': {
      const other = live[act.other]?.call.id;
      return other === undefined ? undefined : asked(switchboard.merge(agent, id, other));
    }
  }
}

function onLeg(rig: Rig, act: Extract<Act, { leg: number }>): void {
  const found = [...rig.pbx.legs.values()][act.leg];
  if (!found) return;
  if (act.act === 'hangup') rig.pbx.hangsUp(found.legId);
  else if (act.act === 'answer') {
    if (found.originated) rig.pbx.answers(found.legId);
  } else if (!found.answered) return;
  else if (act.act === 'hold') rig.pbx.holds(found.legId);
  else rig.pbx.replaces(found.legId);
}

async function perform(rig: Rig, act: Act): Promise<void> {
  if ('call' in act) return onCall(rig, act);
  if ('leg' in act) return onLeg(rig, act);
  if (act.act === 'settle') return rig.settle();
  if (act.act === 'restart') return rig.restart();
  rig.pbx.callIn({ from: CUSTOMER });
}

/** Once all is quiet: whoever is in a bridge is in that of his own call, and nobody is forgotten. */
async function checkBridges(rig: Rig): Promise<void> {
  await rig.pass(3);
  for (const { legId, bridgeId } of rig.pbx.legs.values()) {
    const row = await rig.store.legs.get(legId);
    const owner = row && (await rig.store.calls.get(row.callId));
    expect(owner?.call.state).not.toBe('ended');
    if (bridgeId !== undefined) expect(owner?.bridgeId).toBe(bridgeId);
  }
}

async function checkEnd(rig: Rig): Promise<void> {
  for (const legId of [...rig.pbx.legs.keys()]) if (rig.pbx.legs.has(legId)) rig.pbx.hangsUp(legId);
  await rig.settle();
  for (let turn = 0; turn < 6; turn += 1) await rig.pass(60);
  expect(rig.pbx.legs.size).toBe(0);
  expect(await rig.store.calls.live()).toEqual([]);
  const events = await rig.events();
  for (const { id } of await rig.calls()) {
    const told = events.flatMap((event) =>
      'call' in event.data && event.data.call.id === id ? [{ type: event.type, call: event.data.call }] : [],
    );
    expect(told.filter(({ type }) => type === 'call.ended')).toHaveLength(1);
    told.reduce((before, after) => {
      expect(after.call.version).toBeGreaterThan(before.call.version);
      if (after.type !== 'call.updated')
        expect(canTransition(after.call.direction, before.call.state, after.call.state)).toBe(true);
      return after;
    });
  }
  expect(rig.problems).toEqual([]);
}

describe('any order of transfers, consultations and conferences', () => {
  it('ends every call, leaves no leg over, and has nobody in two calls', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (todo) => {
        const rig = await createRig({ online: ['101', '102', '104'] });
        try {
          rig.pbx.callIn({ from: CUSTOMER });
          await rig.settle();
          rig.pbx.answers(rig.pbx.legTo('101').legId);
          await rig.settle();
          for (const act of todo) await perform(rig, act);
          await checkBridges(rig);
          await checkEnd(rig);
        } finally {
          await rig.close();
        }
      }),
      { numRuns: 120 },
    );
  });
});
