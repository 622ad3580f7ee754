/** The bar on a phone's own screen: a page of the gateway that can be installed. */
import type { Page } from '@playwright/test';
import { AGENT_HZ, expect, test as base, VISITOR_HZ } from './fixtures.ts';
import { AgentPanel } from './panel.ts';
import { installEar } from './tone.ts';

const test = base.extend<{ mobile: AgentPanel }>({
  mobile: async ({ agentBrowser, stack }, use) => {
    const context = await agentBrowser.newContext({
      viewport: { width: 360, height: 740 },
      isMobile: true,
      hasTouch: true,
      permissions: ['microphone'],
    });
    await context.addInitScript(installEar);
    const panel = new AgentPanel(await context.newPage(), { ...stack, panel: stack.gateway });
    await use(panel);
    await context.close();
  },
});

/** Everything that can be touched or read stands inside the screen. */
async function fits(page: Page): Promise<void> {
  const width = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(width).toEqual([360, 360]);
  // All at one moment: a button that goes away in between would be waited for.
  const outside = await page
    .getByRole('button')
    .filter({ visible: true })
    .evaluateAll((buttons) =>
      buttons
        .filter((button) => {
          const { left, right } = button.getBoundingClientRect();
          return left < 0 || right > innerWidth;
        })
        .map((button) => button.textContent),
    );
  expect(outside).toEqual([]);
}

test('an agent signs in on the phone, is called and answers, calls and hangs up, with sound both ways', async ({
  mobile,
  phone,
}) => {
  const complaints: string[] = [];
  mobile.page.on('console', (message) => {
    if (/Content Security Policy|Trusted|Refused/i.test(message.text())) complaints.push(message.text());
  });
  await mobile.open('/v1/phone.html');
  await mobile.signIn('olena');
  await fits(mobile.page);

  await phone.open('+380501112233');
  await phone.callTheShop();
  await expect(mobile.card).toContainText('Iryna Kovalenko');
  await fits(mobile.page);
  await mobile.bar.getByRole('button', { name: 'Answer' }).tap();
  await phone.says('Talking');
  await Promise.all([mobile.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);
  await fits(mobile.page);
  await mobile.bar.getByRole('button', { name: 'Hang up' }).tap();
  await phone.says(/^Ended/);

  await mobile.dial('+380501112233');
  await phone.says('Incoming call');
  await phone.answer();
  await Promise.all([mobile.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);
  await mobile.bar.getByRole('button', { name: 'Hang up' }).tap();
  await phone.says(/^Ended/);
  await expect(mobile.newestCall()).toContainText('Iryna Kovalenko');
  expect(complaints).toEqual([]);
});

test('a call on the phone goes on when its page is loaded anew', async ({ mobile, phone }) => {
  await mobile.open('/v1/phone.html');
  await mobile.signIn('olena');
  await phone.open('+380501112233');
  await phone.callTheShop();
  await mobile.answer();
  await mobile.isTalking();
  await mobile.page.reload();
  await mobile.isTalking();
  await Promise.all([mobile.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);
  await mobile.hangUp();
});

test('the page can be installed, and keeps no secret for itself', async ({ mobile }) => {
  await mobile.open('/v1/phone.html');
  await mobile.signIn('olena');
  const devtools = await mobile.page.context().newCDPSession(mobile.page);
  const manifest = await devtools.send('Page.getAppManifest');
  expect(manifest.errors).toEqual([]);
  expect(JSON.parse(manifest.data!)).toMatchObject({ display: 'standalone', start_url: '/v1/phone.html' });
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // A window that remembers nothing offers nothing to install; that is all that is wrong.
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
  const kept = await mobile.page.evaluate(async () => ({
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    caches: await caches.keys(),
    local: localStorage.length + sessionStorage.length,
    cookies: document.cookie,
  }));
  expect(kept).toEqual({ workers: 0, caches: [], local: 0, cookies: '' });
});
