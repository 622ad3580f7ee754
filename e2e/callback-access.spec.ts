/** The dialog for people who see, press and move otherwise. */
import { expect, test } from './fixtures.ts';

test('forced colours: the button, the fields and the chosen stars can be told by lines and system colours', async ({
  shop,
}) => {
  const { page } = shop;
  await page.emulateMedia({ forcedColors: 'active' });
  const asked = { id: 'cb1', token: 't', state: 'completed', kept: true };
  const now = new Date().toISOString();
  await page.route(/\/callbacks$/, (route) =>
    route.fulfill({
      status: 201,
      headers: { 'Access-Control-Allow-Origin': '*' },
      json: { ...asked, now, promisedUntil: now },
    }),
  );
  await shop.open();
  const border = (name: string) =>
    page
      .getByRole('button', { name, exact: true })
      .evaluate((element) => Number.parseFloat(getComputedStyle(element).borderTopWidth));
  expect(await border('Call me back')).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Call me back' }).click();
  await page.getByLabel('Your phone number').fill('050 111 22 33');
  const main = page.getByRole('dialog').getByRole('button', { name: /^Call me/ });
  expect(await main.evaluate((element) => Number.parseFloat(getComputedStyle(element).borderTopWidth))).toBe(
    1,
  );
  await main.click();
  await shop.reads('Thank you for the talk.');
  const star = (nth: number) =>
    page
      .getByRole('radio', { name: `${nth} of 5` })
      .locator('..')
      .evaluate((label) => getComputedStyle(label).color);
  await page.getByRole('radio', { name: '3 of 5' }).press('Space');
  expect(await star(1)).toBe(await star(3));
  expect(await star(4)).toBe(await star(5));
  expect(await star(3)).not.toBe(await star(4));
});

test('by keyboard alone: asked for, another time chosen, taken back, closed, and the focus is where it was', async ({
  shop,
}) => {
  const { page } = shop;
  await shop.open();
  const opener = page.getByRole('button', { name: 'Call me back' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Your phone number')).toBeFocused();
  await page.keyboard.type('0501112233');
  await page.getByRole('button', { name: 'Choose another time' }).press('Enter');
  await expect(page.getByLabel('Day', { exact: true })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Call me .+/ })
    .press('Enter');
  await shop.reads(/^We call you .+\.$/);
  await page.getByRole('button', { name: 'Cancel the call' }).press('Enter');
  await shop.reads('Cancelled. Nobody will call.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(opener).toBeFocused();
});
