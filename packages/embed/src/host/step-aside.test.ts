import { expect, waitUntil } from '@open-wc/testing';
import { define } from '@ringback/ui';
import { RingbackSoftphone } from '@ringback/softphone';
import { dock } from './dock.ts';

define('ringback-softphone', RingbackSoftphone);

describe('the bar over a control of the page that stays in its place', () => {
  const page = document.createElement('div');
  let undock = (): void => {};

  async function docked(edge: 'bottom' | 'top' | 'end' = 'bottom'): Promise<RingbackSoftphone> {
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

  const put = (html: string): HTMLElement => {
    page.replaceChildren(document.createRange().createContextualFragment(html));
    return page.querySelector('button')!;
  };
  /** What a person hits who presses it in its middle. */
  const isHit = (control: Element): boolean => {
    const { left, top, width, height } = control.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2) === control;
  };
  const CORNER = 'position: fixed; bottom: 20px; right: 20px; width: 56px; height: 56px';
  const STRIP =
    'position: fixed; bottom: 0; left: 0; right: 0; height: 60px; display: flex; justify-content: space-between';

  beforeEach(() => document.body.append(page));
  afterEach(() => {
    undock();
    page.remove();
  });

  it('ends before a button in the corner, and can be folded there', async () => {
    const chat = put(`<button style="${CORNER}">Chat</button>`);
    const bar = await docked();
    await waitUntil(() => isHit(chat), 'The button is under the bar.');
    const { left, right, bottom } = bar.getBoundingClientRect();
    expect([left, bottom]).to.deep.equal([0, innerHeight]);
    expect(right).to.equal(chat.getBoundingClientRect().left - 8);
    bar.collapsed = true;
    await bar.updateComplete;
    await waitUntil(() => isHit(chat), 'The button is under the folded bar.');
    expect(bar.getBoundingClientRect().bottom).to.equal(innerHeight);
  });

  it('stands on top of a strip that is as wide as itself, and at the upper edge below it', async () => {
    const save = put(
      `<div style="${STRIP}"><button>Save</button><button>Cancel</button><button>Delete</button></div>`,
    );
    const bar = await docked();
    await waitUntil(() => isHit(save), 'The strip is under the bar.');
    expect(bar.getBoundingClientRect().bottom).to.equal(innerHeight - 60);
    page.querySelector('div')!.style.cssText = STRIP.replace('bottom: 0', 'top: 0');
    bar.dock = 'top';
    await waitUntil(() => isHit(save) && bar.getBoundingClientRect().top === 60, 'The bar is not below it.');
  });

  it('makes room for what comes later, and takes its place again when it has gone', async () => {
    const bar = await docked();
    const chat = put(`<button style="${CORNER}">Chat</button>`);
    await waitUntil(() => isHit(chat), 'The button is under the bar.', { timeout: 3000 });
    page.replaceChildren();
    await waitUntil(() => bar.getBoundingClientRect().right === innerWidth, 'The bar stays aside.', {
      timeout: 3000,
    });
  });

  it('goes beside a button in its own corner', async () => {
    const chat = put(`<button style="${CORNER}">Chat</button>`);
    const bar = await docked('end');
    await waitUntil(() => isHit(chat), 'The button is under the bar.');
    expect(bar.getBoundingClientRect().right).to.equal(chat.getBoundingClientRect().left - 8);
  });

  it('sees controls in an element with a shadow tree of its own', async () => {
    const host = document.createElement('div');
    page.replaceChildren(host);
    const chat = document.createElement('button');
    chat.style.cssText = CORNER;
    host.attachShadow({ mode: 'open' }).append(chat);
    const bar = await docked();
    await waitUntil(
      () => bar.getBoundingClientRect().right < innerWidth - 70,
      'The button is under the bar.',
    );
  });

  it('stays where it is for what can be scrolled from under it, and for what nobody presses', async () => {
    const scrolled = `<div style="position: fixed; inset: 0; overflow: auto"><button style="margin-top: 95vh">Below</button><p style="height: 50vh"></p></div>`;
    const flow = `<button style="position: absolute; bottom: 4px">In the flow</button>`;
    const picture = `<div style="${CORNER}"></div>`;
    for (const html of [scrolled, flow, picture]) {
      put(html);
      const bar = await docked();
      const { left, right, bottom } = bar.getBoundingClientRect();
      expect([left, right, bottom], html).to.deep.equal([
        0,
        document.documentElement.clientWidth,
        innerHeight,
      ]);
      undock();
    }
  });
});
