// @ts-check
/** Figures in rows, on the page and as a file. */
import { element } from './element.js';

/**
 * @typedef {string | number} Cell
 * @typedef {{ title: string, heads: string[], rows: Cell[][], total?: Cell[] }} Table  The first of each row says what the row is.
 */

/** What a spreadsheet would take for a formula: names of campaigns come from anybody’s links. */
const FORMULA = /^[=+\-@\t\r]/;

/** @param {Table} table */
export function drawTable({ title, heads, rows, total }) {
  const head = element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text)));
  const table = element(
    'table',
    { ariaLabel: title },
    element('thead', {}, head),
    element('tbody', {}, ...rows.map(drawRow)),
    ...(total ? [element('tfoot', {}, drawRow(total))] : []),
  );
  return element('div', { className: 'scroll', tabIndex: 0 }, table);
}

/** @param {Cell[]} row */
const drawRow = ([what, ...figures]) =>
  element(
    'tr',
    {},
    element('th', { scope: 'row' }, String(what)),
    ...figures.map((figure) => element('td', {}, String(figure))),
  );

/** @param {readonly Table[]} tables  One below the other. */
export const toCsv = (tables) =>
  tables
    .map(({ heads, rows, total }) => [heads, ...rows, ...(total ? [total] : [])].map(lineOf).join(''))
    .join('\r\n');

/** @param {readonly Cell[]} row */
const lineOf = (row) => `${row.map(cellOf).join(',')}\r\n`;

/** @param {Cell} value */
function cellOf(value) {
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
