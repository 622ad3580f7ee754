// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackLetters as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-letters.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** Letters sent and received: read by thread, answered and written, with documents that go along. */
export const RingbackLetters = createComponent({
  react: React,
  tagName: 'ringback-letters',
  elementClass: Element,
  displayName: 'RingbackLetters',
  events: {
    onLetterSent: 'ringback-letter-sent' as EventName<CustomEvent<RingbackEventMap['ringback-letter-sent']>>,
    onLetterWrite: 'ringback-letter-write' as EventName<
      CustomEvent<RingbackEventMap['ringback-letter-write']>
    >,
    onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>>,
  },
});
