import type { Party } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { andriy, createRig, CUSTOMER, maria, olena, type Rig, STRANGER, taras } from './calls.fixtures.ts';

let rig: Rig;
const kept: Party = { ...taras, id: 'party-kept', name: 'Taras the one' };
const ref = ({ system, id, name, kind }: Party) => ({ system, id, name, kind });
beforeEach(async () => {
  rig = await createRig({ online: ['101'] });
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

async function callIn(from: string) {
  const caller = rig.pbx.callIn({ from });
  await rig.settle();
  return { caller, callId: (await rig.call()).id };
}

/** In the system of record there is only the one who was kept from now on. */
function merge(): void {
  const { parties } = rig.crm;
  Object.assign(rig.crm, {
    parties: {
      ...parties,
      findByPhone: async () => [{ party: kept, score: 1, why: 'phone' }],
      get: async (id: string) => (id === kept.id ? kept : undefined),
    },
  });
}

const last = async (callId: string) =>
  (await rig.store.events.since(0, 500)).events
    .map(({ event, audience }) => ({ event, audience }))
    .filter(({ event }) => 'call' in event.data && event.data.call.id === callId)
    .at(-1);

describe('when two customers become one', () => {
  it('a talk of a colleague goes to who was kept, with the names that its card and bar show', async () => {
    const { callId } = await callIn(CUSTOMER);
    await rig.control.update(olena, callId, { comment: 'Asks for boots' }, 'key-1');
    merge();
    const moved = await rig.control.reassign({ fromId: taras.id, to: ref(kept), actor: maria.id });
    expect(moved).toEqual([callId]);
    expect(await last(callId)).toMatchObject({
      audience: [olena.id],
      event: {
        type: 'call.updated',
        data: {
          call: { party: ref(kept), comment: 'Asks for boots' },
          matches: [{ party: { id: kept.id } }],
        },
      },
    });
    const [live] = await rig.control.liveCalls(olena.id);
    expect(live).toMatchObject({ call: { party: ref(kept) }, matches: [{ party: { id: kept.id } }] });
    expect((await rig.store.audit.ofEntity('call', callId)).at(-1)).toMatchObject({
      ...{ actor: maria.id, field: 'party', old: { id: taras.id }, new: { id: kept.id } },
    });
  });

  it('and two again, only the calls that went along come back', async () => {
    const { callId } = await callIn(CUSTOMER);
    merge();
    await rig.control.reassign({ fromId: taras.id, to: ref(kept), actor: maria.id });
    const back = { fromId: kept.id, to: ref(taras), actor: maria.id };
    expect(await rig.control.reassign({ ...back, only: ['another'] })).toEqual([]);
    expect((await rig.control.get(andriy, callId)).call.party?.id).toBe(kept.id);
    expect(await rig.control.reassign({ ...back, only: [callId] })).toEqual([callId]);
    expect((await rig.control.get(andriy, callId)).call.party?.id).toBe(taras.id);
  });

  it('calls of others hear nothing of it', async () => {
    const { callId } = await callIn(STRANGER);
    expect(await rig.control.reassign({ fromId: taras.id, to: ref(kept), actor: maria.id })).toEqual([]);
    expect(await rig.told(callId)).toEqual(['call.ringing']);
  });
});
