/** Every panel of the bar with the real core frame and the real gateway behind it, and what people have set in their systems. */
import { IRYNA, talk } from './asterisk/talk.ts';
import { AGENT_HZ, expect, test, THIRD_HZ, VISITOR_HZ } from './fixtures.ts';

test('an agent sets his status, and it is the same after the page was loaded anew', async ({ panel }) => {
  const status = await panel.openPart('My status');
  await status.getByLabel('Do not disturb').check();
  await expect(panel.bar.getByText('Do not disturb').first()).toBeVisible();
  await panel.page.reload();
  await expect(panel.bar.getByRole('button', { name: /Do not disturb/ })).toBeVisible();
  await (await panel.openPart('My status')).getByLabel('Available', { exact: true }).check();
  await panel.isReady();
});

test('an agent sets forwarding and working hours, and finds them again', async ({ panel }) => {
  const status = await panel.openPart('My status');
  await status.getByRole('button', { name: 'Forwarding and hours' }).click();
  const forwarding = panel.bar.getByRole('group', { name: 'Forwarding and hours', exact: true });
  await forwarding.getByRole('button', { name: 'Add somebody' }).click();
  await forwarding.getByRole('combobox', { name: 'To whom' }).selectOption('andriy');
  await forwarding.getByLabel('Ring only in my working hours').check();
  await forwarding.getByRole('button', { name: 'Save' }).click();
  await expect(forwarding.getByText('Saved.')).toBeVisible();
  await panel.page.reload();
  await panel.isReady();
  await (await panel.openPart('My status')).getByRole('button', { name: 'Forwarding and hours' }).click();
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

  const keypad = await panel.openPart('Keypad');
  await keypad.getByRole('button', { name: '4', exact: true }).click();
  await panel.page.keyboard.type('2#');
  await expect(keypad.locator('output')).toHaveText('42#');
  await panel.press('Close');

  await panel.press('New record for this call');
  const create = panel.bar.getByRole('group', { name: 'New record', exact: true });
  await create.getByRole('button', { name: 'Client', exact: true }).click();
  await expect(create.getByLabel('Phone')).toHaveValue(IRYNA);
  await panel.press('Close');

  const transfer = await panel.openPart('Transfer');
  await expect(transfer.getByRole('button', { name: /Andriy Bondar/ })).toContainText('Phone off');
  await panel.press('Close');
  await panel.hangUp();
  await phone.says(/^Ended/);
});

test('a colleague is asked first by the bar’s own buttons, and the customer is given to him', async ({
  panel,
  phone,
  colleague,
}) => {
  await talk(panel, phone);
  await panel.transferTo('Andriy Bondar', 'Ask first');
  await colleague.answer();
  await Promise.all([panel.hears(THIRD_HZ), colleague.hears(AGENT_HZ)]);
  await Promise.all([phone.hearsNot(AGENT_HZ), panel.hearsNot(VISITOR_HZ)]);
  await panel.press('Transfer now');
  await Promise.all([phone.hears(THIRD_HZ), colleague.hears(VISITOR_HZ)]);
  await expect(panel.bar).toContainText('Call transferred');
  await expect(panel.bar.getByRole('timer')).toHaveCount(0);
  await expect(colleague.bar).toContainText('Iryna Kovalenko');
  await colleague.hangUp();
  await phone.says(/^Ended/);
});

test('a colleague is asked and does not want the customer: he is there still, and is given away without asking', async ({
  panel,
  phone,
  colleague,
}) => {
  await talk(panel, phone);
  await panel.transferTo('Andriy Bondar', 'Ask first');
  await colleague.answer();
  await Promise.all([panel.hears(THIRD_HZ), colleague.hears(AGENT_HZ)]);
  await panel.press('Back to the first call');
  await Promise.all([panel.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);
  await expect(colleague.bar.getByRole('timer')).toHaveCount(0);

  await panel.transferTo('Andriy Bondar', 'Transfer now');
  await expect(panel.bar.getByRole('timer')).toHaveCount(0);
  await colleague.answer();
  await Promise.all([phone.hears(THIRD_HZ), colleague.hears(VISITOR_HZ)]);
  await phone.hangUp();
  await expect(colleague.bar.getByRole('timer')).toHaveCount(0);
});

test('two calls are joined by the bar’s own button: all three hear each other', async ({
  panel,
  phone,
  colleague,
}) => {
  await talk(panel, phone);
  await panel.transferTo('Andriy Bondar', 'Ask first');
  await colleague.answer();
  await panel.hears(THIRD_HZ);
  await panel.press('Join the calls');
  await Promise.all([
    panel.hearsAll([VISITOR_HZ, THIRD_HZ]),
    phone.hearsAll([AGENT_HZ, THIRD_HZ]),
    colleague.hearsAll([AGENT_HZ, VISITOR_HZ]),
  ]);
  await expect(panel.bar).toContainText('Conference of 3');
  await panel.hangUp();
  await Promise.all([phone.hears(THIRD_HZ), colleague.hears(VISITOR_HZ)]);
  await phone.hangUp();
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
