// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackProvider as Element } from '@ringback/ui';
import '@ringback/ui/ringback-provider.js';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-provider';
const PROPERTIES = ['phone', 'backend', 'locale'] as const;
const EVENTS = [] as const;

/** Gives phone, backend and language to every Ringback element below it. Draws nothing. */
export const RingbackProvider = defineComponent({
  name: 'RingbackProvider',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    locale: { type: null as unknown as PropType<Element['locale']>, default: undefined },
  },
  emits: {},
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
