import { define } from '@ringback/ui';
import { RingbackRecordWindow } from './record-window.ts';

define('ringback-record-window', RingbackRecordWindow);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-record-window': RingbackRecordWindow;
  }
}
