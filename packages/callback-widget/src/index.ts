export {
  RingbackCallback,
  type CallbackChangedDetail,
  type CallbackRequestDetail,
} from './callback/callback.ts';
export type { CallbackSite } from './site.ts';
