// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackTaskReminders as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-task-reminders.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** Window that reminds of tasks at their time: once over all tabs, with "call now" and "remind again". It takes no room. Over the tabs of one host the window stands in the one that the person looks at; what is done there is done in all. */
export const RingbackTaskReminders = createComponent({
  react: React,
  tagName: 'ringback-task-reminders',
  elementClass: Element,
  displayName: 'RingbackTaskReminders',
  events: {
    onNumberDial: 'ringback-number-dial' as EventName<CustomEvent<RingbackEventMap['ringback-number-dial']>>,
    onRecordOpen: 'ringback-record-open' as EventName<CustomEvent<RingbackEventMap['ringback-record-open']>>,
    onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>>,
  },
});
