/** A recording is heard in the log, in a page whose policy allows no more than /admin says that it must. */
import { DEMO_PASSWORD } from '../examples/demo/seed.ts';
import { expect, test } from './fixtures.ts';
import { changeSettings } from './settings.ts';

test('a recording plays in the log under a policy that allows what /admin names, and nothing besides', async ({
  stack,
  panel,
  phone,
  thirdContext,
}) => {
  const admin = await thirdContext.newPage();
  await admin.goto(`${stack.gateway}/admin`);
  await admin.getByLabel('Login').fill('admin');
  await admin.getByLabel('Password').fill(DEMO_PASSWORD);
  await admin.keyboard.press('Enter');
  const named = await admin.getByLabel('Panel: to be added to a Content-Security-Policy').inputValue();
  const policy = (await panel.page.request.get(panel.page.url())).headers()['content-security-policy'];
  expect(policy).toContain("default-src 'none'");
  for (const directive of named.split('; ')) expect(policy).toContain(directive);

  const before = await changeSettings(stack.gateway, (settings) => ({
    ...settings,
    recordings: { ...settings.recordings, mode: 'all' },
  }));
  try {
    await phone.open('+380671230099');
    await phone.callTheShop();
    await panel.answer();
    await expect(panel.bar.getByRole('timer').first()).toHaveText(/^0:0[2-9]$/);
    await phone.hangUp();
    await panel.open('/calls.html');
    const sound = panel.page.waitForResponse(/\/recordings\/[^/]+\/audio/);
    const listen = panel.newestCall().getByRole('button', { name: /^Listen/ });
    await listen.press('Enter');
    expect((await sound).ok()).toBe(true);
    const player = panel.page.locator('ringback-player');
    await expect(player.getByRole('button', { name: 'Pause' })).toBeVisible();
    await expect(player.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0);
  } finally {
    await changeSettings(stack.gateway, () => before);
  }
});
