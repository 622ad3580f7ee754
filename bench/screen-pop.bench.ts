/**
 * How soon the customer's name stands on the screen. One inbound call at a time rings one agent who has two phones: JsSIP bare
 * in an empty page, and the panel with ringback.js in a host page of another site. The same fork of the same call reaches both, so
 * both are timed from the first INVITE that arrives at either.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { AgentPanel } from '../e2e/panel.ts';
import { VisitorPhone } from '../e2e/visitor.ts';
import { DEMO_PASSWORD } from '../examples/demo/seed.ts';
import { serveFolder } from '../examples/demo/static-server.ts';
import { type Stack, startStack } from '../examples/demo/stack.ts';
import { buildBundles } from '../scripts/bundles.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../scripts/chromium.mjs';
import { type BenchResult, quantile } from './bench.ts';

const WARM_UP = 5;
const NUMBER = '+380501112233';
const NAME = 'Iryna Kovalenko';

/** Marks of one call, ms since the epoch; `performance.timeOrigin` makes pages of one machine comparable. */
interface Marks {
  invite: number | null;
  event: number | null;
}

/** Runs in every page and frame: notes when an INVITE arrives on a WebSocket. */
function markInvites(): void {
  const marks = { invite: null as number | null, event: null as number | null };
  Object.assign(window, { benchMarks: marks });
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        if (typeof data === 'string' && data.startsWith('INVITE'))
          marks.invite ??= performance.timeOrigin + performance.now();
      });
    }
  };
}

/** Runs in the panel: notes when a frame with the customer's name on the card has been painted. */
function markPaint(name: string): void {
  const marks = (window as unknown as { benchMarks: Marks }).benchMarks;
  const look = (): void => {
    const card = document.querySelector('ringback-caller-card')?.shadowRoot;
    if (marks.event === null && card?.textContent?.includes(name)) {
      marks.event = 0;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        // The task after the frame's callbacks begins when the frame has been handed over to be painted.
        port1.onmessage = () => (marks.event = performance.timeOrigin + performance.now());
        port2.postMessage(null);
      });
    }
  };
  // The card comes with the first call, which is one of the warm-up.
  void customElements.whenDefined('ringback-caller-card').then(() => {
    const root = document.querySelector('ringback-caller-card')!.shadowRoot!;
    new MutationObserver(look).observe(root, { childList: true, subtree: true, characterData: true });
    look();
  });
}

async function bareServer(folder: string): Promise<{ url: string; close(): Promise<void> }> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(import.meta.dirname, 'bare'),
    build: { outDir: folder, emptyOutDir: true, target: 'es2022' },
  });
  return serveFolder({ folder, host: '127.0.0.1', port: 0 });
}

/** The agent's own SIP credential, got as any page of his would get it. */
async function credential(gateway: string): Promise<unknown> {
  const headers = { 'Content-Type': 'application/json', Origin: gateway };
  const login = await fetch(`${gateway}/api/v1/auth/login`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ login: 'olena', password: DEMO_PASSWORD }),
  });
  const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
  const answer = await fetch(`${gateway}/api/v1/sip-credentials`, {
    method: 'POST',
    headers: { Origin: gateway, Cookie: cookie },
  });
  if (!answer.ok) throw new Error(`No SIP credential: ${await answer.text()}`);
  return answer.json();
}

interface Places {
  stack: Stack;
  /** Of the panel, of the empty page, and of the caller: a browser each, so that every page is the one in front. */
  agent: BrowserContext;
  bareAgent: BrowserContext;
  visitor: BrowserContext;
  bareUrl: string;
}

async function measure({ stack, agent, bareAgent, visitor, bareUrl }: Places, calls: number) {
  const phone = new VisitorPhone(await visitor.newPage(), stack);
  await phone.open(NUMBER);
  const panel = new AgentPanel(await agent.newPage(), stack);
  await panel.open();
  await panel.signIn('olena');
  await panel.page.evaluate(markPaint, NAME);
  const bare = await bareAgent.newPage();
  await bare.goto(bareUrl);
  await bare.evaluate(
    (given) => (window as unknown as { register(c: unknown): Promise<void> }).register(given),
    await credential(stack.gateway),
  );

  const bareMs: number[] = [];
  const cardMs: number[] = [];
  for (let call = 0; call < calls + WARM_UP; call += 1) {
    const places = [bare, panel.page, panel.core()] as const;
    await Promise.all(places.map((place) => place.evaluate(reset)));
    await phone.callTheShop();
    const [onBare, onPanel] = await Promise.all([ready(bare), ready(panel.page)]);
    const inFrame = await panel.core().evaluate(read);
    const start = Math.min(onBare.invite ?? Infinity, inFrame.invite ?? Infinity);
    if (call >= WARM_UP) {
      bareMs.push(onBare.event! - start);
      cardMs.push(onPanel.event! - start);
    }
    await phone.hangUp();
    await phone.says(/^Ended/);
    await panel.closeCard();
  }
  return { bareMs, cardMs };
}

function reset(): void {
  Object.assign((window as unknown as { benchMarks: Marks }).benchMarks, { invite: null, event: null });
}

function read(): Marks {
  return (window as unknown as { benchMarks: Marks }).benchMarks;
}

async function ready(page: Page): Promise<Marks> {
  await page.waitForFunction(
    () => ((window as unknown as { benchMarks: { event: number | null } }).benchMarks.event ?? 0) > 0,
    undefined,
    { polling: 50 },
  );
  return page.evaluate(read);
}

function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
}

async function openContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ permissions: ['microphone'] });
  await context.addInitScript(markInvites);
  return context;
}

export async function run([count]: string[]): Promise<BenchResult> {
  const calls = Number(count ?? 60);
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-'));
  buildBundles();
  const server = await bareServer(join(folder, 'bare'));
  const stack = await startStack({ dataDir: join(folder, 'data') });
  const browsers = await Promise.all([launch(), launch(), launch()]);
  try {
    const [agent, bareAgent, visitor] = (await Promise.all(browsers.map(openContext))) as [
      BrowserContext,
      BrowserContext,
      BrowserContext,
    ];
    const places = { stack, agent, bareAgent, visitor, bareUrl: server.url };
    const { bareMs, cardMs } = await measure(places, calls);
    const row = (what: string, samples: number[]) => ({
      what,
      calls: samples.length,
      'median ms': Number(quantile(samples, 0.5).toFixed(1)),
      'p95 ms': Number(quantile(samples, 0.95).toFixed(1)),
    });
    const bareP95 = quantile(bareMs, 0.95);
    const cardP95 = quantile(cardMs, 0.95);
    return {
      rows: [
        row('newRTCSession of bare JsSIP in an empty page', bareMs),
        row("card painted with the customer's name", cardMs),
      ],
      numbers: {
        bare_p50: quantile(bareMs, 0.5),
        card_p50: quantile(cardMs, 0.5),
        bare_p95: bareP95,
        card_p95: cardP95,
        ratio_p95: cardP95 / bareP95,
        behind_p95: cardP95 - bareP95,
      },
    };
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()));
    await stack.stop();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
