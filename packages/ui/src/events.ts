/** Events that more than one element sends. */
import type { ErrorCode, PhoneErrorCode } from '@ringback/model';

/** `ringback-number-dial`, cancelable: a person asks to call this number. */
export interface NumberDialDetail {
  /** As it was typed, pasted or clicked. */
  number: string;
}

/** `ringback-error`: something did not work. The element already shows it in words; this is for the page's own log. */
export interface ErrorDetail {
  code: ErrorCode | PhoneErrorCode;
  message: string;
}

declare module './emit.ts' {
  interface RingbackEventMap {
    'ringback-number-dial': NumberDialDetail;
    'ringback-error': ErrorDetail;
  }
}
