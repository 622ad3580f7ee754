// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackFunnel as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-funnel.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** How many deals or leads came how far, how long it took, why others fell through, and who brings them home. */
export const RingbackFunnel = createComponent({
  react: React,
  tagName: 'ringback-funnel',
  elementClass: Element,
  displayName: 'RingbackFunnel',
  events: { onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>> },
});
