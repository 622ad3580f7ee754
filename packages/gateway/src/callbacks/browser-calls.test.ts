import type { Site } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asker, createRig, LINE, type Rig, site } from '../calls/calls.fixtures.ts';
import { BROWSER_EXPIRES_MS } from './browser-calls.ts';
import { PER_ADDRESS } from './limits.ts';

let rig: Rig;
const shop: Site = { ...site, browserCalls: { endpoint: 'visitors' } };
beforeEach(async () => {
  rig = await createRig();
  rig.settings.sites = [shop];
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

const page = { url: 'http://127.0.0.1:4701/boots', title: 'Boots' };
const ask = () => rig.control.requestCallback(shop, { by: 'browser', name: 'Ivan', page }, asker);
async function come({ callId = '' }: { callId?: string } = {}, endpoint = 'visitors') {
  const legId = rig.pbx.deviceDials({ endpoint, dialled: LINE, callId });
  await rig.settle();
  return legId;
}

describe('a visitor who calls from the page', () => {
  it('is given a way in for a short time, and nobody is rung before he comes', async () => {
    const status = await ask();
    await rig.settle();
    expect(status).toMatchObject({ state: 'requested', browser: { target: LINE } });
    expect(status.browser?.credential).toMatchObject({ authorizationUser: 'visitors' });
    expect(rig.pbx.originated).toEqual([]);
    expect(await rig.control.callbackStatus(status.id, status.token)).not.toHaveProperty('browser');
  });

  it('hears ringing until a colleague answers, and talks with him', async () => {
    const { id, token, browser } = await ask();
    const legId = await come(browser);
    expect([...rig.pbx.playing.values()].map(({ to }) => to)).toEqual([{ legId }]);
    expect(rig.pbx.originated.map(({ to, caller }) => ({ to, caller }))).toEqual([
      { to: { kind: 'device', endpoint: '101' }, caller: { number: '', name: 'Ivan' } },
      { to: { kind: 'device', endpoint: '102' }, caller: { number: '', name: 'Ivan' } },
    ]);
    expect(await rig.call()).toMatchObject({ direction: 'in', state: 'ringing', callback: { id, page } });
    const agentLeg = rig.pbx.legTo('101').legId;
    rig.pbx.answers(agentLeg);
    await rig.settle();
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({ state: 'connected', kept: true });
    expect(rig.pbx.legs.get(legId)?.bridgeId).toBe(rig.pbx.legs.get(agentLeg)?.bridgeId);
    rig.pbx.hangsUp(legId);
    await rig.settle();
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({ state: 'completed' });
    expect(rig.pbx.legs.size).toBe(0);
  });

  it('who never comes is waited for a little while', async () => {
    const { id, token } = await ask();
    await rig.pass(BROWSER_EXPIRES_MS / 1000);
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({ state: 'failed' });
    expect((await rig.store.missed.list({})).items).toEqual([]);
  });

  it('who hangs up before anybody answers is not called: there is no number', async () => {
    const { id, token, browser } = await ask();
    rig.pbx.hangsUp(await come(browser));
    await rig.settle();
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({ state: 'failed' });
    expect(rig.pbx.legs.size).toBe(0);
  });

  it('is told when the gateway was started again before he came', async () => {
    const { id, token } = await ask();
    await rig.restart();
    expect(await rig.control.callbackStatus(id, token)).toMatchObject({
      state: 'failed',
      failure: 'restarted',
    });
  });
});

describe('the way in', () => {
  it.each([
    ['without the call that was promised', {}, 'visitors'],
    ['for a call that nobody promised', { callId: 'id-9999' }, 'visitors'],
  ])('is closed %s', async (_what, browser, endpoint) => {
    await ask();
    expect(rig.pbx.ended.get(await come(browser, endpoint))).toBe('rejected');
    expect(rig.pbx.originated).toEqual([]);
  });

  it('is closed to the endpoint of another site', async () => {
    const { browser } = await ask();
    expect(rig.pbx.ended.get(await come(browser, 'other-visitors'))).toBe('rejected');
  });

  it('lets one in, once', async () => {
    const { browser } = await ask();
    await come(browser);
    expect(rig.pbx.ended.get(await come(browser))).toBe('rejected');
  });

  it('is limited by address as callbacks are', async () => {
    for (let nth = 0; nth < PER_ADDRESS[0].most; nth += 1) {
      const { id, token } = await ask();
      await rig.control.cancelCallback(id, token);
    }
    await expect(ask()).rejects.toMatchObject({ code: 'rate-limited' });
  });

  it('is not there where the site does not have it, nor for later', async () => {
    await expect(rig.control.requestCallback(site, { by: 'browser' }, asker)).rejects.toMatchObject({
      code: 'unsupported',
    });
    const later = { by: 'browser', when: 'opening' } as const;
    await expect(rig.control.requestCallback(shop, later, asker)).rejects.toMatchObject({ code: 'invalid' });
  });
});
