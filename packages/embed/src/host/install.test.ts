import { expect, waitUntil } from '@open-wc/testing';
import type { RingbackCallerCard, RingbackCallLog } from '@ringback/widgets';
import type { RingbackSoftphone } from '@ringback/softphone';
import { createDemo, type Demo } from '@ringback/testing';
import { startDemo } from '../demo/demo.ts';
import { demoWords } from '../demo/demo.words.ts';
import { install, type InstallOptions, type RingbackPage } from './install.ts';
import { mount } from './mount.ts';

type Dataset = Record<string, string>;

/** Installs on a page object of its own; the document is the real one. */
function load(
  dataset: Dataset,
  { page = {}, start }: { page?: RingbackPage; start?: InstallOptions['start'] } = {},
) {
  let demo: Demo | undefined;
  let destroyed = 0;
  const script = { dataset, src: 'https://phone.example/v1/ringback.js' };
  const byHand: InstallOptions['start'] = () => {
    demo = createDemo();
    return { phone: demo.phone, backend: demo.backend, destroy: () => void (destroyed += 1) };
  };
  install({ page, script, start: start ?? byHand, elements: async () => mount });
  const run = (name: string, ...args: unknown[]) => page.ringback!(name, ...args) as Promise<never>;
  return { page, run, demo: () => demo!, destroyed: () => destroyed };
}

/** What the console was told meanwhile. */
async function warnings(work: () => unknown): Promise<string[]> {
  const { warn } = console;
  const told: string[] = [];
  console.warn = (sentence: string) => void told.push(sentence);
  try {
    await work();
  } finally {
    console.warn = warn;
  }
  return told;
}

const find = <E extends Element>(tag: string) => document.querySelector<E>(tag);

describe('ringback.js in a page', () => {
  const pages: ReturnType<typeof load>[] = [];
  const open = (...args: Parameters<typeof load>) => {
    const one = load(...args);
    pages.push(one);
    return one;
  };

  afterEach(async () => {
    for (const { page, run } of pages.splice(0)) if (page.ringback?.c) await run('destroy').catch(() => {});
    document.querySelector('#log')?.remove();
  });

  it('puts bar and card into the page, and a log where the tag says', async () => {
    document.body.append(Object.assign(document.createElement('div'), { id: 'log' }));
    const { run, demo } = open({ gateway: 'demo', log: '#log' });
    await run('snapshot');
    const bar = find<RingbackSoftphone>('ringback-softphone')!;
    await bar.updateComplete;
    expect(bar.phone === demo().phone).to.equal(true);
    expect(bar.dock).to.equal('bottom');
    await customElements.whenDefined('ringback-call-log');
    expect(find<RingbackCallLog>('#log > ringback-call-log')!.backend === demo().backend).to.equal(true);
  });

  it('brings the card with the first call', async () => {
    const { run, demo } = open({ gateway: 'demo' });
    await run('snapshot');
    const card = find<RingbackCallerCard>('ringback-caller-card')!;
    demo().ring();
    await customElements.whenDefined('ringback-caller-card');
    await waitUntil(() => card.shadowRoot?.querySelector('[part~=answer]'));
    expect(card.backend === demo().backend).to.equal(true);
    expect(card.hidden).to.equal(false);
  });

  it('connects the elements that the page itself contains, also those that come later', async () => {
    const own = document.body.appendChild(document.createElement('ringback-call-log')) as RingbackCallLog;
    const { run, demo } = open({ gateway: 'demo', mount: 'none' });
    await run('snapshot');
    const later = document.body.appendChild(document.createElement('ringback-call-log')) as RingbackCallLog;
    await customElements.whenDefined('ringback-call-log');
    expect(own.backend === demo().backend).to.equal(true);
    expect(later.phone === demo().phone).to.equal(true);
    expect(document.querySelectorAll('ringback-softphone')).to.have.length(0);
    await run('destroy');
    expect(own.backend === undefined).to.equal(true);
    own.remove();
    later.remove();
  });

  it('keeps the card above the bar, and gives the page room below its last line', async () => {
    const { run } = open({ gateway: 'demo' });
    await run('snapshot');
    const bar = find<RingbackSoftphone>('ringback-softphone')!;
    const card = find<HTMLElement>('ringback-caller-card')!;
    await bar.updateComplete;
    const room = card.nextElementSibling as HTMLElement;
    await waitUntil(
      () => room.offsetHeight > 0 && room.offsetHeight === Math.ceil(bar.getBoundingClientRect().height),
    );
    expect(card.style.getPropertyValue('inset-block-end')).to.equal(`${room.offsetHeight + 12}px`);
  });

  it('keeps the card below a bar that the page has put into itself', async () => {
    const own = document.createElement('ringback-softphone');
    Object.assign(own.style, { position: 'absolute', inset: '0 0 auto', blockSize: '120px' });
    document.body.append(own);
    const { run } = open({ gateway: 'demo', mount: 'card' });
    await run('snapshot');
    const card = find<HTMLElement>('ringback-caller-card')!;
    await waitUntil(() => card.style.maxBlockSize === 'calc(-144px + 100vh)');
    own.style.blockSize = '160px';
    await waitUntil(() => card.style.maxBlockSize === 'calc(-184px + 100vh)');
    own.remove();
  });

  it('stands where the tag says until a person moves it, and there again the next time', async () => {
    const kept: unknown[] = [];
    const start: InstallOptions['start'] = () => {
      const { phone, backend } = createDemo();
      const memory = {
        arranged: Promise.resolve(kept.at(-1)),
        arrange: async (value: unknown) => void kept.push(value),
      };
      return { phone, backend, memory, destroy: () => {} };
    };
    const tag = { gateway: 'demo', dock: 'top', panels: 'recent | keys' };
    const first = open(tag, { start });
    await first.run('snapshot');
    await waitUntil(() => find('ringback-softphone'));
    const bar = find<RingbackSoftphone>('ringback-softphone')!;
    await bar.updateComplete;
    expect([bar.dock, bar.panels]).to.deep.equal(['top', 'recent | keys']);
    await waitUntil(() => (document.body.firstChild as HTMLElement).offsetHeight > 0);
    expect(kept).to.deep.equal([]);
    bar.shadowRoot!.querySelector<HTMLElement>('[part=fold]')!.click();
    await waitUntil(() => kept.length === 1);
    await first.run('destroy');
    const second = open(tag, { start });
    await second.run('snapshot');
    await waitUntil(() => find('ringback-softphone'));
    expect(find<RingbackSoftphone>('ringback-softphone')!.collapsed).to.equal(true);
  });

  it('answers calls that were made before it was loaded', async () => {
    const page: RingbackPage = {};
    const queued: unknown[][] = [];
    page.ringback = Object.assign((...args: unknown[]) => void queued.push(args), { q: queued });
    page.ringback('dial', '+380501112233');
    const heard: unknown[] = [];
    page.ringback('on', 'call.ringing', (data: unknown) => heard.push(data));
    const { demo, run } = open({ gateway: 'demo' }, { page });
    await run('snapshot');
    await waitUntil(() => demo().phone.commands.some(([command]) => command === 'call'));
    expect(demo().phone.commands).to.deep.include(['call', '+380501112233']);
    demo().ring();
    await waitUntil(() => heard.length === 1);
  });

  it('lets the page dial, follow and stop following, and look at the state', async () => {
    const { run, demo } = open({ gateway: 'demo' });
    const ended: unknown[] = [];
    const stop: () => void = await run('on', 'call.ended', (data: unknown) => ended.push(data));
    const id = await run('dial', '101');
    expect(((await run('snapshot')) as { phone: { calls: { id: string }[] } }).phone.calls[0]!.id).to.equal(
      id,
    );
    demo().phone.farHangsUp(id);
    expect(ended).to.have.length(1);
    stop();
    demo().phone.farHangsUp(await run('dial', '102'));
    expect(ended).to.have.length(1);
  });

  it('refuses an event that does not exist, and says so on the console', async () => {
    const { run } = open({ gateway: 'demo' });
    const told = await warnings(() => run('on', 'call.exploded', () => {}).catch(() => {}));
    expect(told[0]).to.contain('call.exploded');
  });

  it('tells the page every fact once, as a DOM event', async () => {
    const { run, demo } = open({ gateway: 'demo' });
    await run('snapshot');
    const heard: CustomEvent[] = [];
    const listener = (event: Event): void => void heard.push(event as CustomEvent);
    document.addEventListener('ringback-call-ringing', listener);
    const id = demo().ring();
    document.removeEventListener('ringback-call-ringing', listener);
    expect(heard.map(({ detail }) => (detail as { call: { id: string } }).call.id)).to.deep.equal([id]);
    expect(heard[0]!.composed).to.equal(true);
  });

  it('warns once when it is included twice, and does nothing more', async () => {
    const { page, run } = open({ gateway: 'demo' });
    await run('snapshot');
    const told = await warnings(() => {
      load({ gateway: 'demo' }, { page });
      load({ gateway: 'demo' }, { page });
    });
    expect(told).to.have.length(1);
    expect(told[0]).to.contain('twice');
    expect(document.querySelectorAll('ringback-softphone')).to.have.length(1);
  });

  const wrong: [Dataset, string][] = [
    [{}, 'data-gateway'],
    [{ gateway: 'phone.example.com' }, 'https://'],
    [{ gateway: 'javascript:alert(1)' }, 'data-gateway'],
    [{ gateway: 'demo', locale: 'de' }, 'data-locale'],
    [{ gateway: 'demo', mount: 'bar crad' }, 'crad'],
    [{ gateway: 'demo', dock: 'left' }, 'left'],
  ];
  for (const [dataset, word] of wrong) {
    it(`says in one sentence what is wrong with ${JSON.stringify(dataset)}, and leaves the page alone`, async () => {
      const page: RingbackPage = {};
      const told = await warnings(() => load(dataset, { page }));
      expect(told).to.have.length(1);
      expect(told[0]).to.contain(word);
      expect(page).to.deep.equal({});
    });
  }

  it('leaves the page as it was after destroy: nodes, globals, listeners', async () => {
    const counts = new Map<string, number>();
    const targets: EventTarget[] = [window, document, document.documentElement, document.body];
    const restore = targets.map((target) => {
      const { addEventListener: add, removeEventListener: remove } = target;
      const count = (type: string, by: number): void => void counts.set(type, (counts.get(type) ?? 0) + by);
      target.addEventListener = (...args: Parameters<typeof add>) => {
        const [type, , options] = args;
        count(type, 1);
        // A listener that came with a signal goes with it.
        if (typeof options === 'object') options.signal?.addEventListener('abort', () => count(type, -1));
        add.apply(target, args);
      };
      target.removeEventListener = (...args: Parameters<typeof remove>) => (
        count(args[0], -1),
        remove.apply(target, args)
      );
      return () => {
        delete (target as { addEventListener?: unknown }).addEventListener;
        delete (target as { removeEventListener?: unknown }).removeEventListener;
      };
    });
    document.body.append(Object.assign(document.createElement('div'), { id: 'log' }));
    const before = document.documentElement.outerHTML;
    const stub = Object.assign(() => {}, { q: [] });
    const page: RingbackPage = { ringback: stub };
    const { run, destroyed } = open({ gateway: 'demo', log: '#log' }, { page });
    await run('snapshot');
    expect(document.documentElement.outerHTML).not.to.equal(before);
    await run('destroy');
    for (const step of restore) step();
    expect(document.documentElement.outerHTML).to.equal(before);
    expect(Object.keys(page)).to.deep.equal(['ringback']);
    expect(page.ringback === stub).to.equal(true);
    expect(destroyed()).to.equal(1);
    expect([...counts].filter(([, count]) => count !== 0)).to.deep.equal([]);
  });

  it('can be taken off while it is still starting', async () => {
    let go: (() => void) | undefined;
    let destroyed = 0;
    const { run } = open(
      { gateway: 'demo' },
      {
        start: async () => {
          await new Promise<void>((resolve) => (go = resolve));
          const { phone, backend } = createDemo();
          return { phone, backend, destroy: () => void (destroyed += 1) };
        },
      },
    );
    const snapshot = run('snapshot').then(
      () => 'given',
      (error: { code: string }) => error.code,
    );
    await waitUntil(() => go);
    await run('destroy');
    go!();
    expect(await snapshot).to.equal('unavailable');
    expect(destroyed).to.equal(1);
    expect(document.querySelectorAll('ringback-softphone')).to.have.length(0);
  });
});

describe('the demo without a server', () => {
  it('shows all three elements at work, says what it is, and rings by its button', async () => {
    document.body.append(Object.assign(document.createElement('div'), { id: 'log' }));
    const { run } = load(
      { gateway: 'demo', log: '#log', locale: 'uk' },
      { start: (_config, locale) => startDemo(locale) },
    );
    await run('snapshot');
    const note = [...document.body.children].find((node) =>
      node.shadowRoot?.querySelector(`section[aria-label="${demoWords.uk.region}"]`),
    )!;
    expect(note.shadowRoot!.querySelector('p')!.textContent).to.equal(demoWords.uk.what);
    await expect(note).to.be.accessible();
    const log = find<RingbackCallLog>('ringback-call-log')!;
    await waitUntil(() => log.shadowRoot?.querySelector('[part~=row]'));
    note.shadowRoot!.querySelector('button')!.click();
    const bar = find<RingbackSoftphone>('ringback-softphone')!;
    await waitUntil(() => bar.shadowRoot!.querySelector('[part~=answer]'));
    const card = find<RingbackCallerCard>('ringback-caller-card')!;
    await waitUntil(() => card.shadowRoot!.textContent!.includes('Оксана Коваленко'));
    await run('destroy');
    expect(note.isConnected).to.equal(false);
    document.querySelector('#log')?.remove();
  });
});
