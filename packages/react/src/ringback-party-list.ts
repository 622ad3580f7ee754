// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackPartyList as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-party-list.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** Customers, suppliers and whoever else: filtered, ordered, called and changed straight from the list. */
export const RingbackPartyList = createComponent({
  react: React,
  tagName: 'ringback-party-list',
  elementClass: Element,
  displayName: 'RingbackPartyList',
  events: {
    onPartyOpen: 'ringback-party-open' as EventName<CustomEvent<RingbackEventMap['ringback-party-open']>>,
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
