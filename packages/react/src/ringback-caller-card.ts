// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackCallerCard as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-caller-card.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** Who calls, why we think so, and a place for a comment: from the first ring until it is closed. Draws nothing while there is no call, unless `standing`. */
export const RingbackCallerCard = createComponent({
  react: React,
  tagName: 'ringback-caller-card',
  elementClass: Element,
  displayName: 'RingbackCallerCard',
  events: {
    onPartyOpen: 'ringback-party-open' as EventName<CustomEvent<RingbackEventMap['ringback-party-open']>>,
    onCallAnswer: 'ringback-call-answer' as EventName<CustomEvent<RingbackEventMap['ringback-call-answer']>>,
    onCallEnd: 'ringback-call-end' as EventName<CustomEvent<RingbackEventMap['ringback-call-end']>>,
    onNumberDial: 'ringback-number-dial' as EventName<CustomEvent<RingbackEventMap['ringback-number-dial']>>,
    onCallShown: 'ringback-call-shown' as EventName<CustomEvent<RingbackEventMap['ringback-call-shown']>>,
    onRecordCreate: 'ringback-record-create' as EventName<
      CustomEvent<RingbackEventMap['ringback-record-create']>
    >,
    onRecordOpen: 'ringback-record-open' as EventName<CustomEvent<RingbackEventMap['ringback-record-open']>>,
    onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>>,
  },
});
