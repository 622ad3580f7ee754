// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackProcesses as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-processes.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-processes';
const PROPERTIES = ['phone', 'backend', 'subjectKind', 'subjectId', 'subjectTitle', 'page'] as const;
const EVENTS = ['record-create', 'record-open', 'number-dial', 'letter-write', 'error'] as const;

/** Processes that run: which, about what, in which status; started, opened and led on from here. While it is shown in a page, however far down, it answers every `ringback-record-create` for a process that the page does not answer itself. */
export const RingbackProcesses = defineComponent({
  name: 'RingbackProcesses',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    subjectKind: { type: null as unknown as PropType<Element['subjectKind']>, default: undefined },
    subjectId: { type: null as unknown as PropType<Element['subjectId']>, default: undefined },
    subjectTitle: { type: null as unknown as PropType<Element['subjectTitle']>, default: undefined },
    page: { type: null as unknown as PropType<Element['page']>, default: undefined },
  },
  emits: {
    recordCreate: (_event: CustomEvent<RingbackEventMap['ringback-record-create']>) => true,
    recordOpen: (_event: CustomEvent<RingbackEventMap['ringback-record-open']>) => true,
    numberDial: (_event: CustomEvent<RingbackEventMap['ringback-number-dial']>) => true,
    letterWrite: (_event: CustomEvent<RingbackEventMap['ringback-letter-write']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
