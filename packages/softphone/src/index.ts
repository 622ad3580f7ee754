export { isPages } from './softphone/kinds.ts';
export { RingbackSoftphone } from './softphone/softphone.ts';
export type { BarArrangedDetail, CallAnswerDetail, CallEndDetail } from './softphone/softphone.events.ts';
