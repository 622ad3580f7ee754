/** A call that comes from outside as a provider delivers it, through the owner's rules, to the browser of an agent. */
import type { Settings } from '@ringback/model';
import { AGENT_HZ, expect, test } from '../fixtures.ts';
import { changeSettings } from '../settings.ts';
import { type DeliveredCall, deliverCall } from './provider.ts';
import { callsOf } from './talk.ts';

/** With whom nobody talks in another story: he is familiar to nobody. */
const CALLER = { number: '+380445556677', name: 'Workshop Dub LLC' };

/** Andriy is asked first and is not there; who has just talked with a customer comes before all. */
const withRules = (settings: Settings): Settings => ({
  ...settings,
  routing: {
    ...settings.routing,
    groups: [
      {
        ...{ key: 'sales', name: 'Sales', branch: '', schedule: '', members: ['andriy', 'olena'], heads: [] },
        ...{ algorithm: 'in-order', ringSeconds: 20, known: 'familiar', familiarMinutes: 60 },
        ...{ maskNumbers: false, queue: false },
      },
    ],
    routes: [
      {
        ...{ name: 'Shop', lines: [settings.line], branch: '', when: 'always', schedule: '' },
        steps: [{ to: 'group', target: 'sales', seconds: 60 }],
        ...{ order: 'in-order', last: 'missed' },
      },
    ],
  },
});

let before: Settings;
let call: DeliveredCall | undefined;
test.beforeEach(async ({ stack }) => {
  before = await changeSettings(stack.gateway, withRules);
});
test.afterEach(async ({ stack }) => {
  await call?.stop();
  await changeSettings(stack.gateway, () => before);
});

test('a caller comes through a trunk and the rules to the agent’s browser; the log says why, also of the second call', async ({
  panel,
  pbx,
}) => {
  await panel.open('/calls.html');
  await panel.isReady();
  for (const why of [
    'went to the group Sales, in order · rule “Shop”',
    'went to Olena Marchenko, who had talked with this number 0 min before · rule “Shop”',
  ]) {
    call = await deliverCall({ trunkPort: pbx!.trunkPort, from: CALLER.number, to: before.line });
    await expect(panel.bar).toContainText(CALLER.name);
    await panel.answer();
    await panel.isTalking();
    // Her own voice, which has been to the caller and back.
    await panel.hears(AGENT_HZ);
    await panel.hangUp();
    expect(await call.ended).toBe(0);
    await expect.poll(() => callsOf(panel)).toEqual([]);
    await panel.closeCard();
    const details = panel.newestCall().getByRole('button', { name: new RegExp(`^${CALLER.name}`) });
    await details.click();
    await expect(panel.log).toContainText(why);
    await expect(panel.log).toContainText(/Agent’s phone\s*in the browser/);
    await panel.log.getByText('The whole way').click();
    await expect(panel.log).toContainText(/Rang Olena Marchenko for up to \d+ sec/);
    await expect(panel.log).toContainText(/Answered after \d+ sec/);
    await details.click();
  }
});
