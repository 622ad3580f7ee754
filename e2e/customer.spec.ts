/** One customer from his first call to his claim, in the panels of the record, through the gateway and its own store. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

test.use({ actionTimeout: 15_000 });

const NUMBER = '+380661234589';
const NAME = 'Halyna Sydorenko';
const TITLE = 'Lamps for a café';

/** As a field of day and hour takes it. */
function local(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

test('a call becomes a lead, the lead a deal that two win at once; a task reminds, a claim is led, and no word is lost without a connection', async ({
  panel,
  colleague,
  phone,
  stack,
}) => {
  test.setTimeout(180_000);
  const { page } = panel;
  const other = colleague.page;

  // A new lead from a call.
  await panel.open('/leads.html');
  await panel.isReady();
  await phone.open(NUMBER);
  await phone.callTheShop();
  await panel.answer();
  await panel.isTalking();
  const leads = page.locator('ringback-leads');
  await leads.getByRole('button', { name: 'New lead' }).first().click();
  const form = leads.getByRole('dialog');
  await form.getByLabel('Name').fill(NAME);
  await form.getByLabel('Title').fill(TITLE);
  await form.getByLabel('Numbers').fill(NUMBER);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(leads.getByRole('row', { name: NAME })).toBeVisible();
  await panel.comment('Wants lamps like those in the window');
  await phone.hangUp();
  await panel.closeCard();

  // The lead becomes a customer with a deal.
  await leads.getByRole('button', { name: `Make a customer of ${NAME}` }).click();
  await form.getByLabel(/Begin a deal/).fill(TITLE);
  await form.getByRole('button', { name: 'Make a customer' }).click();
  await expect(leads.getByRole('row', { name: NAME })).toContainText('Became a customer');

  // Two win it at once: the second is shown how it stands, and decides.
  const stageOf = (one: Page) =>
    one.locator('ringback-deals').getByRole('combobox', { name: `Stage of ${TITLE}` });
  await panel.open('/deals.html');
  await colleague.open('/deals.html');
  for (const one of [page, other]) {
    await one.locator('ringback-deals').getByRole('button', { name: 'List', exact: true }).first().click();
    await expect(stageOf(one)).toBeVisible();
  }
  const first = Promise.withResolvers<void>();
  await other.route('**/api/v1/deals/*', async (route) => {
    if (route.request().method() === 'PATCH') await first.promise;
    await route.continue();
  });
  await stageOf(other).selectOption('Successfully completed');
  await stageOf(page).selectOption('Successfully completed');
  await expect(stageOf(page).locator(':checked')).toHaveText('Successfully completed');
  first.resolve();
  await expect(other.locator('ringback-deals')).toContainText('somebody else');

  // A task that was due reminds in the tab that is open.
  await panel.open('/tasks.html');
  await page.locator('ringback-tasks').getByRole('button', { name: 'New task' }).first().click();
  const task = page.getByRole('dialog');
  await task.getByLabel('Title').fill('Send her the catalogue');
  await task.getByLabel('Due').fill(local(new Date()));
  await task.getByLabel('Remind').fill(local(new Date(Date.now() - 60_000)));
  await task.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Reminder: Send her the catalogue').first()).toBeVisible();
  const reminder = page.locator('ringback-task-reminders');
  await reminder.getByRole('button', { name: 'Got it' }).click();
  await expect(reminder.getByRole('button', { name: 'Got it' })).toHaveCount(0);

  // A claim is led on: first what must be found out, then the next status.
  await panel.open('/claims.html');
  const claims = page.locator('ringback-processes');
  await claims.getByRole('button', { name: 'Start a process' }).first().click();
  const start = claims;
  await start.getByLabel('Find by name').fill(NAME);
  await start.getByLabel('Find by name').press('Tab');
  await expect(start.getByLabel('Found').locator(':checked')).toHaveText(NAME);
  await start.getByRole('button', { name: 'Start', exact: true }).click();
  const claim = page.locator('ringback-process');
  await claim.getByLabel(/What is wrong/).fill('One lamp came broken');
  await claim.getByLabel(/What is wrong/).press('Tab');
  await claim.getByLabel(/What does the customer want/).selectOption('Replacement');
  await claim.getByRole('button', { name: 'Being examined' }).click();
  await expect(claim).toContainText('Find out what happened');

  // Without a connection for a while: what is written waits, goes by itself, and stands there once.
  await panel.open('/history.html');
  const history = page.locator('ringback-timeline');
  await history.getByRole('button', { name: 'Write down' }).first().click();
  const entry = page.getByRole('dialog');
  await entry.getByLabel('Kind').selectOption('Meeting');
  await stack.killGateway();
  await entry.getByLabel('Text').fill('She came by for the new lamp');
  await entry.getByRole('button', { name: 'Save' }).click();
  await expect(history).toContainText('waits for the connection');
  await stack.startGateway();
  await expect(history).not.toContainText('waits for the connection');
  await page.reload();
  await expect(history.getByText('She came by for the new lamp')).toHaveCount(1);
});
