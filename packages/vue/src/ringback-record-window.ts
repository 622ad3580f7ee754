// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackRecordWindow as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-record-window.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-record-window';
const PROPERTIES = ['phone', 'backend', 'everywhere'] as const;
const EVENTS = ['record-created', 'error'] as const;

/** Window in which a record is made from another one, tied to it, or in which a deal, task or process is opened. Empty until it is asked for. The caller card brings one along where the page has none. */
export const RingbackRecordWindow = defineComponent({
  name: 'RingbackRecordWindow',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    everywhere: { type: null as unknown as PropType<Element['everywhere']>, default: undefined },
  },
  emits: {
    recordCreated: (_event: CustomEvent<RingbackEventMap['ringback-record-created']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
