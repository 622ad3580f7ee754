/** A session of a page of one's own: the password is exchanged for a token, and forgotten. Every example uses it. */
import { type ClientBackend, createBackend, type Transport } from '@ringback/client';

/** Where the gateway is: `?gateway=https://calls.example`. A real app has it in its configuration. */
export const GATEWAY = new URLSearchParams(location.search).get('gateway') ?? 'http://localhost:4700';

export async function signIn(form: FormData, transport?: Transport): Promise<ClientBackend> {
  const answer = await fetch(`${GATEWAY}/api/v1/auth/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ login: form.get('login'), password: form.get('password') }),
  }).catch(() => {
    throw new Error(
      `${GATEWAY} does not answer this page. Is it running, and is ${location.origin} among its Panels at /admin?`,
    );
  });
  const body = (await answer.json()) as { token: string; detail?: string };
  if (!answer.ok) throw new Error(body.detail ?? 'The gateway did not let you in.');
  const backend = createBackend({
    baseUrl: GATEWAY,
    getToken: () => body.token,
    ...(transport && { transport }),
  });
  await backend.refresh();
  // This page alone follows the events; with several tabs one of them would.
  backend.lead(true);
  return backend;
}
