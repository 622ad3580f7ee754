/** What the owner decides about his button at /admin, by mouse and keyboard, and what visitors then see. */
import type { Locator, Page } from '@playwright/test';
import type { Settings } from '@ringback/model';
import { DEMO_PASSWORD } from '../examples/demo/seed.ts';
import { expect, test } from './fixtures.ts';
import { changeSettings } from './settings.ts';

const ADMIN = '/admin';

/** By keyboard alone. */
async function signIn(page: Page, gateway: string): Promise<void> {
  await page.goto(gateway + ADMIN);
  await page.getByLabel('Login').press('Control+A');
  await page.keyboard.type('admin');
  await page.keyboard.press('Tab');
  await page.keyboard.type(DEMO_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Save' })).toBeVisible();
}

/** The fields of the only site. */
const siteOf = (page: Page): Locator => page.getByRole('group', { name: 'Sites with a callback button, 1' });

async function unfold(group: Locator, name: string): Promise<Locator> {
  const details = group
    .locator('details')
    .filter({ has: group.page().locator(`summary:text-is("${name}")`) });
  if ((await details.getAttribute('open')) === null) await details.locator('summary').press('Enter');
  return details;
}

/** The visitor's first page: nothing of the script is cached. */
async function visit(page: Page, shop: string, path = '/'): Promise<void> {
  await page.goto(shop + path);
  await page.waitForFunction(() => 'ringbackCallback' in window);
}

let before: Settings;
test.beforeEach(async ({ stack }) => {
  before = await changeSettings(stack.gateway, (settings) => settings);
});
test.afterEach(async ({ stack }) => {
  await changeSettings(stack.gateway, () => before);
});

test('the owner gives the button his texts, colour, side, hours and pages, is told what is wrong, and visitors see it', async ({
  agentContext,
  visitorContext,
  stack,
}) => {
  const page = await agentContext.newPage();
  await signIn(page, stack.gateway);
  const site = siteOf(page);

  const look = await unfold(site, 'Look');
  await look.getByLabel('Colour').fill('yellow');
  await look.getByLabel('Side').selectOption('start');
  await look.getByRole('button', { name: 'Add to: Pages without the button' }).press('Enter');
  await page.keyboard.type('/oak-lamp*');
  await site.getByRole('button', { name: 'Add to: Texts' }).click();
  const text = page.getByRole('group', { name: 'Texts, 1' });
  await text.getByLabel('Short name').fill('warm');
  await text.getByLabel('Button', { exact: true }).fill('Ring me, please');
  await text.getByLabel('Title of the dialog').fill('A person rings you');
  const whisper = await unfold(site, 'Whisper to the agent');
  await whisper.getByLabel('Whisper', { exact: true }).press('Space');
  const hours = await unfold(site, 'When visitors are called');
  await hours.getByLabel('Time zone').fill('Europe/Kyiv');
  await hours.getByRole('button', { name: 'Add to: Hours' }).click();
  const tomorrow = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'Europe/Kyiv' })
    .format(Date.now() + 24 * 60 * 60_000)
    .toLowerCase();
  await hours.getByLabel(tomorrow).check();
  await hours.getByLabel('From').fill('9');
  await hours.getByLabel('To', { exact: true }).fill('18:00');
  await page.getByRole('button', { name: 'Save' }).click();

  // Both faults stand at their fields, the first one is gone to, and nothing is lost.
  await expect(look.getByText('must be a colour such as #1a66cc')).toBeVisible();
  await expect(hours.getByText('must be a time such as 09:30')).toBeVisible();
  await expect(hours.getByLabel('From')).toBeFocused();
  await hours.getByLabel('From').fill('09:00');
  await look.getByLabel('Colour').fill('#ffe000');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toHaveText('Saved. The settings are in force.');

  const shop = await visitorContext.newPage();
  await visit(shop, stack.shop);
  const button = shop.getByRole('button', { name: 'Ring me, please' });
  await expect(button).toHaveCSS('background-color', 'rgb(255, 224, 0)');
  await expect(button).toHaveCSS('color', 'rgb(0, 0, 0)');
  expect((await button.boundingBox())?.x).toBe(20);
  await button.click();
  const dialog = shop.getByRole('dialog');
  await expect(dialog).toContainText(/Nobody is there at this hour\. We call you .+:00 [AP]M\./);
  await visit(shop, stack.shop, '/oak-lamp.html');
  await expect(button).toHaveCount(0);

  // What was written is there after a reload; against a second text the first one is compared, with what was counted of it.
  await page.reload();
  await expect(text.getByLabel('Button', { exact: true })).toHaveValue('Ring me, please');
  await siteOf(page).getByRole('button', { name: 'Add to: Texts' }).click();
  await page.getByRole('group', { name: 'Texts, 2' }).getByLabel('Short name').fill('plain');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toHaveText('Saved. The settings are in force.');
  await page.reload();
  const counted = page.getByRole('rowheader', { name: 'warm' }).locator('xpath=following-sibling::td');
  await expect(counted).toHaveText(['1', '0', /^0\s% \(0.*79\)$/, '–']);
  const [stored] = (await changeSettings(stack.gateway, (settings) => settings)).sites;
  expect(stored).toMatchObject({
    look: { accent: '#ffe000', side: 'start', hideOn: ['/oak-lamp*'] },
    variants: [{ id: 'warm', button: 'Ring me, please', title: 'A person rings you' }, { id: 'plain' }],
    whisper: { on: true },
    callHours: {
      timeZone: 'Europe/Kyiv',
      hours: [{ days: [tomorrow], from: '09:00', to: '18:00' }],
      holidays: [],
    },
  });
});
