import type { CallbackInput, Schedule, Site, Weekday } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asker, createRig, CUSTOMER, type Rig, site, STRANGER } from '../calls/calls.fixtures.ts';
import { GIVE_UP_MS } from './waiting.ts';

const DAYS: Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
/** The clock stands at Monday, 11:00 in Kyiv. */
const hours: Schedule = {
  timeZone: 'Europe/Kyiv',
  hours: [{ days: DAYS, from: '09:00', to: '18:00' }],
  holidays: [],
};
const HOUR = 3600;

let rig: Rig;
let shop: Site;
beforeEach(async () => {
  rig = await createRig();
  shop = { ...site, callHours: hours, attempts: { most: 2, pauseMinutes: 15 } };
  rig.settings.sites = [shop];
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

async function ask(input: Partial<CallbackInput> = {}) {
  const status = await rig.control.requestCallback(shop, { number: STRANGER, ...input }, asker);
  await rig.settle();
  return status;
}
const stateOf = async ({ id, token }: { id: string; token: string }) => {
  await rig.settle();
  return rig.control.callbackStatus(id, token);
};
async function answer(target: string) {
  const { legId } = rig.pbx.legTo(target);
  rig.pbx.answers(legId);
  await rig.settle();
  return legId;
}
async function talk(visitor = STRANGER) {
  await answer('101');
  const legId = await answer(visitor);
  rig.pbx.hangsUp(legId, 'normal');
  await rig.settle();
}
const rung = () => rig.pbx.originated.filter(({ to }) => to.kind === 'device').length;

describe('a time that the visitor chooses', () => {
  it('is offered within the owner’s hours for a week, with some notice', async () => {
    const offer = await rig.control.callbackOffer(shop);
    expect(offer.obstacle).toBeUndefined();
    expect(offer.spans[0]).toEqual({ from: '2026-03-02T09:05:00.000Z', to: '2026-03-02T16:00:00.000Z' });
    expect(offer.spans.at(-1)?.to).toBe('2026-03-09T09:00:00.000Z');
    expect(offer.example).toMatch(/^\+380 \d/);
  });

  it('is kept: nobody is rung before it, and the promise is for it', async () => {
    const status = await ask({ when: '2026-03-02T15:00:00.000Z' });
    expect(status).toMatchObject({
      state: 'scheduled',
      dueAt: '2026-03-02T15:00:00.000Z',
      dueBecause: 'chosen',
      promisedUntil: '2026-03-02T15:05:00.000Z',
    });
    await rig.pass(6 * HOUR - 1);
    expect(rung()).toBe(0);
    await rig.pass(1);
    expect(await stateOf(status)).toMatchObject({ state: 'agent-ringing' });
    expect(rung()).toBe(2);
    await talk();
    expect(await stateOf(status)).toMatchObject({ state: 'completed' });
    expect((await rig.events()).filter(({ type }) => type === 'callback.kept')).toHaveLength(1);
  });

  it('keeps the time zone in which he chose it, also when it is moved', async () => {
    const status = await ask({ when: '2026-03-02T15:00:00.000Z', timeZone: 'America/New_York' });
    const zone = async () => (await rig.store.callbacks.get(status.id))?.callback.timeZone;
    expect(await zone()).toBe('America/New_York');
    await rig.control.moveCallback(shop, status.id, {
      token: status.token,
      when: '2026-03-02T15:30:00.000Z',
    });
    await rig.pass(6.5 * HOUR);
    expect(await stateOf(status)).toMatchObject({ state: 'agent-ringing' });
    await talk();
    expect(await stateOf(status)).toMatchObject({ state: 'completed' });
    expect(await zone()).toBe('America/New_York');
  });

  it('survives a restart of the gateway, also one that is away when it comes', async () => {
    const status = await ask({ when: '2026-03-02T15:00:00.000Z' });
    await rig.restart(() => rig.clock.pass(6.5 * HOUR * 1000));
    expect(await stateOf(status)).toMatchObject({ state: 'agent-ringing' });
  });

  it('at the end of the hours is kept, a moment after them too', async () => {
    const status = await ask({ when: '2026-03-02T15:59:00.000Z' });
    rig.pbx.offline('101');
    rig.pbx.offline('102');
    await rig.pass(7 * HOUR + 60);
    rig.pbx.online('101');
    expect(await stateOf(status)).toMatchObject({ state: 'agent-ringing' });
  });

  it('is kept by the clock on the wall, also one that was set forward meanwhile', async () => {
    const status = await ask({ when: '2026-03-02T15:00:00.000Z' });
    rig.clock.jump(6 * HOUR * 1000);
    await rig.pass(60);
    expect(await stateOf(status)).toMatchObject({ state: 'agent-ringing' });
  });

  it('is not called broken when the clock was set back', async () => {
    const status = await ask({ when: '2026-03-02T15:00:00.000Z' });
    rig.clock.jump(-2 * HOUR * 1000);
    await rig.pass(7 * HOUR);
    expect(await stateOf(status)).toMatchObject({ state: 'scheduled' });
    expect((await rig.events()).map(({ type }) => type)).not.toContain('callback.broken');
    await rig.pass(HOUR);
    expect(await stateOf(status)).toMatchObject({ state: 'agent-ringing' });
  });

  it.each([
    ['in the past', '2026-03-02T08:00:00.000Z'],
    ['outside the hours', '2026-03-02T20:00:00.000Z'],
    ['in a month', '2026-04-02T10:00:00.000Z'],
  ])('%s is refused in words', async (_what, when) => {
    await expect(ask({ when })).rejects.toMatchObject({
      code: 'invalid',
      fields: { when: 'is not offered' },
    });
  });

  it('can be moved and cancelled, until somebody is rung', async () => {
    const status = await ask({ when: '2026-03-02T15:00:00.000Z' });
    const later = { token: status.token, when: '2026-03-03T10:00:00.000Z' };
    expect(await rig.control.moveCallback(shop, status.id, later)).toMatchObject({
      state: 'scheduled',
      dueAt: later.when,
      promisedUntil: '2026-03-03T10:05:00.000Z',
    });
    await rig.pass(7 * HOUR);
    expect(rung()).toBe(0);
    expect(await rig.control.cancelCallback(status.id, status.token)).toMatchObject({ state: 'cancelled' });
    await rig.pass(48 * HOUR);
    expect(rung()).toBe(0);
    await expect(rig.control.moveCallback(shop, status.id, later)).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('can be given up for a call at once', async () => {
    const status = await ask({ when: '2026-03-02T15:00:00.000Z' });
    const again = await ask();
    expect(again).toMatchObject({ id: status.id });
    expect(await stateOf(status)).toMatchObject({ state: 'agent-ringing' });
    await rig.pass(24 * HOUR);
    expect((await rig.calls()).filter(({ callback }) => callback)).not.toHaveLength(0);
  });
});

describe('a request while nobody can call', () => {
  it('is called at opening, in the order of asking', async () => {
    rig.settings.sites = [
      { ...shop, callHours: { ...hours, hours: [{ days: DAYS, from: '14:00', to: '18:00' }] } },
    ];
    shop = rig.settings.sites[0] as Site;
    expect(await rig.control.callbackOffer(shop)).toMatchObject({
      obstacle: 'closed',
      opensAt: '2026-03-02T12:00:00.000Z',
    });
    await expect(ask()).rejects.toMatchObject({
      code: 'unavailable',
      message: 'Nobody is there at this hour.',
    });
    const first = await ask({ when: 'opening' });
    await rig.pass(1);
    const second = await ask({ number: CUSTOMER, when: 'opening' });
    rig.pbx.offline('102');
    await rig.pass(3 * HOUR);
    expect(await stateOf(first)).toMatchObject({ state: 'agent-ringing' });
    expect(await stateOf(second)).toMatchObject({ state: 'scheduled', dueBecause: 'opening' });
    await talk();
    expect(await stateOf(second)).toMatchObject({ state: 'agent-ringing' });
  });

  it('is called as soon as a colleague is there', async () => {
    rig.pbx.offline('101');
    rig.pbx.offline('102');
    const status = await ask({ when: 'opening' });
    expect(status).toMatchObject({ state: 'scheduled', promisedUntil: '2026-03-02T16:00:00.000Z' });
    rig.pbx.online('101');
    expect(await stateOf(status)).toMatchObject({ state: 'agent-ringing' });
  });

  it('is called when the PBX is back', async () => {
    rig.pbx.disconnect();
    const status = await ask({ when: 'opening' });
    rig.pbx.reconnect();
    await rig.settle();
    expect(await stateOf(status)).toMatchObject({ state: 'agent-ringing' });
  });

  it('is not called in the evening, by somebody who stays late: he was promised a call within the hours', async () => {
    rig.pbx.offline('101');
    rig.pbx.offline('102');
    const status = await ask({ when: 'opening' });
    await rig.pass(7 * HOUR + 60);
    rig.pbx.online('101');
    await rig.pass(60);
    expect(await stateOf(status)).toMatchObject({ state: 'scheduled', kept: false });
    expect(rig.pbx.originated).toEqual([]);
  });

  it('is owned up to when nobody comes for half a day', async () => {
    rig.pbx.offline('101');
    rig.pbx.offline('102');
    const status = await ask({ when: 'opening' });
    await rig.pass(GIVE_UP_MS / 1000 + 1);
    await rig.pass(60);
    expect(await stateOf(status)).toMatchObject({ state: 'failed', failure: 'no-agent' });
    expect(rung()).toBe(0);
    expect(await rig.call()).toMatchObject({ endReason: 'missed', callback: { id: status.id } });
    expect((await rig.events()).filter(({ type }) => type === 'callback.broken')).toHaveLength(1);
  });
});

describe('an attempt that did not come about', () => {
  it('is made again after the pause, as a call of its own', async () => {
    const status = await ask();
    await answer('101');
    rig.pbx.hangsUp(rig.pbx.legTo(STRANGER).legId, 'busy');
    expect(await stateOf(status)).toMatchObject({
      state: 'scheduled',
      failure: 'visitor-busy',
      dueBecause: 'retry',
      dueAt: '2026-03-02T09:15:00.000Z',
    });
    await rig.pass(15 * 60);
    await talk();
    expect(await stateOf(status)).toMatchObject({ state: 'completed' });
    expect((await rig.calls()).map(({ endReason }) => endReason)).toEqual(['completed', 'busy']);
  });

  it('is made again at the next opening where the pause ends after the hours', async () => {
    await rig.pass(7 * HOUR - 60);
    const status = await ask();
    await answer('101');
    rig.pbx.hangsUp(rig.pbx.legTo(STRANGER).legId, 'busy');
    expect(await stateOf(status)).toMatchObject({ dueBecause: 'retry', dueAt: '2026-03-03T07:00:00.000Z' });
  });

  it('was the last one: it has failed', async () => {
    const status = await ask();
    await rig.pass(rig.settings.ringSeconds);
    expect(await stateOf(status)).toMatchObject({ state: 'scheduled', failure: 'no-agent' });
    await rig.pass(15 * 60);
    await rig.pass(rig.settings.ringSeconds);
    expect(await stateOf(status)).toMatchObject({ state: 'failed', failure: 'no-agent' });
    expect((await rig.events()).filter(({ type }) => type === 'callback.broken')).toHaveLength(1);
  });

  it('is not made again for a number that cannot be called', async () => {
    const status = await ask();
    await answer('101');
    rig.pbx.hangsUp(rig.pbx.legTo(STRANGER).legId, 'unreachable');
    expect(await stateOf(status)).toMatchObject({ state: 'failed', failure: 'number-not-callable' });
  });
});

describe('what the owner decides', () => {
  it('a department whose people are not there says so, also while the others could call', async () => {
    await rig.close();
    rig = await createRig({ online: ['101'] });
    shop = { ...shop, departments: [{ id: 'sales', name: 'Sales', agents: ['andriy'] }] };
    rig.settings.sites = [shop];
    const obstacle = async () => (await rig.control.callbackOffer(shop, { department: 'sales' })).obstacle;
    expect(await obstacle()).toBe('nobody-there');
    rig.pbx.online('102');
    await rig.settle();
    expect(await obstacle()).toBeUndefined();
    rig.pbx.callIn({ from: CUSTOMER });
    await rig.settle();
    await answer('102');
    expect(await obstacle()).toBe('all-busy');
  });

  it('a department rings its own people', async () => {
    shop = { ...shop, departments: [{ id: 'sales', name: 'Sales', agents: ['andriy'] }] };
    rig.settings.sites = [shop];
    await ask({ department: 'sales' });
    expect(rig.pbx.originated.map(({ to }) => to)).toEqual([{ kind: 'device', endpoint: '102' }]);
    await expect(ask({ number: CUSTOMER, department: 'gone' })).rejects.toMatchObject({
      fields: { department: 'is not known' },
    });
  });

  it('consent is asked for and kept word for word', async () => {
    shop = { ...shop, consent: 'I agree to be called.' };
    rig.settings.sites = [shop];
    await expect(ask()).rejects.toMatchObject({ fields: { consent: 'is needed' } });
    const { id } = await ask({ consent: true });
    expect((await rig.store.callbacks.get(id))?.callback.consent).toBe('I agree to be called.');
  });

  it('a number that does not want to be called is not', async () => {
    rig.settings.doNotCall = [STRANGER];
    await expect(ask()).rejects.toMatchObject({ code: 'forbidden', fields: { number: 'is not called' } });
  });
});

describe('afterwards', () => {
  it('the visitor says how the talk was, once', async () => {
    const { id, token } = await ask();
    await expect(rig.control.rateCallback(id, token, { stars: 5 })).rejects.toMatchObject({
      code: 'conflict',
    });
    await talk();
    const rated = await rig.control.rateCallback(id, token, { stars: 4, comment: 'Quick' });
    expect(rated).toMatchObject({ state: 'completed', rated: true });
    await expect(rig.control.rateCallback(id, token, { stars: 1 })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await rig.store.callbacks.get(id))?.callback.rating).toEqual({ stars: 4, comment: 'Quick' });
  });

  it('“this was not me” calls off all that is open for the number', async () => {
    const first = await ask();
    const [olena] = await rig.store.agents.list();
    expect(await rig.control.disownCallback(olena!, first.id)).toBe(STRANGER);
    expect(await stateOf(first)).toMatchObject({ state: 'cancelled' });
    expect(rig.pbx.legs.size).toBe(0);
  });
});
