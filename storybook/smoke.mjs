/**
 * Opens every story in every language, right to left and in both themes, and fails on console errors and axe violations.
 *
 *   node storybook/smoke.mjs [--built] [--only <part of an id>] [--shots]
 *
 * `--built` takes storybook/dist as it is. `--shots` leaves pictures at 360, 768 and 1440 px in storybook/shots.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { CHROMIUM, CHROMIUM_FLAGS } from '../scripts/chromium.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const DIST = join(HERE, 'dist');
const AXE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));
/** Every language and both themes, not each with each: colours do not depend on words. */
const LOOKS = [
  { locale: 'en', theme: 'light' },
  { locale: 'en', theme: 'dark' },
  { locale: 'uk', theme: 'light' },
  { locale: 'ru', theme: 'dark' },
  { locale: 'rtl', theme: 'light' },
];
const WIDTHS = [360, 768, 1440];
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const { values: options } = parseArgs({
  options: { built: { type: 'boolean' }, shots: { type: 'boolean' }, only: { type: 'string', default: '' } },
});

if (!options.built) {
  const { status } = spawnSync('npm', ['run', '--silent', 'stories'], {
    cwd: HERE,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0)
    throw new Error('The stories could not be built: run `npm run stories -w storybook` to see why.');
}

function serve() {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, 'http://localhost').pathname);
    const file = join(DIST, path);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Shows a story in the page that is already open, and resolves when it has been drawn and played. */
function show(page, storyId) {
  return page.evaluate(async (id) => {
    const channel = window.__STORYBOOK_ADDONS_CHANNEL__;
    const ended = new Promise((resolve, reject) => {
      for (const event of ['storyRendered', 'storyUnchanged']) channel.once(event, resolve);
      setTimeout(() => reject(new Error('nothing was drawn for 15 s')), 15_000);
      for (const event of [
        'storyErrored',
        'storyThrewException',
        'playFunctionThrewException',
        'storyMissing',
      ]) {
        channel.once(event, (error) =>
          reject(new Error(`${event}: ${error?.message ?? error?.description ?? id}`)),
        );
      }
    });
    channel.emit('setCurrentStory', { storyId: id, viewMode: 'story' });
    await ended;
    await document.fonts.ready;
  }, storyId);
}

async function violations(page) {
  const found = await page.evaluate(() => window.axe.run('#storybook-root', { resultTypes: ['violations'] }));
  return found.violations.map(
    ({ id, help, nodes }) =>
      `axe ${id}: ${help} (${nodes.map((node) => node.target.flat().join(' ')).join('; ')})`,
  );
}

async function shoot(page, { id, locale, theme }) {
  for (const width of WIDTHS) {
    const folder = join(HERE, 'shots', `${width}-${theme}-${locale}`);
    mkdirSync(folder, { recursive: true });
    await page.setViewportSize({ width, height: 480 });
    await page.screenshot({ path: join(folder, `${id}.png`) });
  }
}

const stories = Object.values(JSON.parse(readFileSync(join(DIST, 'index.json'), 'utf8')).entries).filter(
  (entry) => entry.type === 'story' && entry.id.includes(options.only),
);
const server = await serve();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
let passed = 0;
const failures = [];
try {
  for (const { locale, theme } of LOOKS) {
    const page = await browser.newPage({ reducedMotion: 'reduce', viewport: { width: 1024, height: 480 } });
    let problems = [];
    page.on(
      'console',
      (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`),
    );
    page.on('pageerror', (error) => problems.push(`page: ${error.message}`));
    // axe runs once in a page: the addon's own run is switched off.
    const globals = `locale:${locale};theme:${theme};a11y.manual:!true`;
    await page.goto(
      `http://127.0.0.1:${server.address().port}/iframe.html?id=${stories[0]?.id}&viewMode=story&globals=${globals}`,
    );
    await page.waitForFunction(() => document.body.classList.contains('sb-show-main'));
    await page.addScriptTag({ path: AXE });
    for (const { id } of stories) {
      problems = [];
      try {
        await show(page, id);
        problems.push(...(await violations(page)));
        if (options.shots) await shoot(page, { id, locale, theme });
      } catch (error) {
        problems.push(error.message);
      }
      if (problems.length) {
        failures.push(`${id} (${locale}, ${theme})`);
        console.error(`✗ ${id} (${locale}, ${theme})\n  ${problems.join('\n  ')}`);
      } else passed += 1;
    }
    await page.close();
  }
} finally {
  await browser.close();
  server.close();
}
const failed = failures.length;
console.log(`stories opened: ${passed} well, ${failed} not`);
if (process.env.RINGBACK_REPORT)
  writeFileSync(process.env.RINGBACK_REPORT, JSON.stringify({ passed, failures }));
process.exitCode = failed || passed === 0 ? 1 : 0;
