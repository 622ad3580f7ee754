/** A browser that lists a speaker only once a person has let a page use it: Firefox is such a one. */
import { expect, test } from './fixtures.ts';

/** Runs in every frame before its own scripts: the question is put only while a click in that very frame is fresh. */
function asksForSpeakers(): void {
  const { mediaDevices } = navigator;
  if (!mediaDevices) return;
  const { enumerateDevices } = MediaDevices.prototype;
  let taken = '';
  mediaDevices.enumerateDevices = async () =>
    (await enumerateDevices.call(mediaDevices)).filter(
      ({ kind, deviceId }) => kind !== 'audiooutput' || deviceId === taken,
    );
  const selectAudioOutput = async (): Promise<MediaDeviceInfo> => {
    if (!navigator.userActivation.isActive) throw new DOMException('No click.', 'InvalidStateError');
    const there = (await enumerateDevices.call(mediaDevices)).filter(({ kind }) => kind === 'audiooutput');
    const last = there.at(-1);
    if (!last) throw new DOMException('None.', 'NotFoundError');
    taken = last.deviceId;
    return last;
  };
  Object.assign(mediaDevices, { selectAudioOutput });
}

test('the browser is asked for a speaker by a click in the phone’s own frame, and calls are heard there', async ({
  agentContext,
  panel,
}) => {
  await agentContext.addInitScript(asksForSpeakers);
  await panel.page.reload();
  await panel.isReady();
  const sound = await panel.openPart('Sound');
  const speaker = sound.locator('select[name=speaker]');
  await expect(speaker).toHaveCount(0);
  const ask = sound.getByRole('button', { name: 'Speaker: choose another…' });
  const frame = panel.page.frameLocator('iframe[title=Ringback]');

  await ask.click();
  await frame.getByRole('button', { name: 'Cancel' }).click();
  await expect(ask).toBeFocused();
  await expect(speaker).toHaveCount(0);

  await ask.click();
  await expect(frame.getByRole('dialog', { name: 'Choose a speaker' })).toBeVisible();
  await frame.getByRole('button', { name: 'Choose…' }).click();
  await expect(speaker).not.toHaveValue('');
  await expect(frame.getByRole('dialog')).toHaveCount(0);
});
