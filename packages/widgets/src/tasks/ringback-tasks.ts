import { define } from '@ringback/ui';
import { RingbackTasks } from './tasks.ts';

define('ringback-tasks', RingbackTasks);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-tasks': RingbackTasks;
  }
}
