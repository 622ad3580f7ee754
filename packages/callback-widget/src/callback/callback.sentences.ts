/** Which sentence tells of which state or refusal. */
import type { CallbackWords } from '../words/en.ts';
import { CallbackError, type CallbackFailure, type CallbackState, type CallbackStatus } from './api.ts';

const STATES: Partial<Record<CallbackState, keyof CallbackWords>> = {
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

/** Why the last attempt did not come about. */
export function failureKey({ failure }: CallbackStatus): keyof CallbackWords {
  return (failure && FAILURES[failure]) ?? 'broken';
}

/** How the callback stands; what waits for its time is told by `later.ts`. `late`: the promised time has passed. */
export function sentenceOf(status: CallbackStatus, words: CallbackWords, late: boolean): string {
  const { state, agentName } = status;
  if (late) return words.late;
  if (state === 'visitor-ringing' && agentName)
    return `${words.picked.replace('{agent}', agentName)} ${words.yours}`;
  return words[STATES[state] ?? failureKey(status)];
}

const ERRORS: Record<string, keyof CallbackWords> = {
  consent: 'errConsent',
  invalid: 'errInvalid',
  forbidden: 'errForbidden',
  'rate-limited': 'errLimited',
  timeout: 'errNetwork',
};

export function errorKey(error: unknown): keyof CallbackWords {
  const { code, field } = error instanceof CallbackError ? error : { code: '', field: '' };
  return ERRORS[field ?? ''] ?? ERRORS[code] ?? 'errUnavailable';
}

/** Why a command on a callback was refused: who has joined what another page asked for follows it, and no more. */
export function refusalKey(error: unknown): keyof CallbackWords {
  return error instanceof CallbackError && error.code === 'forbidden' ? 'errElsewhere' : errorKey(error);
}
