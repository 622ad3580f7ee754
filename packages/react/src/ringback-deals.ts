// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackDeals as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-deals.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** Deals as a board of their pipeline and as a list: moved by pointer and keyboard, counted and summed in each column. While it is shown in a page, however far down, it opens each deal for which `ringback-record-open` asks, and makes a new one for `ringback-record-create`, unless the page does so itself. */
export const RingbackDeals = createComponent({
  react: React,
  tagName: 'ringback-deals',
  elementClass: Element,
  displayName: 'RingbackDeals',
  events: {
    onRecordOpen: 'ringback-record-open' as EventName<CustomEvent<RingbackEventMap['ringback-record-open']>>,
    onRecordCreate: 'ringback-record-create' as EventName<
      CustomEvent<RingbackEventMap['ringback-record-create']>
    >,
    onNumberDial: 'ringback-number-dial' as EventName<CustomEvent<RingbackEventMap['ringback-number-dial']>>,
    onLetterWrite: 'ringback-letter-write' as EventName<
      CustomEvent<RingbackEventMap['ringback-letter-write']>
    >,
    onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>>,
  },
});
