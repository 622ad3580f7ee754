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

export const RECORD_KINDS = ['party', 'lead', 'deal', 'task', 'process', 'communication'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/**
 * `ringback-record-create`, cancelable: the person asks for a new record, tied to what is named. A page that makes it itself prevents the
 * default, which is the element's own form where it has one.
 */
export interface RecordCreateDetail {
  kind: RecordKind;
  /** What it shall begin with and belong to, as far as it is known. */
  callId?: string;
  partyId?: string;
  dealId?: string;
  leadId?: string;
  number?: string;
  name?: string;
}

/**
 * `ringback-record-open`, cancelable: the person asks for the record. Unless the page prevents it, the record's own page opens in a new
 * tab where it has one.
 */
export interface RecordOpenDetail {
  kind: RecordKind;
  system: string;
  id: string;
  title: string;
  /** Page of the record in its own system; `http:` or `https:` only. */
  url?: string;
}

/** `ringback-letter-write`, cancelable: the person asks to write a letter; the default is a `mailto:` link. */
export interface LetterWriteDetail {
  /** Absent when nobody is on the phone, or his address is not known. */
  to?: string;
  partyId?: string;
}

declare module './emit.ts' {
  interface RingbackEventMap {
    'ringback-record-create': RecordCreateDetail;
    'ringback-record-open': RecordOpenDetail;
    'ringback-letter-write': LetterWriteDetail;
    'ringback-number-dial': NumberDialDetail;
    'ringback-error': ErrorDetail;
  }
}
