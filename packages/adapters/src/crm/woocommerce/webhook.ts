/** A delivery of WooCommerce: the signature over the raw body first, and only then what it says. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { InboundRequest } from '../contract.ts';
import { SYSTEM } from './api.ts';

export interface Delivery {
  id: string;
  resource: 'customer' | 'order';
  event: 'changed' | 'deleted';
  recordId: string;
}

const Body = z.object({ id: z.number() });
/** What the shop sends, unsigned, when a webhook is saved; it must be answered or the webhook is not. It tells nothing. */
const PING = /^webhook_id=\d{1,20}$/;

/** `undefined` for a ping and for topics that nobody asked for. */
export function readDelivery(
  { headers, body }: InboundRequest,
  secret: string | undefined,
): Delivery | undefined {
  const raw = Buffer.from(body);
  if (raw.length < 40 && PING.test(raw.toString('latin1'))) return undefined;
  if (secret === undefined || !isSigned(raw, headers['x-wc-webhook-signature'], secret)) {
    throw new AdapterError(SYSTEM, 'unauthorized', 'The delivery is not signed with the webhook secret.', {
      hint: 'Enter the same secret in the shop’s webhook and in the settings.',
    });
  }
  const [resource, event] = (headers['x-wc-webhook-topic'] ?? '').split('.');
  const parsed = Body.safeParse(JSON.parse(raw.toString('utf8')));
  if ((resource !== 'customer' && resource !== 'order') || !parsed.success) return undefined;
  const id = headers['x-wc-webhook-delivery-id'] ?? headers['x-wc-delivery-id'] ?? sha256(raw);
  return {
    id: `delivery:${id}`,
    resource,
    event: event === 'deleted' ? 'deleted' : 'changed',
    recordId: String(parsed.data.id),
  };
}

function isSigned(body: Buffer, signature: string | undefined, secret: string): boolean {
  const right = createHmac('sha256', secret).update(body).digest();
  const given = Buffer.from(signature ?? '', 'base64');
  return given.length === right.length && timingSafeEqual(given, right);
}

const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('hex');
