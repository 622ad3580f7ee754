/** Who may use the PBX: trunks and devices given at start, and devices' credentials issued over the control connection. */
import type { Clock } from '../clock.ts';
import { type Digest, ha1Of, parseAuthorization } from '../sip/digest.ts';
import type { ServerTransaction } from '../sip/connection.ts';

export interface SandboxAccount {
  /** `device` is an agent's phone (its username is the endpoint); `trunk` plays the world outside. */
  kind: 'device' | 'trunk';
  username: string;
  password: string;
}

export interface Account {
  kind: 'device' | 'trunk';
  /** Extension of a device, name of a trunk. */
  endpoint: string;
}

export interface Credential extends Account {
  username: string;
  ha1: string;
  /** Milliseconds since the epoch; absent for accounts given at start. */
  expiresAt?: number;
}

/** Credentials that nobody revoked and that have not run out yet; enough for every agent's every tab. */
const MAX_CREDENTIALS = 10_000;

export class Accounts {
  readonly #credentials = new Map<string, Credential>();
  readonly #clock: Clock;

  constructor(fixed: readonly SandboxAccount[], clock: Clock) {
    this.#clock = clock;
    for (const { kind, username, password } of fixed) {
      this.#credentials.set(username, { kind, endpoint: username, username, ha1: ha1Of(username, password) });
    }
  }

  get trunks(): string[] {
    return [...this.#credentials.values()]
      .filter(({ kind }) => kind === 'trunk')
      .map(({ endpoint }) => endpoint);
  }

  find(username: string): Credential | undefined {
    const credential = this.#credentials.get(username);
    if (credential?.expiresAt === undefined || credential.expiresAt > this.#clock.now()) return credential;
    this.#credentials.delete(username);
    return undefined;
  }

  /** False when the name belongs to an account given at start, or to another endpoint. */
  issue(credential: { endpoint: string; username: string; ha1: string; expiresAt: number }): boolean {
    const known = this.find(credential.username);
    if (known && (known.expiresAt === undefined || known.endpoint !== credential.endpoint)) return false;
    if (this.#credentials.size >= MAX_CREDENTIALS) this.#sweep();
    this.#credentials.set(credential.username, { kind: 'device', ...credential });
    return true;
  }

  /** Ends everything that was issued for the endpoint; returns the names that no longer work. */
  revoke(endpoint: string): string[] {
    const names = [...this.#credentials.values()]
      .filter((credential) => credential.endpoint === endpoint && credential.expiresAt !== undefined)
      .map(({ username }) => username);
    for (const name of names) this.#credentials.delete(name);
    return names;
  }

  #sweep(): void {
    for (const username of [...this.#credentials.keys()]) this.find(username);
  }
}

export type Verdict = Credential | 'challenged' | { refused: 'password' | 'account'; username: string };

/** Who sent the request; anything but a credential was answered here. */
export function authenticate(transaction: ServerTransaction, accounts: Accounts, digest: Digest): Verdict {
  const { request } = transaction;
  const challenge = (stale: boolean): 'challenged' => {
    transaction.respond(401, { headers: [['WWW-Authenticate', digest.challenge(stale)]] });
    return 'challenged';
  };
  const header = request.headers.get('authorization');
  const answer = header === undefined ? undefined : parseAuthorization(header);
  if (!answer) return challenge(false);
  const credential = accounts.find(answer.username);
  const verdict = digest.verify(request.method, answer, credential?.ha1 ?? '');
  if (!credential || verdict === 'wrong' || answer.uri !== request.uri) {
    challenge(false);
    return { refused: credential ? 'password' : 'account', username: answer.username };
  }
  return verdict === 'stale' ? challenge(true) : credential;
}
