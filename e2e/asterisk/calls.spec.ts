/** What an agent does with calls by his bar, on a real Asterisk: keys, other calls, and his own settings. */
import type { Page } from '@playwright/test';
import { AGENT_HZ, expect, test, THIRD_HZ, VISITOR_HZ } from '../fixtures.ts';
import type { AgentPanel } from '../panel.ts';
import { changeSettings } from '../settings.ts';
import { listen, lose, ringWithEcho } from './ari.ts';
import { callsOf, callWith, hearEachOther, IRYNA, isRecovered, talk } from './talk.ts';

const OLENA = '101';
const OTHER = '+380933334455';
const SERVICE = '+380445556600';

/** SIP requests of this kind that the page sends or is sent, as they are. */
function requests(page: Page, method: string, way: 'framesent' | 'framereceived'): string[] {
  const seen: string[] = [];
  page.on('websocket', (socket) =>
    socket.on(way as 'framesent', ({ payload }) => {
      if (String(payload).startsWith(`${method} `)) seen.push(String(payload));
    }),
  );
  return seen;
}

/** The gateway says how keys are told to this PBX. */
async function keysByInfo(page: Page): Promise<void> {
  await page.route('**/api/v1/sip-credentials', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), dtmf: 'info' } });
  });
}

async function pressKeys(panel: AgentPanel): Promise<void> {
  await panel.page.context().grantPermissions(['microphone', 'clipboard-read', 'clipboard-write']);
  await panel.press('Keypad');
  const keypad = panel.bar.getByRole('group', { name: 'Keypad' }).first();
  for (const key of ['4', '7']) await keypad.getByRole('button', { name: key, exact: true }).click();
  await panel.page.keyboard.type('1*#');
  await panel.page.evaluate(() => navigator.clipboard.writeText('0 p 12-3'));
  await panel.page.keyboard.press('Control+V');
}
const PRESSED = '471*#0123';

for (const [name, byInfo] of [
  ['in the sound (RFC 4733)', false],
  ['by SIP INFO, where the PBX wants it so', true],
] as const) {
  test(`keys come to the PBX ${name}: by pad, by keyboard, and pasted with a pause`, async ({
    panel,
    pbx,
    phone,
  }) => {
    const infos = requests(panel.page, 'INFO', 'framesent');
    if (byInfo) await keysByInfo(panel.page);
    await panel.page.reload();
    await panel.isReady();
    const ear = await listen(pbx!);
    try {
      await talk(panel, phone);
      await pressKeys(panel);
      await expect.poll(() => ear.keys(OLENA)).toBe(PRESSED);
      expect(infos).toHaveLength(byInfo ? PRESSED.length : 0);
      await hearEachOther(panel, phone);
      await panel.hangUp();
      await phone.says(/^Ended/);
    } finally {
      ear.close();
    }
  });
}

test('an empty field brings the last number back, and calls it at the second press', async ({
  panel,
  phone,
}) => {
  await phone.open(IRYNA);
  await panel.dial(IRYNA);
  await phone.answer();
  await hearEachOther(panel, phone);
  await phone.hangUp();
  await expect.poll(() => callsOf(panel)).toEqual([]);
  await panel.press('Call');
  await expect(panel.bar).toContainText('The last number. Press again to call it.');
  await panel.press('Call');
  await phone.answer();
  await hearEachOther(panel, phone);
  await panel.hangUp();
  await phone.says(/^Ended/);
});

/** Changes one setting of the agent's own, and waits until the gateway has it. */
async function set(panel: AgentPanel, label: string, how: 'check' | 'uncheck'): Promise<void> {
  const saved = panel.page.waitForResponse(
    (response) => response.url().endsWith('/api/v1/me') && response.request().method() === 'PATCH',
  );
  await (await panel.openPart('My status')).getByLabel(label, { exact: true })[how]();
  expect((await saved).ok()).toBe(true);
  await panel.press('Close');
}

test.describe('settings of the agent’s own', () => {
  test.afterEach(({ panel }) =>
    panel.api('PATCH', '/me', {
      ...{ status: 'available', statusUntil: null, callWaiting: false, autoAnswer: false },
      outgoingNumber: null,
    }),
  );

  test('who is not to be disturbed is not rung, and finds the call among the missed; afterwards he is rung again', async ({
    panel,
    phone,
  }) => {
    await set(panel, 'Do not disturb', 'check');
    await phone.open(IRYNA);
    await phone.callTheShop();
    await phone.says(/^Ended/);
    await expect(panel.bar.getByRole('button', { name: /^Calls, \d+ missed/ })).toBeVisible();
    await expect(panel.bar.getByRole('timer')).toHaveCount(0);
    await set(panel, 'Available', 'check');
    await talk(panel, phone);
    await phone.hangUp();
  });

  test('a phone that picks up by itself does so, and leaves a second call alone', async ({
    panel,
    phone,
    otherPhone,
  }) => {
    await set(panel, 'Pick up by itself', 'check');
    await set(panel, 'Let a second call ring while I talk', 'check');
    await phone.open(IRYNA);
    await phone.callTheShop();
    await phone.says('Talking');
    await hearEachOther(panel, phone);
    await otherPhone.open(OTHER);
    await otherPhone.callTheShop();
    await expect(panel.bar.getByRole('button', { name: 'Answer' })).toBeVisible();
    await otherPhone.says('It rings…');
    await hearEachOther(panel, phone);
    await otherPhone.hangUp();
    await phone.hangUp();
  });

  test('a second call is busy or knocks, as the agent likes; he takes it, and changes over', async ({
    panel,
    phone,
    otherPhone,
  }) => {
    await talk(panel, phone);
    await otherPhone.open(OTHER);
    await otherPhone.callTheShop();
    await otherPhone.says(/^Ended: Busy/);
    await hearEachOther(panel, phone);

    await set(panel, 'Let a second call ring while I talk', 'check');
    await otherPhone.callTheShop();
    await panel.answer();
    await Promise.all([panel.hears(THIRD_HZ), otherPhone.hears(AGENT_HZ)]);
    await Promise.all([phone.hearsNot(AGENT_HZ), panel.hearsNot(VISITOR_HZ)]);
    await callWith(panel, 'Iryna Kovalenko').getByRole('button', { name: 'Hold' }).click();
    await hearEachOther(panel, phone);
    await Promise.all([otherPhone.hearsNot(AGENT_HZ), panel.hearsNot(THIRD_HZ)]);
    await otherPhone.hangUp();
    await hearEachOther(panel, phone);
    await phone.hangUp();
    await expect.poll(() => callsOf(panel)).toEqual([]);
  });

  test('whoever is called sees the number that the agent has chosen', async ({ panel, phone, stack }) => {
    const service = { number: SERVICE, name: 'Service', branch: '' };
    const main = await changeSettings(stack.gateway, (settings) => ({ ...settings, lines: [service] }));
    await panel.page.reload();
    await panel.isReady();
    const invites = requests(phone.page, 'INVITE', 'framereceived');
    const caller = () => /^From:.*<sip:([^@]*)@/m.exec(invites.at(-1) ?? '')?.[1];
    await phone.open(IRYNA);
    await panel.dial(IRYNA);
    await phone.says('Incoming call');
    expect(caller()).toBe(main.line);
    await panel.hangUp();
    await phone.says(/^Ended/);
    await (await panel.openPart('My status')).getByLabel('Number that others see').selectOption(SERVICE);
    await expect
      .poll(() => panel.api<{ outgoingNumber?: string }>('GET', '/me'))
      .toMatchObject({ outgoingNumber: SERVICE });
    await panel.press('Close');
    await panel.dial(IRYNA);
    await phone.says('Incoming call');
    expect(caller()).toBe(SERVICE);
    await phone.answer();
    await hearEachOther(panel, phone);
    await panel.hangUp();
    await changeSettings(stack.gateway, () => main);
  });
});

test('a PBX that asks the phone to pick up by itself is obeyed, without the gateway’s knowledge', async ({
  panel,
  pbx,
}) => {
  await ringWithEcho(pbx!, {
    endpoint: OLENA,
    headers: { 'Call-Info': '<sip:127.0.0.1>\\;answer-after=0' },
  });
  await panel.isTalking();
  await panel.hears(AGENT_HZ);
  await panel.press('Mute');
  await panel.hearsNot(AGENT_HZ);
  await panel.press('Mute');
  await panel.hears(AGENT_HZ);
  await panel.hangUp();
  await expect.poll(() => callsOf(panel)).toEqual([]);
});

test('a colleague who is asked first does not want the customer: the agent goes back, and all is as it was', async ({
  panel,
  phone,
  colleague,
}) => {
  await talk(panel, phone);
  await panel.transferTo('Andriy Bondar', 'Ask first');
  await colleague.answer();
  await Promise.all([panel.hears(THIRD_HZ), colleague.hears(AGENT_HZ)]);
  await Promise.all([phone.hearsNot(AGENT_HZ), panel.hearsNot(VISITOR_HZ)]);
  await panel.press('Back to the first call');
  await hearEachOther(panel, phone);
  await expect.poll(() => callsOf(colleague)).toEqual([]);
  await isRecovered(panel);
  await phone.hangUp();
  await expect.poll(() => callsOf(panel)).toEqual([]);
});

test('the network loses the customer: bar and log say that the talk was cut off, and the log calls back', async ({
  panel,
  pbx,
  phone,
}) => {
  await panel.open('/calls.html');
  await talk(panel, phone);
  await lose(pbx!, 'visitor');
  await phone.says(/^Ended/);
  await expect(panel.bar).toContainText('The call was cut off');
  const row = panel.newestCall();
  await expect(row).toContainText('Cut off');
  await panel.closeCard();
  await row.getByRole('button', { name: 'Call Iryna Kovalenko back' }).click();
  await phone.answer();
  await hearEachOther(panel, phone);
  await expect(panel.bar).not.toContainText('The call was cut off');
  await panel.hangUp();
  await phone.says(/^Ended/);
});
