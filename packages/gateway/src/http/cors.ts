/** Which pages of other origins may read an answer: panels the API, a site its own callbacks. Never with the cookie. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpDeps } from './deps.ts';
import type { App } from './types.ts';

const API = '/api/v1/';
const SITE = /^\/api\/v1\/sites\/([^/?]+)\//;

const ALLOW = {
  'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
  'Access-Control-Allow-Headers':
    'Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Ringback-Callback-Token, X-Ringback-Visit-Token',
  'Access-Control-Max-Age': '600',
};

export function registerCors(app: App, { settings }: Pick<HttpDeps, 'settings'>): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (!request.url.startsWith(API)) return;
    void reply.header('Vary', 'Origin');
    const allowed = origin !== undefined && originsFor(request).includes(origin);
    if (allowed) {
      void reply.header('Access-Control-Allow-Origin', origin);
      void reply.header('Access-Control-Expose-Headers', 'Retry-After');
    }
    if (isPreflight(request)) return answerPreflight(reply, allowed);
  });

  function originsFor({ url }: FastifyRequest): readonly string[] {
    const key = SITE.exec(url)?.[1];
    return key === undefined ? settings.current().panelOrigins : (settings.site(key)?.origins ?? []);
  }
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

/** A page that may not is told so by the headers that are missing: that is how browsers ask. */
function answerPreflight(reply: FastifyReply, allowed: boolean): FastifyReply {
  if (allowed) void reply.headers(ALLOW);
  return reply.code(204).send();
}
