/** The agent's day without a mouse: every step is a key. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { signIn, tabTo, toPhone } from './keys.ts';
import { AgentPanel } from './panel.ts';

/** Whether something of ours stands out of the window to the side. */
async function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() =>
    [...document.querySelectorAll('ringback-softphone, ringback-caller-card, ringback-call-log')].some(
      (element) => element.getBoundingClientRect().right > innerWidth + 1,
    ),
  );
}

for (const width of [360, 1440]) {
  test(`an agent signs in, answers, notes, hangs up and dials by keyboard alone at ${width} px`, async ({
    agentContext,
    phone,
    stack,
  }) => {
    const page = await agentContext.newPage();
    await page.setViewportSize({ width, height: 800 });
    const complaints: string[] = [];
    let signedIn = false;
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      // The browser tells of its own accord that the first question, who is signed in, was answered: nobody.
      const { url } = message.location();
      if (!signedIn && url === `${stack.gateway}/api/v1/session` && message.text().includes('status of 401'))
        return;
      complaints.push(`${message.text()} ${url}`);
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    const panel = new AgentPanel(page, stack);
    await panel.open('/calls.html');
    await signIn(page, panel);
    signedIn = true;

    const hangUp = panel.bar.getByRole('button', { name: 'Hang up' });
    await test.step('answers in the card, and writes without looking for the field', async () => {
      await phone.open('+380501112233');
      await phone.callTheShop();
      // Whoever has signed in is in the bar; the card stands before it.
      await tabTo(page, panel.card.getByRole('button', { name: 'Answer' }), 'Shift+Tab');
      expect(await overflows(page)).toBe(false);
      await page.keyboard.press('Enter');
      await expect(panel.card.getByLabel('Comment')).toBeFocused();
      await page.keyboard.type('Asked for a linen shade');
      await expect(panel.card.getByText('Saved')).toBeVisible();
      await tabTo(page, hangUp);
      await page.keyboard.press('Enter');
      await phone.says(/^Ended/);
    });

    await test.step('dials from the bar', async () => {
      await tabTo(page, panel.bar.getByRole('textbox'));
      await page.keyboard.type('+380501112233');
      await page.keyboard.press('Enter');
      await phone.says('Incoming call');
      // The call stands before the field.
      await tabTo(page, hangUp, 'Shift+Tab');
      await page.keyboard.press('Enter');
      await expect(hangUp).toBeHidden();
    });

    await test.step('dials from the log', async () => {
      await tabTo(
        page,
        panel
          .newestCall()
          .getByRole('button', { name: /^Call / })
          .first(),
      );
      await page.keyboard.press('Enter');
      await phone.says('Incoming call');
      expect(await overflows(page)).toBe(false);
      await toPhone(page, panel);
      await tabTo(page, hangUp, 'Shift+Tab');
      await page.keyboard.press('Enter');
      await expect(hangUp).toBeHidden();
    });
    expect(complaints).toEqual([]);
  });
}
