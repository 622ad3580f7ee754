/** What the window shows inside: one for each kind of record, loaded when it is first asked for. */
import type { Backend, Locale, Phone } from '@ringback/model';
import type { RecordCreateDetail, RecordOpenDetail } from '@ringback/ui';

export interface WindowPart {
  view(): unknown;
  /** Until it has what its form is made of; absent = at once. */
  ready?: Promise<void>;
  /** Once, when it is drawn for the first time. */
  begin?(window: HTMLElement): void;
  /** False, and asks the person, when something that he typed would be lost. Absent = always. */
  mayLeave?(): boolean;
  dispose?(): void;
}

export interface PartMeans {
  backend: () => Backend | undefined;
  phone: () => Phone | undefined;
  locale: () => Locale;
  changed: () => void;
  failed: (error: unknown) => void;
  close: () => void;
  /** Closes, or asks first when something that was typed would be lost. */
  leave: () => void;
  /** Tells the page, and closes; what still waits for the connection says so first. */
  created: (
    record: { kind: RecordCreateDetail['kind']; id: string; title: string },
    how?: { waits: boolean },
  ) => void;
}

export type CreatePart = (detail: RecordCreateDetail, means: PartMeans) => WindowPart;
export type OpenPart = (detail: RecordOpenDetail, means: PartMeans) => WindowPart;
