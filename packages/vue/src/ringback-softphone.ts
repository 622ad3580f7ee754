// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackSoftphone as Element } from '@ringback/softphone';
import '@ringback/softphone/ringback-softphone.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-softphone';
const PROPERTIES = ['phone', 'backend', 'dock', 'collapsed', 'panels', 'create'] as const;
const EVENTS = [
  'number-dial',
  'call-answer',
  'call-end',
  'record-create',
  'letter-write',
  'bar-arranged',
  'error',
] as const;

/** The softphone: sign in, dial, answer, hold, mute, transfer, tones, hang up. */
export const RingbackSoftphone = defineComponent({
  name: 'RingbackSoftphone',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    dock: { type: null as unknown as PropType<Element['dock']>, default: undefined },
    collapsed: { type: null as unknown as PropType<Element['collapsed']>, default: undefined },
    panels: { type: null as unknown as PropType<Element['panels']>, default: undefined },
    create: { type: null as unknown as PropType<Element['create']>, default: undefined },
  },
  emits: {
    numberDial: (_event: CustomEvent<RingbackEventMap['ringback-number-dial']>) => true,
    callAnswer: (_event: CustomEvent<RingbackEventMap['ringback-call-answer']>) => true,
    callEnd: (_event: CustomEvent<RingbackEventMap['ringback-call-end']>) => true,
    recordCreate: (_event: CustomEvent<RingbackEventMap['ringback-record-create']>) => true,
    letterWrite: (_event: CustomEvent<RingbackEventMap['ringback-letter-write']>) => true,
    barArranged: (_event: CustomEvent<RingbackEventMap['ringback-bar-arranged']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
