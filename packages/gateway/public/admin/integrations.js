// @ts-check
/** Tokens of programs, and receivers of events, at /admin. What may be entered is what the API's own description says. */
import { element } from './element.js';
import { drawForm } from './form.js';

/**
 * @typedef {import('./form.js').Schema} Schema
 * @typedef {Pick<import('./systems.js').Page, 'ask' | 'busy' | 'tell'>} Page
 * @typedef {{ id: string, kind: string, name: string, scopes: string[], expiresAt?: string, lastUsedAt?: string }} Token
 * @typedef {{ id: string, url: string, types: string[], paused: boolean, pausedBecause?: string, waiting: number, dead: number }} Hook
 * @typedef {{ id: number, type: string, state: string, attempts: number, lastError?: string, createdAt: string }} Delivery
 */

/** @type {Record<string, { title: string, description?: string }>} */
const WORDS = {
  kind: {
    title: 'Of whom',
    description: 'personal: acts as you; service: the firm’s, and outlives your account.',
  },
  name: { title: 'Name', description: 'Which program it is for.' },
  scopes: { title: 'May' },
  days: { title: 'Good for, days', description: 'Until it is revoked when empty.' },
  url: { title: 'Address', description: 'Gets a POST with a CloudEvent for each event.' },
  types: { title: 'Events' },
};

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {string | undefined} time */
const local = (time) => (time ? new Date(time).toLocaleString() : 'never');

/** @param {Page} page */
export function createIntegrations({ ask, busy, tell }) {
  /** @type {Record<string, Schema> | undefined} */
  let schemas;

  /** @returns {Promise<Record<string, Schema>>} Of the bodies that make a token and a receiver. */
  async function bodies() {
    const { paths } = await (await fetch('/openapi.json')).json();
    /** @param {string} path */
    const bodyOf = (path) => paths[`/api/v1${path}`].post.requestBody.content['application/json'].schema;
    const named = { token: bodyOf('/api-tokens'), webhook: bodyOf('/webhooks') };
    for (const { properties } of Object.values(named))
      for (const [key, field] of Object.entries(properties)) Object.assign(field, WORDS[key]);
    return named;
  }

  /**
   * A form whose answer holds a secret that is shown once.
   * @param {'token' | 'webhook'} what @param {string} path @param {object} empty
   */
  function prepare(what, path, empty) {
    const form = /** @type {HTMLFormElement} */ (byId(`${what}-form`));
    /** @type {ReturnType<typeof drawForm> | undefined} */
    let drawn;
    const draw = () => {
      if (!schemas) return;
      drawn = drawForm(/** @type {Schema} */ (schemas[what]), empty);
      byId(`${what}-fields`).replaceChildren(drawn.node);
    };
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const asked = drawn;
      if (!asked) return;
      void busy(form, () =>
        asked.placing(async () => {
          const { secret } = await ask('POST', path, asked.read());
          const shown = /** @type {HTMLTextAreaElement} */ (byId(`${what}-secret`));
          shown.hidden = false;
          shown.value = secret;
          draw();
          await load();
          tell('Copy the secret now: it is not shown again.');
          shown.focus();
          shown.select();
        }),
      );
    });
    return draw;
  }

  const drawTokenForm = prepare('token', '/api-tokens', { kind: 'personal', name: '', scopes: [] });
  const drawHookForm = prepare('webhook', '/webhooks', { url: '', types: [] });

  async function load() {
    schemas ??= await bodies();
    const [tokens, hooks] = await Promise.all([ask('GET', '/api-tokens'), ask('GET', '/webhooks')]);
    byId('token-list').replaceChildren(...tokens.map(drawToken));
    byId('webhook-list').replaceChildren(...hooks.map(drawHook));
  }

  /** @param {HTMLElement} node @param {Promise<unknown>} done @param {string} said */
  const then = (node, done, said) => busy(node, async () => void (await done, await load(), tell(said)));

  /** @param {string} text @param {string} about @param {() => void} press */
  function button(text, about, press) {
    const node = element('button', { type: 'button' }, text);
    node.setAttribute('aria-label', `${text}: ${about}`);
    node.addEventListener('click', press);
    return node;
  }

  /** @param {Token} token */
  function drawToken({ id, kind, name, scopes, expiresAt, lastUsedAt }) {
    const until = expiresAt ? `, until ${local(expiresAt)}` : '';
    const revoke = button('Revoke', name, () => {
      if (!confirm(`Revoke “${name}”? The program that uses it is let in no more, and cannot get it back.`))
        return;
      void then(node, ask('DELETE', `/api-tokens/${id}`), 'The token is good for nothing from now on.');
    });
    const node = element(
      'li',
      {},
      element(
        'p',
        {},
        `${name} (${kind}${until}), last used: ${local(lastUsedAt)}. May: ${scopes.join(', ')}.`,
      ),
      element('p', { className: 'row' }, revoke),
    );
    return node;
  }

  /** @param {Hook} hook */
  function drawHook({ id, url, types, paused, pausedBecause, waiting, dead }) {
    const state = paused
      ? pausedBecause
        ? 'paused: it said that it is gone'
        : 'paused'
      : 'told as it happens';
    const list = element('ul', {});
    const path = `/webhooks/${id}`;
    const remove = () => {
      const lost = waiting + dead;
      const more = lost > 0 ? ` Events that it has not taken (${lost}) are lost.` : '';
      if (!confirm(`Remove ${url}? It is told nothing more, and its secret is gone.${more}`)) return;
      void then(node, ask('DELETE', path), 'It is told nothing more.');
    };
    const node = element(
      'li',
      {},
      element('p', {}, `${url}: ${state}; ${waiting} waiting, ${dead} given up. ${types.join(', ')}.`),
      element(
        'p',
        { className: 'row' },
        button('Try', url, () => void busy(node, () => tryOut(path))),
        button(
          paused ? 'Go on' : 'Pause',
          url,
          () =>
            void then(
              node,
              ask('PATCH', path, { paused: !paused }),
              paused ? 'It is told again.' : 'Paused.',
            ),
        ),
        button('What it has not taken', url, () => void busy(node, () => showDeliveries(path, list))),
        button('Remove', url, remove),
      ),
      list,
    );
    return node;
  }

  /** @param {string} path */
  async function tryOut(path) {
    const { ok, message } = await ask('POST', `${path}/test`);
    tell(ok ? 'It took the test.' : '', ok ? '' : message);
  }

  /** @param {string} path @param {HTMLElement} list */
  async function showDeliveries(path, list) {
    /** @type {Delivery[]} */
    const deliveries = await ask('GET', `${path}/deliveries`);
    if (deliveries.length === 0) tell('It has taken everything.');
    list.replaceChildren(
      ...deliveries.map(({ id, type, state, attempts, lastError, createdAt }) => {
        const what = `${type} of ${local(createdAt)}`;
        const act = (/** @type {'POST' | 'DELETE'} */ method, /** @type {string} */ end) =>
          void busy(list, async () => {
            await ask(method, `/webhook-deliveries/${id}${end}`);
            await showDeliveries(path, list);
          });
        return element(
          'li',
          {},
          element(
            'p',
            {},
            `${what}, ${state === 'dead' ? 'given up' : 'waits'} after ${attempts} tries. ${lastError ?? ''}`,
          ),
          element(
            'p',
            { className: 'row' },
            button('Retry', what, () => act('POST', '/retry')),
            button('Drop', what, () => act('DELETE', '')),
          ),
        );
      }),
    );
  }

  return {
    async load() {
      await load();
      drawTokenForm();
      drawHookForm();
    },
  };
}
