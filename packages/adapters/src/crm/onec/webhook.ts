/** What a 1C extension tells us. 1C has no webhooks of its own; the contract and an extension stand in docs/adapters/onec.md. */
import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { HostChange, InboundRequest } from '../contract.ts';
import { manifest } from './manifest.ts';

export const SECRET_HEADER = 'x-ringback-secret';

const Notice = z.object({
  /** The same for a repeated delivery. */
  id: z.string().check(z.minLength(1), z.maxLength(100)),
  type: z.enum([
    'party.changed',
    'party.removed',
    'task.changed',
    'order.changed',
    'communication.changed',
    'dial.requested',
  ]),
  record: z.optional(z.string().check(z.regex(/^[0-9a-f-]{36}$/i))),
  number: z.optional(z.string().check(z.maxLength(40))),
  user: z.optional(z.string().check(z.maxLength(64))),
});

export async function receive(
  secret: string | undefined,
  { headers, body }: InboundRequest,
): Promise<HostChange[]> {
  if (secret === undefined || !same(headers[SECRET_HEADER] ?? '', secret)) {
    throw new AdapterError(
      manifest.id,
      'unauthorized',
      'The notice does not carry the secret of this 1C base.',
      {
        hint: 'The secret in the settings and the one in the 1C extension must be the same.',
      },
    );
  }
  const read = Notice.safeParse(json(body));
  if (!read.success) throw new AdapterError(manifest.id, 'invalid', 'The notice of 1C cannot be read.');
  const { id, type, record, number, user } = read.data;
  if (type !== 'dial.requested')
    return record === undefined ? [] : [{ id, type, recordId: record.toLowerCase() }];
  return [{ id, type, request: { number: number ?? '', ...(user === undefined ? {} : { userId: user }) } }];
}

/** Hashed first, because the comparison in constant time wants equal lengths. */
function same(one: string, other: string): boolean {
  const hash = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(hash(one), hash(other));
}

function json(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
