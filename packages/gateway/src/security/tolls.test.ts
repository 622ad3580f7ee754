import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRig, CUSTOMER, olena, andriy, type Rig, STRANGER } from '../calls/calls.fixtures.ts';
import { rateOf } from './tolls.ts';

const POLAND = '+48221234567';

/** What is begun by an event of the PBX ends in its own time, on a busy machine later. */
const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 10_000 });

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
  rig.settings.dialCountries = ['UA', 'PL'];
  rig.settings.security = {
    ...rig.settings.security,
    costs: {
      ...{ daily: 10, dailyPerAgent: 0, otherPerMinute: 0 },
      rates: [
        { prefix: '+380', perMinute: 1 },
        { prefix: '+48', perMinute: 4 },
      ],
    },
  };
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

/** A phone sends an INVITE by itself. */
async function phoneDials(number = CUSTOMER, endpoint = '101') {
  const legId = rig.pbx.deviceDials({ endpoint, dialled: number });
  await rig.settle();
  return legId;
}
async function talks(minutes: number, number = CUSTOMER) {
  const legId = await phoneDials(number);
  const far = rig.pbx.legTo(number).legId;
  rig.pbx.answers(far);
  await rig.pass(minutes * 60 - 1);
  // In the minute that reaches the ceiling it may have been ended already.
  if (rig.pbx.legs.has(far)) rig.pbx.hangsUp(far);
  await rig.settle();
  return legId;
}
const alarms = async () => (await rig.store.security.alarms.list(10)).map(({ kind }) => kind);
const rung = () => rig.pbx.originated.filter(({ to }) => to.kind === 'trunk').length;

describe('The daily ceiling', () => {
  it('lets no phone call any more once it is reached, whatever the phone sends', async () => {
    await talks(10);
    expect(rung()).toBe(1);
    const refused = await phoneDials(STRANGER);
    expect(rig.pbx.ended.get(refused)).toBe('rejected');
    await expect(rig.control.dial(olena, STRANGER)).rejects.toMatchObject({ code: 'forbidden' });
    expect(rung()).toBe(1);
    await until(async () => expect(await alarms()).toContain('cost-ceiling'));
  });

  it('begins anew with the day', async () => {
    await talks(10);
    await rig.pass(15 * 3600);
    await phoneDials(STRANGER);
    expect(rung()).toBe(2);
  });

  it('ends a call that runs when it is reached', async () => {
    await phoneDials(POLAND);
    const far = rig.pbx.legTo(POLAND).legId;
    rig.pbx.answers(far);
    await rig.settle();
    await rig.pass(90);
    expect(rig.pbx.legs.has(far)).toBe(true);
    await until(async () => {
      await rig.pass(15);
      expect(rig.pbx.ended.get(far)).toBe('normal');
    });
    await until(async () => expect(await alarms()).toContain('cost-ceiling'));
  });

  it('counts calls that were begun all at once', async () => {
    rig.settings.security.costs.daily = 3;
    for (let nth = 1; nth <= 9; nth += 1)
      rig.pbx.deviceDials({ endpoint: '101', dialled: `+38067111220${nth}` });
    await rig.settle();
    expect(rung()).toBe(3);
    // Those that were refused cost nothing.
    expect(await rig.store.tolls.running()).toHaveLength(3);
  });

  it('holds for a caller who is given away to a number', async () => {
    rig.pbx.callIn({ from: CUSTOMER });
    await rig.settle();
    rig.pbx.answers(rig.pbx.legTo('101').legId);
    await rig.settle();
    await talks(2, STRANGER);
    rig.settings.security.costs.daily = 1;
    const [call] = (await rig.calls()).filter(({ direction }) => direction === 'in');
    await rig.control.switchboard.transfer(olena, call?.id ?? '', POLAND);
    await rig.settle();
    expect(rung()).toBe(1);
  });

  it('of one agent is no other’s', async () => {
    Object.assign(rig.settings.security.costs, { daily: 0, dailyPerAgent: 5 });
    await talks(5);
    await expect(rig.control.dial(olena, STRANGER)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(rig.control.dial(andriy, STRANGER)).resolves.toBeDefined();
  });

  it('goes on counting after the gateway was killed in the middle of a call', async () => {
    await phoneDials();
    const far = rig.pbx.legTo(CUSTOMER).legId;
    rig.pbx.answers(far);
    await rig.pass(60);
    await rig.restart(() => rig.clock.pass(9 * 60_000));
    rig.pbx.hangsUp(far);
    await rig.settle();
    await expect(rig.control.dial(olena, STRANGER)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('A country that is not called as a rule', () => {
  it('is told of at its first call, and not at the next within 30 days', async () => {
    await phoneDials(POLAND);
    await until(async () => expect(await alarms()).toEqual(['destination-unusual']));
    await rig.pass(3 * 3600);
    await phoneDials(POLAND, '102');
    expect(await alarms()).toEqual(['destination-unusual']);
    expect(rung()).toBe(2);
  });

  it('is not called at all where the settings refuse it, until it is usual', async () => {
    rig.settings.security.unusual = 'refuse';
    expect(rig.pbx.ended.get(await phoneDials(POLAND))).toBe('rejected');
    expect(rung()).toBe(0);
    await until(async () => expect(await alarms()).toContain('destination-unusual'));
    rig.settings.security.usualCountries = ['PL'];
    await phoneDials(POLAND);
    expect(rung()).toBe(1);
  });

  it('that may not be dialled is told of when a phone tries', async () => {
    expect(rig.pbx.ended.get(await phoneDials('+5352123456'))).toBe('rejected');
    await until(async () => expect(await alarms()).toEqual(['destination-refused']));
  });
});

describe('A rate', () => {
  it('is that of the longest prefix', () => {
    const rates = [
      { prefix: '+88', perMinute: 1 },
      { prefix: '+88216', perMinute: 9 },
    ];
    const costs = { daily: 0, dailyPerAgent: 0, rates, otherPerMinute: 0.5 };
    expect(['+88216333', '+8801', '+1'].map((number) => rateOf(costs, number))).toEqual([9, 1, 0.5]);
  });
});
