/** A shop on a real Vendure: its customer calls while the agent works in the dashboard. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Backend } from '@ringback/model';
import { startVendure, type Vendure } from '@ringback/testing/node';
import { freePort } from '../examples/demo/processes.ts';
import { startStack } from '../examples/demo/stack.ts';
import { buildBundles } from '../scripts/bundles.ts';
import { expect, test as base } from './fixtures.ts';
import { AgentPanel } from './panel.ts';

const NUMBER = '+380671112233';
const EMAIL = 'taras@example.com';
const TARAS = {
  ...{ firstName: 'Тарас', lastName: 'Їжакевич' },
  ...{ emailAddress: EMAIL, phoneNumber: '067 111-22-33' },
};

/** The tags are those of docs/adapters/vendure.md; the page has the policy of a strict host. */
const PAGE = `<!doctype html><html lang="en"><head><title>Vendure</title><link rel="icon" href="data:," />
  <script src="{{gateway}}/v1/ringback.js" data-gateway="{{gateway}}" async></script>
  <script type="module" src="{{gateway}}/v1/hosts/vendure.js"></script></head>
  <body><main><label>Phone number <input name="phoneNumber" value="067 111-22-33" /></label></main></body></html>`;
const PATHS = ['/dashboard/orders', ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((id) => `/dashboard/customers/${id}`)];

const test = base.extend<object, { vendure: Vendure }>({
  vendure: [
    async ({}, use) => {
      const vendure = await startVendure();
      await use(vendure);
      await vendure.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  stack: [
    async ({ folder, vendure }, use) => {
      buildBundles();
      const ports = {
        ...{ gateway: await freePort(), shop: await freePort(), panel: await freePort() },
        ...{ phone: await freePort(), pbx: await freePort() },
      };
      const { url, username, password } = vendure;
      const panel = `http://127.0.0.1:${ports.panel}/dashboard`;
      const crm = [{ system: 'vendure', url, username, password, panel }];
      const stack = await startStack({
        dataDir: join(folder, 'vendure'),
        ports,
        crm,
        panelPages: Object.fromEntries(PATHS.map((path) => [path, PAGE])),
      });
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

type Read = 'orders' | 'cart' | 'viewed';

/** As an element reads it: by the port that the page gives to everything below it. */
function readShop(page: Page, what: Read): Promise<unknown> {
  return page.evaluate(async (name: Read) => {
    let backend: Backend | undefined;
    const request = Object.assign(new Event('context-request', { bubbles: true, composed: true }), {
      context: Symbol.for('ringback.backend'),
      callback: (value: Backend) => (backend = value),
      contextTarget: document.body,
    });
    document.body.dispatchEvent(request);
    const { call } = backend!.state.live[0]!;
    return backend!.shop![name]!({ callId: call.id });
  }, what);
}

test('a customer of the shop calls: name, orders and cart are there, his page opens in place, and what was said stands in Vendure', async ({
  agentContext,
  phone,
  stack,
  vendure,
}) => {
  const buyer = vendure.shopper();
  await buyer.addToCart('GRIND-1', 2);
  await buyer.introduce(TARAS);
  const code = await buyer.buy();
  const back = vendure.shopper();
  await back.addToCart('KETTLE-2', 1);
  await back.introduce(TARAS);

  const page = await agentContext.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted|Refused|bridge/i.test(message.text()))
      complaints.push(message.text());
  });
  const panel = new AgentPanel(page, stack);
  await panel.open('/dashboard/orders');
  await panel.signIn('olena');

  await phone.open(NUMBER);
  await phone.callTheShop();
  await expect(panel.card).toContainText('Тарас Їжакевич');
  expect(await readShop(page, 'orders')).toMatchObject({
    items: [{ number: code, lines: [{ quantity: 2 }] }],
  });
  expect(await readShop(page, 'cart')).toMatchObject({ lines: [{ name: 'Чайник «Полтава»', quantity: 1 }] });

  await panel.answer();
  await panel.isTalking();
  await panel.card.getByRole('link', { name: 'Тарас Їжакевич' }).click();
  await expect(page).toHaveURL(/\/dashboard\/customers\/\d+$/);
  await panel.isTalking();
  await panel.comment('Питав про чайник ☕');
  await phone.hangUp();
  await phone.says(/^Ended/);
  const notes = () => vendure.notes(EMAIL);
  await expect.poll(notes, { timeout: 30_000 }).toEqual([expect.stringContaining('Питав про чайник ☕')]);
  expect(complaints).toEqual([]);
});

test('the number in a field of the dashboard is called from there', async ({
  agentContext,
  phone,
  stack,
}) => {
  const page = await agentContext.newPage();
  const panel = new AgentPanel(page, stack);
  await phone.open(NUMBER);
  await panel.open('/dashboard/customers/1');
  await panel.signIn('olena');
  await page.getByLabel('Phone number').focus();
  await page.getByRole('button', { name: '067 111-22-33' }).click();
  await phone.answer();
  await panel.isTalking();
  await panel.hangUp();
});
