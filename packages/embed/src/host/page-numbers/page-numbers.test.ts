import { expect, waitUntil } from '@open-wc/testing';
import { createFakePhone } from '@ringback/testing';
import { sendMouse } from '@web/test-runner-commands';
import { startPageNumbers } from './page-numbers.ts';

describe('numbers in the page', () => {
  const place = document.createElement('main');
  let works: (() => void)[] = [];
  let dialled: string[] = [];
  let list: (() => string[]) | undefined;
  let stop = (): void => {};

  function start(
    html: string,
    { wanted = 'UA', status = 'registered' as 'registered' | 'offline' } = {},
  ): void {
    place.replaceChildren(document.createRange().createContextualFragment(html));
    document.body.append(place);
    works = [];
    dialled = [];
    stop = startPageNumbers({
      wanted,
      root: place,
      phone: createFakePhone({ status }),
      dial: (number) => dialled.push(number),
      list: (numbers) => (list = numbers),
      whenIdle: (work) => {
        works.push(work);
        return () => (works = works.filter((one) => one !== work));
      },
    });
  }

  /** The browser has nothing else to do; returns in how many pieces the page was read. */
  async function idle(): Promise<number> {
    // Mutation observers are told after the script that has changed something.
    await Promise.resolve();
    let pieces = 0;
    for (let work = works.shift(); work; work = works.shift()) {
      pieces += 1;
      work();
    }
    return pieces;
  }

  const marked = (): string[] =>
    [...(CSS.highlights.get('ringback-number') ?? [])].map((range) =>
      (range.startContainer as Text).data.slice(range.startOffset, range.endOffset),
    );

  /** The middle of a text as it stands on the screen. */
  function middleOf(text: string): [number, number] {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      const at = node.data.indexOf(text);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + text.length);
      const { left, top, width, height } = range.getBoundingClientRect();
      return [Math.round(left + width / 2), Math.round(top + height / 2)];
    }
    throw new Error(`“${text}” does not stand in the page.`);
  }

  async function click(text: string): Promise<void> {
    await sendMouse({ type: 'click', position: middleOf(text) });
  }

  afterEach(async () => {
    stop();
    place.remove();
    getSelection()?.removeAllRanges();
    await sendMouse({ type: 'move', position: [0, 0] });
  });

  it('call when they are clicked, and the page stays as it was', async () => {
    const html = '<p>Iryna, (050) 111-22-33, order 1042</p>';
    start(html);
    await idle();
    expect(marked()).to.deep.equal(['(050) 111-22-33']);
    expect(place.innerHTML).to.equal(html);
    await click('111');
    expect(dialled).to.deep.equal(['(050) 111-22-33']);
    await click('Iryna');
    await click('1042');
    expect(dialled).to.have.length(1);
  });

  it('do not call for a click beside them, nor for whoever marks them to copy', async () => {
    start('<p>+380501112233</p><p>after</p>');
    await idle();
    const [, y] = middleOf('+380501112233');
    await sendMouse({ type: 'click', position: [600, y] });
    expect(dialled).to.deep.equal([]);
    getSelection()!.selectAllChildren(place);
    document.body.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    const [x] = middleOf('1112233');
    place.firstElementChild!.dispatchEvent(
      new MouseEvent('click', { bubbles: true, clientX: x, clientY: y }),
    );
    expect(dialled).to.deep.equal([]);
  });

  it('are left alone in links, buttons, fields, code, editable text, and where the page says so', async () => {
    start(`<a href="#a">+380501112201</a> <button>+380501112202</button> <textarea>+380501112203</textarea>
      <pre>+380501112204</pre> <code>+380501112205</code> <p contenteditable>+380501112206</p>
      <p data-ringback-dial="off"><b>+380501112207</b></p> <p>+380501112208</p>`);
    await idle();
    expect(marked()).to.deep.equal(['+380501112208']);
  });

  it('are left to a page that has its own way, and to whoever holds a key', async () => {
    start('<p>+380501112233</p>');
    await idle();
    const own = (event: Event): void => event.preventDefault();
    place.addEventListener('click', own);
    await click('1112233');
    place.removeEventListener('click', own);
    const [clientX, clientY] = middleOf('1112233');
    const init = { bubbles: true, clientX, clientY };
    for (const more of [
      { ctrlKey: true },
      { metaKey: true },
      { shiftKey: true },
      { button: 2 },
      { detail: 2 },
    ])
      place.firstElementChild!.dispatchEvent(new MouseEvent('click', { ...init, ...more }));
    expect(dialled).to.deep.equal([]);
    place.firstElementChild!.dispatchEvent(new MouseEvent('click', init));
    expect(dialled).to.deep.equal(['+380501112233']);
  });

  it('do nothing while no phone is here', async () => {
    start('<p>+380501112233</p>', { status: 'offline' });
    await idle();
    await click('1112233');
    expect(dialled).to.deep.equal([]);
  });

  it('show under the pointer that they can be clicked', async () => {
    start('<p>+380501112233</p><p>after</p>');
    await idle();
    const cursor = (): string => getComputedStyle(place.firstElementChild!).cursor;
    await sendMouse({ type: 'move', position: middleOf('1112233') });
    await waitUntil(() => cursor() === 'pointer', 'The pointer is no hand.');
    expect(CSS.highlights.get('ringback-number-hover')?.size).to.equal(1);
    await sendMouse({ type: 'move', position: middleOf('after') });
    await waitUntil(() => cursor() === 'auto', 'The pointer stays a hand.');
    expect(CSS.highlights.has('ringback-number-hover')).to.equal(false);
  });

  it('follow the page as it changes: what comes, what is written anew, what goes', async () => {
    start('<p>+380501112201</p>');
    await idle();
    place.append(document.createRange().createContextualFragment('<div><p>new: +380501112202</p></div>'));
    await idle();
    expect(marked()).to.deep.equal(['+380501112201', '+380501112202']);
    (place.firstElementChild!.firstChild as Text).data = 'changed: +380501112203';
    await idle();
    expect(marked()).to.deep.equal(['+380501112203', '+380501112202']);
    place.lastElementChild!.remove();
    await idle();
    expect(marked()).to.deep.equal(['+380501112203']);
  });

  it('are read in pieces, and no more of them than somebody could read', async () => {
    const rows = Array.from({ length: 2_000 }, (_, row) => `<p>+38050${1_000_000 + row * 7}</p>`);
    start(rows.join(''));
    expect(await idle()).to.be.greaterThan(5);
    expect(marked()).to.have.length(1_000);
    expect(list!()).to.have.length(50);
  });

  it('are listed for the keyboard, each once, and only what is to be seen', async () => {
    start('<p>+380501112201</p><p>+38 (050) 111-22-01</p><p hidden>+380501112203</p><p>067 123 45 01</p>');
    await idle();
    expect(list!()).to.deep.equal(['+380501112201', '067 123 45 01']);
  });

  it('are no longer there when it is stopped', async () => {
    const sheets = document.adoptedStyleSheets.length;
    start('<p>+380501112233</p>');
    await idle();
    stop();
    expect(CSS.highlights.has('ringback-number')).to.equal(false);
    expect(document.adoptedStyleSheets).to.have.length(sheets);
    expect(list).to.equal(undefined);
    await click('1112233');
    place.append('+380501112299');
    expect(await idle()).to.equal(0);
    expect(dialled).to.deep.equal([]);
  });
});
