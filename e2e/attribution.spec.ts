/** What brought a visitor, from the page that he landed on to the agent's call. */
import type { Call } from '@ringback/model';
import { expect, test } from './fixtures.ts';

const IRYNA = '+380501112233';
const LANDING =
  '/oak-lamp.html?utm_source=google&utm_medium=cpc&utm_campaign=spring&utm_term=oak%20lamp&gclid=Cj0';

test('a visitor lands from a campaign, consents, is called back, and the call in the log says the campaign', async ({
  panel,
  phone,
  shop,
  stack,
}) => {
  const { page } = shop;
  const requests: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(stack.gateway)) requests.push(new URL(request.url()).pathname);
  });
  await phone.open(IRYNA);
  await shop.open(LANDING);
  await expect(page.getByRole('button', { name: 'Call me back' })).toBeVisible();
  expect(requests).toEqual(['/v1/callback.js']);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);

  // He consents: from now on the shop's pages carry the second tag.
  const told = page.waitForResponse((answer) => answer.url().includes('/visits/') && answer.status() === 200);
  await shop.open(`/with-consent${LANDING}`);
  await told;

  await shop.askForCallback('050 111 22 33');
  await panel.answer();
  await phone.says('Incoming call');
  await phone.answer();
  await panel.isTalking();
  await panel.hangUp();
  await phone.says(/^Ended/);
  const call = await panel.core().evaluate(async () => {
    const answer = await fetch('/api/v1/calls?limit=1');
    return ((await answer.json()) as { items: Call[] }).items[0];
  });
  expect(call?.source).toMatchObject({
    by: 'request',
    device: 'desktop',
    country: 'UA',
    first: { source: 'google', medium: 'cpc', campaign: 'spring', term: 'oak lamp' },
    last: {
      clickId: { name: 'gclid', value: 'Cj0' },
      landing: expect.stringContaining('utm_campaign=spring'),
    },
  });

  await page.evaluate(() =>
    (window as unknown as { ringback(name: string): Promise<void> }).ringback('forget'),
  );
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  const left = await panel.core().evaluate(async (id) => {
    const answer = await fetch(`/api/v1/calls/${id}`);
    return ((await answer.json()) as { call: Call }).call;
  }, call!.id);
  expect(left.source).toEqual({
    ...{ by: 'request', country: 'UA' },
    first: { source: 'google', medium: 'cpc', campaign: 'spring', term: 'oak lamp' },
    last: { source: 'google', medium: 'cpc', campaign: 'spring', term: 'oak lamp' },
  });
});
