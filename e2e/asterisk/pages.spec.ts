/** The pages that hold a call come and go in every way that a browser knows. */
import { chromium } from '@playwright/test';
import { freePort } from '../../examples/demo/processes.ts';
import { AGENT_HZ, context, expect, launch, test, VISITOR_HZ } from '../fixtures.ts';
import { AgentPanel } from '../panel.ts';
import { installEar } from '../tone.ts';
import { anotherTab, callsOf, hearEachOther, isRecovered, takesTheLead, talk } from './talk.ts';

const PAGES = ['Customers', 'Calls', 'Orders'];

test('the agent clicks through a panel of several pages, muted: he stays muted, and is heard afterwards', async ({
  panel,
  phone,
}) => {
  await talk(panel, phone);
  await panel.press('Mute');
  await phone.hearsNot(AGENT_HZ);
  for (const name of PAGES) {
    const connected = takesTheLead(panel.page);
    await panel.page.getByRole('link', { name }).click();
    await connected;
    await isRecovered(panel);
    expect(await callsOf(panel)).toMatchObject([{ state: 'connected', muted: true }]);
    await panel.hears(VISITOR_HZ);
    await phone.hearsNot(AGENT_HZ);
  }
  await panel.press('Mute');
  await hearEachOther(panel, phone);
  await panel.hangUp();
  await phone.says(/^Ended/);
});

test('a browser that keeps pages for "back": the call is there on the next page, after "back", and after "forward"', async ({
  folder,
  phone,
  stack,
}) => {
  // Playwright switches the back/forward cache off.
  const browser = await launch(folder, AGENT_HZ, { without: ['--disable-back-forward-cache'] });
  try {
    const panel = new AgentPanel(await (await context(browser)).newPage(), stack);
    await panel.open();
    await panel.signIn('olena');
    await talk(panel, phone);
    await panel.page.getByRole('link', { name: 'Customers' }).click();
    await isHeard(panel);
    await panel.page.goBack();
    await isHeard(panel);
    await panel.page.goForward();
    await isHeard(panel);
    await panel.hangUp();
    await phone.says(/^Ended/);
    await panel.page.goBack();
    await panel.isReady();
    await phone.callTheShop();
    await panel.answer();
    await hearEachOther(panel, phone);
    await phone.hangUp();
  } finally {
    await browser.close();
  }

  async function isHeard(panel: AgentPanel): Promise<void> {
    await panel.isTalking();
    await isRecovered(panel);
    await hearEachOther(panel, phone);
  }
});

test('the tab that holds the call is frozen: another takes it over; the first steps down when it is awake', async ({
  folder,
  phone,
  stack,
}) => {
  // Playwright lets every page believe that it is in front, and such a page cannot be frozen: only its guest pages can.
  const port = await freePort();
  const browser = await launch(folder, AGENT_HZ, { with: [`--remote-debugging-port=${port}`] });
  try {
    const guest = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
    const own = guest.contexts()[0]!;
    await own.addInitScript(installEar);
    const panel = new AgentPanel(await own.newPage(), stack);
    await panel.open();
    await panel.signIn('olena');
    await talk(panel, phone);
    const other = await anotherTab(own, stack);
    const cdp = await own.newCDPSession(panel.page);
    const leads = takesTheLead(other.page);
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
    await leads;
    await isRecovered(other);
    await hearEachOther(other, phone);
    await cdp.send('Page.setWebLifecycleState', { state: 'active' });
    await panel.page.bringToFront();
    await panel.isTalking();
    await hearEachOther(other, phone);
    // A remote control now: what is pressed here is done there.
    await panel.press('Mute');
    await phone.hearsNot(AGENT_HZ);
    await panel.hangUp();
    await phone.says(/^Ended/);
    await guest.close();
  } finally {
    await browser.close();
  }
});
