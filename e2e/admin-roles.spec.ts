/** Whoever is no administrator at /admin: what his role may is there, and nothing else. */
import type { Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../examples/demo/seed.ts';
import { expect, test } from './fixtures.ts';
import { changeSettings } from './settings.ts';

async function logIn(page: Page, gateway: string, login: string): Promise<void> {
  await page.goto(`${gateway}/admin`);
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Password').fill(DEMO_PASSWORD);
  await page.keyboard.press('Enter');
}

test('the head of a group distributes its calls and leads its campaigns; the settings are not his', async ({
  stack,
  agentContext,
}) => {
  const before = await changeSettings(stack.gateway, (settings) => ({
    ...settings,
    routing: {
      ...settings.routing,
      groups: [
        {
          ...{ key: 'sales', name: 'Sales', branch: '', schedule: '', members: ['olena'], heads: ['andriy'] },
          ...{ algorithm: 'all-at-once', ringSeconds: 20, known: 'nobody', familiarMinutes: 60 },
          ...{ maskNumbers: false, queue: false, announce: true, queueCallback: false },
        },
      ],
    },
  }));
  const page = await agentContext.newPage();
  await page.setViewportSize({ width: 360, height: 740 });
  try {
    await logIn(page, stack.gateway, 'andriy');
    const groups = page.locator('#groups');
    await expect(groups).toBeVisible();
    for (const id of ['try', 'campaigns', 'variants']) await expect(page.locator(`#${id}`)).toBeVisible();
    for (const id of ['settings', 'tags', 'telephony', 'people', 'security', 'systems', 'integrations'])
      await expect(page.locator(`#${id}`)).toBeHidden();
    const save = groups.getByRole('button', { name: 'Save Sales' });
    await groups.getByLabel('Ring time of one phone').fill('1');
    await save.press('Enter');
    await expect(groups.getByLabel('Ring time of one phone')).toBeFocused();
    await groups.getByLabel('Ring time of one phone').fill('30');
    await groups.getByLabel('Who rings').selectOption('longest-idle');
    await groups.getByLabel('Who waits is told his place').uncheck();
    // Meanwhile the administrator changes what the head does not touch.
    await changeSettings(stack.gateway, ({ routing, ...settings }) => ({
      ...settings,
      routing: {
        ...routing,
        groups: routing.groups.map((group) => ({ ...group, familiarMinutes: 90, queue: true })),
      },
    }));
    await save.press('Enter');
    await expect(page.getByRole('status')).toHaveText('Sales is saved, and in force.');
    await expect(save).toBeFocused();
    for (const _ of ['as it is saved', 'as it is read again']) {
      await expect(groups.getByLabel('Who rings')).toHaveValue('longest-idle');
      await expect(groups.getByLabel('Ring time of one phone')).toHaveValue('30');
      await expect(groups.getByLabel('Who waits is told his place')).not.toBeChecked();
      await expect(groups.getByLabel('Familiar for, minutes')).toHaveValue('90');
      await expect(groups.getByLabel('Callers wait while all are talking')).toBeChecked();
      await page.reload();
    }

    const campaigns = page.locator('#campaigns');
    await campaigns.getByLabel('Name').fill('Autumn');
    await page.keyboard.press('Enter');
    await expect(campaigns.getByText('Autumn (sales) is draft.')).toBeVisible();
    const beside = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(beside).toBeLessThanOrEqual(0);
    page.once('dialog', (dialog) => void dialog.accept());
    await campaigns.getByRole('button', { name: 'Remove: Autumn' }).click();
    await expect(campaigns.getByText('There is no campaign yet.')).toBeVisible();
  } finally {
    await changeSettings(stack.gateway, () => before);
  }
});

test('an employee has nothing to do there, and is told so', async ({ stack, agentContext }) => {
  const page = await agentContext.newPage();
  await logIn(page, stack.gateway, 'olena');
  await expect(page.getByRole('alert')).toContainText('Your role has nothing to do on this page.');
  await expect(page.getByLabel('Login')).toBeVisible();
  await expect(page.locator('#groups')).toBeHidden();
});
