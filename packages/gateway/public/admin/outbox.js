// @ts-check
/** What hosts still have to be told, with "retry" and "drop". */
import { element } from './element.js';

/**
 * @typedef {{ id: number, system: string, kind: string, record: string, state: string, attempts: number, createdAt: string, nextAt: string, lastError?: string }} Entry
 * @typedef {Pick<import('./systems.js').Page, 'ask' | 'busy'>} Page
 */

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const KINDS = { call: 'Call', notice: 'Notice of a missed call', task: 'Task of a broken promise' };

/** @param {Page} page */
export function createOutboxList({ ask, busy }) {
  const list = byId('outbox-list');
  /** @type {number[]} */
  let ids = [];

  async function load() {
    /** @type {Entry[]} */
    const entries = await ask('GET', '/crm/outbox');
    byId('outbox-empty').hidden = entries.length > 0;
    list.replaceChildren(...entries.map(draw));
    ids = entries.map(({ id }) => id);
    byId('outbox-retry').hidden = entries.length < 2;
  }

  async function retryAll() {
    // In their order; what was told meanwhile is there no more.
    for (const id of ids) await ask('POST', `/crm/outbox/${id}/retry`).catch(() => undefined);
    await load();
  }

  /** @param {Entry} entry */
  function draw({ id, system, kind, record, state, attempts, createdAt, lastError }) {
    const what = `${KINDS[/** @type {'call'} */ (kind)] ?? kind} of ${new Date(createdAt).toLocaleString()} to ${system}`;
    const how =
      state === 'stuck' ? 'is stuck' : `waits after ${attempts} ${attempts === 1 ? 'try' : 'tries'}`;
    const why = lastError ? [element('p', { className: 'error' }, lastError)] : [];
    const retry = element('button', { type: 'button' }, 'Retry');
    const drop = element('button', { type: 'button' }, 'Drop');
    retry.setAttribute('aria-label', `Retry: ${what}, ${record}`);
    drop.setAttribute('aria-label', `Drop: ${what}, ${record}`);
    const node = element(
      'li',
      {},
      element('p', {}, `${what} ${how}.`),
      ...why,
      element('p', { className: 'row' }, retry, drop),
    );
    const then = (/** @type {Promise<unknown>} */ done) =>
      busy(node, async () => void (await done, await load()));
    retry.addEventListener('click', () => void then(ask('POST', `/crm/outbox/${id}/retry`)));
    drop.addEventListener('click', () => void then(ask('DELETE', `/crm/outbox/${id}`)));
    return node;
  }

  byId('outbox-retry').addEventListener('click', () => void busy(byId('outbox'), retryAll));
  byId('outbox-reload').addEventListener('click', () => void busy(byId('outbox'), load));
  return { load };
}
