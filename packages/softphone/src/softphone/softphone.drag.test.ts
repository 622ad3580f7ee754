import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { BarHarness } from './softphone.harness.ts';

type Point = [number, number];

/** Where the strip has nothing to press: at its very edge. */
function gripOf(bar: BarHarness): Point {
  const { left, top } = bar.part('bar')!.getBoundingClientRect();
  return [Math.round(left) + 4, Math.round(top) + 4];
}

async function take(from: Point): Promise<void> {
  await sendMouse({ type: 'move', position: from });
  await sendMouse({ type: 'down' });
}

/** In steps, as a hand does; until the bar has followed. */
async function dragTo(bar: BarHarness, to: Point, dock: string): Promise<void> {
  let step = 0;
  await waitUntil(async () => {
    step = 1 - step;
    await sendMouse({ type: 'move', position: [to[0] + step, to[1]] });
    return bar.element.dock === dock;
  }, `The bar is at “${bar.element.dock}”, not at “${dock}”.`);
}

describe('<ringback-softphone>: dragged to another edge', () => {
  it('goes wherever it is let go, and tells the page once', async () => {
    const bar = await BarHarness.open({ bar: { dock: 'bottom' } });
    await take(gripOf(bar));
    await dragTo(bar, [Math.round(innerWidth / 2), 20], 'top');
    await dragTo(bar, [innerWidth - 20, innerHeight - 20], 'end');
    await dragTo(bar, [20, innerHeight - 20], 'start');
    expect(bar.events).to.deep.equal([]);
    await sendMouse({ type: 'up' });
    expect(bar.events).to.deep.equal([
      ['ringback-bar-arranged', { dock: 'start', collapsed: false, keys: {} }],
    ]);
    await sendMouse({ type: 'move', position: [Math.round(innerWidth / 2), 20] });
    expect(bar.element.dock).to.equal('start');
  });

  it('goes back where it was on Escape', async () => {
    const bar = await BarHarness.open({ bar: { dock: 'bottom' } });
    await take(gripOf(bar));
    await dragTo(bar, [Math.round(innerWidth / 2), 20], 'top');
    await sendKeys({ press: 'Escape' });
    expect(bar.element.dock).to.equal('bottom');
    await sendMouse({ type: 'up' });
    expect(bar.events).to.deep.equal([]);
  });

  it('mirrors the corners where lines run from right to left', async () => {
    const bar = await BarHarness.open({ bar: { dock: 'bottom' } });
    document.documentElement.dir = 'rtl';
    await take(gripOf(bar));
    await dragTo(bar, [20, innerHeight - 20], 'end');
    const { left } = bar.element.getBoundingClientRect();
    await sendMouse({ type: 'up' });
    document.documentElement.removeAttribute('dir');
    expect(left).to.be.lessThan(innerWidth / 2);
  });

  it('stays where it is while its buttons and its field are used, and where the page has put it', async () => {
    const bar = await BarHarness.open({ bar: { dock: 'bottom' } });
    const { left, top } = bar.field.getBoundingClientRect();
    await take([Math.round(left) + 8, Math.round(top) + 8]);
    await sendMouse({ type: 'move', position: [Math.round(innerWidth / 2), 20] });
    await sendMouse({ type: 'up' });
    expect(bar.element.dock).to.equal('bottom');
    const placed = await BarHarness.open();
    await take(gripOf(placed));
    await sendMouse({ type: 'move', position: [Math.round(innerWidth / 2), 200] });
    await sendMouse({ type: 'up' });
    expect(placed.element.dock).to.equal('none');
  });
});
