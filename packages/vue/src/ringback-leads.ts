// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackLeads as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-leads.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-leads';
const PROPERTIES = ['phone', 'backend', 'which', 'page'] as const;
const EVENTS = ['record-open', 'record-create', 'number-dial', 'letter-write', 'error'] as const;

/** People who showed interest and are no customers yet: followed up, made customers or rejected straight from the list. */
export const RingbackLeads = defineComponent({
  name: 'RingbackLeads',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    which: { type: null as unknown as PropType<Element['which']>, default: undefined },
    page: { type: null as unknown as PropType<Element['page']>, default: undefined },
  },
  emits: {
    recordOpen: (_event: CustomEvent<RingbackEventMap['ringback-record-open']>) => true,
    recordCreate: (_event: CustomEvent<RingbackEventMap['ringback-record-create']>) => true,
    numberDial: (_event: CustomEvent<RingbackEventMap['ringback-number-dial']>) => true,
    letterWrite: (_event: CustomEvent<RingbackEventMap['ringback-letter-write']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
