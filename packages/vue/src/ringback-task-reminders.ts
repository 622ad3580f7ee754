// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackTaskReminders as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-task-reminders.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-task-reminders';
const PROPERTIES = ['phone', 'backend'] as const;
const EVENTS = ['number-dial', 'record-open', 'error'] as const;

/** Window that reminds of tasks at their time: once over all tabs, with "call now" and "remind again". It takes no room. Over the tabs of one host the window stands in the one that the person looks at; what is done there is done in all. */
export const RingbackTaskReminders = defineComponent({
  name: 'RingbackTaskReminders',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
  },
  emits: {
    numberDial: (_event: CustomEvent<RingbackEventMap['ringback-number-dial']>) => true,
    recordOpen: (_event: CustomEvent<RingbackEventMap['ringback-record-open']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
