import { define } from '@ringback/ui';
import { RingbackTaskForm } from './task-form.ts';

define('ringback-task-form', RingbackTaskForm);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-task-form': RingbackTaskForm;
  }
}
