import { expect } from '@open-wc/testing';
import { createFakePhone } from '@ringback/testing';
import { dialLinks } from './dial-links.ts';

describe('tel: links of the page', () => {
  const place = document.createElement('div');
  let stop = (): void => {};
  let dialled: string[] = [];

  /** Puts the link there and clicks it; whatever was not prevented is stopped before the browser follows it. */
  function click(
    html: string,
    more: MouseEventInit = {},
    status: 'registered' | 'offline' = 'registered',
  ): boolean {
    const content = document.createRange().createContextualFragment(html);
    place.replaceChildren(content);
    document.body.append(place);
    dialled = [];
    stop();
    stop = dialLinks(window, { phone: createFakePhone({ status }), dial: (number) => dialled.push(number) });
    const event = new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, ...more });
    let prevented = false;
    const last = (one: Event): void => {
      prevented = one.defaultPrevented;
      one.preventDefault();
    };
    window.addEventListener('click', last, { once: true });
    (place.querySelector('b') ?? place.querySelector('a'))!.dispatchEvent(event);
    return prevented;
  }

  afterEach(() => {
    stop();
    place.remove();
  });

  it('call by the bar, also from within the link', () => {
    expect(click('<a href="tel:+380%2050%20111-22-33"><b>call</b></a>')).to.equal(true);
    expect(dialled).to.deep.equal(['+380 50 111-22-33']);
  });

  it('are left alone where the page says so, at the link or around it', () => {
    expect(click('<a href="tel:102" data-ringback-dial="off">102</a>')).to.equal(false);
    expect(click('<p data-ringback-dial="off"><a href="tel:102">102</a></p>')).to.equal(false);
    expect(dialled).to.deep.equal([]);
  });

  it('are left to the page that has its own way', () => {
    const own = (event: Event): void => event.preventDefault();
    document.body.addEventListener('click', own);
    click('<a href="tel:102">102</a>');
    document.body.removeEventListener('click', own);
    expect(dialled).to.deep.equal([]);
  });

  it('are left to the computer while no phone is here, or with a modifier key', () => {
    expect(click('<a href="tel:102">102</a>', {}, 'offline')).to.equal(false);
    expect(click('<a href="tel:102">102</a>', { ctrlKey: true })).to.equal(false);
    expect(dialled).to.deep.equal([]);
  });

  it('are the only links that matter, until it is stopped', () => {
    expect(click('<a href="#top">top</a>')).to.equal(false);
    stop();
    const before = dialled.length;
    place.querySelector('a')!.click();
    expect(dialled).to.have.length(before);
  });
});
