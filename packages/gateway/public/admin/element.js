// @ts-check
/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Partial<HTMLElementTagNameMap[T]>} properties
 * @param {...(Node | string)} children
 */
export function element(tag, properties, ...children) {
  const node = document.createElement(tag);
  Object.assign(node, properties);
  node.append(...children);
  return node;
}

/**
 * Fills a list anew. What has the focus and is taken over from the old rows keeps it.
 * @template T
 * @param {HTMLElement} list @param {readonly T[]} items @param {(item: T) => HTMLElement} draw
 */
export function redraw(list, items, draw) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  list.replaceChildren(...items.map(draw));
  if (list.contains(focused)) focused?.focus({ preventScroll: true });
}
