/**
 * What the widget costs a shop's page: the same page bare, with the widget, and with cal.com's floating button, in turns in one
 * Chromium slowed down four times. Medians of five loads; bytes are what each sends, gzipped.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from '@playwright/test';
import { freePort } from '../examples/demo/processes.ts';
import { buildBundles } from '../scripts/bundles.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../scripts/chromium.mjs';
import { type BenchResult, quantile } from './bench.ts';
import { startWorld } from './callback-load/world.ts';
import { shopPage } from './callback-page/page.ts';
import { fetchRival, rivalTag } from './callback-page/rival.ts';

const LOADS = 5;
const SLOWER = 4;
/** How long a page is watched after it has loaded, ms. */
const WATCH_MS = 2500;

interface Load {
  scriptMs: number;
  /** Tasks of more than 50 ms, and how long they took together. */
  longTasks: number;
  longMs: number;
  shift: number;
  requests: number;
  bytes: number;
}

/** Runs before the page's own scripts. */
function watch(): void {
  const seen = { longTasks: 0, longMs: 0, shift: 0 };
  Object.assign(window, { benchSeen: seen });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      seen.longTasks += 1;
      seen.longMs += duration;
    }
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
}

/** `theirs`: which requests are the added script's. `use`: the first click, and what is there then. */
async function load(
  browser: Browser,
  url: string,
  { theirs, use }: { theirs: (url: string) => boolean; use?: (page: Page) => Promise<unknown> },
): Promise<{ before: Load; after: number }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const bodies: Promise<number>[] = [];
  page.on('response', (response) => {
    if (theirs(response.url()) && response.ok())
      bodies.push(
        response.body().then(
          (body) => gzipSync(body, { level: 9 }).length,
          () => 0,
        ),
      );
  });
  await page.addInitScript(watch);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(url, { waitUntil: 'load' });
  // The window that is measured, the same for each page: nothing is waited for.
  await page.waitForTimeout(WATCH_MS);
  const { metrics } = await cdp.send('Performance.getMetrics');
  const seen = await page.evaluate(
    () => (window as unknown as { benchSeen: Pick<Load, 'longTasks' | 'longMs' | 'shift'> }).benchSeen,
  );
  const scriptMs = (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1000;
  const sum = async () => (await Promise.all(bodies)).reduce((all, one) => all + one, 0);
  const before = { scriptMs, ...seen, requests: bodies.length, bytes: await sum() };
  await use?.(page);
  const after = await sum();
  await context.close();
  return { before, after };
}

/** The pages, and cal.com's files, from one origin each. */
async function serve(pages: Record<string, string>, folder: string, port: number) {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const page = pages[path];
    if (page !== undefined) return response.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
    const file = path.startsWith('/embed/') ? join(folder, path.slice(7)) : '';
    try {
      const type = file.endsWith('.css') ? 'text/css' : 'text/javascript';
      const body = readFileSync(file);
      return response.writeHead(200, { 'Content-Type': type, 'Access-Control-Allow-Origin': '*' }).end(body);
    } catch {
      return response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return () => server.close();
}

const median = (loads: readonly Load[], of: keyof Load): number =>
  quantile(
    loads.map((one) => one[of]),
    0.5,
  );

export async function run(): Promise<BenchResult> {
  buildBundles();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const site = { key: 'bench-site', name: 'Lantern & Oak', origins: [origin], locale: 'en' as const };
  const world = await startWorld([{ ...site, country: 'UA', callableCountries: ['UA'] }], 1);
  const rival = `http://localhost:${port}`;
  const pages = {
    '/bare': shopPage(''),
    '/ours': shopPage(`<script async src="${world.url}/v1/callback.js?site=bench-site"></script>`),
    '/rival': shopPage(rivalTag(rival)),
  };
  const stop = await serve(pages, fetchRival(), port);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  const seen: Record<'bare' | 'ours' | 'rival', Load[]> = { bare: [], ours: [], rival: [] };
  let [total, rivalTotal] = [0, 0];
  try {
    for (let nth = 0; nth < LOADS; nth += 1) {
      seen.bare.push((await load(browser, `${origin}/bare`, { theirs: () => false })).before);
      const ours = await load(browser, `${origin}/ours`, {
        theirs: (url) => url.startsWith(world.url),
        use: async (page) => {
          await page.getByRole('button', { name: 'Call me back' }).click();
          await page.getByLabel('Your phone number').waitFor();
          await page.waitForLoadState('networkidle');
        },
      });
      seen.ours.push(ours.before);
      total = ours.after;
      const other = await load(browser, `${origin}/rival`, {
        theirs: (url) => url.startsWith(rival),
        use: async (page) => {
          await page.locator('cal-floating-button button').first().dispatchEvent('click');
          await page.waitForLoadState('networkidle');
        },
      });
      seen.rival.push(other.before);
      rivalTotal = other.after;
    }
  } finally {
    await browser.close();
    stop();
    await world.stop();
  }
  const added = (who: 'ours' | 'rival', of: 'scriptMs' | 'longTasks') =>
    median(seen[who], of) - median(seen.bare, of);
  const rows = (['bare', 'ours', 'rival'] as const).map((who) => ({
    page: who === 'rival' ? 'cal.com' : who,
    script_ms: Math.round(median(seen[who], 'scriptMs')),
    long_tasks: median(seen[who], 'longTasks'),
    long_tasks_ms: Math.round(median(seen[who], 'longMs')),
    layout_shift: Number(median(seen[who], 'shift').toFixed(4)),
    requests: median(seen[who], 'requests'),
    script_gzip: median(seen[who], 'bytes'),
    total_gzip: { bare: 0, ours: total, rival: rivalTotal }[who],
  }));
  return {
    rows,
    numbers: {
      script_gzip: median(seen.ours, 'bytes'),
      total_gzip: total,
      long_tasks_added: added('ours', 'longTasks'),
      layout_shift: median(seen.ours, 'shift') - median(seen.bare, 'shift'),
      requests: median(seen.ours, 'requests'),
      script_ms_added: added('ours', 'scriptMs'),
      rival_script_gzip: median(seen.rival, 'bytes'),
      rival_long_tasks_added: added('rival', 'longTasks'),
      rival_script_ms_added: added('rival', 'scriptMs'),
      rival_requests: median(seen.rival, 'requests'),
    },
  };
}
