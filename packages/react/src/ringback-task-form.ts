// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackTaskForm as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-task-form.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** Window in which a task is made or changed; drawn from the firm's layout. */
export const RingbackTaskForm = createComponent({
  react: React,
  tagName: 'ringback-task-form',
  elementClass: Element,
  displayName: 'RingbackTaskForm',
  events: {
    onTaskSaved: 'ringback-task-saved' as EventName<CustomEvent<RingbackEventMap['ringback-task-saved']>>,
    onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>>,
  },
});
