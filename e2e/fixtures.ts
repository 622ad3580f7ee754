/** Two people with a browser each, and the suite between them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, test as base } from '@playwright/test';
import { type PbxAccess, type Stack, startStack } from '../examples/demo/stack.ts';
import { buildBundles } from '../scripts/bundles.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../scripts/chromium.mjs';
import { AgentPanel } from './panel.ts';
import { Shop, VisitorPhone } from './visitor.ts';
import { installEar, toneFile } from './tone.ts';

/** What each side's microphone plays, Hz: apart from each other, from tones of the PBX, and from harmonics. */
export const AGENT_HZ = 700;
export const VISITOR_HZ = 1130;

interface WorkerFixtures {
  folder: string;
  stack: Stack;
  agentBrowser: Browser;
  visitorBrowser: Browser;
}

interface Fixtures {
  agentContext: BrowserContext;
  visitorContext: BrowserContext;
  /** The admin panel, signed in as olena. */
  panel: AgentPanel;
  phone: VisitorPhone;
  shop: Shop;
}

function launch(folder: string, hz: number): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [...CHROMIUM_FLAGS, `--use-file-for-fake-audio-capture=${toneFile(folder, hz)}`],
  });
}

async function context(browser: Browser, bypassCSP = false): Promise<BrowserContext> {
  const created = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ['microphone'],
    bypassCSP,
  });
  await created.addInitScript(installEar);
  return created;
}

async function startPbx(project: string): Promise<{ access: PbxAccess; stop(): Promise<void> } | undefined> {
  if (project !== 'asterisk') return undefined;
  const { startAsteriskForStack } = await import('./asterisk.ts');
  return startAsteriskForStack();
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  folder: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'ringback-e2e-'));
      await use(folder);
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  stack: [
    async ({ folder }, use, { project }) => {
      buildBundles();
      const pbx = await startPbx(project.name);
      const stack = await startStack({ dataDir: join(folder, 'data'), ...(pbx && { pbx: pbx.access }) });
      await use(stack);
      await stack.stop();
      await pbx?.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  agentBrowser: [
    async ({ folder }, use) => {
      const browser = await launch(folder, AGENT_HZ);
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  visitorBrowser: [
    async ({ folder }, use) => {
      const browser = await launch(folder, VISITOR_HZ);
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  agentContext: async ({ agentBrowser, bypassCSP }, use) => {
    const created = await context(agentBrowser, bypassCSP);
    await use(created);
    await created.close();
  },
  visitorContext: async ({ visitorBrowser }, use) => {
    const created = await context(visitorBrowser);
    await use(created);
    await created.close();
  },
  panel: async ({ agentContext, stack }, use) => {
    const panel = new AgentPanel(await agentContext.newPage(), stack);
    await panel.open();
    await panel.signIn('olena');
    await use(panel);
  },
  phone: async ({ visitorContext, stack }, use) => {
    const phone = new VisitorPhone(await visitorContext.newPage(), stack);
    await use(phone);
  },
  shop: async ({ visitorContext, stack }, use) => {
    await use(new Shop(await visitorContext.newPage(), stack));
  },
});

export { expect } from '@playwright/test';
