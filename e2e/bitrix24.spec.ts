/** A business that keeps its customers in Bitrix24: the portal is simulated, everything else is the product. */
import { join } from 'node:path';
import { createPortal, type Portal } from '@ringback/adapters/testing/bitrix24';
import { createRealClock, serveSimulator } from '@ringback/adapters/testing';
import { DEMO_PASSWORD } from '../examples/demo/seed.ts';
import { startStack } from '../examples/demo/stack.ts';
import { buildBundles } from '../scripts/bundles.ts';
import { expect, test as base } from './fixtures.ts';
import { changeSettings } from './settings.ts';

const IRYNA = '+380501112233';
const SECRET = 'portal0secret';

interface Host {
  portal: Portal;
  url: string;
}

const test = base.extend<object, { host: Host }>({
  host: [
    async ({}, use) => {
      const client = { id: 'local.1', secret: SECRET, refreshToken: `${SECRET}-1` };
      const portal = createPortal({ clock: createRealClock(), webhookSecret: SECRET, client });
      const served = await serveSimulator(portal.http);
      await use({ portal, url: served.url });
      await served.close();
    },
    { scope: 'worker' },
  ],
  stack: [
    async ({ folder, host }, use) => {
      buildBundles();
      const webhook = `${host.url}/rest/1/${SECRET}/`;
      const stack = await startStack({
        dataDir: join(folder, 'bitrix24'),
        crm: [{ system: 'bitrix24', webhook }],
      });
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

test('a customer of the portal calls: he is on the card, and the talk with its comment and its task is in the portal', async ({
  panel,
  phone,
  host: { portal, url },
}) => {
  const contact = [...portal.state.items[3].values()].find(({ name }) => name === 'Iryna');
  expect(contact, 'the demo’s customers were created in the portal').toBeDefined();

  await phone.open(IRYNA);
  await phone.callTheShop();
  await expect(panel.card).toContainText('Iryna Kovalenko');
  const page = `${url}/crm/contact/details/${contact?.id}/`;
  await expect(panel.card.getByRole('link', { name: 'Iryna Kovalenko' })).toHaveAttribute('href', page);
  await panel.answer();
  await panel.isTalking();
  await panel.comment('Asked for a linen shade');
  await panel.createTask('Send swatches of linen');
  await phone.hangUp();
  await phone.says(/^Ended/);

  const calls = () =>
    [...portal.state.activities.values()].filter(({ ORIGINATOR_ID }) => ORIGINATOR_ID === 'ringback');
  await expect.poll(() => calls().map(({ DESCRIPTION }) => DESCRIPTION)).toEqual(['Asked for a linen shade']);
  expect([...portal.state.tasks.values()]).toMatchObject([
    { TITLE: 'Send swatches of linen', UF_CRM_TASK: [`C_${contact?.id}`] },
  ]);
  expect(calls()[0]).toMatchObject({
    bindings: [{ OWNER_TYPE_ID: 3, OWNER_ID: contact?.id }],
    // Olena's user in the portal is the one who has her extension.
    RESPONSIBLE_ID: 1,
    DIRECTION: 1,
  });

  await panel.open('/calls.html');
  await panel.callFromLog();
  await expect(panel.card).toContainText('Iryna Kovalenko');
  await panel.hangUp();
});

test('letters of the portal stand with the customer, and one that is written there leaves through the portal', async ({
  panel,
  host: { portal },
}) => {
  const contact = [...portal.state.items[3].values()].find(({ name }) => name === 'Iryna');
  const owner = { OWNER_TYPE_ID: 3, OWNER_ID: contact!.id };
  const at = '2026-03-01T10:00:00+03:00';
  const id = portal.state.nextId();
  const subject = `Linen ${id}?`;
  portal.state.activities.set(id, {
    ...{
      ID: id,
      ...owner,
      TYPE_ID: 4,
      PROVIDER_ID: 'CRM_EMAIL',
      SUBJECT: subject,
      DIRECTION: 1,
      COMPLETED: 'N',
    },
    ...{ DESCRIPTION: '<p>Is it <b>washable</b>?</p>', DESCRIPTION_TYPE: 3, RESPONSIBLE_ID: 1, SETTINGS: [] },
    COMMUNICATIONS: [{ VALUE: 'iryna@example.com', ENTITY_ID: contact!.id, ENTITY_TYPE_ID: 3 }],
    ...{ CREATED: at, LAST_UPDATED: at, START_TIME: at, END_TIME: at, bindings: [owner], files: [] },
  });

  await panel.open('/calls.html');
  await panel.page.evaluate((party) => {
    const letters = document.createElement('ringback-letters');
    letters.setAttribute('party', party);
    document.body.prepend(letters);
  }, `contact-${contact?.id}`);
  const letters = panel.page.locator('ringback-letters');
  await expect(letters).toContainText(subject);

  await letters.getByRole('button', { name: `Answer “${subject}”` }).click();
  const draft = letters.getByRole('dialog');
  await expect(draft.getByLabel('To', { exact: true })).toHaveValue('iryna@example.com');
  await expect(draft.getByLabel('Text')).toHaveValue(/Is it washable\?/);
  await draft.getByLabel('Text').fill('It is.');
  await draft.getByRole('button', { name: 'Send' }).click();
  await expect(draft).toBeHidden();
  const sent = [...portal.state.activities.values()].filter(({ SUBJECT }) => SUBJECT === `Re: ${subject}`);
  expect(sent).toMatchObject([
    {
      ...{ SUBJECT: `Re: ${subject}`, DESCRIPTION: expect.stringMatching(/^It is\./), COMPLETED: 'Y' },
      ...{ RESPONSIBLE_ID: 1, bindings: [owner] },
      COMMUNICATIONS: [{ VALUE: 'iryna@example.com' }],
      SETTINGS: { MESSAGE_FROM: 'Олена Бондар <olena@example.com>' },
    },
  ]);
  await expect(letters).toContainText(`Re: ${subject}`);
});

test('the administrator chooses which field of the portal stands for one of the firm’s own', async ({
  agentContext,
  stack,
}) => {
  await changeSettings(stack.gateway, (settings) => ({
    ...settings,
    crm: {
      ...settings.crm,
      customFields: [{ entity: 'party', key: 'discount', title: 'Discount', type: 'text', options: [] }],
    },
  }));
  const page = await agentContext.newPage();
  await page.goto(`${stack.gateway}/admin`);
  await page.getByLabel('Login').fill('admin');
  await page.getByLabel('Password').first().fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  const choice = page.getByLabel('Customer: Discount');
  await choice.selectOption({ label: 'Знижка' });
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByText('Connected. Calls are looked up there from now on.')).toBeVisible();
  await page.reload();
  await expect(choice.locator('option:checked')).toHaveText('Знижка');
});
