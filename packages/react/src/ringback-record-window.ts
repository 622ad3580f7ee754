// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackRecordWindow as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-record-window.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** Window in which a record is made from another one, tied to it, or in which a deal, task or process is opened. Empty until it is asked for. The caller card brings one along where the page has none. */
export const RingbackRecordWindow = createComponent({
  react: React,
  tagName: 'ringback-record-window',
  elementClass: Element,
  displayName: 'RingbackRecordWindow',
  events: {
    onRecordCreated: 'ringback-record-created' as EventName<
      CustomEvent<RingbackEventMap['ringback-record-created']>
    >,
    onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>>,
  },
});
