import { phoneCallOf } from '@ringback/testing';
import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { BarHarness } from './softphone.harness.ts';

describe('<ringback-softphone>: what a person has set in his system', () => {
  afterEach(() => emulateMedia({ reducedMotion: 'no-preference', colorScheme: 'light' }));

  it('breathes while it rings, and stands still for those who want no motion', async () => {
    const bar = await BarHarness.open({ calls: [phoneCallOf()] });
    const badge = bar.part('call')!.querySelector<HTMLElement>('[part=badge]')!;
    expect(getComputedStyle(badge).animationName).to.equal('breathe');
    await emulateMedia({ reducedMotion: 'reduce' });
    expect(getComputedStyle(badge).animationName).to.equal('none');
  });

  it('moves nothing at all for those who want no motion, folded and in a panel', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const bar = await BarHarness.open({ calls: [phoneCallOf()], bar: { dock: 'end', collapsed: true } });
    await bar.press('Unfold the bar');
    await bar.openPanel('more', 'More');
    const seconds = (list: string) => Math.max(...list.split(',').map((one) => Number.parseFloat(one)));
    const roots = [bar.element.shadowRoot!, bar.panel!.shadowRoot!];
    for (const element of roots.flatMap((root) => [...root.querySelectorAll('*')])) {
      const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
      expect(animationName === 'none' || seconds(animationDuration) < 0.01, element.outerHTML).to.equal(true);
      expect(seconds(transitionDuration), element.outerHTML).to.be.lessThan(0.01);
    }
  });
});
