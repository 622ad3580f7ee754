// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackLetters as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-letters.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-letters';
const PROPERTIES = ['phone', 'backend', 'party', 'deal', 'address', 'everywhere', 'page'] as const;
const EVENTS = ['letter-sent', 'letter-write', 'error'] as const;

/** Letters sent and received: read by thread, answered and written, with documents that go along. */
export const RingbackLetters = defineComponent({
  name: 'RingbackLetters',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    party: { type: null as unknown as PropType<Element['party']>, default: undefined },
    deal: { type: null as unknown as PropType<Element['deal']>, default: undefined },
    address: { type: null as unknown as PropType<Element['address']>, default: undefined },
    everywhere: { type: null as unknown as PropType<Element['everywhere']>, default: undefined },
    page: { type: null as unknown as PropType<Element['page']>, default: undefined },
  },
  emits: {
    letterSent: (_event: CustomEvent<RingbackEventMap['ringback-letter-sent']>) => true,
    letterWrite: (_event: CustomEvent<RingbackEventMap['ringback-letter-write']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
