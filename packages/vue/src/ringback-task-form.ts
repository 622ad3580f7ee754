// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackTaskForm as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-task-form.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-task-form';
const PROPERTIES = ['phone', 'backend', 'everywhere'] as const;
const EVENTS = ['task-saved', 'error'] as const;

/** Window in which a task is made or changed; drawn from the firm's layout. */
export const RingbackTaskForm = defineComponent({
  name: 'RingbackTaskForm',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    everywhere: { type: null as unknown as PropType<Element['everywhere']>, default: undefined },
  },
  emits: {
    taskSaved: (_event: CustomEvent<RingbackEventMap['ringback-task-saved']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
