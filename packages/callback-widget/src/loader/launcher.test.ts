import { expect, waitUntil } from '@open-wc/testing';
import { SITE } from '../callback/callback.harness.ts';
import { type Opener, type Page, startLauncher } from './launcher.ts';

/** Collects what the element's module is asked for. */
function fakeElement() {
  const asked = { loads: 0, opened: 0, closed: 0, destroyed: 0, fail: false };
  const open: Opener = async () => {
    asked.opened += 1;
    return { close: () => (asked.closed += 1), destroy: () => (asked.destroyed += 1) };
  };
  const load = async (): Promise<{ open: Opener }> => {
    asked.loads += 1;
    if (asked.fail) throw new Error('offline');
    return { open };
  };
  return { asked, load };
}

const button = (): HTMLButtonElement => {
  const host = document.body.lastElementChild;
  return host!.shadowRoot!.querySelector('button')!;
};

describe('callback.js', () => {
  let page: Page;
  let warnings: string[];
  const warn = console.warn;

  beforeEach(() => {
    page = {};
    warnings = [];
    console.warn = (text: string) => warnings.push(text);
  });
  afterEach(() => {
    page.ringback?.('destroyCallback');
    console.warn = warn;
  });

  it('shows a button and asks for nothing before it is touched', async () => {
    const { asked, load } = fakeElement();
    startLauncher(SITE, page, load);
    expect(button().textContent).to.equal('Call me back');
    expect(asked.loads).to.equal(0);
    await expect(document.body).to.be.accessible();
  });

  it('opens the dialog at a click', async () => {
    const { asked, load } = fakeElement();
    startLauncher(SITE, page, load);
    button().click();
    await waitUntil(() => asked.opened === 1);
    expect(button().hasAttribute('aria-busy')).to.equal(false);
  });

  it('answers calls that the page made before the script came', async () => {
    const { asked, load } = fakeElement();
    const waiting: unknown[][] = [['open'], ['dial', '+380501112233']];
    page.ringback = Object.assign(() => undefined, { q: waiting });
    startLauncher(SITE, page, load);
    await waitUntil(() => asked.opened === 1);
    expect(Array.from(page.ringback!.q!)).to.deep.equal([['dial', '+380501112233']]);
  });

  it('stands once, however often it is included, and says so once', () => {
    const { load } = fakeElement();
    const before = document.body.childElementCount;
    startLauncher(SITE, page, load);
    startLauncher(SITE, page, load);
    expect(document.body.childElementCount).to.equal(before + 1);
    expect(warnings).to.have.length(1);
  });

  it('says in the console that the gateway is away, and works at the next click', async () => {
    const { asked, load } = fakeElement();
    asked.fail = true;
    startLauncher(SITE, page, load);
    button().click();
    await waitUntil(() => warnings.length === 1);
    expect(warnings[0]).to.contain('cannot be reached');
    asked.fail = false;
    button().click();
    await waitUntil(() => asked.opened === 1);
  });

  it('leaves the page as it was', async () => {
    const before = document.body.innerHTML;
    const { asked, load } = fakeElement();
    startLauncher(SITE, page, load);
    await page.ringback!('open');
    page.ringback!('destroyCallback');
    expect(document.body.innerHTML).to.equal(before);
    expect(asked.destroyed).to.equal(1);
    expect(Object.keys(page)).to.deep.equal([]);
  });
});
