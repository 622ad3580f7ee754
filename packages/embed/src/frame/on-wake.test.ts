import { expect } from '@open-wc/testing';
import { sessionOf, startCore } from './core.harness.ts';
import { onWake } from './on-wake.ts';

/** What a page hears when it may have slept, or when the network may be another; each is told by a browser in its own way. */
const WAKES: Record<string, () => void> = {
  'a frozen page goes on': () => document.dispatchEvent(new Event('resume')),
  'the page is back from the back/forward cache': () =>
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
  'the network is back': () => window.dispatchEvent(new Event('online')),
  'the page is seen again': () => document.dispatchEvent(new Event('visibilitychange')),
};

describe('a page that may have slept', () => {
  let stop: (() => void) | undefined;
  let root: HTMLElement;
  beforeEach(() => {
    root = document.body.appendChild(document.createElement('div'));
  });
  afterEach(() => {
    stop?.();
    root.remove();
  });

  /** A core that leads, listens to this very page, and is ticked by hand. */
  async function leader() {
    let tick = (): void => {};
    const core = startCore(root, sessionOf(), {
      onWake: (listener) => void (stop = onWake(listener)),
      ticker: (onTick) => {
        tick = onTick;
        return () => undefined;
      },
    });
    await core.caller.request('core.lead', true);
    await core.hears('phone.state', ({ status }) => status === 'registered');
    const [engine] = core.engines;
    return { engine: engine!, tick: () => tick() };
  }

  for (const [what, wakes] of Object.entries(WAKES)) {
    it(`has its phone look whether the PBX still knows it when ${what}`, async () => {
      const { engine } = await leader();
      wakes();
      expect(engine.done.filter((one) => one === 'wake')).to.have.length(1);
      stop?.();
      wakes();
      expect(engine.done.filter((one) => one === 'wake')).to.have.length(1);
    });
  }

  it('leaves the phone alone when it is shown for the first time', async () => {
    const { engine } = await leader();
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    expect(engine.done).not.to.include('wake');
  });

  it('gives the phone its clock from the worker, by which it asks the PBX now and then', async () => {
    const { engine, tick } = await leader();
    tick();
    tick();
    expect(engine.done.filter((one) => one === 'tick')).to.have.length(2);
  });
});
