import { define } from '@ringback/ui';
import { RingbackProcess } from './process.ts';

define('ringback-process', RingbackProcess);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-process': RingbackProcess;
  }
}
