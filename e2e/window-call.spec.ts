/** Somebody calls while a record is open in its window: the phone is not behind it. */
import { expect, test } from './fixtures.ts';
import { AgentPanel } from './panel.ts';

for (const width of [360, 1440])
  test(`a new deal is being written when a customer calls: he is answered over it, and every word is kept, at ${width} px`, async ({
    agentContext,
    phone,
    stack,
  }) => {
    const page = await agentContext.newPage();
    await page.setViewportSize({ width, height: 740 });
    const panel = new AgentPanel(page, stack);
    await panel.open('/');
    await panel.signIn('olena');
    await phone.open('+380501112233');
    await panel.press('New record');
    await panel.bar.getByRole('group', { name: 'New record' }).getByRole('button', { name: 'Deal' }).click();
    const window = page.getByRole('dialog');
    const title = window.getByLabel('Title');
    await expect(title).toBeFocused();
    await page.keyboard.type('Ten');
    await phone.callTheShop();
    // By the mouse: a click goes to whatever is above.
    await panel.answer();
    await panel.isTalking();
    await title.click();
    await page.keyboard.press('End');
    await page.keyboard.type(' lamps');
    await panel.press('Mute');
    await panel.hangUp();
    await phone.says(/^Ended/);
    await expect(title).toHaveValue('Ten lamps');
    await window.getByRole('button', { name: 'Close' }).click();
    await window.locator('[data-discard]').click();
    await expect(window).toHaveCount(0);
  });
