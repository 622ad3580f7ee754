import { define } from '@ringback/ui';
import { RingbackSoftphone } from './softphone.ts';

define('ringback-softphone', RingbackSoftphone);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-softphone': RingbackSoftphone;
  }
}
