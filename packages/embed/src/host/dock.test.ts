import { expect, nextFrame, waitUntil } from '@open-wc/testing';
import { define } from '@ringback/ui';
import { RingbackSoftphone } from '@ringback/softphone';
import { setViewport } from '@web/test-runner-commands';
import { type Docked, dock } from './dock.ts';

define('ringback-softphone', RingbackSoftphone);

describe('the card beside the bar', () => {
  const page = document.createElement('div');
  let docked: Docked | undefined;

  function put(mount: ('bar' | 'card')[], edge: 'bottom' | 'top' | 'start' = 'bottom'): HTMLElement {
    docked = dock(document.body, { mount, dock: edge, panels: undefined, create: undefined });
    const card = document.querySelector<HTMLElement>('ringback-caller-card')!;
    // As one with everything in it that a customer has.
    card.hidden = false;
    card.style.display = 'block';
    card.append(Object.assign(document.createElement('div'), { style: 'block-size: 3000px' }));
    return card;
  }
  /** A page that has the bar in itself, this far from its beginning. */
  function strip(top: number, height = 218): HTMLElement {
    page.style.cssText = `position: absolute; inset: 0 0 auto; padding-block: ${top}px 3000px`;
    const bar = document.createElement('ringback-softphone');
    bar.style.cssText = `display: block; block-size: ${height}px; overflow: hidden`;
    page.append(bar);
    return bar;
  }
  const apart = (card: Element, bar: Element): boolean => {
    const [one, other] = [card.getBoundingClientRect(), bar.getBoundingClientRect()];
    return one.bottom <= other.top || one.top >= other.bottom || one.left >= other.right;
  };

  beforeEach(async () => {
    document.body.append(page);
    await setViewport({ width: 360, height: 800 });
  });
  afterEach(() => {
    docked?.undock();
    page.replaceChildren();
    page.remove();
    scrollTo(0, 0);
  });

  for (const top of [0, 219, 320, 560])
    it(`hides nothing of a bar that the page has ${top} px below its upper edge`, () => {
      const bar = strip(top);
      const card = put(['card']);
      expect(apart(card, bar)).to.equal(true);
      const { top: upper, bottom, height } = card.getBoundingClientRect();
      expect([upper >= 0, bottom <= innerHeight, height >= 250]).to.deep.equal([true, true, true]);
    });

  it('has the whole window as soon as the bar is scrolled away, and makes room when it is back', async () => {
    const bar = strip(219);
    const card = put(['card']);
    const whole = innerHeight - 24;
    scrollTo(0, 1000);
    await nextFrame();
    expect(card.getBoundingClientRect().height).to.equal(whole);
    scrollTo(0, 0);
    await nextFrame();
    expect(apart(card, bar)).to.equal(true);
  });

  it('makes room for a bar that the page puts into itself later, and that grows', async () => {
    const card = put(['card']);
    const bar = strip(100, 60);
    await waitUntil(() => apart(card, bar), 'The card hides the bar.', { timeout: 5000 });
    bar.style.blockSize = '400px';
    await waitUntil(() => apart(card, bar), 'The card hides the bar that has grown.', { timeout: 5000 });
  });

  for (const width of [360, 1440])
    it(`leaves each button of an open panel to be pressed, where the bar stands in the page, ${width} px wide`, async () => {
      await setViewport({ width, height: 800 });
      const bar = strip(219, 60) as RingbackSoftphone;
      bar.style.overflow = '';
      const card = put(['card']);
      bar.open('more');
      const buttons = () => [...bar.shadowRoot!.querySelectorAll<HTMLElement>('.panel button')];
      await waitUntil(() => buttons().length > 0, 'The panel does not open.');
      const panel = bar.shadowRoot!.querySelector('.panel')!;
      await waitUntil(() => !apart(card, panel), 'The card is not where the panel is.');
      const hidden = buttons().filter((button) => {
        const { left, top, width, height } = button.getBoundingClientRect();
        return !button.contains(bar.shadowRoot!.elementFromPoint(left + width / 2, top + height / 2));
      });
      expect(hidden.map((button) => button.title)).to.deep.equal([]);
    });

  for (const edge of ['bottom', 'top'] as const)
    it(`stands off a bar at the ${edge}`, async () => {
      const card = put(['bar', 'card'], edge);
      const { bar } = docked!;
      await bar.updateComplete;
      await waitUntil(() => apart(card, bar), 'The card hides the bar.');
    });

  it('has the whole height beside a bar in the other corner, and stands above it in a narrow window', async () => {
    await setViewport({ width: 1440, height: 800 });
    const card = put(['bar', 'card'], 'start');
    const { bar } = docked!;
    await bar.updateComplete;
    await waitUntil(() => card.getBoundingClientRect().height === innerHeight - 24, 'The card is small.');
    await setViewport({ width: 360, height: 800 });
    await waitUntil(() => apart(card, bar), 'The card hides the bar.', { timeout: 5000 });
  });
});
