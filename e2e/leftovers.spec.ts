/** Who takes Ringback off his page has it as it was: counted where each thing is made. */
import type { Page } from '@playwright/test';
import { countLeftovers } from '@ringback/testing';
import { expect, test } from './fixtures.ts';
import { AgentPanel } from './panel.ts';

/** What scripts of ours have begun in the host's page, and not ended. */
async function ours(page: Page, gateway: string): Promise<string[]> {
  const left = await page.evaluate(() => window.leftovers());
  return left.filter((one) => one.includes(`${gateway}/v1/`));
}

/** Held or waited for in the host's origin. */
const locks = (page: Page): Promise<(string | undefined)[]> =>
  page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    return [...held, ...pending].map(({ name }) => name);
  });

test('taken off in the middle of a call, Ringback leaves neither listener, timer, worker, lock nor frame behind', async ({
  agentContext,
  stack,
  phone,
}) => {
  const page = await agentContext.newPage();
  await page.addInitScript(countLeftovers);
  const panel = new AgentPanel(page, stack);
  await panel.open();
  await panel.signIn('olena');
  await phone.open('+380501112233');
  await phone.callTheShop();
  await panel.answer();
  await panel.isTalking();
  const there = await ours(page, stack.gateway);
  for (const what of ['listener', 'BroadcastChannel']) expect(there.join()).toContain(what);
  expect(await locks(page)).toEqual([`ringback:${stack.gateway}`]);
  expect([page.frames().length, page.workers().length]).toEqual([2, 1]);

  await page.evaluate(() =>
    (window as unknown as { ringback(command: 'destroy'): void }).ringback('destroy'),
  );

  await expect(panel.bar).toHaveCount(0);
  await expect.poll(() => locks(page)).toEqual([]);
  await expect.poll(() => [page.frames().length, page.workers().length]).toEqual([1, 0]);
  await expect.poll(() => ours(page, stack.gateway)).toEqual([]);
});
