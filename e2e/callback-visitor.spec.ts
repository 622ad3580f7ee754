/** What a visitor goes through beside the straight way of the first story, on whichever PBX the project names. */
import type { Page } from '@playwright/test';
import type { Site } from '@ringback/model';
import { visitorFrom } from './callback-bots.ts';
import { AGENT_HZ, expect, test, VISITOR_HZ } from './fixtures.ts';
import { AgentPanel } from './panel.ts';
import { changeSite } from './settings.ts';
import type { Shop, VisitorPhone } from './visitor.ts';

/** Somebody new for each story: a number is not called as often as stories are told. */
const newNumber = (): string => `+38093${String(Date.now()).slice(-7)}`;

/** What the stories change, as the demo has it. */
const PLAIN = {
  departments: undefined,
  consent: undefined,
  callHours: undefined,
  firstLeg: undefined,
  attempts: undefined,
} as unknown as Partial<Site>;

/** Each comes from an address of his own: from one, a few phones are rung and no more. */
let visitors = 0;
test.beforeEach(async ({ visitorContext, stack }) => {
  const address = `198.18.0.${(visitors += 1)}`;
  await visitorContext.route(`${stack.gateway}/api/v1/sites/**`, async (route) => {
    const headers = { ...route.request().headers(), 'x-forwarded-for': address };
    await route.fulfill({ response: await route.fetch({ headers }) });
  });
});
test.afterEach(async ({ visitorContext, stack }) => {
  await visitorContext.unrouteAll({ behavior: 'ignoreErrors' });
  await changeSite(stack.gateway, PLAIN);
});

const press = (page: Page, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
const openDialog = (shop: Shop) => shop.page.getByRole('button', { name: 'Call me back' }).click();

/** The card shows the number of the visitor. */
async function rings(panel: AgentPanel, phone: VisitorPhone): Promise<void> {
  await expect(panel.card).toContainText(phone.number.slice(-4));
}

/** Both pick up, hear each other, and the agent hangs up. */
async function talk(panel: AgentPanel, phone: VisitorPhone, shop: Shop): Promise<void> {
  await rings(panel, phone);
  await panel.answer();
  await phone.says('Incoming call');
  await phone.answer();
  await panel.isTalking();
  await shop.reads('You are connected. Talk to you!');
  await Promise.all([panel.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);
  await panel.hangUp();
  await phone.says(/^Ended/);
  await shop.reads('Thank you for the talk.');
}

test('a visitor chooses who shall call, agrees, sees on the next page how it stands, talks, and says how it was', async ({
  panel,
  phone,
  shop,
  stack,
}) => {
  await changeSite(stack.gateway, {
    departments: [
      { id: 'repairs', name: 'Repairs', agents: ['andriy'] },
      { id: 'sales', name: 'Sales', agents: ['olena'] },
    ],
    consent: 'I agree to be called.',
  });
  await phone.open(newNumber());
  await shop.open('/oak-lamp.html');
  await openDialog(shop);
  // The colleague of the other department is not there.
  await expect(shop.page.getByRole('dialog')).toContainText('Nobody is there just now.');
  await shop.page.getByLabel('Who shall call you?').selectOption('Sales');
  await shop.page.getByLabel('Your phone number').fill(phone.number);
  await press(shop.page, 'Call me');
  await shop.isRefused('Please agree first.');
  await shop.page.getByLabel('I agree to be called.').check();
  await press(shop.page, 'Call me');
  await shop.reads('A colleague is picking up…');

  await shop.open('/');
  await openDialog(shop);
  await shop.reads('A colleague is picking up…');
  await talk(panel, phone, shop);
  await shop.page.getByRole('radio', { name: '4 of 5' }).check({ force: true });
  await press(shop.page, 'Send');
  await shop.reads('Thank you for telling us.');
});

test('nobody is there: the visitor is called as soon as a colleague is', async ({
  agentContext,
  phone,
  shop,
  stack,
}) => {
  const visitor = visitorFrom(stack, '203.0.113.1');
  await expect.poll(() => visitor.obstacle()).toBe('nobody-there');
  await phone.open(newNumber());
  await shop.open();
  await openDialog(shop);
  await expect(shop.page.getByRole('dialog')).toContainText('Nobody is there just now.');
  await shop.page.getByLabel('Your phone number').fill(phone.number);
  await press(shop.page, 'Call me as soon as possible');
  await shop.reads('We call you as soon as somebody is free.');

  const panel = new AgentPanel(await agentContext.newPage(), stack);
  await panel.open();
  await panel.signIn('olena');
  await talk(panel, phone, shop);
});

test('it is closed: the visitor is told when it opens, chooses a time, moves it, and takes it back', async ({
  shop,
  stack,
}) => {
  const tomorrow = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'Europe/Kyiv' })
    .format(Date.now() + 24 * 60 * 60_000)
    .toLowerCase();
  const hours = [{ days: [tomorrow], from: '09:00', to: '18:00' }];
  await changeSite(stack.gateway, {
    callHours: { timeZone: 'Europe/Kyiv', hours, holidays: [] } as Site['callHours'],
  });
  await shop.open();
  await openDialog(shop);
  await expect(shop.page.getByRole('dialog')).toContainText(
    /Nobody is there at this hour\. We call you .*\./,
  );
  await shop.page.getByLabel('Your phone number').fill(newNumber());
  await press(shop.page, 'Choose another time');
  await shop.page.getByLabel('Time', { exact: true }).selectOption({ index: 4 });
  await shop.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Call me .+/ })
    .click();
  await shop.reads(/^We call you .+\.$/);
  const first = await shop.page.getByRole('dialog').getByRole('status').textContent();

  await shop.open('/oak-lamp.html');
  await openDialog(shop);
  await shop.reads(first ?? '');
  await press(shop.page, 'Choose another time');
  await shop.page.getByLabel('Time', { exact: true }).selectOption({ index: 8 });
  await press(shop.page, 'Call me then');
  await expect(shop.page.getByRole('dialog').getByRole('status')).not.toHaveText(first ?? '');
  await shop.reads(/^We call you .+\.$/);
  await press(shop.page, 'Cancel the call');
  await shop.reads('Cancelled. Nobody will call.');
});

test('the visitor takes it back while a colleague is rung: the phone falls silent, and nobody calls', async ({
  panel,
  phone,
  shop,
}) => {
  await phone.open(newNumber());
  await shop.open();
  await shop.askForCallback(phone.number);
  await rings(panel, phone);
  await expect(panel.bar.getByRole('button', { name: 'Answer' })).toBeVisible();
  await press(shop.page, 'Cancel the call');
  await shop.reads('Cancelled. Nobody will call.');
  await panel.isReady();
  await phone.says(`Ready as ${phone.number}`);
});

test('nobody picks up: the visitor is told so, tries again, and talks', async ({
  panel,
  phone,
  shop,
  stack,
}) => {
  await changeSite(stack.gateway, { attempts: { most: 1, pauseMinutes: 15 } });
  await phone.open(newNumber());
  await shop.open();
  await shop.askForCallback(phone.number);
  await panel.press('Decline');
  await shop.reads('Nobody was free in time. We are sorry.');
  await press(shop.page, 'Try again');
  await panel.isReady();
  await press(shop.page, 'Call me');
  await talk(panel, phone, shop);
});

test('a site that rings the visitor first: he picks up, hears ringing, and a colleague comes', async ({
  panel,
  phone,
  shop,
  stack,
}) => {
  await changeSite(stack.gateway, { firstLeg: 'visitor' });
  await phone.open(newNumber());
  await shop.open();
  await shop.askForCallback(phone.number);
  await phone.says('Incoming call');
  await phone.answer();
  await rings(panel, phone);
  await panel.answer();
  await panel.isTalking();
  await shop.reads('You are connected. Talk to you!');
  await Promise.all([panel.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);
  await panel.hangUp();
  await phone.says(/^Ended/);
});
