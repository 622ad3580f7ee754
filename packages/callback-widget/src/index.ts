export { RingbackCallback } from './callback/callback.ts';
export type { CallbackChangedDetail, CallbackRequestDetail } from './callback/callback.events.ts';
export type { CallbackSite } from './site.ts';
