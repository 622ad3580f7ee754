import { define } from '@ringback/ui';
import { RingbackTaskReminders } from './task-reminders.ts';

define('ringback-task-reminders', RingbackTaskReminders);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-task-reminders': RingbackTaskReminders;
  }
}
