/** The part of WebHID that is used; TypeScript does not know it yet. */
export interface HidItem {
  readonly reportSize: number;
  readonly reportCount: number;
  readonly isAbsolute: boolean;
  readonly isArray: boolean;
  readonly isRange: boolean;
  readonly usages: readonly number[];
  readonly usageMinimum: number;
}

export interface HidReport {
  readonly reportId: number;
  readonly items: readonly HidItem[];
}

export interface HidCollection {
  readonly usagePage: number;
  readonly usage: number;
  readonly children: readonly HidCollection[];
  readonly inputReports: readonly HidReport[];
  readonly outputReports: readonly HidReport[];
}

export interface HidDevice extends EventTarget {
  readonly opened: boolean;
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  open(): Promise<void>;
  close(): Promise<void>;
  sendReport(reportId: number, data: BufferSource): Promise<void>;
}

export interface HidInput extends Event {
  readonly reportId: number;
  readonly data: DataView;
}

export interface Hid extends EventTarget {
  getDevices(): Promise<HidDevice[]>;
  /** Asks the person; must come from a click. */
  requestDevice(options: { filters: readonly { usagePage: number }[] }): Promise<HidDevice[]>;
}

/** Absent outside Chromium, and where the page's policy forbids it. */
export const browserHid = (): Hid | undefined => (navigator as { hid?: Hid }).hid;
