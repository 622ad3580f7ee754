/** A session of a page of one's own: the password is exchanged for a token, and forgotten. Every example uses it. */
import { type ClientBackend, createBackend, type Transport } from '@ringback/client';

/** Where the gateway is: `?gateway=https://calls.example`. A real app has it in its configuration. */
export const GATEWAY = new URLSearchParams(location.search).get('gateway') ?? 'http://localhost:4700';

/** A token is good for 15 minutes; this long before its end the next one is asked for with it, for twelve hours. */
const AHEAD_MS = 60_000;

interface Token {
  token: string;
  expiresAt: string;
}

async function ask(init: RequestInit): Promise<Token> {
  const answer = await fetch(`${GATEWAY}/api/v1/auth/token`, { method: 'POST', ...init }).catch(() => {
    throw new Error(
      `${GATEWAY} does not answer this page. Is it running, and is ${location.origin} among its Panels at /admin?`,
    );
  });
  const body = (await answer.json()) as Token & { detail?: string };
  if (!answer.ok) throw new Error(body.detail ?? 'The gateway did not let you in.');
  return body;
}

/** @param ended Called when nobody is signed in any more: after twelve hours, or whoever was put out at /admin. */
export async function signIn(
  form: FormData,
  ended: () => void,
  transport?: Transport,
): Promise<ClientBackend> {
  let current = await ask({
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ login: form.get('login'), password: form.get('password') }),
  });
  let renewing: Promise<Token> | undefined;
  const getToken = async (): Promise<string> => {
    if (Date.now() < Date.parse(current.expiresAt) - AHEAD_MS) return current.token;
    renewing ??= ask({ headers: { Authorization: `Bearer ${current.token}` } }).finally(
      () => (renewing = undefined),
    );
    // Where it could not be renewed the request is refused, and the elements say that nobody is signed in.
    current = await renewing.catch(() => current);
    return current.token;
  };
  const backend = createBackend({ baseUrl: GATEWAY, getToken, ...(transport && { transport }) });
  await backend.refresh();
  // This page alone follows the events; with several tabs one of them would.
  backend.lead(true);
  backend.subscribe(({ status }) => status === 'signed-out' && ended());
  return backend;
}
