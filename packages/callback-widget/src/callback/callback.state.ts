/** What the dialog shows. */
import type { CallbackWords } from '../words/en.ts';
import type { CallbackOffer, CallbackStatus } from './api.ts';
import { NOTHING, type Wish } from './wish.ts';

export interface State {
  status?: CallbackStatus | undefined;
  offer?: CallbackOffer | undefined;
  problem?: keyof CallbackWords | undefined;
  wish: Wish;
  busy: boolean;
  secondsLeft: number;
  /** A time is being chosen. */
  choosing: boolean;
}

export const NEW: State = { wish: NOTHING, busy: false, secondsLeft: 0, choosing: false };
