/** How Ringback behaves as a guest in other people's pages. */
import { gzipSync } from 'node:zlib';
import type { Page, Request } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { AgentPanel } from './panel.ts';

/** What the browser holds against a page. */
function violations(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted|Refused/i.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}

/** The demo's pages are as strict as a host can be; a page that was not would prove nothing. */
async function isStrict(page: Page): Promise<void> {
  const policy = (await page.request.get(page.url())).headers()['content-security-policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
}

/**
 * Until every module that the page has asked for has run, with all that it imports, and no observer of the page asks for another: one that
 * is made later is told later in the same turn.
 */
async function isSettled(page: Page, scripts: readonly Request[]): Promise<void> {
  let asked: number;
  do {
    asked = scripts.length;
    const modules = scripts.map((one) => one.url()).filter((url) => /\/v1\/(panel|words)/.test(url));
    await page.evaluate(async (urls) => {
      await Promise.all(urls.map((url) => import(url)));
      await new Promise<void>((resolve) => {
        const sight = new IntersectionObserver(() => {
          sight.disconnect();
          resolve();
        });
        sight.observe(document.body);
      });
    }, modules);
  } while (asked < scripts.length);
}

test('the core frame is third-party, its storage is blocked, and it works all the same', async ({
  panel,
}) => {
  const refused = await panel.core().evaluate(() => {
    const outcome = (read: () => unknown): string => {
      try {
        read();
        return 'allowed';
      } catch (error) {
        return (error as Error).name;
      }
    };
    return { local: outcome(() => localStorage), session: outcome(() => sessionStorage) };
  });
  expect(refused).toEqual({ local: 'SecurityError', session: 'SecurityError' });
  await panel.page.reload();
  await panel.isReady();
});

test('a panel under the strictest CSP with Trusted Types works without one violation', async ({
  agentContext,
  stack,
}) => {
  const page = await agentContext.newPage();
  const complaints = violations(page);
  const panel = new AgentPanel(page, stack);
  await panel.open('/calls.html');
  await panel.signIn('olena');
  await expect(panel.log).toBeVisible();
  await isStrict(page);
  expect(complaints).toEqual([]);
});

test('a panel of CRM pages under the strictest CSP: each panel is loaded by its own page, without one violation', async ({
  panel,
}) => {
  const complaints = violations(panel.page);
  for (const [path, tag] of [
    ['/leads.html', 'ringback-leads'],
    ['/deals.html', 'ringback-deals'],
    ['/tasks.html', 'ringback-tasks'],
    ['/claims.html', 'ringback-processes'],
    ['/contacts.html', 'ringback-party-list'],
  ] as const) {
    await panel.open(path);
    const element = panel.page.locator(tag);
    await expect(element.getByRole('searchbox').or(element.getByRole('button')).first()).toBeVisible();
    await expect(element.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0);
  }
  expect(complaints).toEqual([]);
});

test('before a call the host page pays at most 40 kB; a log in a tab that is not open costs nothing until it is', async ({
  agentContext,
  stack,
}) => {
  const page = await agentContext.newPage();
  const scripts: Request[] = [];
  page.on('request', (request) => {
    if (request.frame() === page.mainFrame() && request.resourceType() === 'script') scripts.push(request);
  });
  // The panel's own page, in the heaviest language, while another of its tabs is open.
  await page.addInitScript(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('#calls:not(.open) { display: none }');
    document.adoptedStyleSheets = [sheet];
    new MutationObserver(() => (document.documentElement.lang = 'uk')).observe(document, { childList: true });
  });
  const panel = new AgentPanel(page, stack);
  await panel.open('/calls.html');
  await expect(panel.bar.getByRole('button', { name: 'Увійти' })).toBeVisible();
  await expect(panel.log).toHaveCount(1);
  await isSettled(page, scripts);
  const names = () => scripts.map((one) => new URL(one.url()).pathname);
  const bodies = await Promise.all(scripts.map(async (one) => (await one.response())!.body()));
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
  expect(names().some((name) => name.endsWith('/panel.js'))).toBe(true);
  expect(names().filter((name) => name.includes('call-log'))).toEqual([]);
  expect(bytes).toBeLessThanOrEqual(40 * 1024);

  await page.locator('#calls').evaluate((tab) => tab.classList.add('open'));
  await expect(panel.log.getByRole('button', { name: 'Увійти' })).toBeVisible();
  expect(names().some((name) => name.includes('call-log'))).toBe(true);
});

test.describe('a pinned version', () => {
  // The script is put into a bare page of the panel's origin by hand, which the panel's own policy would refuse.
  test.use({ bypassCSP: true });

  test('runs by its integrity; a script that is another is not run', async ({ agentContext, stack }) => {
    const page = await agentContext.newPage();
    const panel = new AgentPanel(page, stack);
    const answer = await page.request.get(`${stack.gateway}/v1/pinned.json`);
    const { src, integrity } = (await answer.json()) as { src: string; integrity: string };
    const put = async (value: string) => {
      await page.goto(`${stack.panel}/style.css`);
      await page.evaluate(
        ([from, hash, gateway]) => {
          const script = document.createElement('script');
          Object.assign(script, { src: from, integrity: hash, crossOrigin: 'anonymous' });
          script.dataset['gateway'] = gateway;
          document.head.append(script);
        },
        [src, value, stack.gateway] as const,
      );
    };
    await put(integrity);
    await panel.signIn('olena');

    const refused = page.waitForEvent('console', (message) => message.text().includes('integrity'));
    await put(`sha384-${'A'.repeat(64)}`);
    await refused;
    await expect(panel.bar).toHaveCount(0);
  });
});

test('a shop under a strict CSP shows the button and the dialog without one violation', async ({ shop }) => {
  const complaints = violations(shop.page);
  await shop.open();
  await shop.page.getByRole('button', { name: 'Call me back' }).click();
  await expect(shop.page.getByLabel('Your phone number')).toBeFocused();
  await isStrict(shop.page);
  expect(complaints).toEqual([]);
});

test('before it is touched, the callback script makes one request, stores nothing and sets no cookie', async ({
  shop,
  stack,
}) => {
  const requests: string[] = [];
  shop.page.on('request', (request) => {
    if (request.url().startsWith(stack.gateway)) requests.push(new URL(request.url()).pathname);
  });
  await shop.open();
  await expect(shop.page.getByRole('button', { name: 'Call me back' })).toBeVisible();
  await shop.page.waitForLoadState('networkidle');
  expect(requests).toEqual(['/v1/callback.js']);
  expect(await shop.page.context().cookies()).toEqual([]);
  expect(await shop.page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
});

test('destroy() leaves the panel as it was', async ({ panel }) => {
  await panel.page.evaluate(() =>
    (window as unknown as { ringback(name: string): Promise<void> }).ringback('destroy'),
  );
  const left = await panel.page.evaluate(() => ({
    ours: document.querySelectorAll('ringback-provider, ringback-softphone, ringback-caller-card, iframe')
      .length,
    global: 'ringback' in window,
    body: Array.from(document.body.children, (element) => element.localName),
  }));
  expect(left).toEqual({ ours: 0, global: false, body: ['header', 'main'] });
});

test.describe('in a page that is put together badly', () => {
  // The test itself adds a script, which the demo's own policy refuses.
  test.use({ bypassCSP: true });

  test('a second inclusion warns once and doubles nothing', async ({ panel, stack }) => {
    const warnings: string[] = [];
    panel.page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    for (let times = 0; times < 2; times += 1) {
      await panel.page.addScriptTag({ url: `${stack.gateway}/v1/ringback.js` });
    }
    await expect(panel.bar).toHaveCount(1);
    await expect(panel.page.locator('iframe')).toHaveCount(1);
    expect(warnings.filter((text) => /twice|already|second/i.test(text))).toHaveLength(1);
  });
});

test('commands that were given before the script came are answered', async ({
  agentContext,
  phone,
  stack,
}) => {
  await phone.open('+380501112233');
  const page = await agentContext.newPage();
  await page.addInitScript(() => {
    const heard: unknown[] = [];
    type Stub = { (...args: unknown[]): void; q: unknown[] };
    const stub = Object.assign((...args: unknown[]) => void stub.q.push(args), {
      q: [] as unknown[],
    }) as Stub;
    Object.assign(window, { heard, ringback: stub });
    stub('on', 'call.ringing', (detail: unknown) => heard.push(detail));
  });
  const panel = new AgentPanel(page, stack);
  await panel.open();
  await panel.signIn('olena');
  await panel.dial('0501112233');
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { heard: unknown[] }).heard.length))
    .toBeGreaterThan(0);
  await panel.hangUp();
});

test('data-gateway="demo" shows bar, card and log on sample data with no server behind them', async ({
  agentContext,
  stack,
}) => {
  const page = await agentContext.newPage();
  const api: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/')) api.push(request.url());
  });
  await page.goto(`${stack.panel}/demo.html`);
  await expect(page.locator('ringback-softphone')).toBeVisible();
  await expect(page.locator('ringback-call-log').getByRole('row').nth(1)).toBeVisible();
  expect(api).toEqual([]);
});
