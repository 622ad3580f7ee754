/** Who is who at /admin: what one's role may is there, and nothing else; and nothing of one person's is left for the next. */
import type { Page } from '@playwright/test';
import type { Role } from '@ringback/model';
import { DEMO_PASSWORD } from '../examples/demo/seed.ts';
import { expect, test } from './fixtures.ts';
import { changeSettings } from './settings.ts';

const NEXT_PASSWORD = 'seven quiet rivers';

async function logIn(page: Page, gateway: string, login: string): Promise<void> {
  await page.goto(`${gateway}/admin`);
  await logInHere(page, login, DEMO_PASSWORD);
}

async function logInHere(page: Page, login: string, password: string): Promise<void> {
  const form = page.locator('#login');
  await form.getByLabel('Login').fill(login);
  await form.getByLabel('Password').fill(password);
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
    for (const id of ['try', 'campaigns', 'numbers', 'variants'])
      await expect(page.locator(`#${id}`)).toBeVisible();
    for (const id of [
      'settings',
      'tags',
      'telephony',
      'people',
      'security',
      'spending',
      'systems',
      'integrations',
    ])
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

/** As one who is signed in as an administrator there. */
async function addPerson(page: Page, login: string, extension: string, role: Role): Promise<void> {
  const status = await page.evaluate(
    async (person) => {
      const body = new Blob([JSON.stringify(person)], { type: 'application/json' });
      return (await fetch('/api/v1/people', { method: 'POST', body })).status;
    },
    { login, name: login, role, extension, password: NEXT_PASSWORD },
  );
  expect(status).toBe(201);
}

for (const [role, login, extension, sees, says] of [
  ['marketer', 'maryna', '108', ['numbers', 'variants'], /Days begin at midnight in/],
  ['accountant', 'arkadii', '109', ['spending'], /There are no rates/],
] as const)
  test(`the ${role} finds figures there, on a phone too, and nothing else`, async ({
    stack,
    agentContext,
  }) => {
    const page = await agentContext.newPage();
    await page.setViewportSize({ width: 360, height: 740 });
    await logIn(page, stack.gateway, 'admin');
    await expect(page.locator('#settings')).toBeVisible();
    await addPerson(page, login, extension, role);
    await page.getByRole('button', { name: 'Log out' }).click();
    await logInHere(page, login, NEXT_PASSWORD);
    const section = page.locator(`#${sees[0]}`);
    await expect(section.getByText(says)).toBeVisible();
    await expect(page.locator('main > section:visible, main > form:visible')).toHaveCount(sees.length);
    for (const id of sees) await expect(page.locator(`#${id}`)).toBeVisible();
    await section.getByLabel('From').fill('2026-01-02');
    await section.getByLabel('To, included').fill('2026-01-01');
    await section.getByRole('button', { name: 'Show' }).press('Enter');
    await expect(section.getByText('Must not be before the first day')).toBeVisible();
    await expect(section.getByLabel('To, included')).toBeFocused();
    const beside = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(beside).toBeLessThanOrEqual(0);
  });

test('nothing that one administrator typed or was shown is left for the next: after a logout', async ({
  stack,
  agentContext,
}) => {
  const page = await agentContext.newPage();
  await logIn(page, stack.gateway, 'admin');
  const made = page.locator('#token-secret');
  const form = page.locator('#token-form');
  await form.getByLabel('Name').fill('Reports');
  await form.getByRole('checkbox').first().check();
  await form.getByRole('button', { name: 'Make a token' }).click();
  await expect(made).toHaveValue(/.{20}/);
  const fields = [
    page.getByLabel('Caller’s number'),
    page.locator('#person-form').getByLabel('Login'),
    page.locator('#person-form').getByLabel('Password'),
  ];
  for (const field of fields) await field.fill('0671234567');
  page.once('dialog', (dialog) => {
    expect(dialog.message()).toBe('Log out and drop what you have not saved?');
    void dialog.accept();
  });
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page.locator('#login')).toBeVisible();
  await logInHere(page, 'admin', DEMO_PASSWORD);
  await expect(form).toBeVisible();
  await expect(made).toBeHidden();
  await expect(made).toHaveValue('');
  for (const field of fields) await expect(field).toHaveValue('');
});

test('an administrator finds what he has not saved after his session has ended; another finds nothing of it', async ({
  stack,
  agentContext,
}) => {
  const page = await agentContext.newPage();
  await logIn(page, stack.gateway, 'admin');
  await expect(page.locator('#settings')).toBeVisible();
  await addPerson(page, 'bohdan', '107', 'administrator');
  const line = page.locator('#settings').getByRole('textbox').first();
  const before = await line.inputValue();
  const number = page.getByLabel('Caller’s number');
  await line.fill('His own');
  await number.fill('0671234567');
  const end = async () => {
    await agentContext.clearCookies();
    await page.locator('#settings').getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('status')).toHaveText(/your changes are still here/);
  };
  await end();
  await logInHere(page, 'admin', DEMO_PASSWORD);
  await expect(page.getByRole('status')).toHaveText(/your changes are not saved yet/);
  await expect(line).toHaveValue('His own');
  await end();
  await logInHere(page, 'bohdan', NEXT_PASSWORD);
  await expect(page.locator('#people').getByText('That is you.')).toContainText('bohdan');
  await expect(line).toHaveValue(before);
  await expect(number).toHaveValue('');
  await expect(page.locator('#status')).toHaveText('');
});
