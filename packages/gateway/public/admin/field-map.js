// @ts-check
/** Which field of a system of record stands for which of the firm's own. */
import { element } from './element.js';

/**
 * @typedef {Partial<Record<'party' | 'deal' | 'lead', Record<string, string>>>} FieldMap
 * @typedef {{ entity: 'party' | 'deal' | 'lead', key: string, title: string }} OwnField
 * @typedef {{ name: string, title: string, required: boolean }} HostField
 */

const KINDS = { party: 'Customer', deal: 'Deal', lead: 'Lead' };

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {(method: string, path: string) => Promise<any>} ask */
export function createFieldMap(ask) {
  /** @type {{ field: OwnField, select: HTMLSelectElement }[] | undefined} */
  let rows;
  let drawing = 0;

  /**
   * @param {string} system
   * @param {{ fields?: FieldMap } | undefined} connection Absent = there is nothing to map.
   */
  async function draw(system, connection) {
    const mine = (drawing += 1);
    rows = undefined;
    byId('connection-map').hidden = true;
    byId('connection-map-rows').replaceChildren();
    if (!connection) return;
    const [{ settings }, lists] = await Promise.all([
      ask('GET', '/settings'),
      ask('GET', `/crm/connections/${system}/fields`).catch(() => undefined),
    ]);
    // Another system was chosen meanwhile, or this one does not answer: what is mapped stays as it is.
    if (mine !== drawing || lists === undefined) return;
    const own = /** @type {OwnField[]} */ (settings.crm.customFields).filter(
      ({ entity }) => lists[entity]?.length,
    );
    rows = own.map((field) => ({ field, select: selectOf(field, lists[field.entity], connection.fields) }));
    byId('connection-map-rows').replaceChildren(
      ...rows.map(({ field, select }) =>
        element(
          'div',
          { className: 'field' },
          element('label', { htmlFor: select.id }, `${KINDS[field.entity]}: ${field.title}`),
          select,
        ),
      ),
    );
    byId('connection-map').hidden = rows.length === 0;
  }

  /** @param {OwnField} field @param {HostField[]} known @param {FieldMap | undefined} map */
  function selectOf({ entity, key }, known, map) {
    const chosen = map?.[entity]?.[key] ?? '';
    // A field that was removed there is still shown as what it was.
    const gone =
      chosen === '' || known.some(({ name }) => name === chosen) ? [] : [{ name: chosen, title: chosen }];
    const select = /** @type {HTMLSelectElement} */ (element('select', { id: `field-map-${entity}-${key}` }));
    select.replaceChildren(
      element('option', { value: '', selected: chosen === '' }, 'Nothing'),
      ...[...known, ...gone].map(({ name, title }) =>
        element('option', { value: name, selected: name === chosen }, title),
      ),
    );
    return select;
  }

  /** `undefined` when nothing was shown to choose from. */
  function read() {
    if (!rows) return undefined;
    /** @type {FieldMap} */
    const map = {};
    for (const { field, select } of rows)
      if (select.value !== '') (map[field.entity] ??= {})[field.key] = select.value;
    return map;
  }

  return { draw, read };
}
