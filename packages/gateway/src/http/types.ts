import type {
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Identity } from '../auth/auth.ts';
import type { Log } from '../log.ts';

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  Log,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking; set by the guards. */
    identity: Identity | null;
  }
  interface FastifyContextConfig {
    /** Of a route that has work of its own beside a host's: no deadline ends it. */
    takesLong?: true;
  }
}
