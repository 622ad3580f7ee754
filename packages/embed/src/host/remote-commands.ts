/**
 * Commands of a tab that does not lead. Each goes to the leader that is known, who says at once that he has taken it. When he is gone
 * before that, the next leader does it, in this tab or another. When he is gone after that, nobody knows how far he came: it is refused,
 * and not done twice.
 */
import { RingbackError } from '@ringback/model';
import { type Answer, createPending } from '../pending.ts';
import { type PhoneMethod, REQUEST_TIMEOUT_MS } from '../protocol.ts';
import { type Schedule, schedule as realSchedule } from '../timer.ts';
import type { BusMessage } from './bus.ts';

export type BusCommand = Extract<BusMessage, { say: 'command' }>;

/** Older than this, in ms, a command is not obeyed any more: the leader slept, and the person has gone another way. */
const FRESH_MS = 4_000;
/** After so many ms without a word the leader, who is awake again, gets the command anew: the first one is too old for him. */
const AGAIN_MS = 6_000;

export const isFresh = ({ sentAt }: BusCommand, now: number): boolean => now - sentAt <= FRESH_MS;

export interface RemoteCommandsOptions {
  /** Of this tab: answers come back to it. */
  id: string;
  post: (command: BusCommand) => void;
  /** Milliseconds since 1970, the same in all tabs. */
  now: () => number;
  schedule?: Schedule | undefined;
}

export interface RemoteCommands {
  send(method: PhoneMethod, params: readonly unknown[]): Promise<unknown>;
  /** This tab says that it leads; said again and again. */
  leads(leader: string): void;
  /** The leader has gone, and no other is there yet. */
  leaderGone(): void;
  taken(number: number): void;
  answered(answer: Answer): void;
  /** This tab leads now, and can: what nobody has taken is done here. */
  carryOut(ask: (method: PhoneMethod, ...params: never[]) => Promise<unknown>): void;
  refuseAll(error: RingbackError): void;
}

interface Waiting {
  method: PhoneMethod;
  params: readonly unknown[];
  taken: boolean;
  sent?: { to: string; at: number };
  stopTimer: () => void;
}

export function createRemoteCommands({
  id,
  post,
  now,
  schedule = realSchedule,
}: RemoteCommandsOptions): RemoteCommands {
  const pending = createPending(schedule);
  const waiting = new Map<number, Waiting>();
  let leader: string | undefined;

  function tell(number: number, one: Waiting): void {
    if (leader === undefined || one.taken) return;
    const { method, params, sent } = one;
    if (sent?.to === leader && now() - sent.at <= AGAIN_MS) return;
    one.sent = { to: leader, at: now() };
    post({ say: 'command', from: id, to: leader, id: number, sentAt: one.sent.at, method, params });
  }

  function leaderGone(): void {
    leader = undefined;
    for (const [number, { taken }] of waiting) if (taken) pending.fail(number, goneInTheMiddle());
  }

  return {
    send(method, params) {
      const { id: number, answer } = pending.open(method);
      const late = (): void =>
        pending.fail(number, new RingbackError('timeout', `No tab has taken ${method} on.`));
      const one: Waiting = { method, params, taken: false, stopTimer: schedule(late, REQUEST_TIMEOUT_MS) };
      waiting.set(number, one);
      tell(number, one);
      return answer.finally(() => {
        one.stopTimer();
        waiting.delete(number);
      });
    },
    leads(next) {
      if (next !== leader) leaderGone();
      leader = next;
      for (const [number, one] of waiting) tell(number, one);
    },
    leaderGone,
    taken(number) {
      const one = waiting.get(number);
      if (!one) return;
      one.taken = true;
      one.stopTimer();
    },
    answered: (answer) => pending.settle(answer),
    carryOut(ask) {
      for (const [number, one] of waiting) {
        if (one.taken) continue;
        one.taken = true;
        one.stopTimer();
        ask(one.method, ...(one.params as never[])).then(
          (result) => pending.settle({ id: number, result }),
          (error: RingbackError) => pending.fail(number, error),
        );
      }
    },
    refuseAll: (error) => pending.failAll(error),
  };
}

function goneInTheMiddle(): RingbackError {
  return new RingbackError('unavailable', 'The tab that held the phone has gone in the middle of this.', {
    hint: 'Look whether it was done, and try again if not.',
  });
}
