/** On what kind of phone a call was talked: on a desk, in a browser, out in the world. */
import type { DevicePhone } from '@ringback/adapters';
import { DEFAULT_SELF, type LegKind } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { route } from '../routing/routing.fixtures.ts';
import { andriy, createRig, CUSTOMER, olena, type Rig, sofia, STRANGER } from './calls.fixtures.ts';

const MOBILE = '+380501112233';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

async function callIn(): Promise<string> {
  const caller = rig.pbx.callIn({ from: CUSTOMER });
  await rig.settle();
  return caller;
}
async function answer(target: string, phone?: DevicePhone): Promise<string> {
  const { legId } = rig.pbx.legTo(target);
  rig.pbx.answers(legId, phone);
  await rig.settle();
  return legId;
}
async function hangUp(legId: string): Promise<void> {
  rig.pbx.hangsUp(legId);
  await rig.settle();
}
const kindOf = async (id?: string): Promise<LegKind | undefined> =>
  (id === undefined ? await rig.call() : (await rig.control.get(andriy, id)).call).legKind;
/** Sofia is asked first, and has no phone here: her calls go to her mobile. */
function onTheRoad(): Promise<unknown> {
  const steps = [{ to: 'agent', target: sofia.id, seconds: 20 } as const];
  rig.settings.routing = { ...rig.settings.routing, routes: [route({ steps })] };
  return rig.store.transaction((tx) =>
    rig.store.selves.put(tx, sofia.id, {
      ...DEFAULT_SELF,
      forwarding: [{ on: ['offline'], to: { kind: 'number', number: MOBILE }, seconds: 15 }],
      version: 1,
    }),
  );
}

describe('a call that is answered', () => {
  it.each(['desk', 'soft'] as const)(
    'on a phone of kind %s says so from then on, also in the log',
    async (phone) => {
      const caller = await callIn();
      expect(await kindOf()).toBeUndefined();
      await answer('101', phone);
      expect(await kindOf()).toBe(phone);
      await hangUp(caller);
      expect(await rig.call()).toMatchObject({ state: 'ended', legKind: phone });
      expect(rig.crm.logged).toMatchObject([{ legKind: phone }]);
    },
  );

  it('by the second of two agents has the kind of his phone', async () => {
    await callIn();
    await answer('102', 'desk');
    expect(await rig.call()).toMatchObject({ agent: { id: andriy.id }, legKind: 'desk' });
  });

  it('by nobody has none', async () => {
    await hangUp(await callIn());
    expect(await rig.call()).toMatchObject({ endReason: 'missed' });
    expect(await kindOf()).toBeUndefined();
  });

  it('on the mobile to which her calls are forwarded is one of a mobile', async () => {
    await onTheRoad();
    const caller = await callIn();
    await answer(MOBILE);
    expect(await rig.call()).toMatchObject({ agent: { id: sofia.id }, legKind: 'mobile' });
    await hangUp(caller);
    expect(await kindOf()).toBe('mobile');
  });
});

describe('a call that is dialled', () => {
  async function dialled(input: { callId?: string } = {}): Promise<void> {
    rig.pbx.deviceDials({ endpoint: '101', dialled: CUSTOMER, ...input });
    await rig.settle();
    rig.pbx.rings(rig.pbx.legTo(CUSTOMER).legId);
    await rig.settle();
    expect(await rig.call()).toMatchObject({ state: 'ringing' });
    expect(await kindOf()).toBeUndefined();
    await answer(CUSTOMER);
  }

  it('by the bar is one of a browser', async () => {
    const { call } = await rig.control.dial(olena, CUSTOMER);
    await dialled({ callId: call.id });
    expect(await kindOf(call.id)).toBe('soft');
  });

  it('by the keys of a desk phone is one of a desk', async () => {
    await dialled();
    expect(await kindOf()).toBe('desk');
  });

  it('by a click has the kind of the phone that she picked up', async () => {
    await rig.control.ring(olena, CUSTOMER);
    await rig.settle();
    await answer('101', 'desk');
    const far = await answer(CUSTOMER);
    expect(await rig.call()).toMatchObject({ state: 'connected', legKind: 'desk' });
    await hangUp(far);
    expect(await kindOf()).toBe('desk');
  });

  it('by a click on the road is one of a mobile', async () => {
    await onTheRoad();
    await rig.control.ring(sofia, CUSTOMER);
    await rig.settle();
    expect(await kindOf()).toBeUndefined();
    await answer(MOBILE);
    await answer(CUSTOMER);
    expect(await kindOf()).toBe('mobile');
  });

  it('to a colleague has the kind of the one who calls', async () => {
    rig.pbx.deviceDials({ endpoint: '101', dialled: '102' });
    await rig.settle();
    await answer('102', 'soft');
    expect(await rig.call()).toMatchObject({ direction: 'internal', legKind: 'desk' });
  });
});

describe('a call that is given away', () => {
  async function talk(): Promise<string> {
    await callIn();
    await answer('101', 'desk');
    return (await rig.call()).id;
  }

  it('has the kind of the next one’s phone; what has ended keeps its own', async () => {
    const id = await talk();
    const { transferredTo } = await rig.control.switchboard.transfer(olena, id, '102');
    await rig.settle();
    expect(await kindOf(transferredTo?.callId)).toBeUndefined();
    await answer('102', 'soft');
    expect([await kindOf(id), await kindOf(transferredTo?.callId)]).toEqual(['desk', 'soft']);
  });

  it('after a consultation has the kind of the one who was asked, also when the gateway died meanwhile', async () => {
    const id = await talk();
    const { call } = await rig.control.switchboard.consult(olena, id, '102');
    rig.pbx.deviceDials({ endpoint: '101', dialled: '102', callId: call.id });
    await rig.settle();
    await answer('102', 'desk');
    expect(await kindOf(call.id)).toBe('soft');
    await rig.restart();
    await rig.control.switchboard.completeTransfer(olena, call.id);
    await rig.settle();
    expect((await rig.control.get(andriy, call.id)).call).toMatchObject({
      agent: { id: andriy.id },
      legKind: 'desk',
    });
  });

  it('to a number of the world is nobody’s phone', async () => {
    const { transferredTo } = await rig.control.switchboard.transfer(olena, await talk(), STRANGER);
    await rig.settle();
    await answer(STRANGER);
    expect(await rig.call()).toMatchObject({ id: transferredTo?.callId, state: 'connected' });
    expect(await kindOf()).toBeUndefined();
  });

  it('in a conference has the kind of whoever of ours stays', async () => {
    const id = await talk();
    await rig.control.switchboard.invite(olena, id, '102');
    await rig.settle();
    await answer('102', 'soft');
    expect(await kindOf(id)).toBe('desk');
    const own = [...rig.pbx.legs.values()].find(
      ({ originated }) => originated?.to.kind === 'device' && originated.to.endpoint === '101',
    );
    await hangUp(own?.legId ?? '');
    expect((await rig.control.get(andriy, id)).call).toMatchObject({
      agent: { id: andriy.id },
      legKind: 'soft',
    });
  });
});

describe('a page that is loaded anew', () => {
  it('takes over what was talked in a browser, and nothing changes', async () => {
    const caller = await callIn();
    rig.pbx.replaces(await answer('101', 'soft'));
    await rig.settle();
    await hangUp(caller);
    expect(await kindOf()).toBe('soft');
    expect(await rig.told()).not.toContain('call.updated');
  });

  it('tells what nobody has heard', async () => {
    await callIn();
    const { legId } = rig.pbx.legTo('101');
    await rig.restart(() => rig.pbx.answers(legId));
    expect(await rig.call()).toMatchObject({ state: 'connected', agent: { id: olena.id } });
    expect(await kindOf()).toBeUndefined();
    rig.pbx.replaces(legId);
    await rig.settle();
    expect(await kindOf()).toBe('soft');
  });
});

it('A mobile that is picked up while the gateway is dead is one all the same', async () => {
  await onTheRoad();
  await callIn();
  const { legId } = rig.pbx.legTo(MOBILE);
  await rig.restart(() => rig.pbx.answers(legId));
  expect(await rig.call()).toMatchObject({ state: 'connected', agent: { id: sofia.id }, legKind: 'mobile' });
});
