// Made from custom-elements.json by scripts/wrappers.mjs.
import type { RingbackCallLog as Element } from '@ringback/widgets';
import '@ringback/widgets/ringback-call-log.js';
import type { RingbackEventMap } from '@ringback/ui/emit';
import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = 'ringback-call-log';
const PROPERTIES = ['phone', 'backend', 'partyId', 'page'] as const;
const EVENTS = ['number-dial', 'letter-write', 'recording-removed', 'error'] as const;

/** Who called whom, when, and what came of it; recordings; and those whom nobody has called back. Keeps itself up to date. */
export const RingbackCallLog = defineComponent({
  name: 'RingbackCallLog',
  inheritAttrs: false,
  props: {
    phone: { type: null as unknown as PropType<Element['phone']>, default: undefined },
    backend: { type: null as unknown as PropType<Element['backend']>, default: undefined },
    partyId: { type: null as unknown as PropType<Element['partyId']>, default: undefined },
    page: { type: null as unknown as PropType<Element['page']>, default: undefined },
  },
  emits: {
    numberDial: (_event: CustomEvent<RingbackEventMap['ringback-number-dial']>) => true,
    letterWrite: (_event: CustomEvent<RingbackEventMap['ringback-letter-write']>) => true,
    recordingRemoved: (_event: CustomEvent<RingbackEventMap['ringback-recording-removed']>) => true,
    error: (_event: CustomEvent<RingbackEventMap['ringback-error']>) => true,
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
