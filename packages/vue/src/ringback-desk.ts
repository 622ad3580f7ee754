// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackDesk as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-desk.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-desk';
const PROPERTIES = ['phone', 'backend', 'page'] as const;
const EVENTS = ['error'] as const;

/** The desk of one person: the blocks that he needs, arranged as he wants them, by dragging or by keyboard. */
export const RingbackDesk = defineComponent({
  name: 'RingbackDesk',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    page: { type: null as unknown as PropType<Element['page']>, default: undefined },
  },
  emits: {
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
