// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackDealCard as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-deal-card.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** One deal: its stages, the firm's own form with goods, what happened with it, its documents. */
export const RingbackDealCard = createComponent({
  react: React,
  tagName: 'ringback-deal-card',
  elementClass: Element,
  displayName: 'RingbackDealCard',
  events: {
    onDealSaved: 'ringback-deal-saved' as EventName<CustomEvent<RingbackEventMap['ringback-deal-saved']>>,
    onDealLeave: 'ringback-deal-leave' as EventName<CustomEvent<RingbackEventMap['ringback-deal-leave']>>,
    onRecordOpen: 'ringback-record-open' as EventName<CustomEvent<RingbackEventMap['ringback-record-open']>>,
    onRecordCreate: 'ringback-record-create' as EventName<
      CustomEvent<RingbackEventMap['ringback-record-create']>
    >,
    onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>>,
  },
});
