/** From the call to the claim on a small screen, by keyboard alone: what was made is kept, the keyboard is never lost, nothing is covered. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { signIn, tabTo, toPhone } from './keys.ts';
import { AgentPanel } from './panel.ts';

const NAME = 'Nadiia Keyboard';
const TITLE = 'Ten lamps';

/** The innermost control that has the focus is seen, and not behind the bar or the card. */
async function keyboardIsSeen(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() => {
        let focused = document.activeElement;
        while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
        if (!focused || focused === document.body) return 'the focus is lost';
        const { left, top, width, height } = focused.getBoundingClientRect();
        const [x, y] = [left + Math.min(width, 8) / 2, top + Math.min(height, 8) / 2];
        let over = document.elementFromPoint(x, y);
        while (over?.shadowRoot?.elementFromPoint(x, y) && over.shadowRoot.elementFromPoint(x, y) !== over)
          over = over.shadowRoot.elementFromPoint(x, y);
        const seen = focused === over || focused.contains(over) || over?.contains(focused);
        return seen ? 'seen' : `${focused.outerHTML.slice(0, 80)} is behind ${over?.outerHTML.slice(0, 80)}`;
      }),
    )
    .toBe('seen');
}

test('at 360 px a call becomes a lead, a deal, a task and a claim by keyboard alone, over a reload in its middle', async ({
  agentContext,
  phone,
  stack,
}) => {
  test.setTimeout(120_000);
  const page = await agentContext.newPage();
  await page.setViewportSize({ width: 360, height: 740 });
  const panel = new AgentPanel(page, stack);
  await panel.open('/');
  await signIn(page, panel);
  await phone.open('+380661112290');
  await phone.callTheShop();
  await tabTo(page, panel.card.getByRole('button', { name: 'Answer' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  // The keyboard goes on in the comment.
  await expect(panel.card.getByLabel('Comment')).toBeFocused();

  /** "+" of the bar: its form is in a window, and has the keyboard. */
  const plus = async (kind: string): Promise<Locator> => {
    // Whoever types is left alone by the phone's own key: from the comment Tab leads on.
    if (await panel.card.getByLabel('Comment').evaluateAll((all) => all.some((one) => one.matches(':focus'))))
      await page.keyboard.press('Tab');
    else await toPhone(page, panel);
    await tabTo(page, panel.bar.getByRole('button', { name: 'New record', exact: true }));
    await page.keyboard.press('Enter');
    const group = panel.bar.getByRole('group', { name: 'New record', exact: true });
    await tabTo(page, group.getByRole('button', { name: kind, exact: true }));
    await keyboardIsSeen(page);
    await page.keyboard.press('Enter');
    const window = page.getByRole('dialog');
    await expect(window.locator(':focus')).toHaveCount(1);
    await keyboardIsSeen(page);
    return window;
  };
  const save = async (window: Locator, name = 'Save'): Promise<void> => {
    await tabTo(page, window.getByRole('button', { name, exact: true }));
    await keyboardIsSeen(page);
    await page.keyboard.press('Enter');
    await expect(window).toHaveCount(0);
    await keyboardIsSeen(page);
  };

  await test.step('a lead, while they talk', async () => {
    const window = await plus('Lead');
    await tabTo(page, window.getByLabel('Title'));
    await page.keyboard.type('Lamps');
    await tabTo(page, window.getByLabel('Name'));
    await page.keyboard.type(NAME);
    await save(window);
  });

  await test.step('a deal, after the page was loaded anew in the middle of the call', async () => {
    await page.reload();
    await panel.isTalking();
    const window = await plus('Deal');
    await tabTo(page, window.getByLabel('Title'));
    await page.keyboard.type(TITLE);
    await save(window);
  });

  await test.step('a task, after the call', async () => {
    await phone.hangUp();
    const window = await plus('Task');
    await tabTo(page, window.getByLabel('Title'));
    await page.keyboard.type('Send the catalogue');
    await save(window);
  });

  await test.step('a claim about the deal', async () => {
    const window = await plus('Process');
    await tabTo(page, window.getByLabel('What it is about'));
    await page.keyboard.type('Deal');
    await tabTo(page, window.getByLabel('Find by name'));
    await page.keyboard.type(TITLE);
    await page.keyboard.press('Tab');
    await expect(window.getByLabel('Found').locator(':checked')).toHaveText(TITLE);
    await save(window, 'Start');
  });

  const { items: leads } = await panel.api<{ items: { name: string }[] }>('GET', '/leads');
  const { items: deals } = await panel.api<{ items: { title: string }[] }>('GET', '/deals');
  const { items: tasks } = await panel.api<{ items: { title: string }[] }>('GET', '/tasks');
  const { items: claims } = await panel.api<{ items: { subject: { title: string } }[] }>('GET', '/processes');
  expect(leads.filter(({ name }) => name === NAME)).toHaveLength(1);
  expect(deals.filter(({ title }) => title === TITLE)).toHaveLength(1);
  expect(tasks.filter(({ title }) => title === 'Send the catalogue')).toHaveLength(1);
  expect(claims.filter(({ subject }) => subject.title === TITLE)).toHaveLength(1);
});
