/** A PBX that asks its phones to come back later, or lets nobody in: the agent is told, and the phone comes back by itself. */
import { createSipGate, type SipGate } from '@ringback/testing/node';
import type { SipCredential } from '@ringback/model';
import { expect, test } from '../fixtures.ts';
import type { AgentPanel } from '../panel.ts';
import { callsOf, hearEachOther, isRecovered, talk } from './talk.ts';

/** What the PBX asks for, in s. */
const REST = 10;

// The frame's own policy lets it connect to the PBX's addresses alone, and the gate has another port.
test.use({ bypassCSP: true });

let gate: SipGate;
test.beforeEach(async ({ pbx, panel }) => {
  gate = await createSipGate(pbx!.access.sipServers[0]!);
  await panel.page.route('**/api/v1/sip-credentials', async (route) => {
    const response = await route.fetch();
    const given = (await response.json()) as SipCredential;
    await route.fulfill({ response, json: { ...given, servers: [gate.url] } });
  });
});
test.afterEach(() => gate.close());

const reads = ({ bar }: AgentPanel, sentence: string): Promise<void> => expect(bar).toContainText(sentence);

test('an exchange that asks for patience is not asked before its time is over, also when the connection breaks meanwhile', async ({
  panel,
  phone,
}) => {
  gate.retryAfter = REST;
  await panel.page.reload();
  await reads(panel, 'The phone exchange asks us to wait.');
  gate.cut();
  await expect.poll(() => gate.log.slice(0, 3)).toEqual(['upgrade', 'REGISTER refused', 'upgrade']);
  await reads(panel, 'The phone exchange asks us to wait. Trying again by itself.');
  await panel.isReady();
  expect(gate.log.slice(0, 5)).toEqual([
    'upgrade',
    'REGISTER refused',
    'upgrade',
    'rest is over',
    'REGISTER',
  ]);
  await talk(panel, phone);
  await panel.hangUp();
  await phone.says(/^Ended/);
});

test('an exchange that lets nobody in during a call is asked again until it does, and the call goes on all the while', async ({
  panel,
  phone,
}) => {
  await panel.page.reload();
  await panel.isReady();
  await talk(panel, phone);
  gate.open = false;
  gate.cut();
  await reads(panel, 'The phone exchange cannot be reached. Trying again by itself.');
  await expect.poll(() => gate.log.filter((one) => one === 'upgrade refused').length).toBeGreaterThan(2);
  await hearEachOther(panel, phone);
  gate.open = true;
  await panel.isReady();
  await isRecovered(panel);
  expect(await callsOf(panel)).toHaveLength(1);
  await hearEachOther(panel, phone);
  await panel.hangUp();
  await phone.says(/^Ended/);
});
