export { RingbackSoftphone } from './softphone/softphone.ts';
export type {
  BarArrangedDetail,
  CallAnswerDetail,
  CallEndDetail,
  LetterWriteDetail,
  RecordCreateDetail,
} from './softphone/softphone.events.ts';
