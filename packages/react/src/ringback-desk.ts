// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackDesk as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-desk.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** The desk of one person: the blocks that he needs, arranged as he wants them, by dragging or by keyboard. */
export const RingbackDesk = createComponent({
  react: React,
  tagName: 'ringback-desk',
  elementClass: Element,
  displayName: 'RingbackDesk',
  events: { onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>> },
});
