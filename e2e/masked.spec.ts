/** Who may not see customers' numbers is told none: neither by the PBX nor by the gateway. */
import type { Session, Settings } from '@ringback/model';
import { expect, test, VISITOR_HZ } from './fixtures.ts';
import { changeSettings } from './settings.ts';

const IRYNA = '+380501112233';
/** However it is written. */
const HER_DIGITS = /5\D?0\D{0,2}1\D?1\D?1\D?2\D?2\D?3\D?3/;

const withGroups = (groups: Settings['routing']['groups']) => (settings: Settings) => ({
  ...settings,
  routing: { ...settings.routing, groups },
});

test.afterEach(({ stack }) => changeSettings(stack.gateway, withGroups([])));

test('a masked number is in no message and no answer that reaches the phone of who may not see it', async ({
  panel,
  phone,
  stack,
}) => {
  const { agent } = await panel.api<Session>('GET', '/session');
  const couriers: Settings['routing']['groups'][number] = {
    ...{ key: 'couriers', name: 'Couriers', branch: '', schedule: '', members: [agent.id], heads: [] },
    ...{ algorithm: 'in-order', ringSeconds: 20, known: 'nobody', familiarMinutes: 60 },
    ...{ maskNumbers: true, queue: false },
  };
  await changeSettings(stack.gateway, withGroups([couriers]));
  // What was asked while the number might still be seen is answered to nobody.
  await panel.page.goto('about:blank');
  const sip: string[] = [];
  const answers: Promise<string>[] = [];
  panel.page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => sip.push(String(payload)));
    socket.on('framesent', ({ payload }) => sip.push(String(payload)));
  });
  panel.page.on('response', (response) => {
    const isJson = response.headers()['content-type']?.includes('json');
    if (isJson) answers.push(response.text().catch(() => ''));
  });
  await panel.open('/calls.html');
  await panel.isReady();

  await phone.open(IRYNA);
  await phone.callTheShop();
  await panel.answer();
  await panel.hears(VISITOR_HZ);
  await panel.page.reload();
  await panel.hears(VISITOR_HZ);
  await panel.hangUp();
  await expect(panel.newestCall()).toContainText('Answered');

  expect(sip.filter((text) => text.startsWith('INVITE')).length).toBeGreaterThan(1);
  const told = await Promise.all(answers);
  expect(told.join()).toContain('•••');
  expect([...sip, ...told].filter((text) => HER_DIGITS.test(text))).toEqual([]);
  await expect(panel.page.locator('body')).not.toContainText(HER_DIGITS);
});
