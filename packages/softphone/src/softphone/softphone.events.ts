/** `ringback-call-answer`, cancelable: the person asks to pick up. */
export interface CallAnswerDetail {
  callId: string;
}

/** `ringback-call-end`, cancelable: the person asks to decline, cancel or hang up. */
export interface CallEndDetail {
  callId: string;
}

declare module '@ringback/ui/emit' {
  interface RingbackEventMap {
    'ringback-call-answer': CallAnswerDetail;
    'ringback-call-end': CallEndDetail;
  }
}
