import type { DirectoryEntry } from '@ringback/model';
import type { ReadOptions } from './options.ts';

export interface DirectoryGroup {
  /** Who owns this number out in the world; E.164. Creates nothing: what comes of it is the gateway's to decide. */
  lookup(number: string, options?: ReadOptions): Promise<DirectoryEntry | undefined>;
}
