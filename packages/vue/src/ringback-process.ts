// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackProcess as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-process.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-process';
const PROPERTIES = ['phone', 'backend', 'processId'] as const;
const EVENTS = ['record-open', 'error'] as const;

/** A running process: what to say, ask and do in its present status, and where it may go from there. */
export const RingbackProcess = defineComponent({
  name: 'RingbackProcess',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    processId: { type: null as unknown as PropType<Element['processId']>, default: undefined },
  },
  emits: {
    recordOpen: (_event: CustomEvent<RingbackEventMap['ringback-record-open']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
