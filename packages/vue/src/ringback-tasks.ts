// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackTasks as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-tasks.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-tasks';
const PROPERTIES = ['phone', 'backend', 'show', 'partyId', 'dealId', 'leadId', 'page'] as const;
const EVENTS = [
  'tasks-show',
  'record-create',
  'record-open',
  'number-dial',
  'letter-write',
  'error',
] as const;

/** Tasks as a list and as a calendar of a month, a week or a day; made, done, moved to another day; reminders on time. While it is shown in a page, however far down, it answers every `ringback-record-create` for a task that the page does not answer itself. */
export const RingbackTasks = defineComponent({
  name: 'RingbackTasks',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    show: { type: null as unknown as PropType<Element['show']>, default: undefined },
    partyId: { type: null as unknown as PropType<Element['partyId']>, default: undefined },
    dealId: { type: null as unknown as PropType<Element['dealId']>, default: undefined },
    leadId: { type: null as unknown as PropType<Element['leadId']>, default: undefined },
    page: { type: null as unknown as PropType<Element['page']>, default: undefined },
  },
  emits: {
    tasksShow: (_event: CustomEvent<RingbackEventMap['ringback-tasks-show']>) => true,
    recordCreate: (_event: CustomEvent<RingbackEventMap['ringback-record-create']>) => true,
    recordOpen: (_event: CustomEvent<RingbackEventMap['ringback-record-open']>) => true,
    numberDial: (_event: CustomEvent<RingbackEventMap['ringback-number-dial']>) => true,
    letterWrite: (_event: CustomEvent<RingbackEventMap['ringback-letter-write']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
