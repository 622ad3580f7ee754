// @ts-check
/** What became of each text of the callback buttons. */
import { element } from './form.js';

/**
 * @typedef {{ share: number, low: number, high: number }} Share
 * @typedef {{ id: string, shown: number, requests: number, kept: number, broken: number, asking?: Share, keeping?: Share }} Variant
 * @typedef {{ name: string, variants: Variant[], best?: string }} Site
 * @typedef {Pick<import('./systems.js').Page, 'ask'>} Page
 */

const HEADS = ['Text', 'Opened', 'Requests', 'Ask, of those who opened', 'Promises kept'];

/** @param {Share | undefined} share */
const say = (share) =>
  share
    ? `${Math.round(share.share * 100)} % (${Math.round(share.low * 100)}–${Math.round(share.high * 100)})`
    : '–';

/** @param {Page} page */
export function createVariants({ ask }) {
  const section = /** @type {HTMLElement} */ (document.getElementById('variants'));
  const list = /** @type {HTMLElement} */ (document.getElementById('variants-list'));

  /** Tells whether there is anything to be compared. */
  async function load() {
    /** @type {Site[]} */
    const sites = await ask('GET', '/statistics/variants');
    list.replaceChildren(...sites.map(draw));
    section.dataset['empty'] = String(sites.length === 0);
  }

  /** @param {Site} site */
  function draw({ name, variants, best }) {
    const rows = variants.map(({ id, shown, requests, asking, keeping }) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, id),
        ...[shown, requests, say(asking), say(keeping)].map((text) => element('td', {}, String(text))),
      ),
    );
    const verdict = best
      ? `“${best}” makes more people ask.`
      : 'None of them is better as far as can be told.';
    return element(
      'div',
      { className: 'scroll', tabIndex: 0 },
      element(
        'table',
        {},
        element('caption', {}, `${name}: ${verdict}`),
        element(
          'thead',
          {},
          element('tr', {}, ...HEADS.map((head) => element('th', { scope: 'col' }, head))),
        ),
        element('tbody', {}, ...rows),
      ),
    );
  }

  return { load };
}
