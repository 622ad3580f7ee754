// Made from custom-elements.json by scripts/wrappers.mjs.
import { createComponent, type EventName } from '@lit/react';
import { RingbackPlayer as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-player.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import * as React from 'react';

/** A recording: listened to from any place at any speed, kept as a file, and deleted by whoever may. */
export const RingbackPlayer = createComponent({
  react: React,
  tagName: 'ringback-player',
  elementClass: Element,
  displayName: 'RingbackPlayer',
  events: {
    onRecordingRemoved: 'ringback-recording-removed' as EventName<
      CustomEvent<RingbackEventMap['ringback-recording-removed']>
    >,
    onError: 'ringback-error' as EventName<CustomEvent<RingbackEventMap['ringback-error']>>,
  },
});
