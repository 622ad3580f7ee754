/**
 * SIP credentials that expire, through Asterisk's dynamic configuration. Asterisk knows passwords and no expiry: so the expiry
 * is in the user name (`101.1795428627`, seconds since 1970), and what has expired is overwritten with a password that nobody knows.
 *
 * An endpoint has two places, `101-a` and `101-b`, and accepts both. Whoever asks within the first half of a credential's life
 * gets the same one; later a new one is put in the other place, whose own has expired by then. So several pages of one
 * agent live side by side, none lives longer than was said, and a gateway that is restarted goes on with what it finds.
 */
import { randomBytes } from 'node:crypto';
import type { AdapterLog } from '../../context.ts';
import type { AriApi } from './api.ts';

export interface IssuedCredential {
  user: string;
  password: string;
  expiresAt: Date;
}

export interface CredentialsOptions {
  api: Pick<AriApi, 'readConfig' | 'writeConfig'>;
  now: () => Date;
  log: AdapterLog;
}

export interface Credentials {
  issue(endpoint: string, ttlSeconds: number): Promise<IssuedCredential>;
  revoke(endpoint: string): Promise<void>;
  /** Before a (re)connection is told: what was issued here and Asterisk has lost, in a crash or without a database, is put back. */
  restore(): Promise<void>;
  /** After a (re)connection: whatever expires later is waited for, whatever has expired is ended now. */
  resume(endpoints: readonly string[]): Promise<void>;
  /** Waits for nothing any more. */
  stop(): void;
}

interface Place {
  id: string;
  /** `undefined` where the place is empty, or its content was ended. */
  held: IssuedCredential | undefined;
}

interface Written {
  endpoint: string;
  /** Of 1970 where the place was ended. */
  credential: IssuedCredential;
}

const PLACES = ['a', 'b'] as const;
/** Longest delay that a timer can have, ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export function createCredentials({ api, now, log }: CredentialsOptions): Credentials {
  const timers = new Map<string, NodeJS.Timeout>();
  /** What was written last, by place. */
  const written = new Map<string, Written>();
  /** One at a time for each endpoint: two pages that ask at once get one credential. */
  const queues = new Map<string, Promise<unknown>>();

  function inTurn<T>(endpoint: string, work: () => Promise<T>): Promise<T> {
    const turn = (queues.get(endpoint) ?? Promise.resolve()).then(work, work);
    queues.set(endpoint, turn);
    const done = (): void => {
      if (queues.get(endpoint) === turn) queues.delete(endpoint);
    };
    turn.then(done, done);
    return turn;
  }

  async function read(endpoint: string): Promise<Place[]> {
    const place = async (letter: string): Promise<Place> => {
      const id = `${endpoint}-${letter}`;
      const fields = await api.readConfig('auth', id);
      return { id, held: parse(fields) };
    };
    return Promise.all(PLACES.map(place));
  }

  async function put(endpoint: string, id: string, expiresAt: Date | undefined): Promise<IssuedCredential> {
    const user = `${endpoint}.${expiresAt ? Math.floor(expiresAt.getTime() / 1000) : 0}`;
    const credential = {
      user,
      password: randomBytes(24).toString('base64url'),
      expiresAt: expiresAt ?? new Date(0),
    };
    await write(id, { endpoint, credential });
    clearTimeout(timers.get(id));
    timers.delete(id);
    if (expiresAt) endLater(endpoint, id, expiresAt);
    return credential;
  }

  async function write(id: string, entry: Written): Promise<void> {
    const { user, password } = entry.credential;
    await api.writeConfig('auth', id, { auth_type: 'userpass', username: user, password });
    written.set(id, entry);
  }

  function endLater(endpoint: string, id: string, expiresAt: Date): void {
    clearTimeout(timers.get(id));
    const delay = Math.min(Math.max(expiresAt.getTime() - now().getTime(), 0), MAX_TIMER_MS);
    const timer = setTimeout(() => {
      timers.delete(id);
      void inTurn(endpoint, () => put(endpoint, id, undefined)).catch((error: unknown) =>
        // `resume` does it at the next connection.
        log.warn({ endpoint, error: String(error) }, 'An expired SIP credential could not be ended yet'),
      );
    }, delay);
    timer.unref();
    timers.set(id, timer);
  }

  return {
    issue: (endpoint, ttlSeconds) =>
      inTurn(endpoint, async () => {
        const places = await read(endpoint);
        const left = ({ held }: Place): number =>
          held ? (held.expiresAt.getTime() - now().getTime()) / 1000 : 0;
        const shared = places.find((place) => left(place) >= ttlSeconds / 2 && left(place) <= ttlSeconds);
        if (shared?.held) {
          endLater(endpoint, shared.id, shared.held.expiresAt);
          return shared.held;
        }
        const [next, other] = [...places].sort((one, two) => left(one) - left(two));
        if (!next || !other) throw new Error('An endpoint has two places');
        // Asterisk refuses everybody at an endpoint of which one place does not exist.
        if (!other.held) await put(endpoint, other.id, undefined);
        const expiresAt = new Date(Math.floor(now().getTime() / 1000 + ttlSeconds) * 1000);
        return put(endpoint, next.id, expiresAt);
      }),
    revoke: (endpoint) =>
      inTurn(endpoint, async () => {
        for (const letter of PLACES) await put(endpoint, `${endpoint}-${letter}`, undefined);
      }),
    async restore() {
      const one = async ([id, entry]: [string, Written]): Promise<void> => {
        const { user, expiresAt } = entry.credential;
        await inTurn(entry.endpoint, async () => {
          const there = await api.readConfig('auth', id);
          if (there?.get('username') === user || written.get(id) !== entry) return;
          if (expiresAt > now()) await write(id, entry);
          else await put(entry.endpoint, id, undefined);
        });
      };
      await Promise.all([...written].map(one));
    },
    async resume(endpoints) {
      for (const endpoint of endpoints) {
        for (const { id, held } of await read(endpoint)) if (held) endLater(endpoint, id, held.expiresAt);
      }
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** What was written before, also by a gateway that has been restarted since. */
function parse(fields: Map<string, string> | undefined): IssuedCredential | undefined {
  const user = fields?.get('username') ?? '';
  const password = fields?.get('password') ?? '';
  const seconds = Number(/\.(\d+)$/.exec(user)?.[1] ?? 0);
  if (seconds === 0 || password === '') return undefined;
  return { user, password, expiresAt: new Date(seconds * 1000) };
}
