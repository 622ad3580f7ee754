// @ts-check
/** A sentence that names a page of the documentation, with the page behind its name. */
import { element } from './element.js';

/** Only pages that this gateway serves itself: what else stands in a sentence may come from a host, and is text. */
const PAGE = /docs\/adapters\/([a-z0-9-]+\.md)/g;

/** @param {string} text @returns {(Node | string)[]} */
export function linked(text) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(PAGE)) {
    parts.push(text.slice(from, match.index));
    const [name, page] = match;
    const link = { href: `/admin/docs/${page}`, target: '_blank', rel: 'noopener noreferrer' };
    parts.push(element('a', link, name));
    from = match.index + name.length;
  }
  return [...parts, text.slice(from)];
}
