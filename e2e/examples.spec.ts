/** The examples that developers begin from, each run as it stands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { startStack } from '../examples/demo/stack.ts';
import { serveFolder } from '../examples/demo/static-server.ts';
import { buildBundles } from '../scripts/bundles.ts';
import { expect, test as base } from './fixtures.ts';
import { AgentPanel } from './panel.ts';
import { changeSettings } from './settings.ts';

const EXAMPLES = join(import.meta.dirname, '../examples');
const APPS = ['plain', 'react', 'vue'] as const;
const page = (folder: string) => readFileSync(join(EXAMPLES, folder, 'index.html'), 'utf8');

/** The pages of this origin may show the panel. */
const allowPanel = (gateway: string, origin: string) =>
  changeSettings(gateway, (settings) => ({
    ...settings,
    panelOrigins: [...settings.panelOrigins, origin],
  }));

const test = base.extend<object, { apps: Record<(typeof APPS)[number], string> }>({
  stack: [
    async ({ folder }, use) => {
      buildBundles();
      const stack = await startStack({
        dataDir: join(folder, 'examples'),
        panelPages: {
          '/onec.html': page('onec-field'),
          '/record.html': page('bitrix24-frame'),
        },
      });
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  apps: [
    async ({ folder, stack }, use) => {
      const served = await Promise.all(
        APPS.map(async (name) => {
          const outDir = join(folder, `example-${name}`);
          await build({
            configFile: join(EXAMPLES, 'vite.config.mjs'),
            root: join(EXAMPLES, name),
            logLevel: 'error',
            build: { outDir },
          });
          return [name, await serveFolder({ folder: outDir, host: '127.0.0.1', port: 0 })] as const;
        }),
      );
      for (const [, { url }] of served) await allowPanel(stack.gateway, url);
      await use(Object.fromEntries(served.map(([name, { url }]) => [name, url])) as never);
      await Promise.all(served.map(([, { close }]) => close()));
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});

/** What a page complains of, but for what the test itself provokes. */
function complaints(opened: Page): string[] {
  const told: string[] = [];
  opened.on('console', (message) => {
    if (message.type() === 'error') told.push(message.text());
  });
  opened.on('pageerror', (error) => told.push(String(error)));
  return told;
}

for (const name of APPS) {
  test(`the example “${name}” signs in, lists the customers, and hears that one is to be called`, async ({
    apps,
    stack,
    agentContext,
  }) => {
    const opened = await agentContext.newPage();
    const told = complaints(opened);
    await opened.goto(`${apps[name]}/?gateway=${stack.gateway}`);
    await opened.getByLabel('login').fill('olena');
    await opened.getByLabel('password').fill('ringback');
    await opened.getByRole('button', { name: 'Sign in' }).click();
    await opened.getByRole('button', { name: 'Call Iryna Kovalenko' }).click();
    if (name === 'plain') await expect(opened).toHaveTitle(/Call \+380/);
    else await expect(opened.getByText(/^Call \+380/)).toBeVisible();
    await expect(opened.locator('ringback-call-log')).toContainText('No calls yet');
    expect(told).toEqual([]);
  });
}

test('the example’s token is renewed before its quarter of an hour is over', async ({
  apps,
  stack,
  agentContext,
}) => {
  const opened = await agentContext.newPage();
  await opened.clock.install();
  await opened.goto(`${apps.plain}/?gateway=${stack.gateway}`);
  await opened.getByLabel('login').fill('olena');
  await opened.getByLabel('password').fill('ringback');
  await opened.getByRole('button', { name: 'Sign in' }).click();
  await expect(opened.getByRole('button', { name: 'Call Iryna Kovalenko' })).toBeVisible();
  const sent: (string | undefined)[] = [];
  opened.on('request', (request) => sent.push(request.headers()['authorization']));
  const renewed = opened.waitForResponse(
    (answer) => answer.url().endsWith('/auth/token') && 'authorization' in answer.request().headers(),
  );
  await opened.clock.fastForward('14:30');
  await opened.getByRole('searchbox').first().fill('Iryna');
  const { token } = (await (await renewed).json()) as { token: string };
  await expect.poll(() => sent).toContain(`Bearer ${token}`);
  await expect(opened.getByRole('button', { name: 'Call Iryna Kovalenko' })).toBeVisible();
});

test('the page for a field of 1C lets 1C dial', async ({ stack, agentContext }) => {
  const opened = await agentContext.newPage();
  const panel = new AgentPanel(opened, stack);
  await panel.open('/onec.html');
  await panel.signIn('olena');
  const tell = (command: string, value: string) =>
    opened.evaluate(
      ([name, text]) => {
        const field = (key: string) =>
          document.querySelector<HTMLInputElement>(`#ringback-onec [name=${key}]`)!;
        field('command').value = name!;
        field('value').value = text!;
        document.querySelector<HTMLElement>('#ringback-tell')!.click();
      },
      [command, value],
    );
  await tell('hello', '1');
  await tell('dial', '102');
  await expect(opened.locator('ringback-softphone')).toContainText('102');
});

test('the page for a tab of Bitrix24 works inside the portal’s frame', async ({ stack, agentContext }) => {
  const opened = await agentContext.newPage();
  const pages = {
    '/index.html': `<!doctype html><title>Portal</title><iframe src="${stack.panel}/record.html" allow="microphone"></iframe>`,
  };
  const portal = await serveFolder({ folder: EXAMPLES, host: '127.0.0.1', port: 0, pages });
  // The portal's page stands around the core frame too.
  await allowPanel(stack.gateway, portal.url);
  await opened.goto(portal.url);
  const frame = opened.frameLocator('iframe[src$="/record.html"]');
  await expect(frame.locator('ringback-softphone')).toBeAttached();
  await expect(frame.locator('ringback-call-log')).toContainText('Sign in');
  await portal.close();
});
