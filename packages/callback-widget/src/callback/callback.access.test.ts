import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { FakeGateway, Widget } from './callback.harness.ts';

/** All that the site may have, in a shop that is closed: the longest form. */
async function fullForm(): Promise<Widget> {
  const gateway = new FakeGateway();
  gateway.offered = { ...gateway.offered, obstacle: 'closed', opensAt: '2026-01-02T07:00:00.000Z' };
  const widget = await Widget.open(gateway, {
    browser: true,
    consent: 'I agree that my number is used for this call and for nothing else.',
    departments: [
      { id: 'a', name: 'Sales' },
      { id: 'b', name: 'Repairs of lamps that are older than ten years, and of their shades' },
    ],
  });
  await waitUntil(() => widget.element.shadowRoot!.querySelector('.note'));
  widget.button('Choose another time').click();
  await waitUntil(() => widget.element.shadowRoot!.querySelector('#day'));
  return widget;
}

/** What is painted: options are the browser's own. */
const shown = (widget: Widget): Element[] => [...widget.dialog.querySelectorAll(':not(option)')];

/** Where the letters of the element's text stand, from its first on. */
function lettersOf(element: Element): DOMRect[] {
  const text = [...element.childNodes].find(
    (node): node is Text => node instanceof Text && node.data.trim() !== '',
  )!;
  return Array.from(text.data.trimEnd(), (_, nth) => {
    const letter = document.createRange();
    letter.setStart(text, nth);
    letter.setEnd(text, nth + 1);
    return letter.getBoundingClientRect();
  });
}

describe('<ringback-callback>, for everybody', () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(async () => {
    sessionStorage.clear();
    document.documentElement.dir = '';
    await setViewport({ width: 1280, height: 800 });
  });

  for (const [what, size] of [
    ['a screen of 320 pixels', { width: 320, height: 640 }],
    // 1280 × 1024, four times as large.
    ['a page enlarged four times', { width: 320, height: 256 }],
  ] as const) {
    it(`is used on ${what}: nothing sticks out, and everything can be come to`, async () => {
      await setViewport(size);
      const widget = await fullForm();
      const { dialog } = widget;
      expect(dialog.scrollWidth).to.be.at.most(dialog.clientWidth);
      const box = dialog.getBoundingClientRect();
      expect(box.left).to.be.at.least(0);
      expect(box.right).to.be.at.most(size.width);
      expect(box.bottom).to.be.at.most(size.height);
      for (const element of shown(widget)) {
        const { left, right } = element.getBoundingClientRect();
        expect(left, element.outerHTML).to.be.at.least(box.left);
        expect(right, element.outerHTML).to.be.at.most(box.right);
      }
      widget.main.focus();
      const { top, bottom } = widget.main.getBoundingClientRect();
      expect(top).to.be.at.least(0);
      expect(bottom).to.be.at.most(size.height);
      await expect(widget.element).to.be.accessible();
    });
  }

  it('keeps the keyboard inside while it is open, and gives it back to the button that opened it', async () => {
    const opener = document.body.appendChild(document.createElement('button'));
    const behind = document.body.appendChild(document.createElement('input'));
    opener.focus();
    const widget = await Widget.open();
    expect(widget.focused).to.equal(widget.number);
    const seen = new Set<Element | null>();
    for (let press = 0; press < 7; press += 1) {
      await sendKeys({ press: 'Tab' });
      expect([opener, behind]).to.not.include(document.activeElement);
      seen.add(widget.focused);
    }
    expect([...seen]).to.include(widget.main);
    widget.number.focus();
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ up: 'Shift' });
    expect(widget.focused).to.equal(widget.dialog.querySelector('.close'));
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => !widget.dialog.open);
    expect(document.activeElement).to.equal(opener);
    opener.remove();
    behind.remove();
  });

  it('keeps the keyboard at what is said when the button that was pressed is gone, and in the form when that comes back', async () => {
    const gateway = new FakeGateway();
    const widget = await Widget.open(gateway);
    const said = () => widget.element.shadowRoot!.querySelector('.status > [role=status]');
    await sendKeys({ type: '0501234567' });
    widget.main.focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(said, 'Nothing is said.');
    await waitUntil(() => widget.focused === said(), 'The focus is lost after asking.');
    await sendKeys({ press: 'Tab' });
    expect(widget.focused).to.equal(widget.cancel);
    gateway.answer = { ...gateway.answer, state: 'failed', failure: 'no-answer' };
    await waitUntil(() => widget.dialog.querySelector('.status .main'), 'It does not fail.');
    await waitUntil(() => widget.focused === said(), 'The focus is lost with the button.');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => widget.focused === widget.number, 'The focus is lost after the way back.');
    await expect(widget.element).to.be.accessible();
  });

  it('reads as its own language does on a page that is written from right to left', async () => {
    document.documentElement.dir = 'rtl';
    const widget = await Widget.open();
    const [first, , third] = lettersOf(widget.dialog.querySelector('label')!);
    expect(first!.left).to.be.lessThan(third!.left);
    // The full stop of a sentence stands at its end, not before its first letter.
    const [letter, stop] = lettersOf(widget.dialog.querySelector('p.consent')!).slice(-2);
    expect(letter!.left).to.be.lessThan(stop!.left);
    const close = widget.dialog.querySelector('.close')!.getBoundingClientRect();
    expect(close.left).to.be.lessThan(widget.dialog.getBoundingClientRect().left + 40);
    await expect(widget.element).to.be.accessible();
  });

  it('tells each new state to who hears the page, in a place that stays', async () => {
    const gateway = new FakeGateway();
    const widget = await Widget.open(gateway);
    widget.type('0501234567');
    widget.main.click();
    await waitUntil(() => widget.status !== '');
    const live = widget.element.shadowRoot!.querySelector('.status > [role=status]');
    gateway.answer = { ...gateway.answer, state: 'agent-ringing' };
    await waitUntil(() => widget.status === 'A colleague is picking up…');
    gateway.answer = { ...gateway.answer, state: 'connected' };
    await waitUntil(() => widget.status === 'You are connected. Talk to you!');
    expect(widget.element.shadowRoot!.querySelector('.status > [role=status]')).to.equal(live);
    // Seconds that run would be read out one by one.
    expect(widget.element.shadowRoot!.querySelector('.count:not([aria-hidden=true])')).to.equal(null);
  });
});
