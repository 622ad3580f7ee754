/** Other numbers in place of the site's own. Texts are changed where they stand: a framework that made them goes on with them. */
import type { ShownNumber } from './track-site.ts';

const NUMBER = /\+?\d[\d\s().\-\u00a0\u2010-\u2015]{5,}\d/;
const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** Elements that show a number of the site; `data-ringback-noswap` keeps what is in it. */
function places(page: readonly string[]): HTMLElement[] {
  const all = document.querySelectorAll<HTMLElement>('[data-ringback-number],a[href^="tel:"]');
  return [...all].filter(
    (one) =>
      !one.closest('[data-ringback-noswap]') &&
      (one.closest('[data-ringback-number]') || page.includes(digitsOf(one.getAttribute('href') ?? ''))),
  );
}

export interface Numbers {
  /** The page shows one that can be changed, or that was. */
  any(): boolean;
  /** Shows this one; undefined = the site's own. */
  show(shown: ShownNumber | undefined): void;
}

export function createNumbers(page: readonly string[]): Numbers {
  let undo: (() => void)[] = [];

  function link(one: HTMLElement, to: string): void {
    const before = one.getAttribute('href');
    if (!before?.startsWith('tel:')) return;
    one.setAttribute('href', to);
    undo.push(() => one.getAttribute('href') === to && one.setAttribute('href', before));
  }

  function text(one: HTMLElement, to: string): void {
    const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const before = node.nodeValue ?? '';
      const found = NUMBER.exec(before)?.[0];
      if (!found || node.parentElement?.closest('[data-ringback-noswap]')) continue;
      const marked = one.closest('[data-ringback-number]');
      if (!marked && !page.includes(digitsOf(found))) continue;
      const after = before.replace(found, to);
      const changed = node;
      node.nodeValue = after;
      undo.push(() => {
        if (changed.nodeValue === after) changed.nodeValue = before;
      });
    }
  }

  return {
    any: () => undo.length + places(page).length > 0,
    show(shown) {
      // Backwards: a place may be changed twice where marks are nested.
      for (const back of undo.reverse()) back();
      undo = [];
      if (!shown) return;
      for (const one of places(page)) {
        link(one, `tel:${shown.number}`);
        text(one, shown.text);
      }
    },
  };
}
