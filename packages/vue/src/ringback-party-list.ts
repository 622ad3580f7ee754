// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackPartyList as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-party-list.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-party-list';
const PROPERTIES = ['phone', 'backend', 'kind', 'which', 'page'] as const;
const EVENTS = ['party-open', 'record-create', 'number-dial', 'letter-write', 'error'] as const;

/** Customers, suppliers and whoever else: filtered, ordered, called and changed straight from the list. */
export const RingbackPartyList = defineComponent({
  name: 'RingbackPartyList',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    kind: { type: null as unknown as PropType<Element['kind']>, default: undefined },
    which: { type: null as unknown as PropType<Element['which']>, default: undefined },
    page: { type: null as unknown as PropType<Element['page']>, default: undefined },
  },
  emits: {
    partyOpen: (_event: CustomEvent<RingbackEventMap['ringback-party-open']>) => true,
    recordCreate: (_event: CustomEvent<RingbackEventMap['ringback-record-create']>) => true,
    numberDial: (_event: CustomEvent<RingbackEventMap['ringback-number-dial']>) => true,
    letterWrite: (_event: CustomEvent<RingbackEventMap['ringback-letter-write']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
