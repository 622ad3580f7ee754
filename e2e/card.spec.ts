/** The caller card during a talk, with the real gateway behind it: what is done on it is found everywhere afterwards. */
import type { Call, Deal, Party, Task } from '@ringback/model';
import { expect, test } from './fixtures.ts';
import { changeSite } from './settings.ts';

const IRYNA = '+380501112233';
/** Lent to the one visitor, so that his call is joined to what he has looked at. */
const LENT = '+380445550009';

test.afterEach(({ stack }) => changeSite(stack.gateway, { tracking: {} }));

test('an agent picks the deal, says what came of the call, adds goods and makes a task; all is there after a reload', async ({
  panel,
  phone,
  shop,
  stack,
}) => {
  await changeSite(stack.gateway, { tracking: { pool: [LENT], goods: true } });
  await shop.open('/with-consent/oak-lamp.html');
  await expect(shop.page.locator('nav a[href^="tel:"]')).toHaveAttribute('href', `tel:${LENT}`);
  const [iryna] = await panel.api<{ party: Party }[]>('GET', `/parties?phone=${encodeURIComponent(IRYNA)}`);
  const partyId = iryna!.party.id;
  const lamps = await panel.api<Deal>('POST', '/deals', { title: 'Lamps for the hall', partyId });
  await panel.api<Deal>('POST', '/deals', { title: 'A table', partyId });

  await phone.open(IRYNA);
  await phone.dials(LENT);
  const { card } = panel;
  await expect(card.locator('[data-block=deals]')).toContainText('Open deals');
  await panel.answer();
  await panel.isTalking();

  await card.getByRole('radio', { name: 'Lamps for the hall' }).check();
  await card.getByRole('button', { name: 'Settled' }).click();
  await expect(card.getByRole('button', { name: 'Settled' })).toHaveAttribute('aria-pressed', 'true');
  await card.locator('[data-block=viewed] summary').click();
  await card.getByRole('button', { name: 'Add to deal: Oak lamp' }).click();
  await expect(card).toContainText('Added to “Lamps for the hall”.');
  await card.getByRole('button', { name: '+ Task' }).click();
  const form = panel.page.locator('ringback-task-form');
  await form.getByLabel('Title').fill('Send the price of two lamps');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(card.locator('[data-block=tasks]')).toContainText('Send the price of two lamps');
  await panel.hangUp();
  await phone.says(/^Ended/);

  await panel.page.reload();
  await panel.isReady();
  const { items: calls } = await panel.api<{ items: Call[] }>('GET', '/calls?limit=1');
  expect(calls[0]).toMatchObject({ deal: { id: lamps.id }, disposition: { id: 'settled' } });
  const deal = await panel.api<Deal>('GET', `/deals/${lamps.id}`);
  expect(deal.lines?.map(({ name, quantity }) => [name, quantity])).toEqual([['Oak lamp', 1]]);
  const { items: tasks } = await panel.api<{ items: Task[] }>('GET', `/tasks?partyId=${partyId}`);
  expect(tasks).toMatchObject([{ title: 'Send the price of two lamps', callId: calls[0]!.id }]);
  const { items: history } = await panel.api<{ items: { callId?: string }[] }>(
    'GET',
    `/timeline?dealId=${lamps.id}`,
  );
  expect(history.map(({ callId }) => callId)).toContain(calls[0]!.id);

  // Whoever calls again finds all of it on the card.
  await phone.callTheShop();
  await expect(card.locator('[data-block=tasks]')).toContainText('Send the price of two lamps');
  await phone.hangUp();
});
