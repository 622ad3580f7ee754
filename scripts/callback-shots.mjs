/**
 * Pictures of the callback dialog on a page with hostile CSS: every state at 360, 768 and 1440 px, in three languages, light and dark.
 * They go to `test-results/callback-shots`, to be looked at: `node scripts/callback-shots.mjs`, of some states `… form late`.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { CHROMIUM, CHROMIUM_FLAGS } from './chromium.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUNDLES = join(ROOT, 'packages/callback-widget/dist/bundles');
const SHOTS = join(ROOT, 'test-results/callback-shots');
const GATEWAY = 'https://gateway.example';
const SHOP = 'https://shop.example';
const WIDTHS = [360, 768, 1440];
const LOCALES = ['en', 'uk', 'ru'];
const SCHEMES = ['light', 'dark'];

/** What shops do to everything on their pages. */
const HOSTILE = `*,*::before,*::after{box-sizing:content-box!important;letter-spacing:2px;text-transform:uppercase;line-height:3}
button,input,select,label,p,h2,form,dialog,fieldset{all:unset;display:inline;float:left;border:5px dashed red!important;font:italic 30px Papyrus,fantasy!important;background:lime;color:magenta;margin:17px;padding:17px}
div{position:relative;transform:rotate(.5deg);overflow:hidden;z-index:9999999}header{display:none!important}body{font-size:40px;direction:ltr;background:#eee}
@media(prefers-color-scheme:dark){body{background:#222;color:#ddd}}`;

const NOW = '2026-01-01T10:00:00.000Z';
const OFFER = {
  now: NOW,
  spans: [{ from: '2026-01-02T07:00:00.000Z', to: '2026-01-02T16:00:00.000Z' }],
  example: '+380 50 123 4567',
};
const CLOSED = { ...OFFER, obstacle: 'closed', opensAt: '2026-01-02T07:00:00.000Z' };
const status = (state, more = {}) => ({
  ...{ id: 'cb1', token: 't', state, now: NOW, promisedUntil: '2026-01-01T10:00:24.000Z' },
  ...more,
});
const CONSENT =
  'I agree that Lantern & Oak keeps my number and my name for this call, and for no more than thirty days.';
const refusal = (code) => ({ code, fields: { number: 'x' } });

/** Name, what the gateway offers, what it answers to a request (without it the form itself is shown), and more settings of the site. */
const STATES = [
  ['form', OFFER],
  ['closed', CLOSED],
  ['choosing', CLOSED],
  ['refused', OFFER, refusal('invalid')],
  ['agreeing', OFFER, refusal('invalid'), { consent: CONSENT }],
  ['ringing', OFFER, status('agent-ringing')],
  ['yours', OFFER, status('visitor-ringing', { agentName: 'Oleksandra-Valentyna Marchenko-Bondarenko' })],
  ['late', OFFER, status('agent-ringing', { promisedUntil: NOW })],
  ['connected', OFFER, status('connected', { agentName: 'Olena' })],
  ['scheduled', CLOSED, status('scheduled', { dueAt: '2026-01-02T07:00:00.000Z', dueBecause: 'chosen' })],
  [
    'again',
    OFFER,
    status('scheduled', {
      dueAt: '2026-01-01T10:15:00.000Z',
      dueBecause: 'retry',
      failure: 'no-answer',
    }),
  ],
  ['completed', OFFER, status('completed')],
  ['failed', OFFER, status('failed', { failure: 'no-agent' })],
];

const site = (locale, more) => ({
  ...more,
  ...{ key: 'demo-shop', gateway: GATEWAY, locale, name: 'Lantern & Oak', browser: true },
  departments: [
    { id: 'sales', name: 'Sales' },
    { id: 'service', name: 'Repairs of lamps that are older than ten years' },
  ],
});

const script = (locale, more) =>
  readFileSync(join(BUNDLES, 'callback.js'), 'utf8').replaceAll(
    '__RINGBACK_SITE__',
    JSON.stringify(site(locale, more)),
  );

async function answer(route, { locale, offer, asked, more }) {
  const url = new URL(route.request().url());
  const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };
  if (url.origin === SHOP)
    return route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><meta name="viewport" content="width=device-width"><style>${HOSTILE}</style><h1>Shop</h1><script src="${GATEWAY}/v1/callback.js"></script>`,
    });
  if (route.request().method() === 'OPTIONS') return route.fulfill({ status: 204, headers });
  if (url.pathname.endsWith('/offer')) return route.fulfill({ headers, json: offer });
  if (url.pathname.includes('/callbacks'))
    return route.fulfill({ status: asked?.state ? 201 : 400, headers, json: asked ?? {} });
  const name = url.pathname.split('/').at(-1);
  const body = name === 'callback.js' ? script(locale, more) : readFileSync(join(BUNDLES, name), 'utf8');
  return route.fulfill({ headers, contentType: 'text/javascript; charset=utf-8', body });
}

async function shoot(browser, { width, locale, scheme, name, offer, asked, more }) {
  const context = await browser.newContext({
    ...{ viewport: { width, height: 760 }, colorScheme: scheme, reducedMotion: 'reduce' },
    timezoneId: 'Europe/Kyiv',
  });
  const page = await context.newPage();
  await page.clock.install({ time: new Date(NOW) });
  await page.route('**/*', (route) => answer(route, { locale, offer, asked, more }));
  await page.goto(SHOP);
  await page.locator('button').first().click();
  const dialog = page.locator('ringback-callback');
  // The offer has come.
  await dialog.locator('#number[placeholder^="+"]').waitFor();
  if (offer.obstacle) await dialog.locator('.note').waitFor();
  if (name === 'choosing') {
    await dialog.locator('button.link').first().click();
    await dialog.locator('#day').waitFor();
  }
  if (asked) {
    await dialog.locator('#number').fill('050 111 22 33');
    await dialog.locator('button.main').click();
    await dialog.locator(asked.state ? '.status' : '.problem:not(:empty)').waitFor();
    if (asked.state === 'completed') await dialog.locator('.rating').waitFor();
  }
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(SHOTS, `${name}-${locale}-${scheme}-${width}.png`) });
  await context.close();
}

rmSync(SHOTS, { recursive: true, force: true });
mkdirSync(SHOTS, { recursive: true });
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
const only = process.argv.slice(2);
let count = 0;
for (const [name, offer, asked, more] of STATES.filter(([name]) => only.length === 0 || only.includes(name)))
  for (const width of WIDTHS)
    for (const locale of LOCALES)
      for (const scheme of SCHEMES) {
        await shoot(browser, { width, locale, scheme, name, offer, asked, more });
        count += 1;
      }
await browser.close();
console.log(`${count} pictures in test-results/callback-shots`);
