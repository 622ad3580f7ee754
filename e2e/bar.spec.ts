/** Every panel of the bar with the real core frame and the real gateway behind it, and what people have set in their systems. */
import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { AgentPanel } from './panel.ts';

const IRYNA = '+380501112233';

/** Opens a panel by its button in the strip, or by its entry behind "More". */
async function open(panel: AgentPanel, name: string): Promise<Locator> {
  const { bar } = panel;
  const own = bar.getByRole('button', { name, exact: true });
  if (!(await own.count())) await bar.getByRole('button', { name: 'More', exact: true }).click();
  await own.first().click();
  return bar.getByRole('group', { name, exact: true });
}

const close = (panel: AgentPanel) => panel.bar.getByRole('button', { name: 'Close' }).click();

test('an agent sets his status, and it is the same after the page was loaded anew', async ({ panel }) => {
  const status = await open(panel, 'My status');
  await status.getByLabel('Do not disturb').check();
  await expect(panel.bar.getByText('Do not disturb').first()).toBeVisible();
  await panel.page.reload();
  await expect(panel.bar.getByRole('button', { name: /Do not disturb/ })).toBeVisible();
  await (await open(panel, 'My status')).getByLabel('Available', { exact: true }).check();
  await panel.isReady();
});

test('an agent sets forwarding and working hours, and finds them again', async ({ panel }) => {
  const status = await open(panel, 'My status');
  await status.getByRole('button', { name: 'Forwarding and hours' }).click();
  const forwarding = panel.bar.getByRole('group', { name: 'Forwarding and hours', exact: true });
  await forwarding.getByRole('button', { name: 'Add somebody' }).click();
  await forwarding.getByRole('combobox', { name: 'To whom' }).selectOption('andriy');
  await forwarding.getByLabel('Ring only in my working hours').check();
  await forwarding.getByRole('button', { name: 'Save' }).click();
  await expect(forwarding.getByText('Saved.')).toBeVisible();
  await panel.page.reload();
  await panel.isReady();
  await (await open(panel, 'My status')).getByRole('button', { name: 'Forwarding and hours' }).click();
  await expect(forwarding.getByRole('combobox', { name: 'To whom' })).toHaveValue(/andriy/);
  await expect(forwarding.getByLabel('Ring only in my working hours')).toBeChecked();
  await forwarding.getByRole('button', { name: 'Take out' }).click();
  await forwarding.getByLabel('Ring only in my working hours').uncheck();
  await forwarding.getByRole('button', { name: 'Save' }).click();
  await expect(forwarding.getByText('Saved.')).toBeVisible();
});

test('a missed call is counted, claimed by calling back, and gone once somebody has talked', async ({
  panel,
  phone,
}) => {
  await phone.open('+380672223344');
  await phone.callTheShop();
  await expect(panel.bar.getByRole('button', { name: 'Answer' })).toBeVisible();
  await phone.hangUp();
  const counted = panel.bar.getByRole('button', { name: /^Calls, 1 missed/ });
  await counted.click();
  const calls = panel.bar.getByRole('group', { name: 'Calls', exact: true });
  await calls.getByRole('button', { name: /^Call .* back$/ }).click();
  await phone.says('Incoming call');
  await phone.answer();
  await panel.isTalking();
  await panel.hangUp();
  await phone.says(/^Ended/);
  await expect(panel.bar.getByRole('button', { name: 'Calls', exact: true })).toBeVisible();
  await expect(counted).toBeHidden();
});

test('during a call: keys are sent, a record begins from the call, and a colleague can be asked', async ({
  panel,
  phone,
}) => {
  await phone.open(IRYNA);
  await phone.callTheShop();
  await panel.answer();
  await panel.isTalking();

  const keypad = await open(panel, 'Keypad');
  await keypad.getByRole('button', { name: '4', exact: true }).click();
  await panel.page.keyboard.type('2#');
  await expect(keypad.locator('output')).toHaveText('42#');
  await close(panel);

  await panel.press('New record for this call');
  const create = panel.bar.getByRole('group', { name: 'New record', exact: true });
  await create.getByRole('button', { name: 'Client', exact: true }).click();
  await expect(create.getByLabel('Phone')).toHaveValue(IRYNA);
  await close(panel);

  const transfer = await open(panel, 'Transfer');
  await expect(transfer.getByRole('button', { name: /Andriy Bondar/ })).toContainText('Phone off');
  await close(panel);
  await panel.hangUp();
  await phone.says(/^Ended/);
});

test('the bar is put elsewhere, gets another key, and the page remembers both', async ({ panel }) => {
  const place = await open(panel, 'Place of the bar');
  await place.getByLabel('Top').check();
  await expect(panel.bar).toHaveAttribute('dock', 'top');
  await close(panel);
  const keys = await open(panel, 'Keyboard');
  await keys.getByRole('button', { name: /^Change: Latest calls/ }).click();
  await panel.page.keyboard.press('Alt+Shift+Y');
  await close(panel);
  await panel.page.reload();
  await panel.isReady();
  await expect(panel.bar).toHaveAttribute('dock', 'top');
  await panel.page.locator('h1').click();
  await panel.page.keyboard.press('Alt+Shift+Y');
  await expect(panel.bar.getByRole('group', { name: 'Calls', exact: true })).toBeVisible();

  const box = (await panel.bar.boundingBox())!;
  await panel.page.mouse.move(box.x + 4, box.y + 4);
  await panel.page.mouse.down();
  await panel.page.mouse.move(700, 880, { steps: 10 });
  await expect(panel.bar).toHaveAttribute('dock', 'bottom');
  await panel.page.mouse.up();
  await panel.page.reload();
  await expect(panel.bar).toHaveAttribute('dock', 'bottom');
});

test('forced colours: what is chosen, pressed and urgent can still be told by its lines', async ({
  panel,
  phone,
}) => {
  await panel.page.emulateMedia({ forcedColors: 'active' });
  await phone.open(IRYNA);
  await phone.callTheShop();
  for (const name of ['Answer', 'Decline']) {
    const button = panel.bar.getByRole('button', { name });
    await expect(button).toBeVisible();
    const width = await button.evaluate((element) => getComputedStyle(element).borderTopWidth);
    expect(Number.parseFloat(width), name).toBeGreaterThan(0);
  }
  await panel.answer();
  await panel.isTalking();
  const mute = panel.bar.getByRole('button', { name: 'Mute', exact: true });
  const look = () =>
    mute.evaluate((element) => {
      const { backgroundColor, borderTopColor, color } = getComputedStyle(element);
      return [backgroundColor, borderTopColor, color].join();
    });
  await panel.page.mouse.move(0, 0);
  const before = await look();
  await mute.press('Enter');
  await expect(mute).toHaveAttribute('aria-pressed', 'true');
  expect(await look()).not.toBe(before);
  await panel.hangUp();
});

test('a small window stays on top with the call in it, and hangs up', async ({ panel, phone }) => {
  await phone.open(IRYNA);
  await phone.callTheShop();
  await panel.answer();
  await panel.isTalking();
  await panel.press('More');
  const [small] = await Promise.all([
    panel.page.context().waitForEvent('page'),
    panel.press('Small window on top'),
  ]);
  const isOnTop = () =>
    panel.page.evaluate(() => {
      const { documentPictureInPicture: above } = window as {
        documentPictureInPicture?: { window: unknown };
      };
      return !!above?.window;
    });
  expect(await isOnTop()).toBe(true);
  await expect(small.getByText('Iryna Kovalenko')).toBeVisible();
  await small.getByRole('button', { name: 'Hang up' }).click();
  await phone.says(/^Ended/);
  await expect(small.getByText('Ready for calls')).toBeVisible();
});

test('where the browser keeps no window on top, an ordinary small one shows the call', async ({
  agentContext,
  panel,
  phone,
}) => {
  await agentContext.addInitScript(() => {
    delete (window as unknown as { documentPictureInPicture?: unknown }).documentPictureInPicture;
    Object.defineProperty(window, 'documentPictureInPicture', { value: undefined });
  });
  await panel.page.reload();
  await panel.isReady();
  await panel.press('More');
  const [small] = await Promise.all([
    panel.page.context().waitForEvent('page'),
    panel.press('Small window on top'),
  ]);
  await phone.open(IRYNA);
  await phone.callTheShop();
  await small.getByRole('button', { name: 'Answer' }).click();
  await panel.isTalking();
  await small.getByRole('button', { name: 'Hang up' }).click();
  await phone.says(/^Ended/);
  // It has no life of its own: with the page it goes.
  await Promise.all([small.waitForEvent('close'), panel.page.reload()]);
});
