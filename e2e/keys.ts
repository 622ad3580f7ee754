/** An agent without a mouse: every step is a key, and the control that he looks for is where Tab leads. */
import type { Frame, Locator, Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../examples/demo/seed.ts';
import { expect } from './fixtures.ts';
import type { AgentPanel } from './panel.ts';

/** As many as somebody has patience for; the controls of a page with a long log are hundreds. */
const FEW_TABS = 40;

/** Goes on with Tab, or back, until the control has the focus, as somebody does who looks where it is. */
export async function tabTo(page: Page, control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(control).toBeVisible();
  for (let count = 0; count < FEW_TABS; count += 1) {
    if (await control.evaluate((element) => element.matches(':focus'))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab does not lead to ${control.toString()}.`);
}

/** By the phone's own key, over everything between. */
export async function toPhone(page: Page, { bar }: AgentPanel): Promise<void> {
  await page.keyboard.press('Alt+Shift+P');
  await expect(bar).toBeFocused();
}

export async function signIn(page: Page, panel: AgentPanel): Promise<void> {
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
