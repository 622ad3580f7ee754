// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackPlayer as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-player.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-player';
const PROPERTIES = ['phone', 'backend'] as const;
const EVENTS = ['recording-removed', 'error'] as const;

/** A recording: listened to from any place at any speed, kept as a file, and deleted by whoever may. */
export const RingbackPlayer = defineComponent({
  name: 'RingbackPlayer',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
  },
  emits: {
    recordingRemoved: (_event: CustomEvent<RingbackEventMap['ringback-recording-removed']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
