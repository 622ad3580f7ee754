/**
 * Changing a record in 1C. The platform locks nothing, ignores what it does not know and cuts what is too long, each with a friendly
 * 200: so the record is read again right before the write, and what came back is compared with what was sent.
 */
import type * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { WriteOptions } from '../contract.ts';
import type { Base } from './base.ts';
import { manifest } from './manifest.ts';

export interface Target<T extends z.ZodMiniType> {
  set: string;
  row: T;
  /** The record as it was read: what is written is reckoned from this. */
  seen: z.infer<T> & Versioned;
}

export interface Versioned {
  Ref_Key: string;
  DataVersion?: string | null | undefined;
}

const ATTEMPTS = 3;

/** `change` says what to write, seen the record as it is; nothing to write = no request. */
export async function rewrite<T extends z.ZodMiniType>(
  { api }: Base,
  { set, row, seen }: Target<T>,
  change: (row: z.infer<T>) => Record<string, unknown>,
  options: WriteOptions,
): Promise<void> {
  let known: z.infer<T> & Versioned = seen;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const fields = change(known);
    if (Object.keys(fields).length === 0) return;
    const now = (await api.get(set, known.Ref_Key, row, options)) as typeof known | undefined;
    if (now === undefined)
      throw new AdapterError(manifest.id, 'not-found', `There is no such record in ${set}.`);
    if (now.DataVersion === known.DataVersion) {
      const after = await api.update(set, known.Ref_Key, fields, row, options);
      return requireWritten(set, fields, after as Record<string, unknown>);
    }
    known = now;
  }
  throw new AdapterError(manifest.id, 'conflict', `Somebody in 1C keeps changing this record of ${set}.`, {
    hint: 'Try again when the record is closed in 1C.',
    retryable: true,
  });
}

/** Texts, flags and references must have come back as they were sent; tabular parts by the number of their rows. */
export function requireWritten(
  set: string,
  sent: Record<string, unknown>,
  back: Record<string, unknown>,
): void {
  const ignored = Object.entries(sent).filter(([field, value]) =>
    Array.isArray(value)
      ? !Array.isArray(back[field]) || back[field].length !== value.length
      : JSON.stringify(back[field]) !== JSON.stringify(value),
  );
  if (ignored.length === 0) return;
  const names = ignored.map(([field]) => field).join(', ');
  throw new AdapterError(manifest.id, 'invalid', `1C did not take ${names} of ${set} as it was sent.`, {
    hint: 'The value may be too long for the field, or the field is not in this version of the configuration.',
    fields: Object.fromEntries(ignored.map(([field]) => [field, 'was not written as sent'])),
  });
}
