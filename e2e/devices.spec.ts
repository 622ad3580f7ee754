/** Choosing what one hears and speaks with, in the real frame. Chromium has fake devices here, which can be unplugged by hand. */
import type { Locator } from '@playwright/test';
import { AGENT_HZ, expect, test } from './fixtures.ts';
import type { AgentPanel } from './panel.ts';

const IRYNA = '+380501112233';

async function openSound({ bar }: AgentPanel): Promise<Locator> {
  await bar.getByRole('button', { name: 'More' }).click();
  await bar.getByRole('button', { name: 'Sound', exact: true }).click();
  return bar.getByRole('group', { name: 'Sound' });
}

const choice = (sound: Locator, kind: string): Locator => sound.locator(`select[name=${kind}]`);

/** From now on the browser of the core lists all devices but this one, or all again. */
async function unplug(panel: AgentPanel, id: string | undefined): Promise<void> {
  await panel.core().evaluate((gone) => {
    const { mediaDevices } = navigator;
    const { enumerateDevices } = MediaDevices.prototype;
    mediaDevices.enumerateDevices = async () =>
      (await enumerateDevices.call(mediaDevices)).filter(({ deviceId }) => deviceId !== gone);
    mediaDevices.dispatchEvent(new Event('devicechange'));
  }, id);
}

test('the agent tests the microphone and chooses devices, which are chosen still after a reload', async ({
  panel,
}) => {
  const sound = await openSound(panel);
  await sound.getByRole('button', { name: 'Record a test' }).click();
  await expect
    .poll(async () => Number(await sound.getByRole('meter').getAttribute('aria-valuenow')))
    .toBeGreaterThan(20);
  await sound.getByRole('button', { name: 'Stop and listen' }).click();
  // As long as what was recorded, which is short: nobody presses Stop in time for sure.
  await expect(sound.getByRole('button', { name: 'Record a test' })).toBeVisible();

  const chosen: Record<string, string> = {};
  for (const kind of ['microphone', 'speaker', 'ringer']) {
    chosen[kind] = (await choice(sound, kind).locator('option').last().getAttribute('value'))!;
    await choice(sound, kind).selectOption(chosen[kind]!);
  }
  await sound.getByLabel('Take noise out').uncheck();
  await expect
    .poll(() => panel.kept('devices'))
    .toMatchObject({ ...chosen, processing: { noiseSuppression: false, echoCancellation: true } });
  await panel.page.reload();
  await panel.isReady();
  const again = await openSound(panel);
  for (const kind of Object.keys(chosen)) await expect(choice(again, kind)).toHaveValue(chosen[kind]!);
  await expect(again.getByLabel('Take noise out')).not.toBeChecked();
});

test('a call goes on when its microphone is changed, unplugged and plugged in again', async ({
  panel,
  phone,
}) => {
  await phone.open(IRYNA);
  await phone.callTheShop();
  await panel.answer();
  await panel.isTalking();
  await phone.hears(AGENT_HZ);
  const sound = await openSound(panel);
  const microphone = choice(sound, 'microphone');
  const id = (await microphone.locator('option').last().getAttribute('value'))!;
  await microphone.selectOption(id);
  await phone.hears(AGENT_HZ);
  await unplug(panel, id);
  await expect(microphone.locator('option:checked')).toHaveText(/unplugged/i);
  await phone.hears(AGENT_HZ);
  await unplug(panel, undefined);
  await expect(microphone.locator('option:checked')).not.toHaveText(/unplugged/i);
  await expect(microphone).toHaveValue(id);
  await sound.getByLabel('Take the echo out').uncheck();
  await phone.hears(AGENT_HZ);
  await phone.hangUp();
  await expect(panel.bar.getByRole('timer')).toHaveCount(0);
});
