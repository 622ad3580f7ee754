/** Calls with more than two people in them, or more than one at a time: before and after a reload. */
import { AGENT_HZ, expect, test, THIRD_HZ, VISITOR_HZ } from '../fixtures.ts';
import type { AgentPanel } from '../panel.ts';
import type { VisitorPhone } from '../visitor.ts';
import { callsOf, callWith, hearEachOther, isRecovered, reload, talk } from './talk.ts';

const COLLEAGUE = 'Andriy Bondar';

test('one call is held and another is talked: both are so after a reload, and can be changed over', async ({
  panel,
  phone,
  colleague,
}) => {
  await talk(panel, phone);
  await panel.press('Hold');
  await panel.dial('102');
  await colleague.answer();
  await bothHear(panel, colleague);
  await reload(panel);
  await isRecovered(panel);
  expect((await callsOf(panel)).map(({ state }) => state).sort()).toEqual(['connected', 'held']);
  await bothHear(panel, colleague);
  await phone.hearsNot(AGENT_HZ);
  await panel.hearsNot(VISITOR_HZ);
  await callWith(panel, 'Iryna Kovalenko').getByRole('button', { name: 'Hold' }).click();
  await hearEachOther(panel, phone);
  await colleague.hearsNot(AGENT_HZ);
  await phone.hangUp();
  await callWith(panel, COLLEAGUE).getByRole('button', { name: 'Hold' }).click();
  await bothHear(panel, colleague);
  await panel.hangUp();
  await expect.poll(() => callsOf(colleague)).toEqual([]);
});

test('a colleague is asked first, and then the customer is given to him', async ({
  panel,
  phone,
  colleague,
}) => {
  await talk(panel, phone);
  await panel.transferTo(COLLEAGUE, 'Ask first');
  await colleague.answer();
  await Promise.all([panel.hears(THIRD_HZ), colleague.hears(AGENT_HZ)]);
  await phone.hearsNot(AGENT_HZ);
  await panel.bar.getByRole('button', { name: 'Transfer now' }).click();
  await Promise.all([phone.hears(THIRD_HZ), colleague.hears(VISITOR_HZ)]);
  await expect.poll(() => callsOf(panel)).toEqual([]);
  await expect(colleague.card).toContainText('Iryna Kovalenko');
  await reload(colleague);
  await isRecovered(colleague);
  await Promise.all([phone.hears(THIRD_HZ), colleague.hears(VISITOR_HZ)]);
  await phone.hangUp();
  await expect.poll(() => callsOf(colleague)).toEqual([]);
});

test('a customer is given away at once', async ({ panel, phone, colleague }) => {
  await talk(panel, phone);
  await panel.transferTo(COLLEAGUE, 'Transfer now');
  await expect.poll(() => callsOf(panel)).toEqual([]);
  await colleague.answer();
  await Promise.all([phone.hears(THIRD_HZ), colleague.hears(VISITOR_HZ)]);
  await colleague.hangUp();
  await phone.says(/^Ended/);
});

test('two calls are joined: all three hear each other, also after a reload, and go on without the agent', async ({
  panel,
  phone,
  colleague,
}) => {
  await talk(panel, phone);
  await panel.transferTo(COLLEAGUE, 'Ask first');
  await colleague.answer();
  await Promise.all([panel.hears(THIRD_HZ), colleague.hears(AGENT_HZ)]);
  await panel.bar.getByRole('button', { name: 'Join the calls' }).click();
  await allHear(panel, phone, colleague);
  await reload(panel);
  await isRecovered(panel);
  await allHear(panel, phone, colleague);
  await reload(colleague);
  await isRecovered(colleague);
  await allHear(panel, phone, colleague);
  await panel.hangUp();
  await Promise.all([phone.hears(THIRD_HZ), colleague.hears(VISITOR_HZ)]);
  await phone.hangUp();
  await expect.poll(() => callsOf(colleague)).toEqual([]);
});

const bothHear = (panel: AgentPanel, colleague: AgentPanel) =>
  Promise.all([panel.hears(THIRD_HZ), colleague.hears(AGENT_HZ)]);

const allHear = (panel: AgentPanel, phone: VisitorPhone, colleague: AgentPanel) =>
  Promise.all([
    panel.hearsAll([VISITOR_HZ, THIRD_HZ]),
    phone.hearsAll([AGENT_HZ, THIRD_HZ]),
    colleague.hearsAll([AGENT_HZ, VISITOR_HZ]),
  ]);
