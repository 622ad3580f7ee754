/** What the dialog asks of the page, and tells it. */
import type { CallbackState } from './api.ts';

export interface CallbackRequestDetail {
  number: string;
}
export interface CallbackChangedDetail {
  id: string;
  state: CallbackState;
}

declare module '@ringback/ui/emit' {
  interface RingbackEventMap {
    'ringback-callback-request': CallbackRequestDetail;
    'ringback-callback-requested': CallbackChangedDetail;
    'ringback-callback-changed': CallbackChangedDetail;
  }
}
