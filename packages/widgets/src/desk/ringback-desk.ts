import { define } from '@ringback/ui';
import { RingbackDesk } from './desk.ts';

define('ringback-desk', RingbackDesk);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-desk': RingbackDesk;
  }
}
