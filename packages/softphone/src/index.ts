export { RingbackSoftphone } from './softphone/softphone.ts';
export type { CallAnswerDetail, CallEndDetail } from './softphone/softphone.events.ts';
