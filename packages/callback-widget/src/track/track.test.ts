import { expect, waitUntil } from '@open-wc/testing';
import type { VisitClaim, VisitInput } from '@ringback/model';
import { FakeGateway, Widget } from '../callback/callback.harness.ts';
import * as goodsModule from './goods.ts';
import { nameOf } from './memory.ts';
import { createNumbers } from './numbers.ts';
import { touchOf } from './touch.ts';
import type { TrackSite } from './track-site.ts';
import { startTracking, type TrackedPage } from './tracker.ts';

const SITE: TrackSite = {
  key: 'demo-shop',
  gateway: 'https://gateway.example',
  keepDays: 90,
  page: ['380441234567', '0441234567'],
};
const LENT = { number: '+380441110001', text: '+380 44 111 0001', seconds: 600 };
const NAME = nameOf(SITE.key);
const DAY = 864e5;
const START = Date.parse('2026-03-02T09:00:00.000Z');

interface Sent {
  method: string;
  url: string;
  token: string;
  body: VisitInput | undefined;
}

/** A page with a gateway that answers what the test tells it to. */
function visitor() {
  const sent: Sent[] = [];
  const state = { answer: {} as object, status: 200, now: START };
  const http = (async (url: string, init: RequestInit) => {
    const headers = init.headers as Record<string, string>;
    const body = init.body ? (JSON.parse(init.body as string) as VisitInput) : undefined;
    sent.push({ method: init.method!, url, token: headers['X-Ringback-Visit-Token']!, body });
    return new Response(state.status === 204 ? null : JSON.stringify(state.answer), { status: state.status });
  }) as typeof fetch;
  const page: TrackedPage = {};
  return {
    ...{ sent, state, page },
    async arrive(query = '', site: Partial<TrackSite> = {}): Promise<VisitClaim> {
      history.replaceState(null, '', `${location.pathname}${query}`);
      const before = sent.length;
      delete page.ringback;
      const load = async () => goodsModule;
      startTracking({ ...SITE, ...site }, page, { http, load, now: () => state.now });
      await waitUntil(() => sent.length > before, 'the visit was told');
      await Promise.resolve();
      return this.visit()!;
    },
    visit: () => page.ringback?.('visit') as VisitClaim | undefined,
    forget: () => page.ringback?.('forget') as Promise<void>,
  };
}

const home = location.href;
let they: ReturnType<typeof visitor>;
let stage: HTMLElement;
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  they = visitor();
  stage = document.body.appendChild(document.createElement('div'));
});
afterEach(async () => {
  they.state.status = 204;
  await they.forget();
  stage.remove();
  localStorage.clear();
  sessionStorage.clear();
  history.replaceState(null, '', home);
});

/** Puts elements on the stage: [name, attributes, text or children]. */
type Part = [string, Record<string, string>, string | Part[]];
function put(...parts: Part[]): HTMLElement[] {
  const make = ([name, attributes, inner]: Part): HTMLElement => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...(typeof inner === 'string' ? [inner] : inner.map(make)));
    return element;
  };
  const made = parts.map(make);
  stage.append(...made);
  return made;
}

describe('what brought the visitor', () => {
  const at = '2026-03-02T09:00:00.000Z';
  const touch = (query: string, before = '') => touchOf(`https://shop.example/lamp${query}`, before, at);

  it('is read from the campaign’s own words, without what else the address says', () => {
    const query =
      '?utm_source=google&utm_medium=cpc&utm_campaign=spring&utm_content=b2&utm_term=oak%20lamp&email=a%40b.c&gclid=Cj0#x';
    expect(touch(query, 'https://www.google.com/search?q=private')).to.deep.equal({
      ...{ source: 'google', medium: 'cpc', campaign: 'spring', content: 'b2', term: 'oak lamp', at },
      clickId: { name: 'gclid', value: 'Cj0' },
      referrer: 'https://www.google.com/search',
      landing:
        'https://shop.example/lamp?utm_source=google&utm_medium=cpc&utm_campaign=spring&utm_content=b2&utm_term=oak+lamp',
    });
  });

  it('is told by a click id, a search engine or another page where there are no such words', () => {
    const ways = [
      ['?yclid=1', 'https://ya.ru/', 'yandex/cpc'],
      ['?fbclid=1', '', 'facebook/social'],
      ['?msclkid=1', '', 'bing/cpc'],
      ['', 'https://www.google.com.ua/', 'google/organic'],
      ['', 'https://www.blog.example/post', 'blog.example/referral'],
      ['', 'android-app://com.slack', 'direct/none'],
      ['', '', 'direct/none'],
    ] as const;
    for (const [query, before, expected] of ways) {
      const found = touch(query, before);
      expect(`${found?.source}/${found?.medium}`).to.equal(expected);
    }
    expect(touch('', 'https://shop.example/')).to.equal(undefined);
  });

  it('is never longer than the gateway takes, whatever stands in the address', () => {
    const found = touch(`?utm_source=${'x'.repeat(500)}&utm_campaign=%00%0a&gclid=${'y'.repeat(500)}`);
    expect(found?.source).to.have.length(120);
    expect(found).not.to.have.property('campaign');
    expect(found?.clickId?.value).to.have.length(255);
  });
});

describe('a visitor who has consented', () => {
  it('is told of to the gateway, and known on the next page', async () => {
    const first = await they.arrive('?utm_source=google&utm_medium=cpc');
    const [put] = they.sent;
    expect(put).to.include({ method: 'PUT', token: first.token });
    expect(put!.url).to.equal(`https://gateway.example/api/v1/sites/demo-shop/visits/${first.id}`);
    expect(put!.body).to.deep.include({ device: 'desktop', viewed: [] });
    expect(put!.body!.first.source).to.equal('google');
    expect(first.id).to.match(/^[0-9a-f]{32}$/);
    expect(first.token).to.match(/^[0-9a-f]{48}$/);
    const next = await they.arrive('');
    expect(next).to.include({ id: first.id, token: first.token });
  });

  it('keeps the first that brought him and the last, which nothing direct takes away', async () => {
    await they.arrive('?utm_source=google&utm_medium=cpc');
    await they.arrive('?utm_source=newsletter&utm_medium=email');
    const { first, last } = await they.arrive('');
    expect([first.source, last.source]).to.deep.equal(['google', 'newsletter']);
  });

  it('is a new one when he was away for longer than is remembered', async () => {
    const before = await they.arrive('?utm_source=google');
    they.state.now += 89 * DAY;
    expect((await they.arrive('')).id).to.equal(before.id);
    they.state.now += 90 * DAY;
    const after = await they.arrive('');
    expect(after.id).not.to.equal(before.id);
    expect(after.first.source).not.to.equal('google');
  });

  it('is forgotten here and at the gateway when he wants it, and no longer told of', async () => {
    const { id } = await they.arrive('?utm_source=google');
    expect(localStorage.getItem(NAME)).to.contain('google');
    they.state.status = 503;
    const failed: Error = (await they.forget().catch((error: Error) => error)) as Error;
    expect(failed.message).to.contain('has not forgotten yet');
    expect(localStorage.getItem(NAME)).to.equal(null);
    expect(they.visit()).to.equal(undefined);
    they.state.status = 204;
    await they.forget();
    expect(they.sent.map(({ method }) => method)).to.deep.equal(['PUT', 'DELETE', 'DELETE']);
    expect(they.sent.at(-1)!.url).to.contain(id);
    expect(they.page).not.to.have.property('ringback');
  });

  it('is forgotten here when he wants it in another tab', async () => {
    await they.arrive('?utm_source=google');
    localStorage.clear();
    window.dispatchEvent(new StorageEvent('storage', { key: NAME, newValue: null }));
    expect(they.visit()).to.equal(undefined);
  });

  it('sends what brought him with his request to be called', async () => {
    const gateway = new FakeGateway();
    const visit = await they.arrive('?utm_source=google');
    Object.assign(window, { ringback: they.page.ringback });
    const widget = await Widget.open(gateway);
    widget.type('0501234567');
    widget.main.click();
    await waitUntil(() => gateway.requests.length === 1);
    expect(gateway.requests[0]!.visit).to.deep.equal(visit);
    delete (window as TrackedPage).ringback;
  });

  it('sends nothing of the kind where the script was never loaded', async () => {
    const gateway = new FakeGateway();
    const widget = await Widget.open(gateway);
    widget.type('0501234567');
    widget.main.click();
    await waitUntil(() => gateway.requests.length === 1);
    expect(gateway.requests[0]).not.to.have.property('visit');
    expect(localStorage.length).to.equal(0);
  });
});

describe('goods', () => {
  const LAMP = { 'data-ringback-product': 'LAMP-1', 'data-ringback-name': 'Oak lamp' };
  const PRICE = { 'data-ringback-price': '2400', 'data-ringback-currency': 'UAH' };

  it('are read from attributes: what is looked at, and what lies in the cart', async () => {
    const link: Part = ['a', { href: '/table' }, 'Table'];
    put(
      ['h1', { ...LAMP, ...PRICE }, 'Oak lamp'],
      [
        'ul',
        { 'data-ringback-cart': '' },
        [['li', { 'data-ringback-product': 'TABLE-7', 'data-ringback-quantity': '2' }, [link]]],
      ],
    );
    const { viewed, cart } = await they.arrive('', { goods: true });
    expect(viewed.map(({ product }) => product)).to.deep.equal([
      {
        ...{ productId: 'LAMP-1', name: 'Oak lamp', quantity: 1 },
        price: { amount: 2400, currency: 'UAH' },
        url: location.origin + location.pathname,
      },
    ]);
    expect(cart).to.deep.equal([
      { productId: 'TABLE-7', name: 'Table', quantity: 2, url: `${location.origin}/table` },
    ]);
  });

  it('are read from what the page tells its analytics, before and after', async () => {
    const item = (item_id: string, quantity = 1) => ({
      item_id,
      item_name: `Product ${item_id}`,
      price: 5,
      quantity,
    });
    const told: unknown[] = [{ event: 'view_item', ecommerce: { currency: 'UAH', items: [item('A')] } }];
    they.page.dataLayer = told;
    await they.arrive('', { goods: true });
    await waitUntil(() => they.visit()?.viewed.length === 1);
    told.push(['event', 'add_to_cart', { currency: 'UAH', items: [item('A'), item('B', 2)] }]);
    told.push({ event: 'remove_from_cart', ecommerce: { items: [item('B')] } });
    told.push({ event: 'scroll' }, null);
    const cart = () => they.visit()?.cart?.map(({ productId, quantity }) => [productId, quantity]);
    expect(cart()).to.deep.equal([
      ['A', 1],
      ['B', 1],
    ]);
    expect(told).to.have.length(5);
    await waitUntil(() => they.sent.at(-1)?.body?.cart?.length === 2, 'the cart was told');
    told.push({ event: 'purchase', ecommerce: { items: [item('A')] } });
    expect(cart()).to.deep.equal([]);
  });

  it('are not read where the site does not want to know', async () => {
    put(['h1', LAMP, 'Oak lamp']);
    const { viewed, cart } = await they.arrive('');
    expect(viewed).to.deep.equal([]);
    expect(cart).to.equal(undefined);
    expect(they.page).not.to.have.property('dataLayer');
  });
});

describe('numbers', () => {
  const text = () => stage.textContent;
  const tel = () => stage.querySelector('a')!.getAttribute('href');

  it('are changed in the texts where they stand, and come back as they were', () => {
    const [link, marked, other, kept] = put(
      ['a', { href: 'tel:+380441234567' }, 'Call 044 123-45-67 now'],
      ['p', { 'data-ringback-number': '' }, '+380 44 123 4567'],
      ['a', { href: 'tel:+380501112233' }, '050 111 22 33'],
      ['p', { 'data-ringback-noswap': '' }, [['a', { href: 'tel:0441234567' }, '044 123-45-67']]],
    );
    const before = stage.innerHTML;
    const nodes = [link, marked].map((one) => one!.firstChild);
    const numbers = createNumbers(SITE.page);
    numbers.show(LENT);
    expect(link!.textContent).to.equal('Call +380 44 111 0001 now');
    expect(tel()).to.equal('tel:+380441110001');
    expect(marked!.textContent).to.equal(LENT.text);
    expect([link, marked].map((one) => one!.firstChild)).to.deep.equal(nodes);
    expect(other!.textContent).to.equal('050 111 22 33');
    expect(kept!.textContent).to.equal('044 123-45-67');
    numbers.show({ number: '+380441110002', text: '+380 44 111 0002' });
    expect(marked!.textContent).to.equal('+380 44 111 0002');
    numbers.show(undefined);
    expect(stage.innerHTML).to.equal(before);
  });

  it('leave alone what a framework has written since, and are shown in it when the page says so', async () => {
    const [marked] = put(['p', { 'data-ringback-number': '' }, '044 123-45-67']);
    they.state.answer = { lease: LENT };
    await they.arrive('', { pool: true });
    await waitUntil(() => text() === LENT.text);
    marked!.firstChild!.nodeValue = 'Our number: 044 123-45-67';
    they.page.ringback!('numbers');
    expect(text()).to.equal(`Our number: ${LENT.text}`);
    await they.forget();
    expect(text()).to.equal('Our number: 044 123-45-67');
  });

  it('of a source are shown to its visitors, and no number is lent for them', async () => {
    put(['a', { href: 'tel:+380441234567' }, '044 123-45-67']);
    const numbers = [{ number: '+380441119999', text: '+380 44 111 9999', source: 'google', medium: 'cpc' }];
    await they.arrive('?utm_source=Google&utm_medium=cpc', { numbers });
    expect(text()).to.equal('+380 44 111 9999');
    await they.forget();
    await they.arrive('?utm_source=bing&utm_medium=cpc', { numbers });
    expect(text()).to.equal('044 123-45-67');
  });

  it('that are lent are asked for only where the page shows one, and shown on the next page at once', async () => {
    they.state.answer = { lease: LENT };
    await they.arrive('', { pool: true });
    expect(they.sent[0]!.body).not.to.have.property('number');
    // What was answered has been taken in: on a page of its own the next script does not meet the one before.
    await waitUntil(() => Object.values(localStorage).join().includes(LENT.number));
    put(['a', { href: 'tel:+380441234567' }, '044 123-45-67']);
    await they.arrive('', { pool: true });
    expect(they.sent[1]!.body).to.include({ number: true });
    await waitUntil(() => text() === LENT.text);
    they.page.ringback!('numbers');
    expect(text()).to.equal(LENT.text);
  });

  it('that are all lent leave the site’s own', async () => {
    put(['a', { href: 'tel:+380441234567' }, '044 123-45-67']);
    await they.arrive('', { pool: true });
    await waitUntil(() => they.sent.length === 1);
    expect(text()).to.equal('044 123-45-67');
    expect(tel()).to.equal('tel:+380441234567');
  });
});
