// @ts-check
/**
 * A form drawn from a JSON Schema: texts, numbers, switches, choices, groups, lists of texts and lists of objects. Every field has the
 * path of its value as its name, so that a fault that the gateway tells of (`settings.sites.0.key`) is shown where it is. What may be
 * absent, and holds nothing, is absent.
 *
 * @typedef {{
 *   type?: string, title?: string, description?: string, enum?: string[], minimum?: number, maximum?: number, maxLength?: number, pattern?: string,
 *   format?: string, default?: unknown, titles?: Record<string, string>, properties?: Record<string, Schema>, required?: string[], items?: Schema, anyOf?: Schema[]
 * }} Schema
 *
 * @typedef {{
 *   node: HTMLElement,
 *   read: () => unknown,
 *   fields: (path: string) => Generator<[string, Field]>
 * }} Part  A drawn piece of the form: how it looks, what it holds, and which fields stand in it under which path.
 *
 * @typedef {{ input: HTMLElement, error: HTMLElement }} Field
 */

import { element } from './element.js';
import { linked } from './linked.js';

let ids = 0;
/** Of each form as a whole: whether it holds something else than what it was drawn with. @type {WeakMap<Element, () => boolean>} */
const changed = new WeakMap();

/**
 * Whether something was changed in one of the forms there, by the keyboard, a choice, a tick, or an item more or less.
 * @param {ParentNode} root @param {string} [which] Only forms that stand in what this selects.
 */
export const isChanged = (root, which = '') =>
  [...root.querySelectorAll(`${which} .drawn`)].some((node) => changed.get(node)?.());

/**
 * @param {Schema} schema
 * @param {unknown} value
 */
export function drawForm(schema, value) {
  const part = drawObject(schema, /** @type {Record<string, unknown>} */ (value));
  const now = () => JSON.stringify(part.read());
  const before = now();
  part.node.classList.add('drawn');
  changed.set(part.node, () => now() !== before);

  /**
   * Shows each fault at its field and goes to the first; answers those that have no field here.
   * @param {Record<string, string>} faults
   * @param {string} root
   */
  function showFaults(faults, root) {
    const left = new Map(Object.entries(faults));
    /** @type {HTMLElement | undefined} */
    let first;
    for (const [path, { input, error }] of part.fields(root)) {
      const fault = left.get(path);
      left.delete(path);
      error.textContent = fault ?? '';
      if (fault === undefined) input.removeAttribute('aria-invalid');
      else input.setAttribute('aria-invalid', 'true');
      if (fault === undefined) continue;
      first ??= input;
      unfold(input);
    }
    first?.focus();
    return [...left].map(([path, fault]) => `${path}: ${fault}`);
  }

  return {
    node: part.node,
    read: part.read,
    showFaults,
    /**
     * Faults of what is refused are shown at their fields; told are only those that have none here.
     * @param {() => Promise<void>} work
     * @param {string} [root] What the gateway’s paths begin with.
     */
    async placing(work, root = '') {
      showFaults({}, root);
      try {
        await work();
      } catch (error) {
        const { message, problem } =
          /** @type {Error & { problem?: { fields?: Record<string, string> } }} */ (error);
        if (!problem?.fields) throw error;
        const unplaced = showFaults(problem.fields, root);
        throw new Error([message, ...unplaced].join(' '), { cause: error });
      }
    },
  };
}

/**
 * What was not touched is not sent: somebody else may have changed it meanwhile.
 * @param {unknown} before @param {unknown} after
 */
export function changes(before, after) {
  const was = new Map(Object.entries(/** @type {object} */ (before)));
  return Object.fromEntries(
    Object.entries(/** @type {object} */ (after)).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(was.get(key)),
    ),
  );
}

/** @param {Schema} schema @param {unknown} value @param {boolean} [optional] @returns {Part} */
function draw(schema, value, optional = false) {
  if (schema.properties) return drawGroup(schema, /** @type {Record<string, unknown> | undefined} */ (value));
  if (schema.items?.enum) return drawChecks(schema, schema.items.enum, Array.isArray(value) ? value : []);
  if (schema.items) return drawList(schema, Array.isArray(value) ? value : []);
  return drawField(schema, value, optional);
}

/** @param {Schema} schema @param {Record<string, unknown>} value @returns {Part} */
function drawObject(schema, value) {
  const parts = Object.entries(schema.properties ?? {}).map(([key, child]) => {
    const optional = !(schema.required ?? []).includes(key);
    // Switched off is said aloud where on is what nothing said would mean.
    return { key, optional: optional && child.default !== true, part: draw(child, value[key], optional) };
  });
  return {
    node: element('div', {}, ...parts.map(({ part }) => part.node)),
    read: () =>
      Object.fromEntries(
        parts
          .map(({ key, optional, part }) => ({ key, optional, value: part.read() }))
          .filter(({ optional, value: read }) => !(optional && isBlank(read)))
          .map(({ key, value: read }) => [key, read]),
      ),
    *fields(path) {
      for (const { key, part } of parts) yield* part.fields(path === '' ? key : `${path}.${key}`);
    },
  };
}

/**
 * What belongs together, folded away until it holds something.
 * @param {Schema} schema @param {Record<string, unknown> | undefined} value @returns {Part}
 */
function drawGroup(schema, value) {
  const part = drawObject(schema, value ?? {});
  if (schema.title === undefined) return part;
  const summary = element('summary', {}, schema.title);
  const node = element(
    'details',
    { open: value !== undefined },
    summary,
    ...describe(schema, summary),
    part.node,
  );
  return {
    node,
    read: part.read,
    fields: part.fields,
  };
}

/**
 * A fault inside folded groups must be seen.
 * @param {HTMLElement} input
 */
function unfold(input) {
  for (let group = input.closest('details'); group; group = group.parentElement?.closest('details') ?? null)
    group.open = true;
}

/** @param {unknown} value @returns {boolean} */
function isBlank(value) {
  if (value === undefined || value === null || value === '' || value === false) return true;
  return typeof value === 'object' && Object.values(value).every(isBlank);
}

/**
 * Several of a closed list.
 * @param {Schema} schema @param {string[]} choices @param {unknown[]} values @returns {Part}
 */
function drawChecks(schema, choices, values) {
  const error = element('p', { className: 'error', tabIndex: -1 });
  const boxes = choices.map((choice) => ({
    choice,
    box: element('input', {
      id: `field-${(ids += 1)}`,
      type: 'checkbox',
      checked: values.includes(choice),
    }),
  }));
  const rows = boxes.map(({ choice, box }) =>
    element('label', { className: 'check', htmlFor: box.id }, box, choice),
  );
  const legend = element('legend', {}, schema.title ?? '');
  return {
    node: element('fieldset', {}, legend, ...describe(schema, error), error, ...rows),
    read: () => boxes.filter(({ box }) => box.checked).map(({ choice }) => choice),
    *fields(path) {
      yield [path, { input: error, error }];
    },
  };
}

/** @param {Schema} schema @param {unknown} value @param {boolean} optional @returns {Part} */
function drawField(schema, value, optional) {
  const field = drawInput(schema, value, optional);
  const label = element('label', { htmlFor: field.input.id }, schema.title ?? '');
  const parts = [label, ...describe(schema, field.input), field.input, field.error];
  return {
    node: element('div', { className: 'field' }, ...parts),
    read: field.read,
    *fields(path) {
      yield [path, field];
    },
  };
}

/** @param {Schema} schema @param {unknown} value @param {boolean} [optional] */
function drawInput(schema, value, optional = false) {
  const id = `field-${(ids += 1)}`;
  const error = element('p', { className: 'error', id: `${id}-error` });
  const known = value === undefined ? schema.default : value;
  const input = schema.enum
    ? drawChoice(optional ? ['', ...schema.enum] : schema.enum, known, schema.titles)
    : drawTyped(schema, known);
  input.id = id;
  input.setAttribute('aria-describedby', error.id);
  return { input, error, read: () => readInput(schema, input) };
}

/** @param {string[]} choices @param {unknown} value @param {Record<string, string>} [titles] */
function drawChoice(choices, value, titles = {}) {
  const options = choices.map((choice) =>
    element('option', { value: choice, selected: choice === value }, titles[choice] ?? choice),
  );
  return element('select', {}, ...options);
}

/** @param {Schema} schema @param {unknown} value */
function drawTyped({ type, format, minimum, maximum, maxLength, pattern, anyOf }, value) {
  // A description in JSON, or its text.
  if (anyOf?.some((one) => one.type === 'object')) {
    const text = typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : value;
    return element('textarea', { defaultValue: String(text ?? ''), rows: 12, spellcheck: false });
  }
  if (type === 'boolean') return element('input', { type: 'checkbox', checked: value === true });
  if (type === 'number' || type === 'integer') {
    const input = element('input', { type: 'number', defaultValue: String(value ?? '') });
    if (minimum !== undefined) input.min = String(minimum);
    if (maximum !== undefined) input.max = String(maximum);
    return input;
  }
  if (pattern !== undefined && new RegExp(pattern).test('two\nlines')) {
    const lines = element('textarea', { defaultValue: String(value ?? ''), rows: 4 });
    if (maxLength !== undefined) lines.maxLength = maxLength;
    return lines;
  }
  const secret = format === 'password';
  const input = element('input', {
    type: secret ? 'password' : format === 'date' ? 'date' : 'text',
    defaultValue: String(value ?? ''),
    spellcheck: false,
  });
  if (secret) input.autocomplete = 'new-password';
  if (maxLength !== undefined) input.maxLength = maxLength;
  return input;
}

/** @param {Schema} schema @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} input */
function readInput({ type }, input) {
  if (type === 'boolean') return /** @type {HTMLInputElement} */ (input).checked;
  if (type !== 'number' && type !== 'integer') return input.value;
  // An empty field is no number, and the gateway says so at the field.
  return input.value.trim() === '' ? null : Number(input.value);
}

/**
 * A list; its items can be added and taken away.
 * @param {Schema} schema @param {unknown[]} values @returns {Part}
 */
function drawList(schema, values) {
  const item = /** @type {Schema} */ (schema.items);
  const error = element('p', { className: 'error', tabIndex: -1 });
  const list = element('div', {});
  /** @type {{ part: Part, node: HTMLElement, remove: HTMLElement, name: (position: number) => void }[]} */
  let rows = [];
  const rename = () => rows.forEach(({ name }, index) => name(index + 1));
  const add = element('button', { type: 'button' }, 'Add');
  add.setAttribute('aria-label', `Add to: ${schema.title ?? ''}`);

  /** @param {unknown} value */
  function append(value) {
    const row = item.properties ? drawItem(item, value) : drawRow(item, value);
    row.remove.addEventListener('click', () => {
      const index = rows.indexOf(row);
      rows = rows.filter((other) => other !== row);
      row.node.remove();
      rename();
      // The focus must not fall to the page's beginning.
      (rows[Math.min(index, rows.length - 1)]?.remove ?? add).focus();
      add.dispatchEvent(new Event('input', { bubbles: true }));
    });
    rows.push(row);
    list.append(row.node);
    row.name(rows.length);
    return row;
  }
  values.forEach(append);
  add.addEventListener('click', () => {
    const { node } = append(undefined);
    node.querySelector('input')?.focus();
    add.dispatchEvent(new Event('input', { bubbles: true }));
  });

  const legend = element('legend', {}, schema.title ?? '');
  return {
    node: element('fieldset', {}, legend, ...describe(schema, error), error, list, add),
    read: () => rows.map(({ part }) => part.read()),
    *fields(path) {
      yield [path, { input: error, error }];
      for (const [index, { part }] of rows.entries()) yield* part.fields(`${path}.${index}`);
    },
  };

  /** @param {Schema} itemSchema @param {unknown} value */
  function drawRow(itemSchema, value) {
    const field = drawInput(itemSchema, value);
    const remove = element('button', { type: 'button' }, 'Remove');
    /** @type {Part} */
    const part = {
      node: field.input,
      read: field.read,
      *fields(path) {
        yield [path, field];
      },
    };
    const node = element('div', {}, element('div', { className: 'row' }, field.input, remove), field.error);
    /** @param {number} position */
    const name = (position) => {
      field.input.setAttribute('aria-label', `${schema.title ?? ''}, ${position}`);
      remove.setAttribute('aria-label', `Remove ${schema.title ?? ''}, ${position}`);
    };
    return { part, node, remove, name };
  }

  /** @param {Schema} itemSchema @param {unknown} value */
  function drawItem(itemSchema, value) {
    const fields = draw(itemSchema, value);
    const remove = element('button', { type: 'button' }, 'Remove');
    const itemLegend = element('legend', {});
    // What is wrong with no field alone: hours that end before they begin.
    const wrong = element('p', { className: 'error', tabIndex: -1 });
    const node = element('fieldset', { className: 'item' }, itemLegend, wrong, fields.node, remove);
    /** @type {Part} */
    const part = {
      ...fields,
      *fields(path) {
        // Whoever has a field to correct goes there.
        yield* fields.fields(path);
        yield [path, { input: wrong, error: wrong }];
      },
    };
    /** @param {number} position */
    const name = (position) => {
      itemLegend.textContent = `${schema.title ?? ''}, ${position}`;
      remove.setAttribute('aria-label', `Remove ${schema.title ?? ''}, ${position}`);
    };
    return { part, node, remove, name };
  }
}

/** @param {Schema} schema @param {HTMLElement} input */
function describe({ description }, input) {
  if (description === undefined) return [];
  const id = `field-${(ids += 1)}-description`;
  const described = input.getAttribute('aria-describedby');
  input.setAttribute('aria-describedby', described === null ? id : `${id} ${described}`);
  return [element('p', { className: 'description', id }, ...linked(description))];
}
