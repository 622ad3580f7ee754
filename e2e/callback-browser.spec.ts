/** A visitor without a phone at hand calls from the shop's page. */
import { AGENT_HZ, expect, test, VISITOR_HZ } from './fixtures.ts';
import { heard } from './tone.ts';

test('a visitor calls from the page: nobody is rung before he comes, and both hear each other', async ({
  panel,
  shop,
}) => {
  await shop.open('/oak-lamp.html');
  await shop.page.getByRole('button', { name: 'Call me back' }).click();
  const loaded = shop.page.waitForEvent('websocket');
  await shop.page.getByRole('button', { name: 'Call from this browser' }).click();
  await loaded;
  await shop.reads('A colleague is picking up…');
  await expect(panel.card).toContainText('Oak lamp');
  await panel.answer();
  await panel.isTalking();
  await shop.reads('You are connected. Talk to you!');
  await panel.hears(VISITOR_HZ);
  const visitorHears = () => heard(shop.page);
  await expect.poll(visitorHears, { message: 'the visitor hears the agent' }).toBeCloseTo(AGENT_HZ, -2);

  await shop.page.getByRole('dialog').getByRole('button', { name: 'Hang up' }).click();
  await shop.reads('Thank you for the talk.');
  await panel.open('/calls.html');
  await expect(panel.newestCall()).toContainText('Callback');
  await expect(panel.newestCall()).toContainText('Answered');
});

test('a visitor who calls from the page hears ringing until somebody answers, and nobody does', async ({
  panel,
  shop,
}) => {
  await shop.open('/oak-lamp.html');
  await shop.page.getByRole('button', { name: 'Call me back' }).click();
  await shop.page.getByRole('button', { name: 'Call from this browser' }).click();
  await expect(panel.card).toContainText('Oak lamp');
  await expect.poll(() => heard(shop.page), { message: 'the visitor hears ringing' }).toBeGreaterThan(300);
  await shop.page.getByRole('dialog').getByRole('button', { name: 'Hang up' }).click();
  await shop.reads(/Nobody was free in time|did not come about/);
});
