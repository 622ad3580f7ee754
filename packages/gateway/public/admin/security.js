// @ts-check
/** Locked addresses and alarms, with what calls have cost today. */
import { element } from './element.js';

/**
 * @typedef {{ address: string, why: string, failures: number, until: string }} Lock
 * @typedef {{ id: string, text: string, times: number, lastAt: string, seenBy?: { name: string } }} Alarm
 * @typedef {{ pbx: boolean, geo?: { file: string, builtAt?: string }, locks: Lock[], alarms: Alarm[], spent: number }} State
 */

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {string} iso */
const time = (iso) => new Date(iso).toLocaleString();

/** @param {Pick<import('./systems.js').Page, 'ask' | 'busy'>} page */
export function createSecurity({ ask, busy }) {
  async function load() {
    draw(await ask('GET', '/security'));
  }

  /** @param {State} state */
  function draw({ pbx, geo, locks, alarms, spent }) {
    const database = geo
      ? `Countries come from ${geo.file}${geo.builtAt ? `, made ${time(geo.builtAt)}` : ''}.`
      : 'There is no database of countries: put one into the folder geoip of the data folder.';
    const shut = pbx ? '' : ' This PBX cannot shut addresses out.';
    byId('security-state').textContent = `Calls have cost ${spent} today. ${database}${shut}`;
    byId('security-quiet').hidden = locks.length + alarms.length > 0;
    byId('security-locks').replaceChildren(...locks.map(drawLock));
    byId('security-alarms').replaceChildren(...alarms.map(drawAlarm));
  }

  /** @param {Lock} lock */
  function drawLock({ address, why, failures, until }) {
    const reason =
      why === 'logins-failed' ? `${failures} failed logins` : 'a login that is not allowed there';
    const unlock = element('button', { type: 'button' }, 'Unlock');
    unlock.setAttribute('aria-label', `Unlock ${address}`);
    const node = element('li', {}, `${address} is locked until ${time(until)}: ${reason}. `, unlock);
    unlock.addEventListener('click', () => {
      void busy(node, async () => {
        await ask('DELETE', `/security/locks/${encodeURIComponent(address)}`);
        await load();
      });
    });
    return node;
  }

  /** @param {Alarm} alarm */
  function drawAlarm({ id, text, times, lastAt, seenBy }) {
    const often = times > 1 ? `, ${times} times` : '';
    const node = element('li', {}, `${time(lastAt)}${often}: ${text} `);
    if (seenBy) {
      node.append(`Seen by ${seenBy.name}.`);
      return node;
    }
    const see = element('button', { type: 'button' }, 'Seen');
    see.setAttribute('aria-label', `Seen: ${text}`);
    see.addEventListener('click', () => {
      void busy(node, async () => {
        await ask('POST', `/security/alarms/${id}/see`);
        await load();
      });
    });
    node.append(see);
    return node;
  }

  byId('security-reload').addEventListener('click', () => void busy(byId('security'), load));
  return { load };
}
