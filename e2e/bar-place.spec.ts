/** Where the bar stands: moved by mouse, finger and key, remembered, and never over the page's own controls. */
import type { CDPSession, Page } from '@playwright/test';
import { talk } from './asterisk/talk.ts';
import { expect, test } from './fixtures.ts';
import { AgentPanel } from './panel.ts';

test('the bar is put elsewhere, gets another key, and the page remembers both', async ({ panel }) => {
  const place = await panel.openPart('Place of the bar');
  await place.getByLabel('Top').check();
  await expect(panel.bar).toHaveAttribute('dock', 'top');
  await panel.press('Close');
  const keys = await panel.openPart('Keyboard');
  await keys.getByRole('button', { name: /^Change: Latest calls/ }).click();
  await panel.page.keyboard.press('Alt+Shift+Y');
  await panel.press('Close');
  await panel.page.reload();
  await panel.isReady();
  await expect(panel.bar).toHaveAttribute('dock', 'top');
  await panel.page.locator('h1').click();
  await panel.page.keyboard.press('Alt+Shift+Y');
  await expect(panel.bar.getByRole('group', { name: 'Calls', exact: true })).toBeVisible();

  const box = (await panel.bar.boundingBox())!;
  await panel.page.mouse.move(box.x + 4, box.y + 4);
  await panel.page.mouse.down();
  await panel.page.mouse.move(700, 880, { steps: 10 });
  await expect(panel.bar).toHaveAttribute('dock', 'bottom');
  await panel.page.mouse.up();
  await expect.poll(() => panel.kept('bar')).toMatchObject({ dock: 'bottom' });
  await panel.page.reload();
  await expect(panel.bar).toHaveAttribute('dock', 'bottom');
});

type Point = readonly [x: number, y: number];

/** A finger as the browser gets it from a screen: down, along in steps, up; no faster than a frame a step, as no finger is. */
async function swipe(devtools: CDPSession, from: Point, to: Point): Promise<void> {
  const touch = (type: string, points: readonly Point[]) =>
    devtools.send('Input.dispatchTouchEvent', {
      type: type as 'touchStart',
      touchPoints: points.map(([x, y]) => ({ x, y })),
    });
  const steps = 12;
  await touch('touchStart', [from]);
  for (let step = 1; step <= steps; step += 1) {
    const at = (nth: 0 | 1) => from[nth] + ((to[nth] - from[nth]) * step) / steps;
    await touch('touchMove', [[at(0), at(1)]]);
    await frame(devtools);
  }
  await touch('touchEnd', []);
}

const frame = (devtools: CDPSession) =>
  devtools.send('Runtime.evaluate', {
    expression: 'new Promise(requestAnimationFrame)',
    awaitPromise: true,
  });

/** Frames without a change, after which something has come to rest: the bar grows with what it learns of the agent. */
const AT_REST = 5;

async function restingBox({ bar }: AgentPanel, devtools: CDPSession) {
  let box = (await bar.boundingBox())!;
  for (let same = 0; same < AT_REST;) {
    await frame(devtools);
    const next = (await bar.boundingBox())!;
    same = JSON.stringify(next) === JSON.stringify(box) ? same + 1 : 0;
    box = next;
  }
  return box;
}

test('a finger presses the bar’s buttons, and takes the strip to another edge; neither the page nor a call’s buttons go with it', async ({
  agentBrowser,
  phone,
  stack,
}) => {
  const context = await agentBrowser.newContext({
    viewport: { width: 800, height: 900 },
    hasTouch: true,
    permissions: ['microphone'],
  });
  try {
    const page = await context.newPage();
    const panel = new AgentPanel(page, stack);
    await panel.open();
    await panel.signIn('olena');
    await phone.open('+380501112233');
    await phone.callTheShop();
    await panel.bar.getByRole('button', { name: 'Answer' }).tap();
    await panel.isTalking();
    await panel.bar.getByRole('button', { name: 'Hang up' }).tap();
    await phone.says(/^Ended/);

    const devtools = await context.newCDPSession(page);
    // A long page, so that a finger could scroll it.
    await page.evaluate(() => document.querySelector('main')!.style.setProperty('min-height', '300vh'));
    const grip = async (): Promise<Point> => {
      const box = await restingBox(panel, devtools);
      return [box.x + 150, box.y + 3];
    };
    await swipe(devtools, await grip(), [400, 100]);
    await expect(panel.bar).toHaveAttribute('dock', 'top');
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await swipe(devtools, await grip(), [20, 880]);
    await expect(panel.bar).toHaveAttribute('dock', 'start');
    await expect.poll(() => panel.kept('bar')).toMatchObject({ dock: 'start' });
    await page.reload();
    await panel.isReady();
    await expect(panel.bar).toHaveAttribute('dock', 'start');
    await swipe(devtools, await grip(), [400, 880]);
    await expect(panel.bar).toHaveAttribute('dock', 'bottom');

    await phone.callTheShop();
    const answer = panel.bar.getByRole('button', { name: 'Answer' });
    await expect(answer).toBeVisible();
    const { x, y } = (await answer.boundingBox())!;
    await swipe(devtools, [x + 10, y + 10], [400, 100]);
    // By mouse: the browser takes a tap that comes at once for the end of the swipe.
    await answer.click();
    await panel.isTalking();
    await expect(panel.bar).toHaveAttribute('dock', 'bottom');
    await panel.hangUp();
    await phone.says(/^Ended/);
  } finally {
    await context.close();
  }
});

test('the bar is moved by keyboard alone: “More”, the place, the arrow keys; Escape gives the focus back', async ({
  panel,
}) => {
  const { bar, page } = panel;
  await bar.getByRole('button', { name: 'More', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(bar.getByRole('group', { name: 'More', exact: true }).last()).toBeVisible();
  const entry = bar.getByRole('button', { name: 'Place of the bar', exact: true });
  await expect(entry).toBeVisible();
  for (let tabs = 0; tabs < 12 && !(await entry.evaluate((one) => one.matches(':focus'))); tabs += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const place = bar.getByRole('group', { name: 'Place of the bar', exact: true });
  await expect(place.getByLabel('Bottom')).toBeFocused();
  for (const [key, edge] of [
    ['ArrowDown', 'top'],
    ['ArrowDown', 'start'],
    ['ArrowDown', 'end'],
    ['ArrowUp', 'start'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(bar).toHaveAttribute('dock', edge);
  }
  await page.keyboard.press('Escape');
  await expect(place).toBeHidden();
  await page.reload();
  await panel.isReady();
  await expect(bar).toHaveAttribute('dock', 'start');
});

/** The page has something that stays at its lower edge: a chat's button, or a strip. */
async function putFixed(page: Page, style: Record<string, string>): Promise<void> {
  await page.evaluate((wanted) => {
    document.querySelector('#theirs')?.remove();
    const theirs = document.createElement('button');
    theirs.id = 'theirs';
    theirs.textContent = 'Theirs';
    theirs.onclick = () => (theirs.textContent = 'Pressed');
    for (const [name, value] of Object.entries(wanted)) theirs.style.setProperty(name, value);
    document.body.prepend(theirs);
  }, style);
}

test('a control of the page that stays at the edge can be pressed, without a call and with one, at 1440 and 360 px', async ({
  panel,
  phone,
}) => {
  const { page } = panel;
  const theirs = page.locator('#theirs');
  const corner = { position: 'fixed', bottom: '16px', right: '16px', width: '56px', height: '56px' };
  const strip = { position: 'fixed', bottom: '0', left: '0', width: '100%', height: '48px' };
  const isFree = async (): Promise<void> => {
    // A click reaches it only where nothing lies over it.
    await theirs.click();
    await expect(theirs).toHaveText('Pressed');
  };
  for (const style of [corner, strip]) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await putFixed(page, style);
    await isFree();
    await page.setViewportSize({ width: 360, height: 740 });
    await putFixed(page, style);
    await isFree();
  }
  await talk(panel, phone);
  await putFixed(page, strip);
  await isFree();
  await page.setViewportSize({ width: 1440, height: 900 });
  await putFixed(page, corner);
  await isFree();
  await panel.hangUp();
});
