/** The agent's day without a mouse: every step is a key. */
import type { Frame, Locator, Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../examples/demo/seed.ts';
import { expect, test } from './fixtures.ts';
import { AgentPanel } from './panel.ts';

/** As many as somebody has patience for; the controls of a page with a long log are hundreds. */
const FEW_TABS = 40;

/** Goes on with Tab, or back, until the control has the focus, as somebody does who looks where it is. */
async function tabTo(page: Page, control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(control).toBeVisible();
  for (let count = 0; count < FEW_TABS; count += 1) {
    if (await control.evaluate((element) => element.matches(':focus'))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab does not lead to ${control.toString()}.`);
}

/** By the phone's own key, over everything between. */
async function toPhone(page: Page, { bar }: AgentPanel): Promise<void> {
  await page.keyboard.press('Alt+Shift+P');
  await expect(bar).toBeFocused();
}

/** Whether something of ours stands out of the window to the side. */
async function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() =>
    [...document.querySelectorAll('ringback-softphone, ringback-caller-card, ringback-call-log')].some(
      (element) => element.getBoundingClientRect().right > innerWidth + 1,
    ),
  );
}

async function signIn(page: Page, panel: AgentPanel): Promise<void> {
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the phone' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, panel.bar.getByRole('button', { name: 'Sign in' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  const core: Frame = panel.core();
  await expect(core.getByLabel('Login')).toBeFocused();
  await page.keyboard.type('olena');
  await page.keyboard.press('Tab');
  await page.keyboard.type(DEMO_PASSWORD);
  await page.keyboard.press('Enter');
  await panel.isReady();
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
