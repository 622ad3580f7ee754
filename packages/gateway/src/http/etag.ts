import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** Sends a text with its ETag, or 304 when the browser has it already. */
export function sendCached(reply: FastifyReply, body: string | Buffer, type: string): FastifyReply {
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  void reply.header('ETag', etag);
  const known = (reply.request.headers['if-none-match'] ?? '').split(/\s*,\s*/);
  if (known.includes(etag) || known.includes(`W/${etag}`)) return reply.code(304).send();
  return reply.type(type).send(body);
}
