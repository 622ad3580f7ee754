import { expect, waitUntil } from '@open-wc/testing';
import { createDemo } from '@ringback/testing';
import { bringCard } from './bring-card.ts';

/** How often the card was asked for, and whether it comes. */
function loader() {
  const asked: PromiseWithResolvers<void>[] = [];
  const load = (): Promise<void> => {
    asked.push(Promise.withResolvers<void>());
    return asked.at(-1)!.promise;
  };
  return { asked, load };
}

describe('the caller card', () => {
  it('is not loaded before a call, and at once when one rings', () => {
    const demo = createDemo();
    const { asked, load } = loader();
    const stop = bringCard(demo, load);
    expect(asked).to.have.length(0);
    demo.ring();
    expect(asked).to.have.length(1);
    stop();
  });

  it('is loaded at once in a page that is opened during a call', () => {
    const demo = createDemo();
    const { asked, load } = loader();
    demo.ring();
    bringCard(demo, load)();
    expect(asked).to.have.length(1);
  });

  it('is asked for again with the next call when it did not come', async () => {
    const demo = createDemo();
    const { asked, load } = loader();
    const stop = bringCard(demo, load);
    demo.ring();
    asked[0]!.reject(new TypeError('Failed to fetch'));
    await waitUntil(() => {
      demo.ring();
      return asked.length === 2;
    });
    stop();
  });

  it('is there from the beginning where the page has one that always stands', () => {
    const standing = document.body.appendChild(document.createElement('ringback-caller-card'));
    standing.toggleAttribute('standing', true);
    const { asked, load } = loader();
    bringCard(createDemo(), load)();
    standing.remove();
    expect(asked).to.have.length(1);
  });
});
