// @ts-check
/**
 * The settings, as one form. Others may change them meanwhile, an agent by a button on the card too: what they changed and what was
 * changed here go together, and where both are one thing, whoever saves is asked.
 */
import { drawForm } from './form.js';

/**
 * @typedef {import('./form.js').Schema} Schema
 * @typedef {Record<string, unknown>} Values
 * @typedef {{ settings: Values, version: number }} Stored
 */

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {Pick<import('./systems.js').Page, 'ask'>} page */
export function createSettings({ ask }) {
  /** @type {{ form: ReturnType<typeof drawForm>, schema: Schema, stored: Stored } | undefined} */
  let drawn;
  let changed = false;

  async function load() {
    /** @type {[Stored, Schema]} */
    const [stored, schema] = await Promise.all([ask('GET', '/settings'), ask('GET', '/settings/schema')]);
    draw(schema, stored);
    changed = false;
  }

  /** @param {Schema} schema @param {Stored} stored @param {Values} [shown] */
  function draw(schema, stored, shown = stored.settings) {
    const form = drawForm(schema, shown);
    drawn = { form, schema, stored };
    byId('fields').replaceChildren(form.node);
  }

  async function save() {
    try {
      await put();
    } catch (error) {
      if (/** @type {{ problem?: { code: string } }} */ (error).problem?.code !== 'conflict') throw error;
      await join();
      await put();
    }
  }

  async function put() {
    if (!drawn) return;
    const mine = drawn;
    const before = changed;
    // What is typed while it is under way is not saved.
    changed = false;
    try {
      await mine.form.placing(async () => {
        const { version } = mine.stored;
        mine.stored = await ask('PUT', '/settings', { settings: mine.form.read(), version });
      }, 'settings');
    } catch (error) {
      changed ||= before;
      throw error;
    }
  }

  /** Shows what others have saved together with what was changed here. */
  async function join() {
    /** @type {Stored} */
    const theirs = await ask('GET', '/settings');
    if (!drawn) return;
    const { form, schema, stored } = drawn;
    /** @type {string[]} */
    const both = [];
    const mine = /** @type {Values} */ (form.read());
    const was = asRead(schema, stored.settings);
    draw(schema, theirs, merge(schema, { was, mine, theirs: asRead(schema, theirs.settings) }, both));
    if (both.length === 0) return;
    throw new Error(
      `Somebody else has changed the same meanwhile: ${both.join(', ')}. What you typed is still here, and not saved. ` +
        'Save once more to put it in the place of theirs, or undo your changes to see theirs.',
    );
  }

  /** He who may not see them any more has nothing of them here. */
  function clear() {
    [drawn, changed] = [undefined, false];
    byId('fields').replaceChildren();
  }

  byId('settings').addEventListener('input', () => (changed = true));
  return { load, save, clear, isChanged: () => changed };
}

/** As the form gives them back: so they can be compared. @param {Schema} schema @param {Values} settings */
const asRead = (schema, settings) => /** @type {Values} */ (drawForm(schema, settings).read());

/**
 * @param {Schema} schema @param {{ was: Values, mine: Values, theirs: Values }} values
 * @param {string[]} both Gets the titles of what was changed on both sides; there it is mine.
 * @returns {Values}
 */
function merge({ properties = {} }, { was, mine, theirs }, both) {
  const keys = Object.keys(properties);
  return Object.fromEntries(keys.map((key) => [key, one(/** @type {Schema} */ (properties[key]), key)]));

  /** @param {Schema} schema @param {string} key */
  function one(schema, key) {
    const values = { was: was[key], mine: mine[key], theirs: theirs[key] };
    if (isSame(values.mine, values.was)) return values.theirs;
    if (isSame(values.theirs, values.was) || isSame(values.theirs, values.mine)) return values.mine;
    if (schema.properties && Object.values(values).every(Boolean))
      return merge(schema, /** @type {any} */ (values), both);
    both.push(schema.title ?? key);
    return values.mine;
  }
}

/** @param {unknown} one @param {unknown} other */
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
