// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackProcesses as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-processes.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** Processes that run: which, about what, in which status; started, opened and led on from here. While it is shown in a page, however far down, it answers every `ringback-record-create` for a process that the page does not answer itself. */
export const RingbackProcesses = createComponent({
  react: React,
  tagName: 'ringback-processes',
  elementClass: Element,
  displayName: 'RingbackProcesses',
  events: {
    onRecordCreate: 'ringback-record-create' as EventName<
      CustomEvent<RingbackEventMap['ringback-record-create']>
    >,
    onRecordOpen: 'ringback-record-open' as EventName<CustomEvent<RingbackEventMap['ringback-record-open']>>,
    onNumberDial: 'ringback-number-dial' as EventName<CustomEvent<RingbackEventMap['ringback-number-dial']>>,
    onLetterWrite: 'ringback-letter-write' as EventName<
      CustomEvent<RingbackEventMap['ringback-letter-write']>
    >,
    onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>>,
  },
});
