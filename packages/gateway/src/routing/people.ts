/** Who can take a call now, and in which order a group's members are asked. Pure. */
import {
  type Agent,
  type ForwardReason,
  type Group,
  may,
  type Mobile,
  type NotTaken,
  type Self,
  statusAt,
} from '@ringback/model';
import { isOpen } from '@ringback/model/hours';

/** All that routing knows of an agent at one moment. */
export interface Person {
  agent: Agent;
  self: Self;
  /** His own, where it is known. */
  mobile?: Mobile | undefined;
  /** His phone is registered. */
  online: boolean;
  /** He talks, or is dialling. */
  busy: boolean;
  /** Another call rings at his phone. */
  ringing: boolean;
  /** End of his last talk, ISO; empty when he has not talked yet. */
  idleSince: string;
  /** Talks that ended today. */
  callsToday: number;
}

export type People = ReadonlyMap<string, Person>;

/** Why he cannot take a call now; undefined when he can. */
export function notTaken(person: Person | undefined, at: Date): NotTaken | undefined {
  if (!person || !may(person.agent, 'calls.dial')) return 'unknown';
  const { self } = person;
  const status = statusAt(self, at);
  if (self.hours && !isOpen(self.hours, at)) return 'off-duty';
  if (status !== 'available') return status;
  if (!person.online && ringsMobile(person) === undefined) return 'offline';
  if (person.busy) return 'busy';
  return person.ringing ? 'ringing' : undefined;
}

/** Somebody who is at work, whether he is free or not. */
export function isIn(person: Person | undefined, at: Date): boolean {
  const why = notTaken(person, at);
  return why === undefined || why === 'busy' || why === 'ringing';
}

/** Which of his own forwardings fits. */
export function forwardReason(why: NotTaken): ForwardReason {
  return why === 'busy' || why === 'do-not-disturb' || why === 'ringing' ? 'busy' : 'offline';
}

/** His mobile, where it takes the place of his phone: that is away, and he has not said himself where his calls go then. */
export function ringsMobile({ online, mobile, self }: Person): string | undefined {
  const decides = self.forwarding.some(({ on }) => on.includes('offline'));
  return !online && mobile?.rings && !decides ? mobile.number : undefined;
}

/** What rings when somebody of ours is rung. */
export type Phone =
  | { kind: 'agent'; agent: Agent }
  /** His own, in place of a phone that is away. */
  | { kind: 'mobile'; agent: Agent; number: string };

export function phoneOf(person: Person): Phone {
  const { agent } = person;
  const number = ringsMobile(person);
  return number === undefined ? { kind: 'agent', agent } : { kind: 'mobile', agent, number };
}

/**
 * Where a colleague reaches him now; undefined: nowhere. A phone that is there rings whatever he has set; a mobile while he takes calls,
 * and beside a talk only where he wants that: its network would send the second call to the mailbox.
 */
export function reachOf(person: Person | undefined, at: Date): Phone | undefined {
  if (!person) return undefined;
  const phone = phoneOf(person);
  if (phone.kind === 'agent') return person.online ? phone : undefined;
  const why = notTaken(person, at);
  const takes = why === undefined || why === 'ringing' || (why === 'busy' && person.self.callWaiting);
  return takes ? phone : undefined;
}

/** The members as the group's algorithm asks them; `lastTurn` had the last call of a round-robin. */
export function inTurn(
  { algorithm }: Pick<Group, 'algorithm'>,
  members: readonly Person[],
  lastTurn: string | undefined,
): Person[] {
  const order = [...members];
  switch (algorithm) {
    case 'round-robin': {
      const last = order.findIndex(({ agent }) => agent.id === lastTurn);
      return [...order.slice(last + 1), ...order.slice(0, last + 1)];
    }
    case 'longest-idle':
      return order.sort(byIdle);
    case 'fewest-calls':
      return order.sort((a, b) => a.callsToday - b.callsToday || byIdle(a, b));
    default:
      return order;
  }
}

function byIdle(a: Person, b: Person): number {
  return a.idleSince < b.idleSince ? -1 : a.idleSince > b.idleSince ? 1 : 0;
}
