/** The bar is the last thing in a page: whoever has no mouse reaches it with the first Tab, over everything that the page has. */
import type { Locale } from '@ringback/model';
import { buttonStyles, tokens } from '@ringback/ui';
import { css } from 'lit';
import { skipLinkWords } from './skip-link.words.ts';

/** Seen only while it has the focus; it takes no room of the page. */
const styles = css`
  :host {
    position: fixed;
    inset-block-start: 0;
    inset-inline-start: 0;
    z-index: 2147482001;
    /* What is under it, while it is not seen, can be pressed. */
    pointer-events: none;
  }
  .button {
    margin: 8px;
    pointer-events: auto;
  }
  .button:not(:focus) {
    clip-path: inset(50%);
    pointer-events: none;
  }
`;

/** First in the page, but behind a link of the page's own to a part of it. Returns the way to take it off again. */
export function skipLink(page: Element, bar: HTMLElement, locale: Locale): () => void {
  const place = document.createElement('ringback-skip-link');
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', className: 'button primary' });
  button.textContent = skipLinkWords[locale].skip;
  button.addEventListener('click', () => bar.focus());
  const root = place.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [tokens, buttonStyles, styles].flat().map(({ styleSheet }) => styleSheet!);
  root.append(button);
  const own = page.firstElementChild;
  if (own?.matches('a[href^="#"]')) own.after(place);
  else page.prepend(place);
  return () => place.remove();
}
