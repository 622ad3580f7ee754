// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackCallerCard as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-caller-card.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-caller-card';
const PROPERTIES = ['phone', 'backend', 'standing', 'blocks'] as const;
const EVENTS = [
  'party-open',
  'call-answer',
  'call-end',
  'number-dial',
  'call-shown',
  'record-create',
  'record-open',
  'error',
] as const;

/** Who calls, why we think so, and a place for a comment: from the first ring until it is closed. Draws nothing while there is no call, unless `standing`. */
export const RingbackCallerCard = defineComponent({
  name: 'RingbackCallerCard',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    standing: { type: null as unknown as PropType<Element['standing']>, default: undefined },
    blocks: { type: null as unknown as PropType<Element['blocks']>, default: undefined },
  },
  emits: {
    partyOpen: (_event: CustomEvent<RingbackEventMap['ringback-party-open']>) => true,
    callAnswer: (_event: CustomEvent<RingbackEventMap['ringback-call-answer']>) => true,
    callEnd: (_event: CustomEvent<RingbackEventMap['ringback-call-end']>) => true,
    numberDial: (_event: CustomEvent<RingbackEventMap['ringback-number-dial']>) => true,
    callShown: (_event: CustomEvent<RingbackEventMap['ringback-call-shown']>) => true,
    recordCreate: (_event: CustomEvent<RingbackEventMap['ringback-record-create']>) => true,
    recordOpen: (_event: CustomEvent<RingbackEventMap['ringback-record-open']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
