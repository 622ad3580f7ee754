/** Numbers of the host's own page: links, and what stands in its text. */
import type { Page } from '@playwright/test';
import { IRYNA } from './asterisk/talk.ts';
import { expect, test } from './fixtures.ts';

/** The page has a number for its customer, as a link or as text. */
const putNumber = (page: Page, href: string | undefined): Promise<void> =>
  page.evaluate((link) => {
    const cell = document.querySelector('main')!.appendChild(document.createElement(link ? 'a' : 'p'));
    if (link) cell.setAttribute('href', link);
    cell.textContent = link ? 'Call Iryna' : 'Iryna, 050 111 22 33, in the evening';
    cell.id = 'number';
  }, href);

/** Before any script of ours: the page's tag says that it wants its numbers to be dialled. */
function wantNumbers(country: string): void {
  new MutationObserver(() =>
    document.querySelector('script[data-gateway]')?.setAttribute('data-dial-numbers', country),
  ).observe(document, { childList: true, subtree: true });
}

test('a tel: link calls by the bar, unless the page prevents it', async ({ panel, phone }) => {
  const { page } = panel;
  await phone.open(IRYNA);
  await putNumber(page, `tel:${IRYNA}`);
  await page.locator('#number').click();
  await phone.says('Incoming call');
  await phone.hangUp();
  await phone.says(/^Ended/);
  await page.evaluate(() =>
    document.querySelector('#number')!.addEventListener('click', (event) => event.preventDefault()),
  );
  await page.locator('#number').click();
  await expect(panel.bar.getByRole('button', { name: 'Hang up' })).toHaveCount(0);
  await phone.says(/^Ended/);
});

test('a number in the text calls by the bar where the page’s tag wants it, also by keyboard; the page stays as it is', async ({
  panel,
  phone,
}) => {
  const { page } = panel;
  await phone.open(IRYNA);
  await putNumber(page, undefined);
  const click = async (): Promise<void> => {
    const box = await page.evaluate(() => {
      const text = document.querySelector('#number')!.firstChild as Text;
      const range = document.createRange();
      range.setStart(text, 8);
      range.setEnd(text, 20);
      const { left, top, width, height } = range.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
    await page.mouse.click(box.x, box.y);
  };
  await click();
  await expect(panel.bar.getByRole('button', { name: 'Hang up' })).toHaveCount(0);

  await page.addInitScript(wantNumbers, 'UA');
  await page.reload();
  await panel.isReady();
  await putNumber(page, undefined);
  const before = await page.evaluate(() => document.querySelector('main')!.innerHTML);
  await expect
    .poll(() => page.evaluate(() => CSS.highlights.get('ringback-number')?.size ?? 0))
    .toBeGreaterThan(0);
  await click();
  await phone.says('Incoming call');
  await panel.hangUp();
  await phone.says(/^Ended/);
  expect(await page.evaluate(() => document.querySelector('main')!.innerHTML)).toBe(before);

  const list = await panel.openPart('Numbers on this page');
  await expect(list.getByRole('button', { name: '050 111 22 33' })).toBeFocused();
  await page.keyboard.press('Enter');
  await phone.says('Incoming call');
  await panel.hangUp();
  await phone.says(/^Ended/);
});
