// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackProcess as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-process.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** A running process: what to say, ask and do in its present status, and where it may go from there. */
export const RingbackProcess = createComponent({
  react: React,
  tagName: 'ringback-process',
  elementClass: Element,
  displayName: 'RingbackProcess',
  events: {
    onRecordOpen: 'ringback-record-open' as EventName<CustomEvent<RingbackEventMap['ringback-record-open']>>,
    onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>>,
  },
});
