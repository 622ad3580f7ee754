import { expect } from '@open-wc/testing';
import { createLeaderWatch } from './leader-watch.ts';

describe('the watch over the leader', () => {
  const watching = (hidden: boolean, random = 0) => {
    let stolen = 0;
    const watch = createLeaderWatch({
      steal: () => void (stolen += 1),
      hidden: () => hidden,
      random: () => random,
    });
    const ticks = (count: number): number => {
      for (let tick = 0; tick < count; tick += 1) watch.tick();
      return stolen;
    };
    return { watch, ticks };
  };

  it('takes the lead after three silent ticks, and waits again as long', () => {
    const { ticks } = watching(false);
    expect(ticks(2)).to.equal(0);
    expect(ticks(1)).to.equal(1);
    expect(ticks(2)).to.equal(1);
  });

  it('leaves the lead to whoever speaks', () => {
    const { watch, ticks } = watching(false);
    for (let round = 0; round < 5; round += 1) {
      expect(ticks(2)).to.equal(0);
      watch.heard();
    }
  });

  it('lets a tab that is seen go first, and not all at once', () => {
    expect(watching(true).ticks(4)).to.equal(0);
    expect(watching(false, 0.9).ticks(3)).to.equal(0);
    expect(watching(false, 0.9).ticks(4)).to.equal(1);
  });
});
