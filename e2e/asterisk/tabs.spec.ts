/** One phone, many tabs: what is pressed in a tab that does not lead is done by the one that does. And two computers of one agent, which are two phones. */
import type { Page } from '@playwright/test';
import { AGENT_HZ, expect, test, THIRD_HZ, VISITOR_HZ } from '../fixtures.ts';
import { AgentPanel } from '../panel.ts';
import { callsOf, hearEachOther, IRYNA } from './talk.ts';

const COLLEAGUE = 'Andriy Bondar';

/** Runs in every frame before its own scripts: counts what is played that no far side sends. */
function countSounds(): void {
  let playing = 0;
  const made = new WeakSet<object>();
  const Native = window.AudioContext;
  Native.prototype.createMediaStreamDestination = ((create) =>
    function (this: AudioContext) {
      const node = create.call(this);
      made.add(node.stream);
      return node;
    })(Native.prototype.createMediaStreamDestination);
  HTMLMediaElement.prototype.play = ((play) =>
    async function (this: HTMLMediaElement) {
      await play.call(this);
      if (this.srcObject && made.has(this.srcObject)) playing += 1;
    })(HTMLMediaElement.prototype.play);
  Object.assign(window, { ringbackSounds: () => playing });
}

const soundsOf = (panel: AgentPanel): Promise<number> =>
  panel.core().evaluate(() => (window as unknown as { ringbackSounds(): number }).ringbackSounds());

const rings = (panel: AgentPanel) => expect(panel.bar.getByRole('button', { name: 'Answer' })).toBeVisible();

/** The strip's button of the latest calls, by how many wait for a call back. */
const missed = ({ bar }: AgentPanel, count: number) =>
  bar.getByRole('button', { name: count ? `Calls, ${count} missed` : 'Calls', exact: true });

async function secondTab(leader: AgentPanel, stack: ConstructorParameters<typeof AgentPanel>[1]) {
  const page: Page = await leader.page.context().newPage();
  const tab = new AgentPanel(page, stack);
  const connects: string[] = [];
  page.on('websocket', (socket) => connects.push(socket.url()));
  await tab.open('/customers.html');
  await tab.isReady();
  return { tab, connects };
}

test('a tab that does not lead answers, mutes, holds and hangs up; the phone rings aloud once', async ({
  agentContext,
  panel,
  phone,
  stack,
}) => {
  await agentContext.addInitScript(countSounds);
  await panel.page.reload();
  await panel.isReady();
  const { tab, connects } = await secondTab(panel, stack);
  await phone.open(IRYNA);
  await phone.callTheShop();
  await Promise.all([rings(panel), rings(tab)]);
  await expect.poll(() => soundsOf(panel)).toBe(1);
  expect(await soundsOf(tab)).toBe(0);

  await tab.answer();
  await tab.isTalking();
  await hearEachOther(panel, phone);
  await tab.press('Mute');
  await phone.hearsNot(AGENT_HZ);
  await panel.hears(VISITOR_HZ);
  await expect(panel.bar.getByRole('button', { name: 'Mute', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await panel.press('Mute');
  await hearEachOther(panel, phone);
  await tab.press('Hold');
  await Promise.all([phone.hearsNot(AGENT_HZ), panel.hearsNot(VISITOR_HZ)]);
  expect(await callsOf(panel)).toMatchObject([{ state: 'held' }]);
  await tab.press('Hold');
  await hearEachOther(panel, phone);
  await tab.hangUp();
  await phone.says(/^Ended/);
  await expect.poll(() => callsOf(tab)).toEqual([]);
  // It was a remote control all the time.
  expect(connects).toEqual([]);
});

test('a tab that does not lead dials, asks a colleague, goes back, and gives the call away', async ({
  panel,
  phone,
  colleague,
  stack,
}) => {
  const { tab, connects } = await secondTab(panel, stack);
  await phone.open(IRYNA);
  await tab.dial(IRYNA);
  await phone.answer();
  await hearEachOther(panel, phone);

  await tab.transferTo(COLLEAGUE, 'Ask first');
  await colleague.answer();
  await Promise.all([panel.hears(THIRD_HZ), colleague.hears(AGENT_HZ)]);
  await phone.hearsNot(AGENT_HZ);
  await tab.press('Back to the first call');
  await hearEachOther(panel, phone);
  await expect.poll(() => callsOf(colleague)).toEqual([]);

  await tab.transferTo(COLLEAGUE, 'Transfer now');
  await expect.poll(() => callsOf(panel)).toEqual([]);
  await expect.poll(() => callsOf(tab)).toEqual([]);
  await colleague.answer();
  await Promise.all([phone.hears(THIRD_HZ), colleague.hears(VISITOR_HZ)]);
  await colleague.hangUp();
  await phone.says(/^Ended/);
  expect(connects).toEqual([]);
});

test('two computers of one agent ring; where it was not answered it was answered elsewhere, and only what nobody answered is missed', async ({
  panel,
  phone,
  stack,
  thirdContext,
}) => {
  const second = new AgentPanel(await thirdContext.newPage(), stack);
  await second.open();
  await second.signIn('olena');
  await phone.open(IRYNA);
  await phone.callTheShop();
  await Promise.all([rings(panel), rings(second)]);
  await second.answer();
  await second.isTalking();
  await Promise.all([second.hears(VISITOR_HZ), phone.hears(THIRD_HZ)]);
  await expect(panel.bar).toContainText('Answered on another phone');
  await expect(panel.bar).not.toContainText('Missed call');
  await expect.poll(() => callsOf(panel)).toEqual([]);
  await second.hangUp();
  await phone.says(/^Ended/);
  await Promise.all([panel, second].map((one) => expect(missed(one, 0)).toBeVisible()));

  await phone.callTheShop();
  await Promise.all([rings(panel), rings(second)]);
  await phone.hangUp();
  for (const one of [panel, second]) {
    await expect(one.bar).toContainText('Missed call');
    await expect(missed(one, 1)).toBeVisible();
  }
  // Whoever has called back has taken it off everybody's list.
  await panel.dial(IRYNA);
  await phone.answer();
  await hearEachOther(panel, phone);
  await panel.hangUp();
  await Promise.all([panel, second].map((one) => expect(missed(one, 0)).toBeVisible()));
});
