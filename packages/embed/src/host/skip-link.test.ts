import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { skipLink } from './skip-link.ts';

describe('the link to the phone', () => {
  const page = document.createElement('div');
  const bar = document.createElement('button');
  let takeOff = (): void => {};

  function open(html: string): Element {
    page.replaceChildren(document.createRange().createContextualFragment(html), bar);
    document.body.prepend(page);
    takeOff = skipLink(page, bar, 'uk');
    return page.querySelector('ringback-skip-link')!;
  }

  const seen = (button: Element) => getComputedStyle(button).clipPath === 'none';

  afterEach(() => {
    takeOff();
    page.remove();
  });

  it('is the first stop of a page, seen only then, and leads over everything else', async () => {
    const link = open('<a href="/orders">Orders</a>');
    const button = link.shadowRoot!.querySelector('button')!;
    expect(seen(button)).to.equal(false);
    (document.activeElement as HTMLElement | null)?.blur();
    await sendKeys({ press: 'Tab' });
    expect(document.activeElement).to.equal(link);
    expect(button.textContent).to.equal('Перейти до телефону');
    expect(seen(button)).to.equal(true);
    await expect(link).to.be.accessible();
    await sendKeys({ press: 'Enter' });
    expect(document.activeElement).to.equal(bar);
    expect(seen(button)).to.equal(false);
  });

  it('lets the page’s own link come first', () => {
    const link = open('<a href="#main">Skip to the content</a><main id="main"></main>');
    expect(link.previousElementSibling?.textContent).to.equal('Skip to the content');
  });

  it('takes no room and no click, and is gone with the bar', () => {
    const link = open('<p>Orders</p>');
    const { left, top: over } = link.getBoundingClientRect();
    expect(document.elementFromPoint(left + 12, over + 12)).not.to.equal(link);
    const { top } = page.querySelector('p')!.getBoundingClientRect();
    takeOff();
    expect(link.isConnected).to.equal(false);
    expect(page.querySelector('p')!.getBoundingClientRect().top).to.equal(top);
  });
});
