/** `ringback-call-answer`, cancelable: the person asks to pick up. */
export interface CallAnswerDetail {
  callId: string;
}

/** `ringback-call-end`, cancelable: the person asks to decline, cancel or hang up. */
export interface CallEndDetail {
  callId: string;
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
    'ringback-bar-arranged': BarArrangedDetail;
  }
}
