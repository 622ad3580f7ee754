// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackProcessEditor as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-process-editor.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-process-editor';
const PROPERTIES = ['phone', 'backend'] as const;
const EVENTS = ['error'] as const;

/** Editor of processes: statuses, which may follow which, what is asked and done in each; says at once what is wrong. */
export const RingbackProcessEditor = defineComponent({
  name: 'RingbackProcessEditor',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
  },
  emits: {
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
