/** What goes wrong in real life: things that are down, refused, killed, or meant badly. */
import { chromium, type Page } from '@playwright/test';
import { serveFolder } from '../examples/demo/static-server.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../scripts/chromium.mjs';
import { talk } from './asterisk/talk.ts';
import { AGENT_HZ, expect, test, VISITOR_HZ } from './fixtures.ts';
import { AgentPanel } from './panel.ts';

const IRYNA = '+380501112233';

test('the microphone is refused: the bar says so, and the caller goes on ringing', async ({
  stack,
  phone,
}) => {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    // A microphone is there, and nobody says yes.
    args: CHROMIUM_FLAGS.filter((flag) => flag !== '--use-fake-ui-for-media-stream'),
  });
  try {
    const panel = new AgentPanel(await (await browser.newContext()).newPage(), stack);
    await panel.open();
    await panel.signIn('olena');
    await phone.open(IRYNA);
    await phone.callTheShop();
    await panel.answer();
    await expect(panel.bar).toContainText('does not let us use the microphone');
    await phone.says('It rings…');
    await phone.hangUp();
  } finally {
    await browser.close();
  }
});

test('the gateway is down: the bar says so, a comment waits, and arrives once when it is back', async ({
  panel,
  phone,
  stack,
}) => {
  await talk(panel, phone);
  await stack.killGateway();
  await panel.typeComment('Written while the gateway was away');
  await expect(panel.card).toContainText(/online|offline/i);
  await Promise.all([panel.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);
  await stack.startGateway();
  await expect(panel.card.getByText('Saved')).toBeVisible();
  await phone.hangUp();
  await panel.open('/calls.html');
  await expect(panel.log.getByText('Written while the gateway was away')).toHaveCount(1);
});

test('the gateway is killed in the middle of a call: the call goes on and stands in the log once', async ({
  panel,
  phone,
  stack,
}) => {
  await panel.open('/calls.html');
  await panel.isReady();
  await talk(panel, phone);
  const before = await panel.log.getByRole('row').count();
  await stack.killGateway('SIGKILL');
  await stack.startGateway();
  await Promise.all([panel.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);
  await phone.hangUp();
  await expect(panel.newestCall()).toContainText('Answered');
  await panel.page.reload();
  await expect(panel.log.getByRole('row')).toHaveCount(before);
  await expect(panel.newestCall()).toContainText('Answered');
});

test('the PBX dies in the middle of a call: the bar says that it was cut off, and calls back when it can', async ({
  panel,
  phone,
  stack,
}) => {
  await talk(panel, phone);
  await stack.killPbx();
  await expect(panel.bar).toContainText('The phone exchange cannot be reached.');
  await stack.startPbx();
  await expect(panel.bar).toContainText('The call was cut off');
  await panel.isReady();
  // A customer who hears nothing any more hangs up.
  await phone.says(`Ready as ${IRYNA}`);
  await phone.hangUp();
  await panel.press('Call back');
  await phone.answer();
  await Promise.all([panel.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);
  await expect(panel.bar).not.toContainText('The call was cut off');
  await panel.hangUp();
  await phone.says(/^Ended/);
});

test('the PBX is down: the visitor is told so, and called when it is back; the bar mends itself', async ({
  panel,
  shop,
  stack,
}) => {
  await stack.killPbx();
  await shop.open();
  await shop.page.getByRole('button', { name: 'Call me back' }).click();
  await expect(shop.page.getByRole('dialog')).toContainText('We cannot call just now.');
  // Whom no other story asks for: a number is called back three times in a quarter of an hour, and no more.
  await shop.page.getByLabel('Your phone number').fill('093 333 44 55');
  await shop.page.getByRole('button', { name: 'Call me as soon as possible' }).click();
  await shop.reads('We call you as soon as somebody is free.');
  await expect(panel.bar).toContainText(/phone system|connection|offline/i);
  await stack.startPbx();
  await expect(panel.card).toContainText('Petro Savchuk');
  await shop.page.getByRole('button', { name: 'Cancel the call' }).click();
  await shop.reads('Cancelled. Nobody will call.');
  await panel.isReady();
});

test('a premium-rate number and a number that is none are refused in the callback form', async ({
  panel,
  shop,
}) => {
  await panel.isReady();
  await shop.open();
  await shop.askForCallback('0900 212345');
  await shop.isRefused(/cannot call this number/);
  await shop.page.getByLabel('Your phone number').fill('12-34-x');
  await shop.page.getByRole('button', { name: 'Call me', exact: true }).click();
  await shop.isRefused(/does not look like a phone number/);
});

test('a number that is none is refused in the bar, and what was typed stays', async ({ panel }) => {
  await panel.dial('0501');
  await expect(panel.bar.getByRole('alert')).toBeVisible();
  await expect(panel.bar.getByRole('textbox')).toHaveValue('0501');
});

test('a name that holds a script is shown as text', async ({ panel, shop, phone }) => {
  await phone.open(IRYNA);
  await shop.open();
  await shop.page.getByRole('button', { name: 'Call me back' }).click();
  await shop.page.getByLabel('Your phone number').fill('068 777 66 55');
  await shop.page.getByLabel('Your name').fill('<img src=x onerror="window.owned = true">');
  await shop.page.getByRole('button', { name: 'Call me', exact: true }).click();
  await expect(panel.card).toContainText('<img src=x onerror=');
  expect(await panel.page.evaluate(() => 'owned' in window)).toBe(false);
  expect(await panel.core().evaluate(() => 'owned' in window)).toBe(false);
  await shop.page.getByRole('button', { name: 'Cancel the call' }).click();
  await shop.reads('Cancelled. Nobody will call.');
});

/** Joins the core frame as a host would, and asks it to dial; tells what came back. */
function tryToDial({ frame, gateway }: { frame: 'own' | 'parents'; gateway: string }): Promise<string> {
  const target =
    frame === 'own'
      ? document.querySelector('iframe')!.contentWindow!
      : Array.from({ length: parent.frames.length }, (_, index) => parent.frames[index]!).find(
          (one) => one !== window,
        )!;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<string>((resolve) => {
    port1.onmessage = ({ data }) => resolve(JSON.stringify(data));
    setTimeout(() => resolve('no answer'), 2000);
  });
  target.postMessage({ ringback: 'hello', versions: { min: 1, max: 1 } }, gateway, [port2]);
  port1.postMessage({ id: 1, method: 'phone.call', params: ['+380501112233'] });
  return answer;
}

async function callCount(page: Page, gateway: string): Promise<number> {
  return page.evaluate(async (base) => {
    const answer = await fetch(`${base}/api/v1/calls`);
    return ((await answer.json()) as { items: unknown[] }).items.length;
  }, gateway);
}

test('a page that is not among the panels says what an administrator has to do', async ({
  agentContext,
  stack,
}) => {
  const foreign = await serveFolder({
    ...{ folder: '/nowhere', host: '127.0.0.1', port: 0, json: {} },
    pages: {
      '/page.html': `<!doctype html><html lang="en"><title>Not listed</title><script async src="${stack.gateway}/v1/ringback.js" data-gateway="${stack.gateway}"></script>`,
    },
  });
  try {
    const page = await agentContext.newPage();
    await page.goto(`${foreign.url}/page.html`);
    const bar = page.locator('ringback-softphone');
    await expect(bar).toContainText('Connecting…');
    // After the ten seconds that the frame is given to answer.
    await expect(bar).toContainText('An administrator adds its address under Panels at /admin.', {
      timeout: 20_000,
    });
  } finally {
    await foreign.close();
  }
});

test.describe('beside other people’s frames', () => {
  // The panel's own policy would keep the foreign frame out: here it is another panel, that lets everybody in.
  test.use({ bypassCSP: true });

  test('a foreign page cannot embed the core, and a foreign frame beside it cannot make it dial', async ({
    panel,
    stack,
  }) => {
    const foreign = await serveFolder({
      folder: '/nowhere',
      host: '127.0.0.1',
      port: 0,
      json: {},
      pages: {
        '/embedding.html': `<!doctype html><title>Foreign</title><iframe src="${stack.gateway}/v1/core.html"></iframe>`,
        '/advert.html': '<!doctype html><title>Advert</title>',
      },
    });
    try {
      const core = panel.core() as unknown as Page;
      const before = await callCount(core, stack.gateway);
      const page = await panel.page.context().newPage();
      await page.goto(`${foreign.url}/embedding.html`);
      expect(await page.evaluate(tryToDial, { frame: 'own', gateway: stack.gateway } as const)).toBe(
        'no answer',
      );

      await panel.page.evaluate((url) => {
        const advert = document.createElement('iframe');
        advert.src = url;
        advert.name = 'advert';
        document.body.append(advert);
      }, `${foreign.url}/advert.html`);
      await expect.poll(() => panel.page.frame('advert')?.url()).toContain('advert');
      const advert = panel.page.frame('advert')!;
      expect(await advert.evaluate(tryToDial, { frame: 'parents', gateway: stack.gateway } as const)).toBe(
        'no answer',
      );
      expect(await callCount(core, stack.gateway)).toBe(before);
    } finally {
      await foreign.close();
    }
  });
});

test('eight tabs of one agent: one registers, all are ready, every request completes', async ({
  panel,
  phone,
  stack,
  agentContext,
}) => {
  const tabs = [panel];
  for (let index = 1; index < 8; index += 1) {
    const tab = new AgentPanel(await agentContext.newPage(), stack);
    await tab.open('/calls.html');
    tabs.push(tab);
  }
  for (const tab of tabs) await tab.isReady();
  for (const tab of tabs.slice(1)) await expect(tab.newestCall()).toBeVisible();
  await phone.open(IRYNA);
  await phone.callTheShop();
  for (const tab of tabs) await expect(tab.card).toContainText('Iryna Kovalenko');
  // Any tab answers, whichever holds the call.
  await tabs[5]!.answer();
  for (const tab of tabs) await tab.isTalking();
  await phone.hears(AGENT_HZ);
  await tabs[6]!.hangUp();
  await phone.says(/^Ended/);
});
