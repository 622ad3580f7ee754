import { define } from '@ringback/ui';
import { RingbackCallLog } from './call-log.ts';

define('ringback-call-log', RingbackCallLog);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-call-log': RingbackCallLog;
  }
}
