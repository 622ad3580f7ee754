import { expect, waitUntil } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { bringPanels } from './bring-panels.ts';

function panels() {
  const asked: string[] = [];
  const answers: PromiseWithResolvers<void>[] = [];
  const loader = (tag: string) => (): Promise<void> => {
    asked.push(tag);
    answers.push(Promise.withResolvers<void>());
    return answers.at(-1)!.promise;
  };
  const loaders = {
    'ringback-leads': loader('leads'),
    'ringback-timeline': loader('timeline'),
    'ringback-record-window': loader('window'),
    'ringback-deals': loader('deals'),
    'ringback-player': loader('line'),
  };
  return { asked, answers, bring: () => bringPanels(document, 'en', loaders) };
}

const place = document.body.appendChild(document.createElement('main'));
const put = (tag: string): HTMLElement => place.appendChild(document.createElement(tag));
/** Until the browser has told what is in sight, which it does once for each frame. */
const told = (): Promise<void> =>
  new Promise((resolve) => {
    const sight = new IntersectionObserver(() => {
      sight.disconnect();
      resolve();
    });
    requestAnimationFrame(() => sight.observe(place));
  });

describe('panels in the page', () => {
  let stop = (): void => {};

  afterEach(() => {
    stop();
    place.replaceChildren();
    scrollTo(0, 0);
  });

  it('are loaded when the page shows one, once, and no others', async () => {
    const { asked, bring } = panels();
    put('ringback-leads');
    stop = bring();
    await waitUntil(() => asked.length > 0);
    put('ringback-leads');
    put('ringback-timeline');
    await waitUntil(() => asked.length > 1);
    await told();
    expect(asked).to.deep.equal(['leads', 'timeline']);
  });

  it('are loaded, however far down, when the page is to be printed; what it hides is not', async () => {
    const { asked, bring } = panels();
    put('div').style.setProperty('height', '5000px');
    put('ringback-leads');
    put('ringback-timeline').hidden = true;
    stop = bring();
    await told();
    expect(asked).to.deep.equal([]);
    dispatchEvent(new Event('beforeprint'));
    expect(asked).to.deep.equal(['leads']);
  });

  it('say on paper that they have not come; what the page hides, and windows, say nothing', async () => {
    const panel = put('ringback-leads');
    const hidden = put('ringback-timeline');
    hidden.hidden = true;
    const unseen = put('ringback-record-window');
    stop = panels().bring();
    const said = (one: HTMLElement) => getComputedStyle(one, '::before').content;
    expect(said(panel)).to.equal('none');
    await emulateMedia({ media: 'print' });
    try {
      expect(said(panel)).to.equal('"This part had not been loaded yet. Print once more."');
      expect([said(hidden), said(unseen)]).to.deep.equal(['none', 'none']);
    } finally {
      await emulateMedia({ media: 'screen' });
    }
  });

  it('cost nothing while they are hidden, and come when they are shown', async () => {
    const { asked, bring } = panels();
    const tab = put('section');
    tab.hidden = true;
    tab.append(document.createElement('ringback-leads'));
    put('ringback-timeline').hidden = true;
    stop = bring();
    await told();
    expect(asked).to.deep.equal([]);
    tab.hidden = false;
    await waitUntil(() => asked.length > 0);
    expect(asked).to.deep.equal(['leads']);
  });

  it('come when one scrolls to them; what has not come yet keeps the next one out of sight', async () => {
    const { asked, bring } = panels();
    const above = put('div');
    above.style.setProperty('height', `${innerHeight - 50}px`);
    put('ringback-leads');
    const below = put('div');
    below.style.setProperty('height', '100px');
    const last = put('ringback-timeline');
    stop = bring();
    await waitUntil(() => asked.length > 0);
    await told();
    expect(asked).to.deep.equal(['leads']);
    last.scrollIntoView();
    await waitUntil(() => asked.length > 1);
    expect(asked).to.deep.equal(['leads', 'timeline']);
  });

  it('that answer the page are there as soon as they have a place in it, seen or not', async () => {
    const { asked, bring } = panels();
    put('div').style.setProperty('height', `${innerHeight * 3}px`);
    const hidden = put('ringback-deals');
    hidden.hidden = true;
    put('ringback-leads');
    stop = bring();
    await told();
    expect(asked).to.deep.equal([]);
    hidden.hidden = false;
    await waitUntil(() => asked.length > 0);
    put('ringback-timeline').setAttribute('everywhere', '');
    await waitUntil(() => asked.length > 1);
    expect(asked).to.deep.equal(['deals', 'timeline']);
  });

  it('keep their place on the screen, and none where they are a line or are printed', () => {
    stop = panels().bring();
    expect(put('ringback-leads').offsetHeight).to.equal(200);
    expect(put('ringback-player').offsetHeight).to.equal(0);
    const [sheet] = document.adoptedStyleSheets.slice(-1);
    expect((sheet!.cssRules[0] as CSSMediaRule).media.mediaText).to.equal('not print');
  });

  it('are there at once where they are windows, which show nothing of themselves', async () => {
    const { asked, bring } = panels();
    put('ringback-record-window').hidden = true;
    stop = bring();
    expect(asked).to.deep.equal(['window']);
  });

  it('are asked for again when they did not come', async () => {
    const { asked, answers, bring } = panels();
    put('ringback-leads');
    stop = bring();
    await waitUntil(() => asked.length === 1);
    answers[0]!.reject(new TypeError('Failed to fetch'));
    await waitUntil(() => {
      put('i').remove();
      return asked.length === 2;
    });
  });

  it('are not looked for any more after the end, and the page is as it was', async () => {
    const { asked, bring } = panels();
    const sheets = document.adoptedStyleSheets.length;
    bring()();
    put('ringback-timeline');
    await told();
    expect(asked).to.deep.equal([]);
    expect(document.adoptedStyleSheets).to.have.length(sheets);
  });
});
