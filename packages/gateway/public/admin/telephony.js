// @ts-check
/** The PBX at /admin: its settings where it has some here, the address that it must be given, and a check that names what is wrong. */
import { element } from './element.js';
import { drawForm } from './form.js';

/**
 * @typedef {{ system: string, name: string, editable: boolean, connected: boolean, up: boolean, webhook?: string, employees: boolean,
 *   settings: Record<string, unknown>, schema: import('./form.js').Schema }} Connection
 * @typedef {{ level: 'ok' | 'warn' | 'bad', what: string, mend?: string }} Finding
 * @typedef {{ extension: string, name: string, agent?: { name: string } }} Employee
 */

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {import('./systems.js').Page} page */
export function createTelephony({ ask, busy, tell }) {
  const form = /** @type {HTMLFormElement} */ (byId('telephony-form'));
  const answer = byId('telephony-answer');
  /** @type {ReturnType<typeof drawForm> | undefined} */
  let drawn;

  async function load() {
    draw(await ask('GET', '/pbx/connection'));
  }

  /** @param {Connection} connection */
  function draw({ name, editable, connected, up, webhook, employees, settings, schema }) {
    const state = !connected
      ? 'is not connected yet'
      : up
        ? 'is connected'
        : 'is connected, and cannot be used now';
    byId('telephony-state').textContent =
      `${name} ${state}.${editable ? '' : ' It is set up in the configuration file.'}`;
    byId('telephony-webhook').hidden = webhook === undefined;
    byId('telephony-address').textContent = webhook ?? '';
    byId('telephony-employees').hidden = !employees;
    byId('telephony-remove').hidden = !connected;
    form.hidden = !editable;
    answer.replaceChildren();
    if (!editable) return;
    drawn = drawForm(schema, settings);
    byId('telephony-fields').replaceChildren(drawn.node);
  }

  /** Fields that are left empty are no settings. */
  function read() {
    const settings = /** @type {Record<string, unknown>} */ (drawn?.read() ?? {});
    return {
      settings: Object.fromEntries(
        Object.entries(settings).filter(([, value]) => value !== '' && value !== null),
      ),
    };
  }

  /** @param {() => Promise<void>} work */
  const placing = async (work) => drawn?.placing(work, 'settings');

  /** @param {readonly string[]} lines */
  const say = (lines) => answer.replaceChildren(...lines.map((line) => element('li', {}, line)));

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void busy(form, () =>
      placing(async () => {
        draw(await ask('PUT', '/pbx/connection', read()));
        tell('Saved, and in force from now on.');
      }),
    );
  });
  byId('telephony-check').addEventListener('click', () => {
    void busy(form, () =>
      placing(async () => {
        /** @type {Finding[]} */
        const findings = await ask('POST', '/pbx/connection/check', read());
        say(
          findings.map(({ what, mend }) =>
            mend === undefined ? what : `${what.replace(/\.$/, '')}. ${mend}`,
          ),
        );
      }),
    );
  });
  byId('telephony-employees').addEventListener('click', () => {
    void busy(form, async () => {
      /** @type {Employee[]} */
      const employees = await ask('GET', '/pbx/employees');
      say(
        employees.map(
          ({ extension, name, agent }) => `${extension} ${name}: ${agent?.name ?? 'no agent here'}`,
        ),
      );
    });
  });
  byId('telephony-remove').addEventListener('click', () => {
    if (!confirm('Disconnect the PBX? Nobody can call or be called through Ringback; its settings are gone.'))
      return;
    void busy(form, async () => {
      await ask('DELETE', '/pbx/connection');
      await load();
      tell('Disconnected.');
    });
  });
  return { load };
}
