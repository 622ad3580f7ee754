import type { RecordRef, WriteOptions } from './options.ts';

export interface HostNotice {
  text: string;
  /** What it is about: the host makes a link of it. */
  about?: RecordRef;
}

export interface NotifyGroup {
  /** Puts a line into the host's own notification area of one user (S123, S132). */
  user(userId: string, notice: HostNotice, options: WriteOptions): Promise<void>;
}
