/** Pages that were not made for guests: old libraries on the browser's own prototypes, and style sheets that spare nobody. */
import { expect, test } from './fixtures.ts';
import { IRYNA, talk } from './asterisk/talk.ts';
import { mooTools, prototypeJs } from './old-libraries.ts';
import { AgentPanel } from './panel.ts';

for (const [library, pollute] of [
  ['Prototype', prototypeJs],
  ['MooTools', mooTools],
] as const) {
  test(`beside ${library}, an agent signs in, talks to a customer and writes a comment that the log has`, async ({
    agentContext,
    phone,
    stack,
  }) => {
    const page = await agentContext.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.addInitScript(pollute);
    const panel = new AgentPanel(page, stack);
    await panel.open('/calls.html');
    await panel.signIn('olena');
    await talk(panel, phone);
    await expect(panel.card).toContainText('Iryna');
    await panel.comment(`Written beside ${library}`);
    await phone.hangUp();
    await expect(panel.newestCall()).toContainText(`Written beside ${library}`);
    await panel.log.getByRole('searchbox').fill(IRYNA);
    await panel.log.getByRole('searchbox').press('Enter');
    await expect(panel.newestCall()).toContainText('Iryna');
    expect(errors).toEqual([]);
  });

  test(`beside ${library}, a visitor asks for a call in a shop`, async ({ shop }) => {
    const errors: string[] = [];
    shop.page.on('pageerror', (error) => errors.push(error.message));
    await shop.page.addInitScript(pollute);
    await shop.open();
    await shop.page.getByRole('button', { name: 'Call me back' }).click();
    await shop.page.getByLabel('Your phone number').fill(IRYNA);
    await expect(shop.page.getByLabel('Your phone number')).toHaveValue(/50 ?111/);
    expect(errors).toEqual([]);
  });
}

/** A reset that reaches everything, text that is no text for tools, and frames that are all made fluid. */
const HOSTILE = `
  * { margin: 0; padding: 0; position: relative; box-sizing: content-box; line-height: 1; transition: all 1ms }
  body { letter-spacing: 6px; text-align: center; text-indent: 40px; text-shadow: 1px 1px red; text-transform: uppercase;
    white-space: nowrap; word-spacing: 20px }
  div, section, ul, li, p, span, button, input { position: static !important; inline-size: 100% !important; float: left !important;
    border: 9px solid red !important; opacity: .3 !important }
  iframe { display: block !important; position: static !important; inline-size: 100% !important; block-size: 400px !important;
    border: 9px solid red !important; opacity: 1 !important; pointer-events: auto !important; z-index: 2147483647 !important }
`;

test('in a page with a style sheet that spares nobody, bar, card and sign-in stand where they belong and read as always', async ({
  agentContext,
  phone,
  stack,
}) => {
  const page = await agentContext.newPage();
  await page.addInitScript((rules) => {
    if (window !== window.top) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, HOSTILE);
  const panel = new AgentPanel(page, stack);
  await panel.open('/calls.html');
  const { width, height } = page.viewportSize()!;
  const core = page.locator(`iframe[src^="${stack.gateway}"]`);
  await expect(core).toHaveCSS('opacity', '0');
  expect(await core.boundingBox()).toEqual({ x: 0, y: 0, width: 1, height: 1 });

  await panel.bar.getByRole('button', { name: 'Sign in' }).click();
  await expect(core).toHaveCSS('opacity', '1');
  const signIn = (await core.boundingBox())!;
  expect(signIn.x + signIn.width).toBeLessThanOrEqual(width);
  expect(signIn.width).toBeLessThan(width / 2);
  await page.keyboard.press('Escape');
  await panel.signIn('olena');
  await expect(core).toHaveCSS('opacity', '0');

  await phone.open(IRYNA);
  await phone.callTheShop();
  await expect(panel.card).toContainText('Iryna');
  const bar = (await panel.bar.boundingBox())!;
  expect([bar.x, bar.width, Math.round(bar.y + bar.height)]).toEqual([0, width, height]);
  const card = (await panel.card.boundingBox())!;
  expect(card.width).toBeLessThanOrEqual(420);
  expect(card.y + card.height).toBeLessThanOrEqual(bar.y);
  for (const element of [panel.bar, panel.card, panel.log])
    for (const [property, value] of [
      ['letter-spacing', 'normal'],
      ['text-align', 'start'],
      ['text-indent', '0px'],
      ['text-shadow', 'none'],
      ['text-transform', 'none'],
      ['white-space', 'normal'],
      ['word-spacing', '0px'],
    ] as const)
      await expect(element).toHaveCSS(property, value);
  await panel.answer();
  await panel.isTalking();
  await phone.hangUp();
});
