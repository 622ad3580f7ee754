// @ts-check
/** Systems of record at /admin: a form drawn from the adapter's manifest, and a check that names what is missing. */
import { createFieldMap } from './field-map.js';
import { element } from './element.js';
import { drawForm, isChanged } from './form.js';
import { linked } from './linked.js';
import { createRecordOf } from './record-of.js';

/**
 * @typedef {{ id: string, name: string, capabilities: string[], requires?: string, limits?: string, schema: import('./form.js').Schema & { properties: Record<string, unknown> } }} System
 * @typedef {{ system: string, settings: Record<string, unknown>, recordOf: string[], fields?: import('./field-map.js').FieldMap, trouble?: { since: string, message: string } }} Connection
 * @typedef {{ ok: boolean, account?: string, findings: { level: string, message: string, hint: string }[] }} Report
 * @typedef {{
 *   ask: (method: string, path: string, body?: unknown) => Promise<any>,
 *   busy: (where: HTMLElement, work: () => Promise<void>) => Promise<void>,
 *   tell: (status?: string, alert?: string) => void
 * }} Page
 */

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {Page} page */
export function createSystems({ ask, busy, tell }) {
  const choice = /** @type {HTMLSelectElement} */ (byId('system-choice'));
  const form = /** @type {HTMLFormElement} */ (byId('connection'));
  /** @type {System[]} */
  let systems = [];
  /** @type {Connection[]} */
  let connections = [];
  /** @type {ReturnType<typeof drawForm> | undefined} */
  let drawn;
  const fieldMap = createFieldMap(ask);
  /** The system whose form is drawn. */
  let shown = '';
  const records = createRecordOf(({ system, ...body }) =>
    busy(byId('record-of'), async () => {
      try {
        await ask('PUT', `/crm/connections/${system}`, body);
        tell('Saved. It is read and written there from now on.');
      } finally {
        // What is typed in the form stays.
        await read();
      }
    }),
  );

  const connection = () => connections.find(({ system }) => system === choice.value);

  async function load() {
    await read();
    draw();
  }

  async function read() {
    [systems, connections] = await Promise.all([ask('GET', '/crm/systems'), ask('GET', '/crm/connections')]);
    const chosen = choice.value || connections[0]?.system;
    choice.replaceChildren(
      ...systems.map(({ id, name }) => {
        const known = connections.find(({ system }) => system === id);
        const how = known && (known.trouble ? ' (does not answer)' : ' (connected)');
        return element('option', { value: id, selected: id === chosen }, name + (how ?? ''));
      }),
    );
    records.draw(systems, connections);
  }

  function draw() {
    const system = systems.find(({ id }) => id === choice.value);
    if (!system) return;
    shown = system.id;
    const about = [system.requires, system.limits && `Limit: ${system.limits.replace(/\.$/, '')}.`].filter(
      Boolean,
    );
    byId('connection-about').replaceChildren(...linked(about.join(' ')));
    drawn = drawForm(system.schema, connection()?.settings ?? {});
    byId('connection-fields').replaceChildren(drawn.node);
    byId('connection-remove').hidden = !connection();
    const connected = connection();
    byId('connection-answer').replaceChildren(...troubleOf(connected));
    const registers = connected !== undefined && system.capabilities.includes('install');
    for (const id of ['connection-install', 'connection-uninstall']) byId(id).hidden = !registers;
    void fieldMap.draw(system.id, system.capabilities.includes('fields') ? connected : undefined);
  }

  /** @param {Connection | undefined} connected */
  function troubleOf(connected) {
    if (!connected?.trouble) return [];
    const { since, message } = connected.trouble;
    return [element('li', {}, `Since ${new Date(since).toLocaleString()} it does not work. ${message}`)];
  }

  /** Fields that are left empty are no settings. */
  function entered() {
    const settings = /** @type {Record<string, unknown>} */ (drawn?.read() ?? {});
    return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== '' && value !== null));
  }

  /** @param {() => Promise<void>} work */
  const placing = async (work) => drawn?.placing(work);

  /** @param {Report} report */
  function showReport({ ok, account, findings }) {
    const head = ok ? `It works: ${account ?? 'connected'}.` : 'It does not work yet.';
    const lines = findings.map(({ message, hint }) => `${message} ${hint}`);
    byId('connection-answer').replaceChildren(
      ...[head, ...lines].map((line) => element('li', {}, ...linked(line))),
    );
  }

  choice.addEventListener('change', () => {
    const name = systems.find(({ id }) => id === shown)?.name;
    if (isChanged(form) && !confirm(`${name}: drop what you have entered?`)) choice.value = shown;
    else draw();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const fields = fieldMap.read() ?? connection()?.fields;
    const body = { settings: entered(), recordOf: connection()?.recordOf ?? [], ...(fields && { fields }) };
    void busy(form, () =>
      placing(async () => {
        await ask('PUT', `/crm/connections/${choice.value}`, body);
        await load();
        tell('Connected. Calls are looked up there from now on.');
      }),
    );
  });
  byId('connection-check').addEventListener('click', () => {
    const body = { settings: entered() };
    // What the last check said is no answer to this one.
    byId('connection-answer').replaceChildren();
    void busy(form, () =>
      placing(async () => showReport(await ask('POST', `/crm/connections/${choice.value}/check`, body))),
    );
  });
  byId('connection-install').addEventListener('click', () => {
    void busy(form, () =>
      placing(async () => {
        const all = await ask('PUT', `/crm/connections/${choice.value}/install`);
        const names = all.map((/** @type {{ name: string }} */ { name }) => name).join(', ');
        byId('connection-answer').replaceChildren(element('li', {}, `It tells us of: ${names}.`));
      }),
    );
  });
  byId('connection-uninstall').addEventListener('click', () => {
    void busy(form, async () => {
      await ask('DELETE', `/crm/connections/${choice.value}/install`);
      byId('connection-answer').replaceChildren();
      tell('Nothing of ours is registered there any more.');
    });
  });
  byId('connection-remove').addEventListener('click', () => {
    const name = systems.find(({ id }) => id === choice.value)?.name;
    if (!confirm(`Disconnect ${name}? Nothing is read or written there any more; its settings are gone.`))
      return;
    void busy(form, async () => {
      await ask('DELETE', `/crm/connections/${choice.value}`);
      await load();
      tell('Disconnected.');
    });
  });
  return { load };
}
