/** `ringback-call-answer`, cancelable: the person asks to pick up. */
export interface CallAnswerDetail {
  callId: string;
}

/** `ringback-call-end`, cancelable: the person asks to decline, cancel or hang up. */
export interface CallEndDetail {
  callId: string;
}

export const RECORD_KINDS = ['party', 'lead', 'deal', 'task', 'process', 'communication'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/**
 * `ringback-record-create`, cancelable: the person asks for a new record. A page that makes it itself prevents the default, which is
 * the bar's own short form for `party` and `lead` and nothing for the others.
 */
export interface RecordCreateDetail {
  kind: RecordKind;
  /** What it shall begin with, as far as it is known. */
  callId?: string;
  number?: string;
  name?: string;
}

/** `ringback-letter-write`, cancelable: the person asks to write a letter; the default is a `mailto:` link. */
export interface LetterWriteDetail {
  /** Absent when nobody is on the phone, or his address is not known. */
  to?: string;
}

export const BAR_DOCKS = ['none', 'bottom', 'top', 'start', 'end'] as const;
export type BarDock = (typeof BAR_DOCKS)[number];

/** `ringback-bar-arranged`: the person has moved or folded the bar, or changed its keys. For whoever wants to remember it. */
export interface BarArrangedDetail {
  dock: BarDock;
  collapsed: boolean;
  /** Shortcuts by what they do. */
  keys: Record<string, string>;
}

declare module '@ringback/ui/emit' {
  interface RingbackEventMap {
    'ringback-call-answer': CallAnswerDetail;
    'ringback-call-end': CallEndDetail;
    'ringback-record-create': RecordCreateDetail;
    'ringback-letter-write': LetterWriteDetail;
    'ringback-bar-arranged': BarArrangedDetail;
  }
}
