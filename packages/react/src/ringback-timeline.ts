// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackTimeline as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-timeline.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** Everything that happened: calls, letters, meetings, notes, requests from the site, orders and visits in one list. */
export const RingbackTimeline = createComponent({
  react: React,
  tagName: 'ringback-timeline',
  elementClass: Element,
  displayName: 'RingbackTimeline',
  events: {
    onRecordOpen: 'ringback-record-open' as EventName<CustomEvent<RingbackEventMap['ringback-record-open']>>,
    onRecordCreate: 'ringback-record-create' as EventName<
      CustomEvent<RingbackEventMap['ringback-record-create']>
    >,
    onNumberDial: 'ringback-number-dial' as EventName<CustomEvent<RingbackEventMap['ringback-number-dial']>>,
    onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>>,
  },
});
