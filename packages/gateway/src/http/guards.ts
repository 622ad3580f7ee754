/** Who may come in: by the core frame's cookie, or by a developer's bearer token. */
import { may, type Permission, RingbackError } from '@ringback/model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isApiToken } from '../auth/api-tokens.ts';
import type { Identity, Person } from '../auth/auth.ts';
import type { SessionRow } from '../store/contract.ts';
import type { HttpDeps } from './deps.ts';

export const SESSION_COOKIE = 'ringback_session';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

export type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** What these change holds for the whole firm, and long after the page that asked is closed. */
const ADMINISTRATION: ReadonlySet<Permission> = new Set([
  'settings.write',
  'people.manage',
  'integrations.manage',
]);

export interface Guards {
  /** Signed in, and with this permission where one is named; what administers the firm is not changed by a host's page. */
  agent(permission?: Permission): Guard;
  /** The same, but at a page of the gateway's own, where he has signed in himself, and with no token. */
  inPerson(permission?: Permission): Guard;
  /** The request comes from a page of the gateway itself. */
  ownPage: Guard;
}

type GuardDeps = Pick<HttpDeps, 'auth' | 'apiTokens' | 'guard' | 'settings' | 'publicUrl'>;

export function createGuards(deps: GuardDeps): Guards {
  const letIn = async (request: FastifyRequest, permission?: Permission): Promise<Identity> => {
    const identity = await identify(deps, request);
    deps.guard.demand(identity.session ? 'sessions' : 'tokens', request.ip, identity.agent.id);
    if (permission === undefined) demandPerson(identity);
    else demand(identity, permission);
    request.identity = identity;
    return identity;
  };
  return {
    agent: (permission) => async (request) => {
      const { session } = await letIn(request, permission);
      const changes = permission && ADMINISTRATION.has(permission) && !SAFE.has(request.method);
      if (changes && session && !isInPerson(session)) throw onlyInPerson();
    },
    inPerson: (permission) => async (request) => {
      const { session } = await letIn(request, permission);
      if (!session || !isInPerson(session)) throw onlyInPerson();
    },
    ownPage: (request) => {
      proveOwnPage(deps, request);
      return Promise.resolve();
    },
  };
}

/** The one whom the guard let in. */
export function identityOf(request: FastifyRequest): Identity {
  if (!request.identity) throw new RingbackError('bug', 'This route has no guard.');
  return request.identity;
}

export function demand({ agent }: Identity, permission: Permission): void {
  if (may(agent, permission)) return;
  if (agent.scopes) {
    throw new RingbackError('forbidden', `This token may not do this: it lacks ${permission}.`, {
      hint: 'Make another with this scope at /admin.',
    });
  }
  throw new RingbackError('forbidden', `The role ${agent.role} may not do this.`, {
    hint: 'Ask an administrator.',
  });
}

/** What no permission names is a person's own: his session, his settings, his tokens. */
export function personOf(request: FastifyRequest): Person {
  return demandPerson(identityOf(request));
}

/** A host lets whatever app it runs in as its user, and a page's token is whoever's reads it: neither shows that he himself wants this. */
const isInPerson = ({ kind, host }: SessionRow): boolean => kind === 'session' && host === undefined;

/** What a page may do for a while must not become a token, a rule or a receiver that stays. */
const onlyInPerson = () =>
  new RingbackError(
    'forbidden',
    'This is done by people who have signed in, not from a host’s page or with a token.',
    {
      hint: 'Sign in at /admin, and do it there.',
    },
  );

function demandPerson(identity: Identity): Person {
  const { session } = identity;
  if (session) return { ...identity, session };
  throw new RingbackError('forbidden', 'This is for people who are signed in, not for a program.', {
    hint: 'Log in, or ask POST /api/v1/auth/token.',
  });
}

export function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

async function identify(deps: GuardDeps, request: FastifyRequest): Promise<Identity> {
  const bearer = bearerOf(request);
  if (bearer !== undefined) {
    provePanel(deps, request);
    return isApiToken(bearer) ? deps.apiTokens.identify(bearer) : deps.auth.identify(bearer, 'token');
  }
  const secret = request.cookies[SESSION_COOKIE];
  if (secret === undefined)
    throw new RingbackError('unauthorized', 'Nobody is signed in.', { hint: 'Log in.' });
  if (!SAFE.has(request.method)) proveOwnPage(deps, request);
  return deps.auth.identify(secret, 'session');
}

/**
 * A cookie is sent by the browser whoever asks for the request, so a write must show that a page of this gateway asked: the browser
 * says it in `Sec-Fetch-Site` or `Origin`, which no script can set.
 */
function proveOwnPage({ publicUrl }: GuardDeps, { headers }: FastifyRequest): void {
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin' || headers.origin === new URL(publicUrl()).origin) return;
  throw new RingbackError('forbidden', 'This request does not come from a page of the gateway.', {
    hint: `A session belongs to pages of ${publicUrl()}; other programs use a token (POST /api/v1/auth/token).`,
  });
}

/** A program has no origin; a page must be one of the panels. */
export function provePanel({ settings, publicUrl }: GuardDeps, { headers }: FastifyRequest): void {
  const { origin } = headers;
  if (origin === undefined || origin === new URL(publicUrl()).origin) return;
  if (settings.current().panelOrigins.includes(origin)) return;
  throw new RingbackError('forbidden', `The page ${origin} is not one of the panels.`, {
    hint: 'Add it under Panels at /admin.',
  });
}
