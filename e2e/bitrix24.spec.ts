/** A business that keeps its customers in Bitrix24: the portal is simulated, everything else is the product. */
import { join } from 'node:path';
import { createPortal, type Portal } from '@ringback/adapters/testing/bitrix24';
import { createRealClock, serveSimulator } from '@ringback/adapters/testing';
import { startStack } from '../examples/demo/stack.ts';
import { buildBundles } from '../scripts/bundles.ts';
import { expect, test as base } from './fixtures.ts';

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

test('a customer of the portal calls: he is on the card, and the talk with its comment is in the portal', async ({
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
  await phone.hangUp();
  await phone.says(/^Ended/);

  const calls = () =>
    [...portal.state.activities.values()].filter(({ ORIGINATOR_ID }) => ORIGINATOR_ID === 'ringback');
  await expect.poll(() => calls().map(({ DESCRIPTION }) => DESCRIPTION)).toEqual(['Asked for a linen shade']);
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
