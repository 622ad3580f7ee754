/** The administrator changes where phones register, while pages stand and people talk. */
import { createCable } from '@ringback/testing/node';
import { expect, test } from '../fixtures.ts';
import { changeSipServers } from '../settings.ts';
import { callsOf, hearEachOther, talk } from './talk.ts';

/** In ms: a page looks once a minute. */
const A_LOOK = 61_000;

test('a page whose PBX has moved goes on with its call, and registers at the new address when it is over', async ({
  panel,
  phone,
  pbx,
  stack,
}) => {
  const { cable, access } = pbx!;
  const moved = await createCable(Number(new URL(access.phoneServer).port));
  const { page } = panel;
  const loaded: string[] = [];
  page.on('framenavigated', (frame) => void loaded.push(new URL(frame.url()).pathname));
  try {
    await page.clock.install();
    await page.reload();
    await panel.isReady();
    const frames = () => loaded.filter((path) => path.endsWith('core.html')).length;
    const before = frames();
    await talk(panel, phone);
    await changeSipServers(stack.gateway, [`ws://127.0.0.1:${moved.port}/ws`]);
    await hearEachOther(panel, phone);
    // The address of before is gone.
    await cable.pull();
    await expect.poll(() => panel.bar.textContent()).not.toContain('Ready');
    await page.clock.fastForward(A_LOOK);
    await hearEachOther(panel, phone);
    expect(await callsOf(panel)).toMatchObject([{ state: 'connected' }]);
    expect(frames()).toBe(before);

    await phone.hangUp();
    await phone.says(/^Ended/);
    await panel.hangUp();
    // The PBX cannot be told; the gateway knows by itself that it is over.
    await page.clock.fastForward(A_LOOK);
    await expect.poll(frames).toBe(before + 1);
    await panel.isReady();
    await talk(panel, phone);
    await panel.hangUp();
    await phone.says(/^Ended/);
  } finally {
    await changeSipServers(stack.gateway, access.sipServers);
    await cable.plug();
    await moved.close();
  }
});
