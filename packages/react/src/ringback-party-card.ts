// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackPartyCard as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-party-card.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** One customer, person or firm: how he is reached, the firm's own form, everything that belongs to him, and making one of two. */
export const RingbackPartyCard = createComponent({
  react: React,
  tagName: 'ringback-party-card',
  elementClass: Element,
  displayName: 'RingbackPartyCard',
  events: {
    onPartySaved: 'ringback-party-saved' as EventName<CustomEvent<RingbackEventMap['ringback-party-saved']>>,
    onPartyLeave: 'ringback-party-leave' as EventName<CustomEvent<RingbackEventMap['ringback-party-leave']>>,
    onNumberDial: 'ringback-number-dial' as EventName<CustomEvent<RingbackEventMap['ringback-number-dial']>>,
    onLetterWrite: 'ringback-letter-write' as EventName<
      CustomEvent<RingbackEventMap['ringback-letter-write']>
    >,
    onRecordOpen: 'ringback-record-open' as EventName<CustomEvent<RingbackEventMap['ringback-record-open']>>,
    onRecordCreate: 'ringback-record-create' as EventName<
      CustomEvent<RingbackEventMap['ringback-record-create']>
    >,
    onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>>,
  },
});
