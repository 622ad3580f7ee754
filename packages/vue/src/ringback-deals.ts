// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackDeals as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-deals.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-deals';
const PROPERTIES = ['phone', 'backend', 'show', 'page'] as const;
const EVENTS = ['record-open', 'record-create', 'number-dial', 'letter-write', 'error'] as const;

/** Deals as a board of their pipeline and as a list: moved by pointer and keyboard, counted and summed in each column. While it is shown in a page, however far down, it opens each deal for which `ringback-record-open` asks, and makes a new one for `ringback-record-create`, unless the page does so itself. */
export const RingbackDeals = defineComponent({
  name: 'RingbackDeals',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    show: { type: null as unknown as PropType<Element['show']>, default: undefined },
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
