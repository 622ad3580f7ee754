/** The network between the agent and the PBX breaks, and comes back. */
import type { SipCredential } from '@ringback/model';
import { expect, test } from '../fixtures.ts';
import { relayMedia } from './media-relay.ts';
import { callsOf, hearEachOther, IRYNA, isRecovered, talk } from './talk.ts';

test('the connection to the PBX is cut during a call: both talk on, and the call is in hand again when it is back', async ({
  panel,
  phone,
  pbx,
}) => {
  await talk(panel, phone);
  await pbx!.cable.pull();
  await expect.poll(() => panel.bar.textContent()).not.toContain('Ready');
  await hearEachOther(panel, phone);
  await pbx!.cable.plug();
  await panel.isReady();
  await isRecovered(panel);
  await hearEachOther(panel, phone);
  expect(await callsOf(panel)).toHaveLength(1);
  await panel.hangUp();
  await phone.says(/^Ended/);
});

test('the customer hangs up while the connection is cut: the bar has no call any more when it is back', async ({
  panel,
  phone,
  pbx,
}) => {
  await talk(panel, phone);
  await pbx!.cable.pull();
  await phone.hangUp();
  await phone.says(/^Ended/);
  await pbx!.cable.plug();
  await panel.isReady();
  await expect.poll(() => callsOf(panel)).toEqual([]);
});

test('the way of the sound changes its port in the middle of a call: a new one is found', async ({
  panel,
  phone,
  agentContext,
}) => {
  const relay = await relayMedia(agentContext);
  try {
    await panel.page.reload();
    await panel.isReady();
    await talk(panel, phone);
    const before = relay.carried;
    await expect.poll(() => relay.carried).toBeGreaterThan(before);
    relay.move();
    const then = relay.carried;
    await expect.poll(() => relay.carried).toBeGreaterThan(then);
    await hearEachOther(panel, phone);
    expect(await callsOf(panel)).toMatchObject([{ state: 'connected', recovering: false }]);
    await panel.hangUp();
    await phone.says(/^Ended/);
  } finally {
    await relay.close();
  }
});

test('the first server and the STUN server do not answer: the phone takes the next one, and a call is set up all the same', async ({
  panel,
  phone,
}) => {
  const opened: string[] = [];
  panel.page.on('websocket', (socket) => opened.push(new URL(socket.url()).pathname));
  await panel.page.route('**/api/v1/sip-credentials', async (route) => {
    const response = await route.fetch();
    const given = (await response.json()) as SipCredential;
    const dead = given.servers.map((server) => server.replace(/ws$/, 'nobody'));
    // The port of "discard": nothing is heard from there.
    const iceServers = [{ urls: 'stun:127.0.0.1:9' }];
    const json: SipCredential = { ...given, servers: [...dead, ...given.servers], iceServers };
    await route.fulfill({ response, json });
  });
  await panel.page.reload();
  await panel.isReady();
  expect(opened).toEqual(['/nobody', '/ws']);
  await talk(panel, phone);
  await phone.hangUp();
  await panel.dial(IRYNA);
  await phone.answer();
  await hearEachOther(panel, phone);
  await panel.hangUp();
  await phone.says(/^Ended/);
});
