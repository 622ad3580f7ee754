/** Routes that are all alike: a permission, checked input, one answer, and for writes a key by which a repeated one is known. */
import { type Agent, type Permission, RingbackError } from '@ringback/model';
import type { FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import type * as z from 'zod/mini';
import { present } from '../present.ts';
import { answers, NoContent, SIGNED_IN, WriteHeaders } from './documented.ts';
import { type Guards, identityOf } from './guards.ts';
import type { App } from './types.ts';

export interface Asked<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  agent: Agent;
  /** Who does it, and the key by which the same write is one write. */
  doing: { agent: Agent; key: string };
}

export interface Route<P, Q, B, A> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  permission: Permission;
  summary: string;
  params?: z.ZodMiniType<P>;
  query?: z.ZodMiniType<Q>;
  body?: z.ZodMiniType<B>;
  /** Absent = 204. */
  answer?: z.ZodMiniType<A>;
  /** In bytes; the gateway's own when absent. */
  bodyLimit?: number;
  /** 200 when absent. */
  status?: 201;
  takesLong?: true;
  handle(asked: Asked<P, Q, B>): Promise<A> | A;
}

export interface Router {
  <P = unknown, Q = unknown, B = unknown, A = unknown>(route: Route<P, Q, B, A>): void;
}

export function createRouter(app: App, given: { guards: Guards; newId: () => string; tag: string }): Router {
  const { guards, newId, tag } = given;
  return (route) => {
    const { method, url, permission, summary, params, query, body, answer } = route;
    const status = answer ? (route.status ?? 200) : 204;
    const schema: FastifySchema = {
      ...{ tags: [tag], security: SIGNED_IN, summary },
      ...(params ? { params } : {}),
      ...(query ? { querystring: query } : {}),
      ...(body ? { body } : {}),
      ...(method === 'GET' ? {} : { headers: WriteHeaders }),
      response: answers({ [status]: answer ?? NoContent }),
    };
    app.route({
      ...{ method, url, onRequest: guards.agent(permission), schema },
      ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
      ...(route.takesLong ? { config: { takesLong: true } } : {}),
      async handler(request: FastifyRequest, reply: FastifyReply) {
        const { agent } = identityOf(request);
        const result = await route.handle({
          params: request.params as never,
          query: present((request.query ?? {}) as object) as never,
          body: (isRecord(request.body) ? present(request.body) : request.body) as never,
          agent,
          doing: { agent, key: keyOf(request, newId) },
        });
        return reply.code(status).send(answer ? result : null);
      },
    });
  };
}

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function keyOf({ headers }: FastifyRequest, newId: () => string): string {
  const key = headers['idempotency-key'];
  return typeof key === 'string' ? key : newId();
}

/** `null` crosses HTTP where a method of ours says `undefined`. */
export const orNull = <T>(value: T | undefined): T | null => value ?? null;

export function required<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new RingbackError('not-found', `There is no such ${what}.`);
}
