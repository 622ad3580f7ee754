// @ts-check
/** What became of each text of the callback buttons. */
import { element } from './element.js';
import { drawTable } from './table.js';

/**
 * @typedef {{ share: number, low: number, high: number }} Share
 * @typedef {{ id: string, shown: number, requests: number, kept: number, broken: number, asking?: Share, keeping?: Share }} Variant
 * @typedef {{ name: string, variants: Variant[], best?: string }} Site
 * @typedef {Pick<import('./systems.js').Page, 'ask'>} Page
 */

const HEADS = ['Text', 'Opened', 'Requests', 'Ask, of those who opened', 'Promises kept'];

/** On a narrow screen a line ends between the share and its interval only. */
const TOGETHER = '\u2060';

/** @param {Share | undefined} share */
const say = (share) => {
  if (!share) return '–';
  const [mean, low, high] = [share.share, share.low, share.high].map((part) => Math.round(part * 100));
  return `${mean}\u00a0% (${low}${TOGETHER}–${TOGETHER}${high})`;
};

/** @param {Page} page */
export function createVariants({ ask }) {
  const list = /** @type {HTMLElement} */ (document.getElementById('variants-list'));
  const none = /** @type {HTMLElement} */ (document.getElementById('variants-none'));

  async function load() {
    /** @type {Site[]} */
    const sites = await ask('GET', '/statistics/variants');
    list.replaceChildren(...sites.map(draw));
    none.hidden = sites.length > 0;
  }

  /** @param {Site} site */
  function draw({ name, variants, best }) {
    const verdict = best
      ? `“${best}” makes more people ask.`
      : 'None of them is better as far as can be told.';
    const title = `${name}: ${verdict}`;
    const rows = variants.map(({ id, shown, requests, asking, keeping }) => [
      ...[id, shown, requests, say(asking), say(keeping)],
    ]);
    return element(
      'div',
      {},
      element('p', {}, element('strong', {}, title)),
      drawTable({ title, heads: HEADS, rows }),
    );
  }

  return { load };
}
