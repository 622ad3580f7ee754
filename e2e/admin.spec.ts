/** The owner at /admin: people, what callers hear, campaigns and security, as a page in a browser. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../examples/demo/seed.ts';
import { expect, test, THIRD_HZ, VISITOR_HZ } from './fixtures.ts';
import { AgentPanel } from './panel.ts';
import { changeSettings } from './settings.ts';
import { toneFile } from './tone.ts';

const SECTIONS = ['people', 'prompts', 'campaigns', 'security'];

async function enter(page: Page, gateway: string): Promise<void> {
  await page.goto(`${gateway}/admin`);
  await page.getByLabel('Login').fill('admin');
  await page.getByLabel('Password').fill(DEMO_PASSWORD);
  await page.keyboard.press('Enter');
  for (const id of SECTIONS) await expect(page.locator(`#${id}`)).toBeVisible();
}

test('the owner puts his own voice there and hears it, and is told where he looks what is wrong', async ({
  stack,
  folder,
  agentContext,
}) => {
  const page = await agentContext.newPage();
  await enter(page, stack.gateway);
  const section = page.locator('#prompts');
  const put = section.getByRole('button', { name: 'Put it there' });
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'audio/wav', buffer });
  await section.getByLabel('File').setInputFiles(file('hello.wav', Buffer.from('ID3 an mp3')));
  await put.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Save it as WAV of 16 bit');
  await expect(page.getByRole('alert')).toBeInViewport({ ratio: 1 });
  await expect(put).toBeFocused();
  await section.getByLabel('File').setInputFiles(file('hello.wav', readFileSync(toneFile(folder, 440))));
  await section.getByLabel('In place of').selectOption({ label: 'When nobody answers' });
  await page.keyboard.press('Tab');
  await put.press('Enter');
  await expect(page.getByRole('status')).toHaveText('Saved. Callers hear it from now on.');
  await expect(page.getByRole('status')).toBeInViewport({ ratio: 1 });
  // It can be listened to under the page's own policy.
  const heard = await section.locator('audio').evaluate(async (sound: HTMLAudioElement) => {
    await sound.play();
    return sound.duration;
  });
  expect(heard).toBeGreaterThan(0);
  await section.getByRole('button', { name: 'Remove: When nobody answers, Every language' }).press('Enter');
  await expect(section.getByText('callers hear the bundled sentences')).toBeVisible();
  await expect(section.getByRole('heading')).toBeFocused();
});

test('the owner makes a campaign, and nothing stands beside the page at 360 px', async ({
  stack,
  agentContext,
}) => {
  const before = await changeSettings(stack.gateway, (settings) => settings);
  const page = await agentContext.newPage();
  await page.setViewportSize({ width: 360, height: 740 });
  await enter(page, stack.gateway);
  const section = page.locator('#campaigns');
  await expect(section.getByText('A campaign needs a group')).toBeVisible();
  await changeSettings(stack.gateway, (settings) => ({
    ...settings,
    routing: {
      ...settings.routing,
      groups: [
        {
          ...{ key: 'sales', name: 'Sales', branch: '', schedule: '', members: [], heads: [] },
          ...{ algorithm: 'all-at-once', ringSeconds: 20, known: 'nobody', familiarMinutes: 60 },
          ...{ maskNumbers: false, queue: false, queueCallback: false },
        },
      ],
    },
  }));
  try {
    await section.getByRole('button', { name: 'Look again' }).click();
    const make = section.getByRole('button', { name: 'Make the campaign' });
    await make.press('Enter');
    await expect(section.getByLabel('Name')).toBeFocused();
    await expect(section.getByText('must not be empty', { exact: false })).toBeVisible();
    await section.getByLabel('Name').fill('Spring');
    await page.keyboard.press('Enter');
    await expect(section.getByText('Spring (sales) is draft.')).toBeVisible();
    await section.getByText('Add numbers').click();
    await section.getByRole('textbox', { name: 'Numbers for Spring' }).fill('+380671112233, Taras\nnobody');
    await section.getByRole('button', { name: 'Add these numbers' }).click();
    await expect(section.getByText('Line 2 (nobody)')).toBeVisible();
    const beside = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(beside).toBeLessThanOrEqual(0);
    page.once('dialog', (dialog) => void dialog.accept());
    await section.getByRole('button', { name: 'Remove: Spring' }).click();
    await expect(section.getByText('There is no campaign yet.')).toBeVisible();
  } finally {
    await changeSettings(stack.gateway, () => before);
  }
});

test('a person who is added signs in, is called and talks; put out, the call ends and the panel is signed out', async ({
  stack,
  agentContext,
  thirdContext,
  phone,
}) => {
  const page = await agentContext.newPage();
  await enter(page, stack.gateway);
  const section = page.locator('#people');
  const form = section.locator('#person-form');
  const add = form.getByRole('button', { name: 'Add the person' });
  await form.getByLabel('Login').fill('maria');
  await form.getByLabel('Name').fill('Maria Shevchuk');
  await form.getByLabel('Extension').fill('101');
  await form.getByLabel('Password').fill('maria-2026');
  await page.keyboard.press('Enter');
  await expect(form.getByText('must not contain the login or the name')).toBeVisible();
  await form.getByLabel('Password').fill('seven quiet rivers');
  await add.press('Enter');
  await expect(form.getByText('is taken by Olena Marchenko')).toBeVisible();
  await expect(form.getByLabel('Extension')).toBeFocused();
  await form.getByLabel('Extension').fill('105');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toHaveText('Maria Shevchuk can sign in now, and be called.');
  const row = section.getByRole('listitem').filter({ hasText: 'Maria Shevchuk (maria)' });

  const panel = new AgentPanel(await thirdContext.newPage(), stack);
  await panel.open();
  await panel.signIn('maria', 'seven quiet rivers');
  await phone.open('+380671239876');
  await phone.callTheShop();
  await panel.answer();
  await panel.isTalking();
  await Promise.all([phone.hears(THIRD_HZ), panel.hears(VISITOR_HZ)]);

  await section.getByRole('button', { name: 'Look again' }).click();
  await expect(row.getByText('Talking now.')).toBeVisible();
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.message());
    void dialog.accept();
  });
  await row.getByRole('button', { name: 'Deactivate: Maria Shevchuk' }).press('Enter');
  await expect(page.getByRole('status')).toHaveText('Maria Shevchuk is deactivated, and is out.');
  expect(asked).toHaveLength(2);
  expect(asked[0]).toMatch(/^Deactivate Maria Shevchuk\?/);
  expect(asked[1]).toMatch(/^Maria Shevchuk is talking now.* End the call\?$/);
  await expect(row.getByText('Deactivated since')).toBeVisible();
  await expect(panel.bar.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await phone.hearsNot(THIRD_HZ);
});
