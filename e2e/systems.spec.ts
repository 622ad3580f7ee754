/** An administrator without code connects two systems in the browser: each is checked first, and what is missing is named. */
import { join } from 'node:path';
import { createRealClock, serveSimulator } from '@ringback/adapters/testing';
import { createPortal } from '@ringback/adapters/testing/bitrix24';
import { serveOnec } from '@ringback/adapters/testing/onec';
import { DEMO_PASSWORD } from '../examples/demo/seed.ts';
import { startStack } from '../examples/demo/stack.ts';
import { buildBundles } from '../scripts/bundles.ts';
import { expect, test as base } from './fixtures.ts';

const SECRET = 'portal0secret';

async function startHosts() {
  const client = { id: 'local.1', secret: SECRET, refreshToken: `${SECRET}-1` };
  const portal = createPortal({ clock: createRealClock(), webhookSecret: SECRET, client });
  const [served, onec] = await Promise.all([serveSimulator(portal.http), serveOnec()]);
  return {
    ...{ portal, onec, webhook: `${served.url}/rest/1/${SECRET}/` },
    stop: () => Promise.all([served.close(), onec.close()]),
  };
}

const test = base.extend<object, { hosts: Awaited<ReturnType<typeof startHosts>> }>({
  hosts: [
    async ({}, use) => {
      const hosts = await startHosts();
      await use(hosts);
      await hosts.stop();
    },
    { scope: 'worker' },
  ],
  stack: [
    async ({ folder }, use) => {
      buildBundles();
      const stack = await startStack({ dataDir: join(folder, 'systems') });
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

test('the administrator connects Bitrix24 and 1C, is told what is missing, and says who keeps the customers', async ({
  agentContext,
  stack,
  hosts: { portal, onec, webhook },
}) => {
  const page = await agentContext.newPage();
  await page.goto(`${stack.gateway}/admin`);
  await page.getByLabel('Login').fill('admin');
  await page.getByLabel('Password').first().fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  const system = page.getByLabel('System', { exact: true });
  const form = page.locator('#connection');
  const said = page.locator('#connection-answer');
  const check = page.getByRole('button', { name: 'Check connection' });
  const connect = page.getByRole('button', { name: 'Connect', exact: true });
  const connected = (name: string) => system.locator('option', { hasText: `${name} (connected)` });

  await system.selectOption('bitrix24');
  await form.getByLabel('Incoming webhook').fill(webhook);
  portal.state.scopes.splice(portal.state.scopes.indexOf('task'), 1);
  await check.click();
  await expect(said).toContainText('The right "task" is missing: tasks, tasks.write cannot be used.');
  portal.state.scopes.push('task');
  await check.click();
  await expect(said).toHaveText(/^It works: [^ ]+, user Олена Бондар\.$/);
  await connect.click();
  await expect(connected('Bitrix24')).toHaveCount(1);

  await system.selectOption('onec');
  await form.getByLabel('Address of the publication').fill(onec.settings.url);
  await form.getByLabel('User', { exact: true }).fill(onec.settings.user);
  await form.getByLabel('Password').fill('wrong');
  await form.getByLabel('Time zone of the 1C server').fill('UTC');
  await check.click();
  await expect(said).toContainText('“1C:Enterprise authentication” must be on for that infobase user');
  await form.getByLabel('Password').fill(onec.settings.password);
  await check.click();
  await expect(said).toContainText('It works: UNF at');
  await connect.click();
  await expect(connected('1C:Enterprise (UNF, UT)')).toHaveCount(1);

  const customers = page.locator('#record-of').getByLabel('Customers');
  await expect(customers).toHaveValue('bitrix24');
  await customers.selectOption('onec');
  await expect(page.getByText('Saved. It is read and written there from now on.')).toBeVisible();
  await page.setViewportSize({ width: 360, height: 800 });
  await page.reload();
  await expect(customers).toHaveValue('onec');
  const label = await connect.evaluate((button) => [button.scrollWidth, button.clientWidth]);
  expect(label[0], 'what the button says is not cut').toBeLessThanOrEqual(label[1] ?? 0);

  portal.wire.inject('unauthorized', 1000);
  await page.evaluate(() => fetch('/api/v1/parties?phone=%2B380671112233'));
  await page.reload();
  await system.selectOption('bitrix24');
  await expect(said).toContainText('Bitrix24 does not let Ringback in any more.');
  await expect(system.locator('option', { hasText: 'Bitrix24 (does not answer)' })).toHaveCount(1);
});
