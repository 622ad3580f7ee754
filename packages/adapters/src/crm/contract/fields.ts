import type { ReadOptions, RecordKind } from './options.ts';

/** A field of the firm's own, as the host describes it: what the field mapping offers to choose from. */
export interface HostField {
  /** The host's name of it: `UF_CRM_1700000000`. */
  name: string;
  title: string;
  type: 'text' | 'number' | 'date' | 'boolean' | 'choice';
  required: boolean;
  /** Of a choice. */
  options?: readonly { id: string; title: string }[];
}

export interface FieldsGroup {
  list(kind: RecordKind, options?: ReadOptions): Promise<HostField[]>;
}
