import { Agent, LoginInput, RingbackError, TokenAnswer } from '@ringback/model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { type Entered, type Issued, SESSION_MS } from '../../auth/auth.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, NoContent, SIGNED_IN } from '../documented.ts';
import { bearerOf, type Guards, identityOf, personOf, provePanel, SESSION_COOKIE } from '../guards.ts';
import type { App } from '../types.ts';

const Signed = z.object({ agent: Agent, expiresAt: z.string() });

/** The frame that holds it stands in pages of other sites: hence None, and Partitioned so that it works there at all. */
const COOKIE = { httpOnly: true, secure: true, sameSite: 'none', partitioned: true, path: '/' } as const;

export function authRoutes(app: App, deps: HttpDeps, guards: Guards): void {
  const { auth, guard, alarms } = deps;

  /** Who guesses is slowed down by `auth`; here others are told of it. */
  async function login(given: z.infer<typeof LoginInput>, address: string): Promise<Entered> {
    const entered = await auth.login(given, address).catch(async (error: unknown) => {
      if (error instanceof RingbackError && error.code === 'rate-limited') {
        const text = `Too many logins of people failed from ${address}, the last one as ${given.login}.`;
        await alarms.raise({ kind: 'logins-failed', subject: address, text });
      }
      throw error;
    });
    const { agent } = entered;
    const why = guard.whyNot('sessions', address, agent.id);
    if (why !== undefined) {
      const text = `${agent.name} logged in from where that is not allowed: ${why}.`;
      await alarms.raise({ kind: 'login-forbidden', subject: agent.login, text });
    }
    guard.demand('sessions', address, agent.id);
    return entered;
  }

  app.post(
    '/auth/login',
    {
      onRequest: guards.ownPage,
      schema: {
        tags: ['Session'],
        summary: 'Log in: opens a session in a cookie',
        body: LoginInput,
        response: answers({ 200: Signed }),
      },
    },
    async (request, reply) => {
      const entered = await login(request.body, request.ip);
      return signIn(reply, await auth.openSession(entered));
    },
  );

  app.post(
    '/auth/refresh',
    {
      onRequest: [guards.agent(), cookieOnly],
      schema: {
        tags: ['Session'],
        summary: 'A new secret for the cookie, good for twelve more hours',
        response: answers({ 200: Signed }),
      },
    },
    async (request, reply) => signIn(reply, await auth.refresh(personOf(request))),
  );

  app.post(
    '/auth/logout',
    {
      onRequest: guards.agent(),
      schema: {
        tags: ['Session'],
        summary: 'End the session or the token',
        security: SIGNED_IN,
        response: answers({ 204: NoContent }),
      },
    },
    async (request, reply) => {
      await auth.end(personOf(request));
      return reply.clearCookie(SESSION_COOKIE, COOKIE).code(204).send(null);
    },
  );

  app.post(
    '/auth/token',
    {
      schema: {
        tags: ['Session'],
        summary: 'A bearer token of 15 minutes',
        description:
          'With login and password in the body, or without a body from whoever is signed in: a session, or a token within twelve hours of its login.',
        body: z.nullish(LoginInput),
        security: [{}, ...SIGNED_IN],
        response: answers({ 200: TokenAnswer }),
      },
    },
    async (request, reply) => {
      const issued = await auth.issueToken(await whoAsks(request, reply));
      return { token: issued.secret, expiresAt: issued.expiresAt };
    },
  );

  async function whoAsks(request: FastifyRequest, reply: FastifyReply) {
    const body = request.body as z.infer<typeof LoginInput> | null | undefined;
    if (body && bearerOf(request) === undefined) {
      provePanel(deps, request);
      return login(body, request.ip);
    }
    await guards.agent()(request, reply);
    return identityOf(request);
  }
}

/** A token is renewed by a token; the cookie is nobody else's business. */
async function cookieOnly(request: FastifyRequest): Promise<void> {
  if (personOf(request).session.kind === 'session') return;
  throw new RingbackError('invalid', 'A token is not refreshed.', {
    hint: 'Ask POST /api/v1/auth/token for the next one.',
  });
}

export function signIn(reply: FastifyReply, { agent, secret, expiresAt }: Issued) {
  void reply.setCookie(SESSION_COOKIE, secret, { ...COOKIE, maxAge: SESSION_MS / 1000 });
  return { agent, expiresAt };
}
