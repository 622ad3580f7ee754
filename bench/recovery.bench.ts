/**
 * How long the far side hears nothing while a page that holds a call is reloaded, or dies with another tab open. On a real Asterisk; the
 * far side is a phone in Node that takes plain RTP as it arrives (a jitter buffer would fill the gap with the last sound), and looks for the
 * agent's tone in windows of 10 ms. First the meter itself is tried with silences of known length. In the same run, in turns: how long a bare
 * host page with a bare JsSIP in a frame of another site needs to load and register, and how long a bare INVITE needs to be heard.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Frame, type Page } from '@playwright/test';
import { type BotCall, createSipBot, type SipBot } from '@ringback/testing/node';
import { build } from 'vite';
import { startAsteriskForStack } from '../e2e/asterisk/real-pbx.ts';
import { AgentPanel } from '../e2e/panel.ts';
import { toneFile } from '../e2e/tone.ts';
import { DEMO_PASSWORD } from '../examples/demo/seed.ts';
import { serveFolder } from '../examples/demo/static-server.ts';
import { type PbxAccess, type Stack, startStack } from '../examples/demo/stack.ts';
import { buildBundles } from '../scripts/bundles.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../scripts/chromium.mjs';
import { type BenchResult, quantile } from './bench.ts';
import type { Snapshot } from '@ringback/embed';
import type { BareFrame } from './recovery/frame.ts';

const SAMPLES = 100;
const WARM_UP = 2;
const AGENT_HZ = 700;
const CUSTOMER_HZ = 1130;
/** Silences with which the meter is tried, ms. */
const KNOWN_MS = [100, 200, 300, 400, 500, 600, 700, 800, 900];
const CUSTOMER = '+380501112233';
/** One measurement takes no longer, in ms, or has failed. */
const LIMIT_MS = 20_000;
/** Share of rounds that may fail: a browser or a PBX that hangs once must not cost the other samples, and a product that fails must show. */
const FAILURES = 0.1;

/** The SIP credential of another agent, so that the bare page is in nobody's way. */
async function credentialOf(login: string, gateway: string): Promise<unknown> {
  const headers = { 'Content-Type': 'application/json', Origin: gateway };
  const body = JSON.stringify({ login, password: DEMO_PASSWORD });
  const signedIn = await fetch(`${gateway}/api/v1/auth/login`, { method: 'POST', headers, body });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const answer = await fetch(`${gateway}/api/v1/sip-credentials`, {
    method: 'POST',
    headers: { Origin: gateway, Cookie: cookie },
  });
  if (!answer.ok) throw new Error(`No SIP credential: ${await answer.text()}`);
  return answer.json();
}

async function bareServer(folder: string, gateway: string) {
  const root = join(import.meta.dirname, 'recovery');
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      rolldownOptions: { input: { host: join(root, 'host.html'), frame: join(root, 'frame.html') } },
    },
  });
  const json = { '/credential.json': await credentialOf('andriy', gateway) };
  return serveFolder({ folder, host: '127.0.0.1', port: 0, json });
}

/** A bare page loaded anew: ms until its frame is registered. */
async function bareLoad(page: Page, port: string): Promise<{ ms: number; frame: Frame }> {
  const began = Date.now();
  await page.goto(`http://127.0.0.1:${port}/host.html`);
  const frame = page.frames().find((one) => one.url().includes('/frame.html'));
  if (!frame) throw new Error('The bare host page has no frame.');
  const registered = await frame.waitForFunction(() => (window as unknown as BareFrame).registeredAt);
  return { ms: Number(await registered.jsonValue()) - began, frame };
}

async function customer(access: PbxAccess): Promise<SipBot> {
  const bot = createSipBot({
    servers: [access.phoneServer],
    uri: `sip:plain-visitor@${access.domain}`,
    authorizationUser: access.user,
    password: access.password,
    tone: CUSTOMER_HZ,
    plainRtp: true,
    anyNumber: true,
    extraHeaders: [`P-Asserted-Identity: <sip:${CUSTOMER}@${access.domain}>`],
  });
  await bot.register();
  return bot;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the meter says of silences that are known: the phone calls the PBX's echo, and is silent for so long. Errors, ms. */
async function meterErrors(bot: SipBot): Promise<number[]> {
  const call = bot.call('echo');
  await call.hears(CUSTOMER_HZ);
  const errors: number[] = [];
  for (const known of KNOWN_MS) {
    const measured = await call.gap(CUSTOMER_HZ, async () => {
      call.stopSending(true);
      await pause(known);
      call.stopSending(false);
    });
    errors.push(Math.abs(measured - known));
  }
  call.hangup();
  await call.ended;
  return errors;
}

/** The agent's tabs; the first one opened leads. */
class Desk {
  readonly #context: BrowserContext;
  readonly #stack: Stack;
  readonly tabs: AgentPanel[] = [];

  constructor(context: BrowserContext, stack: Stack) {
    this.#context = context;
    this.#stack = stack;
  }

  async openTab(): Promise<AgentPanel> {
    const panel = new AgentPanel(await this.#context.newPage(), this.#stack);
    await panel.open();
    this.tabs.push(panel);
    return panel;
  }

  /** Another tab is open, and the one that holds the call crashes. */
  async takeOver(call: BotCall): Promise<number> {
    const next = await this.openTab();
    await next.isReady();
    const died = this.tabs.shift()!.page;
    const gap = await call.gap(AGENT_HZ, async () => {
      const leads = next.page.waitForEvent('websocket');
      await died.goto('chrome://crash').catch(() => undefined);
      await leads;
      await holds(next.page);
    });
    await died.close();
    return gap;
  }

  async reload(call: BotCall): Promise<number> {
    const { page } = this.tabs[0]!;
    return call.gap(AGENT_HZ, async () => {
      await page.reload({ waitUntil: 'commit' });
      await holds(page);
    });
  }
}

/** The page's phone has the call, and not only its memory. */
async function holds(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const ringback = (window as unknown as { ringback?: (command: 'snapshot') => Promise<Snapshot> })
      .ringback;
    const [call] = (await ringback?.('snapshot'))?.phone.calls ?? [];
    return call?.state === 'connected' && !call.recovering;
  });
}

/** One of each, in turns. */
interface Round {
  reload: number;
  takeover: number;
  bare: number;
  invite: number;
}

/** The agent in the middle of a call, and the bare page in a browser of its own. */
class Scene {
  readonly #browsers: Browser[];
  readonly #desk: Desk;
  readonly #call: BotCall;
  readonly #bare: Page;
  readonly #barePort: string;

  static async begin(
    launch: () => Promise<Browser>,
    stack: Stack,
    bot: SipBot,
    barePort: string,
  ): Promise<Scene> {
    const browsers = await Promise.all([launch(), launch()]);
    let call: BotCall | undefined;
    try {
      const [agent, bareAgent] = (await Promise.all(
        browsers.map((browser) => browser.newContext({ permissions: ['microphone'] })),
      )) as [BrowserContext, BrowserContext];
      const desk = new Desk(agent, stack);
      const panel = await desk.openTab();
      await panel.signIn('olena');
      call = bot.call('+380441234567');
      await panel.answer();
      await call.hears(AGENT_HZ);
      return new Scene(browsers, desk, call, await bareAgent.newPage(), barePort);
    } catch (reason) {
      call?.hangup();
      await Promise.all(browsers.map((browser) => browser.close()));
      throw reason;
    }
  }

  private constructor(browsers: Browser[], desk: Desk, call: BotCall, bare: Page, barePort: string) {
    this.#browsers = browsers;
    this.#desk = desk;
    this.#call = call;
    this.#bare = bare;
    this.#barePort = barePort;
  }

  async round(): Promise<Round> {
    const reload = await within('a reload', this.#desk.reload(this.#call));
    const { ms: bare, frame } = await within('the bare page', bareLoad(this.#bare, this.#barePort));
    const sound = frame.evaluate(() => (window as unknown as BareFrame).invite());
    const invite = await within('a bare INVITE', sound);
    const takeover = await within('a take-over', this.#desk.takeOver(this.#call));
    return { reload, takeover, bare, invite };
  }

  async end(): Promise<void> {
    if (!this.#call.end) this.#call.hangup();
    await Promise.all(this.#browsers.map((browser) => browser.close()));
  }
}

async function within<T>(what: string, measured: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`${what} took more than ${LIMIT_MS / 1000} s`)),
    LIMIT_MS,
  );
  return Promise.race([measured, late.promise]).finally(() => clearTimeout(timer));
}

/** As many rounds as are asked for; after one that failed everything begins anew. */
async function measure(
  begin: () => Promise<Scene>,
  count: number,
): Promise<{ rounds: Round[]; failed: number }> {
  const rounds: Round[] = [];
  let failed = 0;
  let warm = 0;
  let scene: Scene | undefined;
  while (rounds.length < count) {
    try {
      scene ??= await begin();
      const round = await scene.round();
      warm += 1;
      if (warm > WARM_UP) rounds.push(round);
    } catch (reason) {
      failed += 1;
      console.error(`A round failed: ${String(reason)}`);
      if (scene) await within('the end', scene.end()).catch(() => undefined);
      scene = undefined;
      warm = 0;
      if (failed > Math.max(1, count * FAILURES))
        throw new Error(`${failed} rounds failed of ${rounds.length + failed}: no numbers.`, {
          cause: reason,
        });
    }
  }
  await scene?.end();
  return { rounds, failed };
}

export async function run(args: string[]): Promise<BenchResult> {
  const given =
    args.find((arg) => arg.startsWith('--samples'))?.split('=')[1] ?? args[args.indexOf('--samples') + 1];
  const count = Number(args.length ? given : SAMPLES);
  if (!Number.isInteger(count) || count < 1)
    throw new Error('--samples wants a whole number, e.g. --samples=20');
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-'));
  buildBundles();
  const pbx = await startAsteriskForStack();
  const stack = await startStack({ dataDir: join(folder, 'data'), pbx: pbx.access });
  const server = await bareServer(join(folder, 'bare'), stack.gateway);
  const microphone = `--use-file-for-fake-audio-capture=${toneFile(folder, AGENT_HZ)}`;
  const launch = () => chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_FLAGS, microphone] });
  const bot = await customer(pbx.access);
  try {
    const errors = await meterErrors(bot);
    const { port } = new URL(server.url);
    return resultOf(await measure(() => Scene.begin(launch, stack, bot, port), count), errors);
  } finally {
    await bot.stop();
    await stack.stop();
    await pbx.stop();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function resultOf(
  { rounds, failed }: { rounds: readonly Round[]; failed: number },
  errors: number[],
): BenchResult {
  const [reload, takeover, bare, invite] = (['reload', 'takeover', 'bare', 'invite'] as const).map((what) =>
    rounds.map((round) => round[what]),
  ) as [number[], number[], number[], number[]];
  const row = (what: string, samples: number[]) => ({
    what,
    samples: samples.length,
    'median ms': Math.round(quantile(samples, 0.5)),
    'p95 ms': Math.round(quantile(samples, 0.95)),
  });
  return {
    rows: [
      row('the meter is wrong about known silences by', errors),
      row('far side hears nothing while the page is reloaded', reload),
      row('far side hears nothing when another tab takes over', takeover),
      row('bare host page loads and its frame registers', bare),
      row('bare INVITE until it is heard', invite),
    ],
    numbers: {
      reload_gap_p95: quantile(reload, 0.95),
      takeover_gap_p95: quantile(takeover, 0.95),
      bare_p95: quantile(bare, 0.95),
      invite_p95: quantile(invite, 0.95),
      reload_gap_p50: quantile(reload, 0.5),
      takeover_gap_p50: quantile(takeover, 0.5),
      bare_p50: quantile(bare, 0.5),
      invite_p50: quantile(invite, 0.5),
      meter_error_p50: quantile(errors, 0.5),
      failed_rounds: failed,
    },
  };
}
