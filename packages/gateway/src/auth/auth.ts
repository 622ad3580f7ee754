/** Who is asking: login, sessions of the core frame, short-lived tokens of a developer's own page. */
import { type Actor, type Agent, RingbackError } from '@ringback/model';
import type { SessionRow, Store } from '../store/contract.ts';
import { hashPassword, type PasswordCost, verifyPassword } from './password.ts';
import { hashSecret, newSecret } from './secret.ts';
import { addressKey, createThrottle } from './throttle.ts';

/** A session ends when nobody has refreshed it for this long, in milliseconds. */
export const SESSION_MS = 12 * 60 * 60 * 1000;
export const TOKEN_MS = 15 * 60 * 1000;
/** Requests of other tabs that are on their way with the old secret when one tab refreshes. */
const ROTATION_GRACE_MS = 30_000;

const THROTTLE_WINDOW_MS = 5 * 60 * 1000;
const FAILURES_PER_LOGIN = 10;
const FAILURES_PER_ADDRESS = 30;

export interface Identity {
  /** With the scopes of a program's token; a person has all that his role may do. */
  agent: Agent & Actor;
  /** Absent for a program's token. */
  session?: SessionRow;
}

/** Somebody who has logged in. */
export type Person = Identity & { session: SessionRow };

/** Somebody who has shown who he is, by his password or by the host that he is signed in at. */
export interface Entered {
  agent: Agent;
  /** Of the password that was right. */
  passwordHash?: string;
  /** The system that knows him, in place of a password. */
  host?: string;
}

export interface Issued {
  agent: Agent;
  /** For the browser; the store knows its hash alone. */
  secret: string;
  expiresAt: string;
}

export interface Credentials {
  login: string;
  password: string;
}

export interface Auth {
  /** Throws `unauthorized` or `rate-limited`, and takes the same time whether the login exists or not. */
  login(credentials: Credentials, address: string): Promise<Entered>;
  /** Throws `unauthorized`, as those below, when he was put out since. */
  openSession(entered: Entered): Promise<Issued>;
  /** A new secret in place of the old one, good for twelve more hours. */
  refresh(person: Person): Promise<Issued>;
  /** From a login, a session, or a token whose twelve hours are not over. */
  issueToken(from: Entered | Identity): Promise<Issued>;
  /** Throws `unauthorized` when the secret is unknown or has expired. */
  identify(secret: string, kind: SessionRow['kind']): Promise<Person>;
  /** Whether the session that a stream was opened with still stands. */
  stands(hash: string): Promise<boolean>;
  end(person: Person): Promise<void>;
  /** Told of sessions that were ended on purpose; others end by time. */
  onEnd(listener: (hash: string) => void): () => void;
}

export interface AuthOptions {
  store: Store;
  now: () => Date;
  /** Of the hash that unknown logins are compared with: the same as that of real ones. */
  passwordCost?: PasswordCost | undefined;
}

export function createAuth({ store, now, passwordCost }: AuthOptions): Auth {
  const message = 'There were too many failed logins.';
  const perLogin = createThrottle({ limit: FAILURES_PER_LOGIN, windowMs: THROTTLE_WINDOW_MS, now, message });
  const perAddress = createThrottle({
    limit: FAILURES_PER_ADDRESS,
    windowMs: THROTTLE_WINDOW_MS,
    now,
    message,
  });
  const listeners = new Set<(hash: string) => void>();
  const nobody = hashPassword(newSecret(), passwordCost);
  const inMs = (ms: number) => new Date(now().getTime() + ms).toISOString();
  const isOver = (row: SessionRow) => row.expiresAt <= now().toISOString();

  /** What he came in with may have been taken from him meanwhile. */
  async function stillIn(from: Entered | Identity): Promise<boolean> {
    const session = sessionOf(from);
    if (session) return (await store.sessions.get(session.hash)) !== undefined;
    const known = await store.agents.byLogin(from.agent.login);
    return known !== undefined && (!('passwordHash' in from) || from.passwordHash === known.passwordHash);
  }

  async function issue(
    from: Entered | Identity,
    row: Pick<SessionRow, 'kind' | 'expiresAt' | 'renewableUntil'>,
  ): Promise<Issued> {
    const { agent } = from;
    const session = sessionOf(from);
    const host = session ? session.host : 'host' in from ? from.host : undefined;
    const secret = newSecret();
    // In one transaction: whoever is put out at this moment is out, and has no session that nobody knew of.
    await store.transaction(async () => {
      if (!(await stillIn(from))) throw ended(row.kind);
      await store.sessions.put({
        ...{ ...row, hash: hashSecret(secret), agentId: agent.id },
        ...(host !== undefined && { host }),
      });
      if (row.kind === 'token' || !session) return;
      const grace = inMs(ROTATION_GRACE_MS);
      await store.sessions.put({
        ...session,
        expiresAt: grace < session.expiresAt ? grace : session.expiresAt,
      });
    }, 'normal');
    return { agent, secret, expiresAt: row.expiresAt };
  }

  return {
    async login(credentials, address) {
      const login = credentials.login.trim().toLowerCase();
      const where = addressKey(address);
      perAddress.check(where);
      perLogin.check(login);
      // Counted before the slow part, so that tries sent all at once are not all let through.
      perAddress.count(where);
      perLogin.count(login);
      const found = await store.agents.byLogin(login);
      const right = await verifyPassword(credentials.password, found?.passwordHash ?? (await nobody));
      if (!found || !right) {
        throw new RingbackError('unauthorized', 'The login or the password is wrong.', {
          hint: 'Check both and try again.',
        });
      }
      perLogin.clear(login);
      perAddress.forgive(where);
      const { passwordHash, ...agent } = found;
      return { agent, passwordHash };
    },

    openSession: (entered) => issue(entered, { kind: 'session', expiresAt: inMs(SESSION_MS) }),
    refresh: (person) => issue(person, { kind: 'session', expiresAt: inMs(SESSION_MS) }),

    issueToken(from) {
      const renewableUntil = sessionOf(from)?.renewableUntil ?? inMs(SESSION_MS);
      const expiresAt = inMs(TOKEN_MS);
      if (renewableUntil <= now().toISOString()) {
        throw new RingbackError('unauthorized', 'This token can no longer be renewed.', {
          hint: 'Log in again.',
        });
      }
      return issue(from, {
        kind: 'token',
        expiresAt: expiresAt < renewableUntil ? expiresAt : renewableUntil,
        renewableUntil,
      });
    },

    async identify(secret, kind) {
      const session = await store.sessions.get(hashSecret(secret));
      const agent = session && (await store.agents.get(session.agentId));
      if (!session || session.kind !== kind || isOver(session) || !agent) {
        throw ended(kind);
      }
      return { agent, session };
    },

    async stands(hash) {
      const session = await store.sessions.get(hash);
      return session !== undefined && !isOver(session);
    },

    async end({ session }) {
      await store.sessions.remove(session.hash);
      listeners.forEach((listener) => listener(session.hash));
    },

    onEnd(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const sessionOf = (from: Entered | Identity): SessionRow | undefined =>
  'session' in from ? from.session : undefined;

const ended = (kind: SessionRow['kind']): RingbackError =>
  new RingbackError('unauthorized', `The ${kind} has expired or was ended.`, { hint: 'Log in again.' });
