// @ts-check
/** Where two systems keep the same, one of them is the system of record: which, the administrator says. */
import { element } from './element.js';

/**
 * @typedef {Pick<import('./systems.js').System, 'id' | 'name' | 'capabilities'>} System
 * @typedef {import('./systems.js').Connection} Connection
 */

/** Of what there can be but one record. */
const GROUPS = {
  parties: 'Customers',
  deals: 'Deals',
  leads: 'Leads',
  tasks: 'Tasks',
  communications: 'Calls and comments',
  shop: 'Orders and carts',
  mail: 'Letters',
  notify: 'Notices of missed calls',
  users: 'People who are responsible',
};

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {(connection: Connection) => Promise<void>} save */
export function createRecordOf(save) {
  /** @param {readonly System[]} systems @param {readonly Connection[]} connections In the order in which they are asked. */
  function draw(systems, connections) {
    const rows = Object.entries(GROUPS).flatMap(([group, title]) => {
      // The firm's own mailbox is named as what it keeps, and keeps it until another is chosen.
      const own = connections.filter(({ system }) => system === group);
      const hosts = connections.filter(({ system }) =>
        systems.find(({ id }) => id === system)?.capabilities.includes(group),
      );
      const able = [...own, ...hosts];
      return able.length < 2 ? [] : [rowOf({ group, title, able, systems })];
    });
    byId('record-of-rows').replaceChildren(...rows);
    byId('record-of').hidden = rows.length === 0;
  }

  /** @param {{ group: string, title: string, able: Connection[], systems: readonly System[] }} about */
  function rowOf({ group, title, able, systems }) {
    const chosen = able.find(({ recordOf }) => recordOf.includes(group)) ?? able[0];
    const select = /** @type {HTMLSelectElement} */ (element('select', { id: `record-of-${group}` }));
    select.replaceChildren(
      ...able.map(({ system }) => {
        const name = systems.find(({ id }) => id === system)?.name ?? system;
        return element('option', { value: system, selected: system === chosen?.system }, name);
      }),
    );
    select.addEventListener('change', () => {
      const one = able.find(({ system }) => system === select.value);
      if (one) void save({ ...one, recordOf: [...new Set([...one.recordOf, group])] });
    });
    return element('div', { className: 'field' }, element('label', { htmlFor: select.id }, title), select);
  }

  return { draw };
}
