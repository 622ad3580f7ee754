/** The agent's desk with the real bar in its strip: one page to work on all day. */
import { AGENT_HZ, expect, test, VISITOR_HZ } from './fixtures.ts';
import type { AgentPanel } from './panel.ts';

const IRYNA = '+380501112233';

/** The bar stands in the desk, above its blocks, and not at an edge of the window. */
async function barIsInStrip({ page, bar }: AgentPanel): Promise<void> {
  await expect(bar).toHaveCount(1);
  const desk = page.locator('ringback-desk');
  const [strip, whole] = [await bar.boundingBox(), await desk.boundingBox()];
  expect(strip!.y - whole!.y).toBeLessThan(8);
  expect(strip!.x).toBeGreaterThanOrEqual(whole!.x);
  expect(strip!.width).toBeLessThanOrEqual(whole!.width);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}

/** Whatever the card has to tell, the bar's controls can be pressed. */
async function cardHidesNoBar({ bar, card }: AgentPanel): Promise<void> {
  const [above, below] = [await bar.boundingBox(), await card.boundingBox()];
  expect(below!.y).toBeGreaterThanOrEqual(above!.y + above!.height);
}

for (const width of [1440, 360])
  test(`at ${width} px: a call comes to the bar in the desk’s strip, is answered, and lives through a reload`, async ({
    panel,
    phone,
  }) => {
    await panel.page.setViewportSize({ width, height: 800 });
    await panel.open('/desk.html');
    await panel.isReady();
    await barIsInStrip(panel);
    await expect(panel.page.locator('ringback-desk').getByRole('group', { name: 'Tasks' })).toBeVisible();

    await phone.open(IRYNA);
    await phone.callTheShop();
    await expect(panel.bar).toContainText('Iryna Kovalenko');
    await barIsInStrip(panel);
    await panel.answer();
    await panel.isTalking();
    await cardHidesNoBar(panel);
    await Promise.all([panel.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);

    await panel.page.reload();
    await panel.isTalking();
    await barIsInStrip(panel);
    await Promise.all([panel.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);
    await phone.says('Talking');
    await panel.hangUp();
    await phone.says(/^Ended/);
  });

test('“+” of the bar makes whatever the agent may make, in a page that has no form for it', async ({
  panel,
}) => {
  const plus = async (kind: string) => {
    await panel.press('New record');
    const create = panel.bar.getByRole('group', { name: 'New record', exact: true });
    await create.getByRole('button', { name: kind, exact: true }).click();
  };
  await panel.open('/');
  await plus('Task');
  const task = panel.page.getByRole('dialog', { name: 'New task' });
  await task.getByRole('textbox').first().fill('Call the bank');
  await task.getByRole('button', { name: 'Save' }).click();
  await expect(task).toHaveCount(0);
  await plus('Lead');
  const lead = panel.page.getByRole('dialog', { name: 'New lead' });
  await expect(lead.getByRole('textbox').first()).toBeFocused();
  await panel.page.keyboard.press('Escape');
  await expect(lead).toHaveCount(0);
  await panel.open('/tasks.html');
  await expect(panel.page.locator('ringback-tasks')).toContainText('Call the bank');
});
