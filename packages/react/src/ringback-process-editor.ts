// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackProcessEditor as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-process-editor.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** Editor of processes: statuses, which may follow which, what is asked and done in each; says at once what is wrong. */
export const RingbackProcessEditor = createComponent({
  react: React,
  tagName: 'ringback-process-editor',
  elementClass: Element,
  displayName: 'RingbackProcessEditor',
  events: { onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>> },
});
