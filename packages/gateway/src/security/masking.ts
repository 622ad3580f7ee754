/**
 * Numbers of customers, hidden from those who must not have them: couriers who are put through, marketers who count. A masked number is
 * in no answer, no event and no SIP message to such an agent; he calls back by the call, not by the number.
 */
import { type Agent, may, RingbackError, type Settings } from '@ringback/model';

/** Whether this agent gets numbers as they are: his role says so, and no group of his hides them. */
export function seesNumbers(agent: Agent, { routing }: Pick<Settings, 'routing'>): boolean {
  if (!may(agent, 'numbers.full')) return false;
  return !routing.groups.some(
    ({ maskNumbers, members, heads }) =>
      maskNumbers && members.includes(agent.id) && !heads.includes(agent.id),
  );
}

/** Digit by digit a search would give a number away. */
export function refuseProbing(
  agent: Agent,
  { words = '' }: { words?: string | undefined },
  settings: Pick<Settings, 'routing'>,
): void {
  if (!/\d/.test(words) || seesNumbers(agent, settings)) return;
  throw new RingbackError('forbidden', 'You may not search by numbers.', { hint: 'Search by a name.' });
}

/** What is dialled by the phone of an agent who must not have the number; the call that it names has it. */
export const MASKED_TARGET = '0';

/** Whom the phone of this agent shows: SIP carries it in clear. */
export function callerShown<T extends { number: string; name?: string | undefined }>(
  agent: Agent,
  caller: T,
  settings: Pick<Settings, 'routing'>,
): T {
  if (seesNumbers(agent, settings)) return caller;
  // A colleague's extension is no secret; half a number is of no use to a phone.
  const number = maskText(caller.number) === caller.number ? caller.number : '';
  return { ...caller, number, ...(caller.name === undefined ? {} : { name: maskText(caller.name) }) };
}

/** Seven digits and more, however they are written: shorter ones are extensions, years, amounts. */
const NUMBER = /\+?\d(?:[\s().\-/\u00a0\u2010-\u2015]{0,3}\d){6,}/g;
/** Times and days are written with enough digits to look like numbers. */
const TIME = /^(?:19|20)\d\d-\d\d-\d\d(?:T\d\d:\d\d|$)/;

/** `+380671112233` → `+38•••33`: enough to tell two callers apart, too little to call one. */
export function maskText(text: string): string {
  return text.replace(NUMBER, (found) => {
    const digits = found.replace(/\D/g, '');
    return `${found.startsWith('+') ? '+' : ''}${digits.slice(0, 2)}•••${digits.slice(-2)}`;
  });
}

/** Names of fields that hold no number of a customer, and would be spoilt. */
const KEPT = new Set([
  'id',
  'me',
  'lines',
  'line',
  'extension',
  'cursor',
  'next',
  'token',
  'requestId',
  'key',
  // How the agent's own phone reaches the PBX, and takes a talk over: one digit less, and it does not.
  ...['credential', 'uri', 'authorizationUser', 'password', 'servers', 'iceServers'],
  ...['localTag', 'remoteTag'],
]);
const isKept = (key: string) => KEPT.has(key) || key.endsWith('Id') || key.endsWith('At');

/** The same value with every number in it masked, wherever it stands; the firm's own lines stay. */
export function maskDeep<T>(value: T): T {
  return walk(value, '') as T;
}

/** Addresses of records and of signed files. */
const ADDRESS = /^https?:\/\/[^\s?#]+/;
const SIGNED = /[?&]signature=[\w-]+$/;

/** In an address the path has ids, which are no numbers; what is asked of it, as after the "?" of a visitor's page, may hold one. */
function maskString(text: string): string {
  if (TIME.test(text) || (ADDRESS.test(text) && SIGNED.test(text))) return text;
  const path = ADDRESS.exec(text)?.[0] ?? '';
  return path + maskText(text.slice(path.length));
}

function walk(value: unknown, key: string): unknown {
  if (isKept(key)) return value;
  if (typeof value === 'string') return maskString(value);
  if (Array.isArray(value)) return value.map((one) => walk(one, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name)]));
}
