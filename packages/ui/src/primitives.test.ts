import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { LitElement, render } from 'lit';
import { icon } from './icon.ts';
import { micIcon, phoneIcon } from './icons.ts';
import { LiveRegion } from './live-region.ts';
import { setStyle } from './set-style.ts';
import { Ticker } from './ticker.ts';

describe('icon', () => {
  it('is a drawing that screen readers pass over', () => {
    const holder = document.body.appendChild(document.createElement('div'));
    render(html`${icon(phoneIcon)}`, holder);
    const svg = holder.querySelector('svg')!;
    expect(svg.getAttribute('aria-hidden')).to.equal('true');
    expect(svg.querySelector('path')!.namespaceURI).to.equal('http://www.w3.org/2000/svg');
    expect(svg.getBoundingClientRect().width).to.equal(16);
    holder.remove();
  });

  it('stays the same node until it is another icon', () => {
    const holder = document.createElement('div');
    const draw = (nodes: typeof phoneIcon | undefined) => render(html`${icon(nodes)}`, holder);
    draw(phoneIcon);
    const first = holder.querySelector('svg');
    draw(phoneIcon);
    expect(holder.querySelector('svg')).to.equal(first);
    draw(micIcon);
    expect(holder.querySelector('svg')).not.to.equal(first);
    draw(undefined);
    expect(holder.querySelector('svg')).to.equal(null);
  });
});

describe('setStyle', () => {
  it('sets properties, and takes away those that are no longer wanted', () => {
    const holder = document.createElement('div');
    const draw = (values: Record<string, string | undefined>) =>
      render(html`<i ${setStyle(values)}></i>`, holder);
    draw({ '--_share': '40%', 'inline-size': '3px' });
    const { style } = holder.querySelector('i')!;
    expect(style.getPropertyValue('--_share')).to.equal('40%');
    draw({ 'inline-size': '5px', 'block-size': undefined });
    expect(style.getPropertyValue('--_share')).to.equal('');
    expect(style.getPropertyValue('inline-size')).to.equal('5px');
  });
});

class Speaker extends LitElement {
  readonly region = new LiveRegion(this);
  constructor() {
    super();
    this.region.say('Hello');
  }
  protected override render() {
    return this.region.render();
  }
}
customElements.define('test-speaker', Speaker);

describe('LiveRegion', () => {
  const polite = (speaker: Speaker) => speaker.shadowRoot!.querySelector('[aria-live=polite]')!;

  it('comes empty and is filled afterwards, or nothing would be read out', async () => {
    const speaker = new Speaker();
    document.body.append(speaker);
    const seen: string[] = [];
    await speaker.updateComplete.then(() => seen.push(polite(speaker).textContent!));
    await waitUntil(() => polite(speaker).textContent === 'Hello');
    expect(seen[0]).to.equal('');
    speaker.remove();
  });

  it('says the same sentence twice', async () => {
    const speaker = await fixture<Speaker>(html`<test-speaker></test-speaker>`);
    speaker.region.say('Again');
    await speaker.updateComplete;
    const first = polite(speaker).textContent;
    speaker.region.say('Again');
    await speaker.updateComplete;
    expect(polite(speaker).textContent).not.to.equal(first);
    expect(polite(speaker).textContent!.trim()).to.equal('Again');
  });
});

class Clock extends LitElement {
  running = true;
  drawn = 0;
  readonly ticker = new Ticker(this, () => this.running);
  protected override updated() {
    this.drawn += 1;
  }
}
customElements.define('test-clock', Clock);

describe('Ticker', () => {
  const real = window.setTimeout;
  afterEach(() => void (window.setTimeout = real));

  it('draws again at the next full second while there is something to count, and no longer', async () => {
    const planned: { run: () => void; ms: number }[] = [];
    window.setTimeout = ((run: () => void, ms: number) =>
      planned.push({ run, ms })) as unknown as typeof setTimeout;
    const clock = new Clock();
    document.body.append(clock);
    await clock.updateComplete;
    expect(planned).to.have.length(1);
    expect(planned[0]!.ms).to.be.within(1, 1000);
    planned[0]!.run();
    await clock.updateComplete;
    expect(clock.drawn).to.equal(2);
    expect(planned).to.have.length(2);
    clock.running = false;
    planned[1]!.run();
    await clock.updateComplete;
    expect(clock.drawn).to.equal(3);
    expect(planned).to.have.length(2);
    clock.remove();
  });
});
