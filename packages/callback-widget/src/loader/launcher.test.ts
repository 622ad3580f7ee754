import { aTimeout, expect, waitUntil } from '@open-wc/testing';
import { keepClosed } from '../closed.ts';
import { SITE } from '../callback/callback.harness.ts';
import type { RingbackCallback } from '../callback/callback.ts';
import { type Create, type Page, startLauncher } from './launcher.ts';

/** Collects what the element's module is asked for. */
function fakeElement() {
  const asked = { loads: 0, opened: 0, closed: 0, fail: false, wishes: [] as object[] };
  const create: Create = async () => {
    const element = document.createElement('fake-callback') as RingbackCallback;
    Object.assign(element, {
      open: async () => void (asked.opened += 1),
      close: () => void (asked.closed += 1),
      request: async (wish: object) => void asked.wishes.push(wish),
      status: async () => 'agent-ringing',
    });
    document.body.append(element);
    return element;
  };
  const load = async (): Promise<{ create: Create }> => {
    asked.loads += 1;
    if (asked.fail) throw new Error('offline');
    return { create };
  };
  return { asked, load };
}

const hosts = () => [...document.body.children].filter((one) => one.shadowRoot?.querySelector('button'));
const button = (): HTMLButtonElement => hosts().at(-1)!.shadowRoot!.querySelector('button')!;

describe('callback.js', () => {
  let page: Page;
  let warnings: string[];
  const warn = console.warn;

  beforeEach(() => {
    page = {};
    sessionStorage.clear();
    warnings = [];
    console.warn = (text: string) => warnings.push(text);
  });
  afterEach(() => {
    page.ringback?.('destroy');
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
    const { load } = fakeElement();
    startLauncher(SITE, page, load);
    await page.ringback!('open');
    page.ringback!('destroy');
    expect(document.body.innerHTML).to.equal(before);
    expect(Object.keys(page)).to.deep.equal([]);
  });

  it('takes a request from the page’s own script, and tells it and its analytics what becomes of it', async () => {
    const { asked, load } = fakeElement();
    page.dataLayer = [];
    startLauncher(SITE, page, load);
    const told: unknown[] = [];
    page.ringback!('on', 'callback.changed', (detail: unknown) => told.push(detail));
    expect(asked.loads).to.equal(0);
    await page.ringback!('request', { number: '0501234567' });
    expect(asked.wishes).to.deep.equal([{ number: '0501234567' }]);
    const detail = { id: 'cb1', state: 'connected' };
    document
      .querySelector('fake-callback')!
      .dispatchEvent(new CustomEvent('ringback-callback-changed', { detail, bubbles: true, composed: true }));
    expect(told).to.deep.equal([detail]);
    expect(page.dataLayer).to.deep.equal([{ event: 'callback.changed', ...detail }]);
  });

  it('says how a callback stands that was asked for on an earlier page', async () => {
    const { asked, load } = fakeElement();
    startLauncher(SITE, page, load);
    expect(await page.ringback!('status')).to.equal('agent-ringing');
    expect(asked.opened).to.equal(0);
  });

  it('says whether somebody is there by the owner’s hours', () => {
    const { load } = fakeElement();
    const now = Date.now() / 1000;
    startLauncher({ ...SITE, opens: [[now - 100, now + 100]] }, page, load);
    expect(page.ringback!('isWorking')).to.equal(true);
    page.ringback!('destroy');
    startLauncher({ ...SITE, opens: [[now + 100, now + 200]] }, page, load);
    expect(page.ringback!('isWorking')).to.equal(false);
  });

  it('shows no button out of its hours, on hidden pages, or where only code opens it', async () => {
    const { asked, load } = fakeElement();
    const now = Date.now() / 1000;
    for (const site of [
      { ...SITE, shows: [[now + 100, now + 200]] as const },
      { ...SITE, look: { hideOn: [`${location.pathname.slice(0, 3)}*`] } },
      { ...SITE, look: { codeOnly: true } },
    ]) {
      startLauncher(site, page, load);
      expect(hosts()).to.have.length(0);
      await page.ringback!('open');
      page.ringback!('destroy');
    }
    expect(asked.opened).to.equal(3);
  });

  it('opens by itself once, and never while somebody types', async () => {
    const { asked, load } = fakeElement();
    startLauncher({ ...SITE, triggers: { onLeave: true } }, page, load);
    const leave = () => document.dispatchEvent(new MouseEvent('mouseout', { clientY: -1 }));
    const field = document.body.appendChild(document.createElement('input'));
    field.focus();
    leave();
    expect(asked.loads).to.equal(0);
    field.remove();
    leave();
    leave();
    await waitUntil(() => asked.opened === 1);
    expect(asked.loads).to.equal(1);
  });

  it('comes and goes in an app that changes its path by itself', () => {
    const { load } = fakeElement();
    const home = location.href;
    startLauncher({ ...SITE, look: { hideOn: ['/checkout*'] } }, page, load);
    try {
      for (const [path, buttons] of [
        ['/checkout/pay', 0],
        ['/checkout/paid', 0],
        ['/', 1],
        ['/lamps', 1],
      ] as const) {
        history.pushState({}, '', path);
        expect(hosts()).to.have.length(buttons);
      }
      history.replaceState({}, '', '/checkout');
      expect(hosts()).to.have.length(0);
      page.ringback!('destroy');
      history.pushState({}, '', '/');
      expect(hosts()).to.have.length(0);
    } finally {
      history.replaceState({}, '', home);
    }
  });

  it('opens by itself where the button stands, and nowhere else', async () => {
    const { asked, load } = fakeElement();
    const home = location.href;
    const look = { hideOn: [location.pathname] };
    startLauncher({ ...SITE, look, triggers: { onLeave: true, afterSeconds: 0.01 } }, page, load);
    try {
      document.dispatchEvent(new MouseEvent('mouseout', { clientY: -1 }));
      await aTimeout(30);
      expect(asked.loads).to.equal(0);
      // The time on this page begins here.
      history.pushState({}, '', '/lamps');
      await waitUntil(() => asked.opened === 1);
    } finally {
      history.replaceState({}, '', home);
    }
  });

  it('opens by itself no more in a visit in which the dialog was put away', async () => {
    const { asked, load } = fakeElement();
    keepClosed();
    startLauncher({ ...SITE, triggers: { onLeave: true } }, page, load);
    document.dispatchEvent(new MouseEvent('mouseout', { clientY: -1 }));
    expect(asked.loads).to.equal(0);
    button().click();
    await waitUntil(() => asked.opened === 1);
  });

  it('stands above other floating buttons of the page', async () => {
    const { load } = fakeElement();
    startLauncher({ ...SITE, look: { avoid: '#chat' } }, page, load);
    const bottom = () => button().getBoundingClientRect().bottom;
    const alone = bottom();
    const chat = document.createElement('div');
    chat.id = 'chat';
    Object.assign(chat.style, { position: 'fixed', bottom: '0', right: '0', width: '60px', height: '70px' });
    document.body.append(chat);
    await waitUntil(() => bottom() === alone - 70);
    chat.remove();
    await waitUntil(() => bottom() === alone);
  });

  it('wears the owner’s colour, side and words', () => {
    const { load } = fakeElement();
    const site = {
      ...SITE,
      look: { accent: '#ffe000', ink: '#000', side: 'start' as const },
      variants: [{ id: 'b', button: 'Ring me' }],
    };
    startLauncher(site, page, load);
    expect(button().textContent).to.equal('Ring me');
    const { backgroundColor, color } = getComputedStyle(button());
    expect([backgroundColor, color]).to.deep.equal(['rgb(255, 224, 0)', 'rgb(0, 0, 0)']);
    expect(button().getBoundingClientRect().left).to.equal(20);
  });
});
