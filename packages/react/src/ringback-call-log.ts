// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackCallLog as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-call-log.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** Who called whom, when, and what came of it; recordings; and those whom nobody has called back. Keeps itself up to date. */
export const RingbackCallLog = createComponent({
  react: React,
  tagName: 'ringback-call-log',
  elementClass: Element,
  displayName: 'RingbackCallLog',
  events: {
    onNumberDial: 'ringback-number-dial' as EventName<CustomEvent<RingbackEventMap['ringback-number-dial']>>,
    onLetterWrite: 'ringback-letter-write' as EventName<
      CustomEvent<RingbackEventMap['ringback-letter-write']>
    >,
    onRecordingRemoved: 'ringback-recording-removed' as EventName<
      CustomEvent<RingbackEventMap['ringback-recording-removed']>
    >,
    onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>>,
  },
});
