/**
 * What the elements cost a page: the log with 100,000 rows beside the same page without it; the caller card from event to paint beside the
 * same card as static DOM written by hand; and what a card leaves behind: opened by a call, talked over and closed a thousand times.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { CHROMIUM, CHROMIUM_FLAGS } from '../scripts/chromium.mjs';
import { type BenchResult, quantile } from './bench.ts';

const ROWS = 100_000;
const LOADS = 5;
const CARDS = 200;
const ROUNDS = 1_000;
/**
 * What leaks is held of each batch alike; what is compiled or cached late, of one. The median leaves that out, and with it what leaks in
 * less than half of them: the total over all rounds stands beside it.
 */
const BATCHES = 10;
/**
 * Until what is loaded when it is first used is there, caches are full and code is compiled: that is held once for each page, however many
 * calls come. The row `until warm` shows what it is.
 */
const WARM_UP = 500;

interface BenchPage {
  log(count: number, withLog: boolean): Promise<{ firstPaintMs: number; rows: number }>;
  openAndClose(times: number): Promise<void>;
  both(times: number): Promise<{ cards: number[]; copies: number[] }>;
}
type BenchWindow = Window & { bench: BenchPage; benchTasks: number[] };

async function bundle(folder: string): Promise<void> {
  await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    logLevel: 'error',
    resolve: { conditions: ['source', 'browser', 'module', 'import', 'default'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      ...{ minify: true, outDir: folder, target: 'es2022', modulePreload: false },
      rollupOptions: {
        input: fileURLToPath(new URL('widgets/page.ts', import.meta.url)),
        output: { format: 'es', entryFileNames: 'page.js', chunkFileNames: '[name].js' },
      },
    },
  });
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><div id="place"></div><script type="module" src="/page.js"></script>',
  );
}

async function serve(folder: string): Promise<{ url: string; stop: () => void }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = path === '/' ? 'index.html' : path.slice(1);
    try {
      const body = readFileSync(join(folder, file));
      response
        .writeHead(200, { 'Content-Type': file.endsWith('.js') ? 'text/javascript' : 'text/html' })
        .end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, stop: () => server.close() };
}

/** Runs before the page's own scripts. */
function watch(): void {
  const tasks: number[] = [];
  Object.assign(window, { benchTasks: tasks });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
}

async function open(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(watch);
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.waitForFunction(() => 'bench' in window);
  return page;
}

async function oneLog(browser: Browser, url: string, withLog: boolean) {
  const page = await open(browser, url);
  const seen = await page.evaluate(
    async ([count, shown]) => {
      const { bench, benchTasks } = window as unknown as BenchWindow;
      benchTasks.length = 0;
      const result = await bench.log(count, shown);
      return { ...result, long: benchTasks.length, longMs: benchTasks.reduce((all, one) => all + one, 0) };
    },
    [ROWS, withLog] as const,
  );
  await page.close();
  return seen;
}

interface Held {
  bytes: number;
  nodes: number;
  listeners: number;
}

async function counted(cdp: CDPSession): Promise<Held> {
  // What is only kept by weak ends goes with the second one.
  for (let nth = 0; nth < 3; nth += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((one) => one.name === name)?.value ?? NaN;
  return { bytes: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
}

async function leaks(browser: Browser, url: string) {
  const page = await open(browser, url);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const ring = (times: number) =>
    page.evaluate((count) => (window as unknown as BenchWindow).bench.openAndClose(count), times);
  await ring(1);
  const first = await counted(cdp);
  await ring(WARM_UP - 1);
  const warm = await counted(cdp);
  const seen = [warm];
  for (let nth = 0; nth < BATCHES; nth += 1) {
    await ring(ROUNDS / BATCHES);
    seen.push(await counted(cdp));
  }
  await page.close();
  const batches = seen.slice(1).map((after, index) => difference(seen[index]!, after));
  const bytes = batches.map((batch) => batch.bytes);
  return {
    warmUp: difference(first, warm),
    left: difference(warm, seen.at(-1)!),
    bytesPerCard: quantile(bytes, 0.5) / (ROUNDS / BATCHES),
  };
}

const difference = (before: Held, after: Held): Held => ({
  bytes: after.bytes - before.bytes,
  nodes: after.nodes - before.nodes,
  listeners: after.listeners - before.listeners,
});

async function cards(browser: Browser, url: string) {
  const page = await open(browser, url);
  const seen = await page.evaluate(async (times) => {
    const { bench } = window as unknown as BenchWindow;
    await bench.both(20);
    return bench.both(times);
  }, CARDS);
  await page.close();
  return seen;
}

export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-'));
  await bundle(folder);
  const { url, stop } = await serve(folder);
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: CHROMIUM_FLAGS,
  });
  try {
    const [bare, ours]: [Awaited<ReturnType<typeof oneLog>>[], Awaited<ReturnType<typeof oneLog>>[]] = [
      [],
      [],
    ];
    for (let nth = 0; nth < LOADS; nth += 1) {
      bare.push(await oneLog(browser, url, false));
      ours.push(await oneLog(browser, url, true));
    }
    const { cards: card, copies: plain } = await cards(browser, url);
    return report({ bare, ours, card, plain, ...(await leaks(browser, url)) });
  } finally {
    await browser.close();
    stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Seen {
  bare: Awaited<ReturnType<typeof oneLog>>[];
  ours: Awaited<ReturnType<typeof oneLog>>[];
  card: number[];
  plain: number[];
  /** Held by the page for its first cards, and for those after them. */
  warmUp: Held;
  left: Held;
  bytesPerCard: number;
}

function report({ bare, ours, card, plain, warmUp, left, bytesPerCard }: Seen): BenchResult {
  const median = (
    all: readonly Awaited<ReturnType<typeof oneLog>>[],
    of: 'long' | 'longMs' | 'firstPaintMs' | 'rows',
  ) =>
    quantile(
      all.map((one) => one[of]),
      0.5,
    );
  const ms = (all: readonly number[], q: number): number => Number(quantile(all, q).toFixed(2));
  return {
    rows: [
      ...(['bare', 'ours'] as const).map((who) => {
        const all = { bare, ours }[who];
        return {
          what: who === 'bare' ? 'page without the log' : 'log',
          rows: median(all, 'rows'),
          first_paint_ms: Number(median(all, 'firstPaintMs').toFixed(1)),
          long_tasks: median(all, 'long'),
          long_tasks_ms: Math.round(median(all, 'longMs')),
        };
      }),
      ...[
        { what: 'card, event to paint', median_ms: ms(card, 0.5), p95_ms: ms(card, 0.95) },
        { what: 'the same as plain DOM', median_ms: ms(plain, 0.5), p95_ms: ms(plain, 0.95) },
        { what: `held after ${WARM_UP} talks, until warm`, ...warmUp },
        { what: `held after ${ROUNDS} more`, ...left },
      ],
    ],
    numbers: {
      log_rows: median(ours, 'rows'),
      log_first_paint_ms: median(ours, 'firstPaintMs'),
      log_long_tasks_added: median(ours, 'long') - median(bare, 'long'),
      card_ratio_median: quantile(card, 0.5) / quantile(plain, 0.5),
      card_ratio_p95: quantile(card, 0.95) / quantile(plain, 0.95),
      leak_bytes_per_card: bytesPerCard,
      leak_bytes_total_per_card: left.bytes / ROUNDS,
      leak_nodes: left.nodes,
      leak_listeners: left.listeners,
    },
  };
}
