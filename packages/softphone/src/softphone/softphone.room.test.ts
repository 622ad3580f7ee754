import { createFakeBackend, LIVE_CALLS, phoneCallOf } from '@ringback/testing';
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { BarHarness } from './softphone.harness.ts';

/** Parts that lie under something else, or out of the window. */
function unpressed(bar: BarHarness, parts: string[]): string[] {
  return parts.filter((name) => {
    const part = bar.part(name)!;
    const { left, top, width, height } = part.getBoundingClientRect();
    return !part.contains(bar.element.shadowRoot!.elementFromPoint(left + width / 2, top + height / 2));
  });
}

describe('<ringback-softphone>: where room is scarce', () => {
  const root = document.documentElement;

  afterEach(() => root.style.removeProperty('--ringback-font-size'));

  for (const [what, size, letters] of [
    ['a phone on its side', { width: 740, height: 360 }, '14px'],
    ['a small phone and letters of twice the size', { width: 360, height: 740 }, '28px'],
  ] as const)
    for (const dock of ['bottom', 'top', 'start', 'end'] as const)
      it(`keeps an open panel in the window: ${what}, bar at the ${dock}`, async () => {
        await setViewport(size);
        root.style.setProperty('--ringback-font-size', letters);
        const bar = await BarHarness.talking();
        bar.element.dock = dock;
        await bar.drawn();
        await bar.openPanel('keypad', 'Keypad');
        const { top, bottom } = bar.part('panel')!.getBoundingClientRect();
        expect([top >= 0, bottom <= innerHeight], `${top}–${bottom}`).to.deep.equal([true, true]);
        expect(unpressed(bar, ['close'])).to.deep.equal([]);
      });

  for (const width of [1440, 1100, 800, 360])
    it(`lays no field over the buttons of a call when letters are twice as large, ${width} px wide`, async () => {
      await setViewport({ width, height: 800 });
      root.style.setProperty('--ringback-font-size', '28px');
      const bar = await BarHarness.open({
        backend: createFakeBackend({ live: [LIVE_CALLS.connected] }),
        calls: [
          phoneCallOf({
            ...{ id: LIVE_CALLS.connected.call.id, state: 'connected' },
            connectedAt: new Date().toISOString(),
          }),
        ],
      });
      const parts = ['mute', 'hold', 'record', 'transfer-toggle', 'hang-up', 'number-field', 'call-button'];
      expect(unpressed(bar, parts)).to.deep.equal([]);
    });
});
