// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackSoftphone as Element } from '@ringback/softphone';
import '@ringback/softphone/ringback-softphone.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** The softphone: sign in, dial, answer, hold, mute, transfer, tones, hang up. */
export const RingbackSoftphone = createComponent({
  react: React,
  tagName: 'ringback-softphone',
  elementClass: Element,
  displayName: 'RingbackSoftphone',
  events: {
    onNumberDial: 'ringback-number-dial' as EventName<CustomEvent<RingbackEventMap['ringback-number-dial']>>,
    onCallAnswer: 'ringback-call-answer' as EventName<CustomEvent<RingbackEventMap['ringback-call-answer']>>,
    onCallEnd: 'ringback-call-end' as EventName<CustomEvent<RingbackEventMap['ringback-call-end']>>,
    onRecordCreate: 'ringback-record-create' as EventName<
      CustomEvent<RingbackEventMap['ringback-record-create']>
    >,
    onLetterWrite: 'ringback-letter-write' as EventName<
      CustomEvent<RingbackEventMap['ringback-letter-write']>
    >,
    onBarArranged: 'ringback-bar-arranged' as EventName<
      CustomEvent<RingbackEventMap['ringback-bar-arranged']>
    >,
    onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>>,
  },
});
