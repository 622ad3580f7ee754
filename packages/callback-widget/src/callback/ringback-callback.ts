import { define } from '@ringback/ui/define';
import { RingbackCallback } from './callback.ts';

define('ringback-callback', RingbackCallback);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-callback': RingbackCallback;
  }
}
