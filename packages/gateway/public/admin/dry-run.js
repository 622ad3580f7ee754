// @ts-check
/** The answer to "who would get a call?" in sentences. */
import { element } from './element.js';

/**
 * @typedef {{
 *   did: 'ring' | 'wait' | 'skip' | 'end', agents: string[], numbers: string[], seconds?: number,
 *   by?: { why: string, group?: string, algorithm?: string, agent?: { name: string }, minutesAgo?: number },
 *   passedOver: { agentId: string, why: string }[], last?: string
 * }} Decision
 */

/** @param {HTMLElement} list @param {{ route?: string, decisions: Decision[] }} answer */
export function showDryRun(list, { route, decisions }) {
  const head = route === undefined ? 'No route fits: all agents ring.' : `Route “${route}” decides.`;
  list.replaceChildren(...[head, ...decisions.map(sentence)].map((text) => element('li', {}, text)));
}

/** @param {Decision} decision */
function sentence({ did, by, agents, numbers, seconds, passedOver, last }) {
  const over = passedOver.map(({ agentId, why }) => `${agentId} (${why})`).join(', ');
  const without = over === '' ? '' : ` Passed over: ${over}.`;
  switch (did) {
    case 'ring':
      return `Rings at ${[...agents, ...numbers].join(', ')} for ${seconds} s: ${reason(by)}.${without}`;
    case 'wait':
      return `Waits for up to ${seconds} s until somebody is free.${without}`;
    case 'skip':
      return `${capital(reason(by))}: nobody can take it.${without}`;
    default:
      return `Ends as ${last}.`;
  }
}

/** @param {Decision['by']} by */
function reason(by) {
  switch (by?.why) {
    case 'responsible':
      return `${by.agent?.name ?? 'somebody'} is responsible for this customer`;
    case 'familiar':
      return `${by.agent?.name ?? 'somebody'} talked with this number ${by.minutesAgo ?? 0} minutes ago`;
    case 'forwarded':
      return `${by.agent?.name ?? 'somebody'} has forwarded his calls`;
    case 'group':
      return `group ${by.group ?? ''}${by.algorithm === undefined ? '' : `, ${by.algorithm}`}`;
    case 'number':
      return 'the route names this number';
    case 'agent':
      return 'the route names him';
    default:
      return 'everybody who takes calls';
  }
}

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
