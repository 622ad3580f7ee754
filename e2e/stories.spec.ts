/** The five stories of the first call, on whichever PBX the project names. */
import { AGENT_HZ, expect, test, VISITOR_HZ } from './fixtures.ts';

const IRYNA = '+380501112233';

test('a visitor leaves a number, is called back, talks, and the call stands in the log', async ({
  panel,
  phone,
  shop,
}) => {
  await phone.open(IRYNA);
  await shop.open('/oak-lamp.html');
  await shop.askForCallback('050 111 22 33');

  await expect(panel.card).toContainText('Iryna Kovalenko');
  await expect(panel.card).toContainText('Oak lamp');
  await expect(panel.card).toContainText('Callback');
  await panel.answer();
  await phone.says('Incoming call');
  await shop.reads('Olena Marchenko is waiting for you. Your phone rings. Please answer.');
  await phone.answer();
  await panel.isTalking();
  await shop.reads('You are connected. Talk to you!');
  await Promise.all([panel.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);

  await panel.hangUp();
  await phone.says(/^Ended/);
  await shop.reads('Thank you for the talk.');
  await panel.open('/calls.html');
  const row = panel.newestCall();
  await expect(row).toContainText('Iryna Kovalenko');
  await expect(row).toContainText('Callback');
  await expect(row).toContainText('Outgoing');
  await expect(row).toContainText('Answered');
  await expect(row).toContainText(/\d:\d\d/);
});

test('a known customer calls: name and kind are on the card before pick-up', async ({ panel, phone }) => {
  await phone.open(IRYNA);
  await phone.callTheShop();
  await expect(panel.card).toContainText('Iryna Kovalenko');
  await expect(panel.card).toContainText(/client/i);
  await phone.says('It rings…');
  await panel.answer();
  await panel.isTalking();
  await phone.says('Talking');
  await Promise.all([panel.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);

  await panel.comment('Asked for a linen shade');
  await phone.hangUp();
  await panel.open('/calls.html');
  await expect(panel.newestCall()).toContainText('Asked for a linen shade');
  await panel.page.reload();
  await expect(panel.newestCall()).toContainText('Asked for a linen shade');
});

test('somebody new calls: number alone, then he is created with name and kind', async ({ panel, phone }) => {
  const number = `+38093${String(Date.now()).slice(-7)}`;
  await phone.open(number);
  await phone.callTheShop();
  await expect(panel.card).toContainText(number.slice(-4));
  await panel.answer();
  await panel.isTalking();
  await panel.createParty('Halyna Shevchuk', 'client');
  await expect(panel.card).toContainText('Halyna Shevchuk');
  await panel.hangUp();
  await panel.open('/calls.html');
  await expect(panel.newestCall()).toContainText('Halyna Shevchuk');
});

test('somebody new is a known customer with another phone: he is chosen, and known by it from then on', async ({
  panel,
  phone,
}) => {
  const number = `+38068${String(Date.now()).slice(-7)}`;
  await phone.open(number);
  await phone.callTheShop();
  await panel.answer();
  await panel.isTalking();
  await panel.chooseParty('Savchuk', 'Petro Savchuk');
  await expect(panel.card).toContainText('Petro Savchuk');
  await panel.hangUp();
  await phone.says(/^Ended/);
  await phone.callTheShop();
  await expect(panel.card).toContainText('Petro Savchuk');
  await phone.hangUp();
});

test('nobody picks up: the call is missed', async ({ panel, phone }) => {
  await phone.open(IRYNA);
  await phone.callTheShop();
  await expect(panel.card).toContainText('Iryna Kovalenko');
  await phone.hangUp();
  await panel.open('/calls.html');
  await expect(panel.newestCall()).toContainText('Missed');
});

test('the agent dials by typing, by pasting, and by a click in the log', async ({ panel, phone }) => {
  await phone.open(IRYNA);
  await panel.dial('0501112233');
  await phone.says('Incoming call');
  await phone.answer();
  await panel.isTalking();
  await Promise.all([panel.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);
  await panel.hangUp();
  await phone.says(/^Ended/);

  await panel.paste('tel:+380 (50) 111-22-33');
  await phone.says('Incoming call');
  await phone.hangUp();
  await phone.says(/^Ended/);

  await panel.open('/calls.html');
  await panel.isReady();
  await panel.callFromLog();
  await phone.says('Incoming call');
  await phone.answer();
  await panel.isTalking();
  await panel.hangUp();
});

test('the agent clicks through the panel during a call and goes on talking', async ({ panel, phone }) => {
  await phone.open(IRYNA);
  await phone.callTheShop();
  await panel.answer();
  await panel.isTalking();
  await phone.says('Talking');
  await panel.hears(VISITOR_HZ);
  await panel.typeComment('Half a sentence');

  for (const page of ['Customers', 'Calls', 'Orders']) {
    await panel.page.getByRole('link', { name: page }).click();
    await panel.page.waitForURL(/.*/);
    await panel.isTalking();
    await Promise.all([panel.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);
    await phone.says('Talking');
  }
  await expect(panel.commentField()).toHaveValue('Half a sentence');
  await panel.hangUp();
  await phone.says(/^Ended/);
});

test('the agent mutes, holds and goes on', async ({ panel, phone }) => {
  await phone.open(IRYNA);
  await phone.callTheShop();
  await panel.answer();
  await panel.isTalking();
  await phone.hears(AGENT_HZ);
  await panel.press('Mute');
  await phone.hearsNot(AGENT_HZ);
  await panel.press('Mute');
  await phone.hears(AGENT_HZ);
  await panel.press('Hold');
  await phone.hearsNot(AGENT_HZ);
  await panel.press('Hold');
  await Promise.all([panel.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);
  await phone.hangUp();
  await expect(panel.bar.getByRole('timer')).toHaveCount(0);
});
