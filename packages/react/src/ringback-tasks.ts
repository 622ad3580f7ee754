// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackTasks as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-tasks.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** Tasks as a list and as a calendar of a month, a week or a day; made, done, moved to another day; reminders on time. While it is shown in a page, however far down, it answers every `ringback-record-create` for a task that the page does not answer itself. */
export const RingbackTasks = createComponent({
  react: React,
  tagName: 'ringback-tasks',
  elementClass: Element,
  displayName: 'RingbackTasks',
  events: {
    onTasksShow: 'ringback-tasks-show' as EventName<CustomEvent<RingbackEventMap['ringback-tasks-show']>>,
    onRecordCreate: 'ringback-record-create' as EventName<
      CustomEvent<RingbackEventMap['ringback-record-create']>
    >,
    onRecordOpen: 'ringback-record-open' as EventName<CustomEvent<RingbackEventMap['ringback-record-open']>>,
    onNumberDial: 'ringback-number-dial' as EventName<CustomEvent<RingbackEventMap['ringback-number-dial']>>,
    onLetterWrite: 'ringback-letter-write' as EventName<
      CustomEvent<RingbackEventMap['ringback-letter-write']>
    >,
    onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>>,
  },
});
