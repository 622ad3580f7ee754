// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackDealCard as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-deal-card.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-deal-card';
const PROPERTIES = ['phone', 'backend', 'dealId'] as const;
const EVENTS = ['deal-saved', 'deal-leave', 'record-open', 'record-create', 'error'] as const;

/** One deal: its stages, the firm's own form with goods, what happened with it, its documents. */
export const RingbackDealCard = defineComponent({
  name: 'RingbackDealCard',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    dealId: { type: null as unknown as PropType<Element['dealId']>, default: undefined },
  },
  emits: {
    dealSaved: (_event: CustomEvent<RingbackEventMap['ringback-deal-saved']>) => true,
    dealLeave: (_event: CustomEvent<RingbackEventMap['ringback-deal-leave']>) => true,
    recordOpen: (_event: CustomEvent<RingbackEventMap['ringback-record-open']>) => true,
    recordCreate: (_event: CustomEvent<RingbackEventMap['ringback-record-create']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
