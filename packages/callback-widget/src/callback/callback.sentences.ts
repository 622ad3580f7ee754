/** Which sentence tells of which state or refusal. */
import type { CallbackWords } from '../words/en.ts';
import { CallbackError, type CallbackFailure, type CallbackState, type CallbackStatus } from './api.ts';

const STATES: Record<Exclude<CallbackState, 'failed'>, keyof CallbackWords> = {
  scheduled: 'scheduled',
  requested: 'finding',
  'agent-ringing': 'agent',
  'visitor-ringing': 'yours',
  connected: 'connected',
  completed: 'completed',
  cancelled: 'cancelled',
};

const FAILURES: Partial<Record<CallbackFailure, keyof CallbackWords>> = {
  'no-agent': 'noAgent',
  'no-answer': 'noAnswer',
  'visitor-busy': 'busy',
  'number-not-callable': 'errForbidden',
};

export function isOver(state: CallbackState): boolean {
  return state === 'completed' || state === 'failed' || state === 'cancelled';
}

export function stateKey(status: CallbackStatus, late: boolean): keyof CallbackWords {
  if (status.state === 'failed') return (status.failure && FAILURES[status.failure]) ?? 'broken';
  return late ? 'late' : STATES[status.state];
}

export function errorKey(error: unknown): keyof CallbackWords {
  switch (error instanceof CallbackError ? error.code : undefined) {
    case 'invalid':
      return 'errInvalid';
    case 'forbidden':
      return 'errForbidden';
    case 'rate-limited':
      return 'errLimited';
    case 'timeout':
      return 'errNetwork';
    default:
      return 'errUnavailable';
  }
}
