// @ts-check
/** Figures of days that are chosen above them; what was chosen stays, also when it cannot be had. */
import { element } from './element.js';
import { drawForm } from './form.js';
import { drawTable, toCsv } from './table.js';

/**
 * @typedef {Pick<import('./systems.js').Page, 'ask' | 'busy'>} Page
 * @typedef {{ from: string, to: string, timeZone: string }} Answer
 * @typedef {{ says: string[], tables: import('./table.js').Table[] }} Drawn
 */

const DAY = { type: 'string', format: 'date' };
const DAYS = { from: { ...DAY, title: 'From' }, to: { ...DAY, title: 'To, included' } };

/**
 * @template {Answer} A
 * @param {Page} page
 * @param {{
 *   id: string, path: string, draw: (answer: A) => Drawn,
 *   choices?: () => { properties: Record<string, import('./form.js').Schema>, begin: Record<string, string> }
 * }} report  What else is chosen, and with what it begins.
 */
export function createReport({ ask, busy }, { id, path, draw, choices }) {
  const byId = (/** @type {string} */ part) =>
    /** @type {HTMLElement} */ (document.getElementById(`${id}-${part}`));
  const form = /** @type {HTMLFormElement} */ (byId('form'));
  const download = /** @type {HTMLAnchorElement} */ (byId('download'));
  /** @type {ReturnType<typeof drawForm> | undefined} */
  let chosen;

  async function load() {
    const { properties = {}, begin = {} } = choices?.() ?? {};
    const asked = /** @type {Record<string, string>} */ (chosen?.read() ?? begin);
    const query = new URLSearchParams(asked).toString();
    /** @type {A} */
    const answer = await ask('GET', query ? `${path}?${query}` : path);
    const { from, to, timeZone } = answer;
    const schema = { required: Object.keys(properties), properties: { ...DAYS, ...properties } };
    // A day that was left out, or half typed, is the one that was taken.
    chosen = drawForm(schema, { ...asked, from, to });
    byId('fields').replaceChildren(chosen.node);
    const { says, tables } = draw(answer);
    const days = from === to ? from : `${from} to ${to}`;
    const sentences = [...says, `Days begin at midnight in ${timeZone}.`];
    byId('state').replaceChildren(element('strong', {}, `${days}. `), sentences.join(' '));
    byId('tables').replaceChildren(...tables.map(drawTable));
    URL.revokeObjectURL(download.href);
    // A spreadsheet takes what has no mark at its beginning for something older than Unicode.
    const file = new Blob(['\ufeff', toCsv(tables)], { type: 'text/csv' });
    Object.assign(download, { href: URL.createObjectURL(file), download: `${id} ${from} ${to}.csv` });
    download.hidden = tables.length === 0;
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void busy(form, async () => chosen?.placing(load));
  });
  return { load };
}
