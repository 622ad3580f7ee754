/** Numbers on the shop's pages that say what brought whoever calls them. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { changeSite } from './settings.ts';

const GOOGLE = '+380443334455';
const LENT = '+380445550001';
const IRYNA = '+380501112233';
const link = (page: Page) => page.locator('nav a[href^="tel:"]');

/** Before any script of ours: keeps the text node that the page itself has made. */
function keepNode(): void {
  new MutationObserver((_, observer) => {
    const found = document.querySelector('nav a[href^="tel:"]');
    if (!found?.firstChild) return;
    observer.disconnect();
    Object.assign(window, { ownNode: found.firstChild });
  }).observe(document, { childList: true, subtree: true });
}
const isOwnNode = (page: Page) =>
  page.evaluate(() => {
    const { ownNode } = window as unknown as { ownNode: Node };
    return document.querySelector('nav a[href^="tel:"]')?.firstChild === ownNode;
  });

test.afterEach(({ stack }) => changeSite(stack.gateway, { tracking: {} }));

test('a visitor from an advertisement reads its number, and whoever calls it says so', async ({
  panel,
  phone,
  shop,
  stack,
}) => {
  const tracking = { numbers: [{ number: GOOGLE, source: 'google', medium: 'cpc' }] };
  await changeSite(stack.gateway, { tracking });
  const { page } = shop;
  await page.addInitScript(keepNode);
  await shop.open('/with-consent/oak-lamp.html?utm_source=google&utm_medium=cpc&utm_campaign=spring');
  await expect(link(page)).toHaveAttribute('href', `tel:${GOOGLE}`);
  await expect(link(page)).toHaveText('+380 44 333 4455');
  expect(await isOwnNode(page)).toBe(true);

  await phone.open(IRYNA);
  await phone.dials(GOOGLE);
  await expect(panel.card).toContainText('google / cpc');
  await phone.hangUp();
});

test('a visitor is lent a number of his own, and his call to it is joined to his visit on the card', async ({
  panel,
  phone,
  shop,
  stack,
}) => {
  await changeSite(stack.gateway, { tracking: { pool: [LENT], goods: true } });
  const { page } = shop;
  await page.addInitScript(keepNode);
  await shop.open('/with-consent/oak-lamp.html?utm_source=letters&utm_medium=email&utm_campaign=autumn');
  await expect(link(page)).toHaveAttribute('href', `tel:${LENT}`);
  expect(await isOwnNode(page)).toBe(true);

  await phone.open(IRYNA);
  await phone.dials(LENT);
  await expect(panel.card).toContainText('letters / email · autumn');
  await phone.hangUp();
});
