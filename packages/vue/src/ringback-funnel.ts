// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackFunnel as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-funnel.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-funnel';
const PROPERTIES = ['phone', 'backend', 'of', 'pipeline', 'responsible', 'source', 'period', 'by'] as const;
const EVENTS = ['error'] as const;

/** How many deals or leads came how far, how long it took, why others fell through, and who brings them home. */
export const RingbackFunnel = defineComponent({
  name: 'RingbackFunnel',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    of: { type: null as unknown as PropType<Element['of']>, default: undefined },
    pipeline: { type: null as unknown as PropType<Element['pipeline']>, default: undefined },
    responsible: { type: null as unknown as PropType<Element['responsible']>, default: undefined },
    source: { type: null as unknown as PropType<Element['source']>, default: undefined },
    period: { type: null as unknown as PropType<Element['period']>, default: undefined },
    by: { type: null as unknown as PropType<Element['by']>, default: undefined },
  },
  emits: {
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
