import { define } from '@ringback/ui';
import { RingbackProcesses } from './processes.ts';

define('ringback-processes', RingbackProcesses);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-processes': RingbackProcesses;
  }
}
