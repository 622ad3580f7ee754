/** Two people with a browser each, and the suite between them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, test as base } from '@playwright/test';
import { type Stack, startStack } from '../examples/demo/stack.ts';
import { buildBundles } from '../scripts/bundles.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../scripts/chromium.mjs';
import type { RealPbx } from './asterisk/real-pbx.ts';
import { AgentPanel } from './panel.ts';
import { Shop, VisitorPhone } from './visitor.ts';
import { installEar, toneFile } from './tone.ts';

/** What each side's microphone plays, Hz: apart from each other, from tones of the PBX, and from harmonics. */
export const AGENT_HZ = 700;
export const VISITOR_HZ = 1130;
/** Of the third one, a colleague or another visitor. */
export const THIRD_HZ = 1730;

interface WorkerFixtures {
  folder: string;
  /** The Asterisk of the project of this name; the sandbox belongs to the stack. */
  pbx: RealPbx | undefined;
  /** Environment of the gateway, beside this process's own. */
  gatewayEnv: Record<string, string>;
  stack: Stack;
  agentBrowser: Browser;
  visitorBrowser: Browser;
  thirdBrowser: Browser;
}

interface Fixtures {
  agentContext: BrowserContext;
  visitorContext: BrowserContext;
  /** The admin panel, signed in as olena. */
  panel: AgentPanel;
  phone: VisitorPhone;
  shop: Shop;
  thirdContext: BrowserContext;
  /** The admin panel of andriy, signed in. */
  colleague: AgentPanel;
  /** Another visitor. */
  otherPhone: VisitorPhone;
}

interface Flags {
  with?: string[];
  /** Playwright's own that this browser shall not have. */
  without?: string[];
}

export function launch(folder: string, hz: number, flags: Flags = {}): Promise<Browser> {
  const microphone = `--use-file-for-fake-audio-capture=${toneFile(folder, hz)}`;
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [...CHROMIUM_FLAGS, microphone, ...(flags.with ?? [])],
    ignoreDefaultArgs: flags.without ?? [],
  });
}

export async function context(browser: Browser, bypassCSP = false): Promise<BrowserContext> {
  const created = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ['microphone'],
    bypassCSP,
  });
  await created.addInitScript(installEar);
  return created;
}

async function startPbx(project: string): Promise<RealPbx | undefined> {
  if (project !== 'asterisk') return undefined;
  const { startAsteriskForStack } = await import('./asterisk/real-pbx.ts');
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
  pbx: [
    async ({}, use, { project }) => {
      const pbx = await startPbx(project.name);
      await use(pbx);
      await pbx?.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  gatewayEnv: [{}, { scope: 'worker', option: true }],
  stack: [
    async ({ folder, pbx, gatewayEnv }, use) => {
      buildBundles();
      const stack = await startStack({
        ...{ dataDir: join(folder, 'data'), trustProxy: true, gatewayEnv },
        ...(pbx && { pbx: pbx.access }),
      });
      await use(stack);
      await stack.stop();
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
  thirdBrowser: [
    async ({ folder }, use) => {
      const browser = await launch(folder, THIRD_HZ);
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
  thirdContext: async ({ thirdBrowser }, use) => {
    const created = await context(thirdBrowser);
    await use(created);
    await created.close();
  },
  colleague: async ({ thirdContext, stack }, use) => {
    const panel = new AgentPanel(await thirdContext.newPage(), stack);
    await panel.open();
    await panel.signIn('andriy');
    await use(panel);
  },
  otherPhone: async ({ thirdContext, stack }, use) => {
    await use(new VisitorPhone(await thirdContext.newPage(), stack));
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
