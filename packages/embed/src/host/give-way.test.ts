import { expect, nextFrame, waitUntil } from '@open-wc/testing';
import { define } from '@ringback/ui';
import { RingbackSoftphone } from '@ringback/softphone';
import { sendKeys } from '@web/test-runner-commands';
import { dock } from './dock.ts';

define('ringback-softphone', RingbackSoftphone);

describe('the bar over a control of the page', () => {
  const field = document.createElement('input');
  const other = document.createElement('button');
  let undock = (): void => {};

  async function docked(edge: 'bottom' | 'top'): Promise<RingbackSoftphone> {
    const { bar, undock: stop } = dock(document.body, {
      mount: ['bar'],
      dock: edge,
      panels: undefined,
      create: undefined,
    });
    undock = stop;
    await bar.updateComplete;
    return bar;
  }

  /** It has seen, in the frame after, where the focus is. */
  async function looked(bar: RingbackSoftphone): Promise<void> {
    await nextFrame();
    await bar.updateComplete;
  }

  const apart = (bar: Element): boolean => {
    const [one, two] = [bar.getBoundingClientRect(), field.getBoundingClientRect()];
    return one.right <= two.left || two.right <= one.left || one.bottom <= two.top || two.bottom <= one.top;
  };

  beforeEach(() => {
    document.body.append(other, field);
    field.style.cssText =
      'position: absolute; inset-block-end: 4px; inset-inline-start: 4px; inline-size: 120px';
  });
  afterEach(() => {
    undock();
    field.remove();
    other.remove();
  });

  it('folds while that control has the focus, and unfolds afterwards', async () => {
    const bar = await docked('bottom');
    expect(apart(bar)).to.equal(false);
    other.focus();
    field.focus();
    await waitUntil(() => apart(bar), 'The field is still covered.');
    expect(bar.collapsed).to.equal(true);
    expect(bar.dock).to.equal('bottom');
    other.focus();
    expect(bar.collapsed).to.equal(false);
  });

  it('stays where it went while it is pressed itself: what is pressed must not go from under the finger', async () => {
    field.style.setProperty('inline-size', '98vw');
    const bar = await docked('bottom');
    field.focus();
    await waitUntil(() => bar.dock === 'top', 'The field is still covered.');
    bar.renderRoot.querySelector<HTMLElement>('button')!.focus();
    expect(bar.dock).to.equal('top');
    other.focus();
    expect(bar.dock).to.equal('bottom');
  });

  it('goes to the other edge where folding is not enough, and returns', async () => {
    field.style.setProperty('inline-size', '98vw');
    const bar = await docked('bottom');
    field.focus();
    await waitUntil(() => bar.dock === 'top' && apart(bar), 'The field is still covered.');
    field.blur();
    expect([bar.dock, bar.collapsed]).to.deep.equal(['bottom', false]);
  });

  it('folds for a control that the browser has scrolled just to where the bar is', async () => {
    const place = document.createElement('div');
    place.style.cssText = 'position: absolute; inset-block-start: 150vh';
    const below = document.createElement('button');
    place.append(below);
    document.body.append(place);
    const bar = await docked('bottom');
    // As browsers do that bring what was out of sight to the nearest edge.
    below.focus({ preventScroll: true });
    below.scrollIntoView({ block: 'end' });
    await waitUntil(() => bar.collapsed, 'The button is covered.');
    place.remove();
  });

  it('stays where it is for controls that it does not cover', async () => {
    const bar = await docked('bottom');
    other.focus();
    await sendKeys({ press: 'Tab' });
    field.style.setProperty('inset-block-end', '50vh');
    other.focus();
    field.focus();
    await looked(bar);
    expect([bar.dock, bar.collapsed]).to.deep.equal(['bottom', false]);
  });

  describe('in an element of ours that stands in the page', () => {
    const log = document.createElement('ringback-call-log');
    const button = (bottom: string) =>
      Object.assign(document.createElement('button'), {
        style: `position: absolute; inset-block-end: ${bottom}; inset-inline-start: 4px; inline-size: 120px`,
      });
    const [clear, covered] = [button('50vh'), button('4px')];
    log.attachShadow({ mode: 'open' }).append(clear, covered);
    const inDialog = Object.assign(document.createElement('dialog'), {
      style: 'inset: auto 0 0; margin: 0; padding: 0',
    });
    inDialog.append(document.createElement('button'));

    beforeEach(() => document.body.append(log));
    afterEach(() => {
      log.remove();
      inDialog.remove();
    });

    it('folds for what has the focus in it, also when the focus moves within it', async () => {
      const bar = await docked('bottom');
      covered.focus();
      await waitUntil(() => bar.collapsed, 'The button is covered.');
      clear.focus();
      expect(bar.collapsed).to.equal(false);
      covered.focus();
      await waitUntil(() => bar.collapsed, 'The button is covered when the focus comes from beside it.');
      other.focus();
      expect(bar.collapsed).to.equal(false);
    });

    it('stays as it is under a window of it, which hides the bar', async () => {
      const bar = await docked('bottom');
      log.shadowRoot!.append(inDialog);
      inDialog.showModal();
      await looked(bar);
      expect(inDialog.contains(log.shadowRoot!.activeElement)).to.equal(true);
      expect([bar.dock, bar.collapsed]).to.deep.equal(['bottom', false]);
    });
  });
});
