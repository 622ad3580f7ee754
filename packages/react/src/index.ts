// Made from custom-elements.json by scripts/wrappers.mjs.
export { RingbackCallLog } from './ringback-call-log.ts';
export { RingbackCallerCard } from './ringback-caller-card.ts';
export { RingbackPartyList } from './ringback-party-list.ts';
export { RingbackProvider } from './ringback-provider.ts';
export { RingbackSoftphone } from './ringback-softphone.ts';
