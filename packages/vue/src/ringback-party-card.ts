// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackPartyCard as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-party-card.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-party-card';
const PROPERTIES = ['phone', 'backend', 'partyId'] as const;
const EVENTS = [
  'party-saved',
  'party-leave',
  'number-dial',
  'letter-write',
  'record-open',
  'record-create',
  'error',
] as const;

/** One customer, person or firm: how he is reached, the firm's own form, everything that belongs to him, and making one of two. */
export const RingbackPartyCard = defineComponent({
  name: 'RingbackPartyCard',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    partyId: { type: null as unknown as PropType<Element['partyId']>, default: undefined },
  },
  emits: {
    partySaved: (_event: CustomEvent<RingbackEventMap['ringback-party-saved']>) => true,
    partyLeave: (_event: CustomEvent<RingbackEventMap['ringback-party-leave']>) => true,
    numberDial: (_event: CustomEvent<RingbackEventMap['ringback-number-dial']>) => true,
    letterWrite: (_event: CustomEvent<RingbackEventMap['ringback-letter-write']>) => true,
    recordOpen: (_event: CustomEvent<RingbackEventMap['ringback-record-open']>) => true,
    recordCreate: (_event: CustomEvent<RingbackEventMap['ringback-record-create']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
