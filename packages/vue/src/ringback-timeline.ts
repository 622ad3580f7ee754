// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackTimeline as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-timeline.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-timeline';
const PROPERTIES = ['phone', 'backend', 'party', 'deal', 'lead', 'page'] as const;
const EVENTS = ['record-open', 'record-create', 'number-dial', 'error'] as const;

/** Everything that happened: calls, letters, meetings, notes, requests from the site, orders and visits in one list. */
export const RingbackTimeline = defineComponent({
  name: 'RingbackTimeline',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    party: { type: null as unknown as PropType<Element['party']>, default: undefined },
    deal: { type: null as unknown as PropType<Element['deal']>, default: undefined },
    lead: { type: null as unknown as PropType<Element['lead']>, default: undefined },
    page: { type: null as unknown as PropType<Element['page']>, default: undefined },
  },
  emits: {
    recordOpen: (_event: CustomEvent<RingbackEventMap['ringback-record-open']>) => true,
    recordCreate: (_event: CustomEvent<RingbackEventMap['ringback-record-create']>) => true,
    numberDial: (_event: CustomEvent<RingbackEventMap['ringback-number-dial']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
