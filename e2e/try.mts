import { chromium } from '@playwright/test';
import { startStack } from '../examples/demo/stack.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../scripts/chromium.mjs';
import { AgentPanel } from './panel.ts';
import { VisitorPhone } from './visitor.ts';
import { rmSync } from 'node:fs';
rmSync('/tmp/try-data', { recursive: true, force: true });
const s = await startStack({ dataDir: '/tmp/try-data' });
const watch = (page) => {
  page.on('console', (m) => console.log('console', m.type(), m.text(), m.location().url));
  page.on('pageerror', (e) => console.log('pageerror', e.message));
  page.on('requestfailed', (r) => console.log('failed', r.url(), r.failure()?.errorText));
};
const b = await chromium.launch({
  executablePath: CHROMIUM,
  args: CHROMIUM_FLAGS.filter((f) => !f.startsWith('--use-fake')),
});
const b2 = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
const ctx = await b.newContext({ viewport: { width: 1440, height: 900 } });
{
  const page = await ctx.newPage();
  watch(page);
  await page.route(`${s.panel}/demo.html`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>Demo</title><body><div id="calls"></div>
        <script src="${s.gateway}/v1/ringback.js" data-gateway="demo" data-log="#calls"></script></body></html>`,
    }),
  );
  await page.goto(`${s.panel}/demo.html`);
  await new Promise((r) => setTimeout(r, 2000));
  await page.screenshot({ path: '/tmp/shot-demo.png' });
}
const page = await ctx.newPage();
watch(page);
const p = new AgentPanel(page, s);
await p.open();
await p.signIn('olena');
const phone = new VisitorPhone(await (await b2.newContext()).newPage(), s);
await phone.open('+380501112233');
await phone.callTheShop();
await p.answer();
await new Promise((r) => setTimeout(r, 3000));
await page.screenshot({ path: '/tmp/shot.png' });
console.log(
  await p.bar.evaluate((el) => el.shadowRoot.innerHTML.replace(/<!--.*?-->/g, '').replace(/\s+/g, ' ')),
);
await b.close();
await b2.close();
await s.stop();
