/** What goes over the wire: a CloudEvent as JSON, signed as Standard Webhooks say (standardwebhooks.com). */
import { createHmac, randomBytes } from 'node:crypto';
import type { RingbackEvent } from '@ringback/model';

const SECRET_PREFIX = 'whsec_';

export const newWebhookSecret = () => SECRET_PREFIX + randomBytes(32).toString('base64');

/** CloudEvents 1.0, structured mode. `source`: this gateway's address. */
export function cloudEvent({ id, type, time, data }: RingbackEvent, source: string): string {
  return JSON.stringify({
    specversion: '1.0',
    id: String(id),
    source,
    type,
    time,
    datacontenttype: 'application/json',
    data,
  });
}

export interface Signed {
  /** The same in every try: a receiver drops what it has. */
  id: string;
  /** Seconds since 1970; receivers refuse what is older than minutes. */
  seconds: number;
  body: string;
  secret: string;
}

export function signedHeaders({ id, seconds, body, secret }: Signed): Record<string, string> {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return {
    'Content-Type': 'application/cloudevents+json; charset=utf-8',
    'User-Agent': 'Ringback/1',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`,
  };
}
