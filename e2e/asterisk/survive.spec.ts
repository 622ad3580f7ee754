/** The call that does not drop: reloads, tabs that go, sleep or crash, and a connection that breaks. */
import { AGENT_HZ, expect, test, VISITOR_HZ } from '../fixtures.ts';
import { AgentPanel } from '../panel.ts';
import { anotherTab, callsOf, hearEachOther, IRYNA, reload, seconds, takesTheLead, talk } from './talk.ts';

const RELOADS = 20;

test(`a call goes through ${RELOADS} reloads in a row, and the timer goes on`, async ({ panel, phone }) => {
  test.slow();
  await talk(panel, phone);
  const began = await panel.bar.getByRole('timer').first().innerText();
  for (let nth = 1; nth <= RELOADS; nth += 1) {
    await reload(panel);
    await panel.isTalking();
    await panel.hears(VISITOR_HZ);
  }
  await hearEachOther(panel, phone);
  const ended = await panel.bar.getByRole('timer').first().innerText();
  expect(seconds(ended)).toBeGreaterThan(seconds(began));
  await panel.hangUp();
  await phone.says(/^Ended/);
});

test('a call that we dialled, held and muted, is held and muted after the reload', async ({
  panel,
  phone,
}) => {
  await phone.open(IRYNA);
  await panel.dial(IRYNA);
  await phone.answer();
  await panel.isTalking();
  await hearEachOther(panel, phone);
  await panel.press('Mute');
  await phone.hearsNot(AGENT_HZ);
  await panel.press('Hold');
  await reload(panel);
  await expect.poll(() => callsOf(panel)).toEqual([{ state: 'held', muted: true, recovering: false }]);
  await phone.says('Talking');
  await panel.press('Hold');
  await panel.hears(VISITOR_HZ);
  await phone.hearsNot(AGENT_HZ);
  await panel.press('Mute');
  await hearEachOther(panel, phone);
  await phone.hangUp();
});

test('a call that only rings survives the reload of the only tab', async ({ panel, phone }) => {
  await phone.open(IRYNA);
  await phone.callTheShop();
  await expect(panel.bar.getByRole('button', { name: 'Answer' })).toBeVisible();
  await panel.page.reload();
  await panel.answer();
  await panel.isTalking();
  await hearEachOther(panel, phone);
  await phone.hangUp();
});

test('the tab that holds the call is closed: the other one goes on with it', async ({
  panel,
  phone,
  stack,
  agentContext,
}) => {
  await talk(panel, phone);
  const other = await anotherTab(agentContext, stack);
  const leads = takesTheLead(other.page);
  await panel.page.close();
  await leads;
  await hearEachOther(other, phone);
  await other.hangUp();
  await phone.says(/^Ended/);
});

test('the tab that holds the call crashes: the other one goes on with it', async ({
  panel,
  phone,
  stack,
  agentContext,
}) => {
  await talk(panel, phone);
  const other = await anotherTab(agentContext, stack);
  const leads = takesTheLead(other.page);
  await panel.page.goto('chrome://crash').catch(() => undefined);
  await leads;
  await hearEachOther(other, phone);
  await other.hangUp();
  await phone.says(/^Ended/);
});

/** As a script of the host does that computes something for long. */
function hang(ms: number): void {
  const end = Date.now() + ms;
  while (Date.now() < end);
}

test('the tab that leads hangs: another takes the lead and rings; the first steps down when it is awake again', async ({
  panel,
  phone,
  stack,
  agentContext,
}) => {
  const other = new AgentPanel(await agentContext.newPage(), stack);
  await other.open('/customers.html');
  await other.isReady();
  const leads = takesTheLead(other.page);
  const awake = panel.page.evaluate(hang, 20_000);
  await leads;
  await other.isReady();
  await awake;
  await phone.open(IRYNA);
  await phone.callTheShop();
  await other.answer();
  await other.isTalking();
  await hearEachOther(other, phone);
  await panel.isTalking();
  await panel.hangUp();
  await phone.says(/^Ended/);
});
