// @ts-check
/** What stands on the page, as links: it is long, and who is new looks for a part of it. */
import { element } from './element.js';

const HEADINGS =
  '#fields > div > details > summary, #fields > div > fieldset > legend, section:not([hidden]) > h2';

let ids = 0;

/** @param {HTMLElement} nav */
export function drawContents(nav) {
  const links = [...document.querySelectorAll(HEADINGS)].map((heading) => {
    heading.id ||= `part-${(ids += 1)}`;
    return element('li', {}, element('a', { href: `#${heading.id}` }, heading.textContent ?? ''));
  });
  nav.replaceChildren(element('ul', {}, ...links));
}
