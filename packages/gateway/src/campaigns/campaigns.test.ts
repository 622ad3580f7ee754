import type { CampaignEntry, CampaignInput } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { andriy, createRig, CUSTOMER, olena, type Rig } from '../calls/calls.fixtures.ts';
import { type Campaigns, createCampaigns } from './campaigns.ts';
import { readList } from './read-list.ts';

const NUMBERS = ['+380671110001', '+380671110002', '+380671110003', '+380671110004'];

let rig: Rig;
let campaigns: Campaigns;
let ids = 0;
beforeEach(async () => {
  rig = await createRig();
  ids = 0;
  campaigns = createCampaigns({
    ...{ store: rig.store, settings: () => rig.settings, now: rig.clock.now },
    newId: () => `made-${(ids += 1)}`,
  });
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

/** Monday, 11:00 in Kyiv. */
const INPUT: CampaignInput = {
  ...{ name: 'Winter sale', group: 'everybody', perMinute: 60, attempts: 2, pauseMinutes: 30 },
  hours: {
    timeZone: 'Europe/Kyiv',
    hours: [{ days: ['monday', 'tuesday'], from: '09:00', to: '18:00' }],
    holidays: [],
  },
};

async function begun(change: Partial<CampaignInput> = {}, list = NUMBERS.join('\n')): Promise<string> {
  const { campaign } = await campaigns.create(andriy, { ...INPUT, ...change });
  await campaigns.add(andriy, campaign.id, list);
  await campaigns.lead(andriy, campaign.id, 'start');
  await rig.settle();
  return campaign.id;
}
const ringing = () =>
  [...rig.pbx.legs.values()].flatMap(({ originated }) =>
    originated ? [originated.to.kind === 'device' ? originated.to.endpoint : originated.to.number] : [],
  );
const rung = () => rig.pbx.originated.flatMap(({ to }) => (to.kind === 'trunk' ? [to.number] : []));
const entries = async (id: string): Promise<CampaignEntry[]> =>
  (await campaigns.entries(andriy, id, {})).items;
const results = async (id: string) => (await entries(id)).map(({ result, state }) => result ?? state);

/** The first of the phones of ours that ring is picked up: its number rings. */
async function pickUp(endpoint = '101'): Promise<string> {
  rig.pbx.answers(rig.pbx.legTo(endpoint).legId);
  await rig.settle();
  const number = rung().at(-1) ?? '';
  return number;
}
async function talk(number: string): Promise<void> {
  const far = rig.pbx.legTo(number).legId;
  rig.pbx.answers(far);
  await rig.settle();
  await rig.pass(20);
  rig.pbx.hangsUp(far);
  await rig.settle();
}

describe('A campaign', () => {
  it('calls one number for each colleague who is free, him first, and goes on when he has talked', async () => {
    rig.pbx.offline('102');
    const id = await begun();
    expect(ringing()).toEqual(['101']);
    expect(rung()).toEqual([]);
    for (const number of NUMBERS) {
      expect(await pickUp()).toBe(number);
      await talk(number);
    }
    expect(rung()).toEqual(NUMBERS);
    expect(await results(id)).toEqual(['talked', 'talked', 'talked', 'talked']);
    expect((await entries(id))[0]).toMatchObject({
      agent: { id: olena.id },
      durationSeconds: 20,
      attempts: 1,
    });
    expect((await campaigns.get(andriy, id)).campaign).toMatchObject({ state: 'finished' });
    expect((await rig.told()).filter((type) => type === 'campaign.called')).toHaveLength(4);
  });

  it('keeps its pace', async () => {
    const id = await begun({ perMinute: 1 });
    // Two are free: one call all the same. A call rings everybody who is free.
    expect((await results(id)).filter((one) => one === 'calling')).toHaveLength(1);
    await talk(await pickUp());
    expect(rung()).toHaveLength(1);
    await rig.pass(45);
    await pickUp();
    expect(rung()).toHaveLength(2);
  });

  it('calls within its hours alone', async () => {
    rig.clock.pass(8 * 3600_000);
    await rig.settle();
    const id = await begun();
    expect(await results(id)).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
    await rig.pass(14 * 3600 + 1);
    expect(await results(id)).toContain('calling');
  });

  it('tries a number again that is busy or does not answer, as often and as late as it says', async () => {
    rig.pbx.offline('102');
    const id = await begun({}, NUMBERS[0]);
    rig.pbx.hangsUp(rig.pbx.legTo(await pickUp()).legId, 'busy');
    await rig.settle();
    expect(await results(id)).toEqual(['waiting']);
    await rig.pass(29 * 60);
    expect(rung()).toHaveLength(1);
    await rig.pass(61);
    await pickUp();
    await rig.pass(61);
    expect(rung()).toHaveLength(2);
    expect(await entries(id)).toMatchObject([{ result: 'no-answer', attempts: 2, state: 'done' }]);
    expect((await campaigns.get(andriy, id)).campaign.state).toBe('finished');
  });

  it('takes it for no attempt when nobody of ours picks up, and breaks no promise by it', async () => {
    const id = await begun({}, NUMBERS[0]);
    await rig.pass(26);
    expect(await entries(id)).toMatchObject([{ state: 'waiting', attempts: 0 }]);
    expect(await rig.told()).not.toContain('callback.broken');
    expect(await rig.told()).not.toContain('missed.changed');
    await rig.pass(61);
    expect(await results(id)).toEqual(['calling']);
    rig.pbx.offline('101');
    rig.pbx.offline('102');
    await rig.pass(26);
  });

  it('leaves out numbers of the do-not-call list, also those that came onto it meanwhile', async () => {
    rig.settings.doNotCall = [NUMBERS[0] ?? ''];
    const { campaign } = await campaigns.create(andriy, INPUT);
    const answer = await campaigns.add(andriy, campaign.id, NUMBERS.join('\n'));
    expect(answer).toMatchObject({
      added: 3,
      left: 1,
      faults: [{ line: 1, why: 'is on the do-not-call list' }],
    });
    rig.settings.doNotCall = [...NUMBERS];
    await campaigns.lead(andriy, campaign.id, 'start');
    await rig.settle();
    expect(await results(campaign.id)).toEqual(['do-not-call', 'do-not-call', 'do-not-call']);
    expect(rung()).toEqual([]);
  });

  it('never rings a number that somebody else is talking with, or that two lists have', async () => {
    const leave = await rig.control.dial(olena, NUMBERS[0] ?? '');
    rig.pbx.deviceDials({ endpoint: '101', dialled: leave.target, callId: leave.call.id });
    await rig.settle();
    const far = rig.pbx.legTo(NUMBERS[0] ?? '').legId;
    rig.pbx.answers(far);
    await rig.settle();
    const [one, other] = [await begun({}, NUMBERS[0]), await begun({ name: 'Second' }, NUMBERS[0])];
    await rig.pass(5);
    expect(await results(one)).toEqual(['waiting']);
    rig.pbx.hangsUp(far);
    await rig.pass(120);
    expect([...(await results(one)), ...(await results(other))].sort()).toEqual(['calling', 'waiting']);
    for (const most of rig.pbx.mostAtOnce.values()) expect(most).toBe(1);
  });

  it('is paused, goes on, and is stopped: nothing is begun meanwhile', async () => {
    rig.pbx.offline('102');
    const id = await begun();
    await campaigns.lead(andriy, id, 'pause');
    await talk(await pickUp());
    await rig.pass(300);
    expect(ringing()).toEqual([]);
    await campaigns.lead(andriy, id, 'start');
    await rig.settle();
    expect(ringing()).toEqual(['101']);
    await campaigns.lead(andriy, id, 'stop');
    await talk(await pickUp());
    await rig.pass(300);
    expect(rung()).toHaveLength(2);
    await expect(campaigns.lead(andriy, id, 'start')).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'survives kill -9 at its %i. command: the number is never rung twice at once, and has its result',
    async (nth) => {
      rig.pbx.offline('102');
      const number = NUMBERS[0] ?? '';
      const { campaign } = await campaigns.create(andriy, INPUT);
      await campaigns.add(andriy, campaign.id, number);
      rig.connection.killAtCommand(nth);
      const { died } = rig.connection;
      await campaigns.lead(andriy, campaign.id, 'start');
      const step = async () => {
        await rig.settle();
        const leg = [...rig.pbx.legs.values()].find(({ answered, originated }) => originated && !answered);
        if (leg) rig.pbx.answers(leg.legId);
        else if (ringing().includes(number)) rig.pbx.hangsUp(rig.pbx.legTo(number).legId);
        await rig.pass(leg ? 1 : 61);
      };
      // Who is dead finishes nothing.
      const steps = async () => {
        for (let left = 6; left > 0; left -= 1) await step();
      };
      await Promise.race([steps(), died]);
      await rig.restart();
      for (let left = 8; left > 0; left -= 1) await step();
      expect(rig.pbx.mostAtOnce.get(number)).toBe(1);
      expect(await results(campaign.id)).toEqual(['talked']);
      expect((await campaigns.get(andriy, campaign.id)).campaign.state).toBe('finished');
    },
  );

  it('is led by the head of its group, and seen by no other', async () => {
    const head = { ...andriy, id: 'vira', name: 'Vira' };
    rig.settings.routing.groups = rig.settings.routing.groups.map((group) => ({ ...group, heads: ['vira'] }));
    await expect(campaigns.create(andriy, INPUT)).rejects.toMatchObject({
      fields: { group: expect.any(String) },
    });
    const { campaign } = await campaigns.create(head, INPUT);
    await expect(campaigns.get(andriy, campaign.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(campaigns.lead(head, campaign.id, 'start')).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is told to those who may read it, and to the head of no other group', async () => {
    const heads = [
      { ...andriy, id: 'vira', login: 'vira', name: 'Vira', extension: '107', role: 'group-head' },
      { ...andriy, id: 'oleh', login: 'oleh', name: 'Oleh', extension: '108', role: 'company-head' },
    ] as const;
    await rig.store.transaction(async (tx) => {
      for (const one of heads) await rig.store.agents.upsert(tx, { ...one, passwordHash: 'x' });
    });
    rig.pbx.offline('102');
    await begun({}, NUMBERS[0]);
    await talk(await pickUp());
    const told = async (agentId: string) =>
      (await rig.store.events.since(0, 1000, agentId)).events.filter(({ event: { type } }) =>
        type.startsWith('campaign.'),
      ).length;
    // Made, given numbers, started, called, finished.
    expect(await Promise.all([andriy.id, 'oleh', 'vira', olena.id].map(told))).toEqual([5, 5, 0, 0]);
  });
});

describe('A list', () => {
  const read = (text: string) => readList(text, 'UA', () => undefined);

  it('is read as it comes out of a spreadsheet: any separator, any order, quotes, a heading, empty lines', () => {
    const text =
      'Name;Phone\r\n"Koval; Taras";067 111-22-33\r\n\r\n+380501112233\tOlha\nIvan,0931112233,"says ""hi"""';
    expect(read(text)).toEqual({
      lines: [
        { line: 2, number: CUSTOMER, name: 'Koval; Taras' },
        { line: 4, number: '+380501112233', name: 'Olha' },
        { line: 5, number: '+380931112233', name: 'Ivan says "hi"' },
      ],
      faults: [],
    });
  });

  it('says of each line that has no number which it is', () => {
    expect(read('0671112233\nnobody\n12345')).toMatchObject({
      lines: [{ line: 1 }],
      faults: [
        { line: 2, text: 'nobody', why: 'has no phone number' },
        { line: 3, text: '12345' },
      ],
    });
  });
});
