// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackLeads as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-leads.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** People who showed interest and are no customers yet: followed up, made customers or rejected straight from the list. */
export const RingbackLeads = createComponent({
  react: React,
  tagName: 'ringback-leads',
  elementClass: Element,
  displayName: 'RingbackLeads',
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
