/**
 * A page of ours inside a host: the portal opens it in its frame and posts who looks at it. The host is asked whose credential that is; the
 * agent with this user's extension is then signed in, and no second password is typed.
 */
import { RingbackError } from '@ringback/model';
import * as z from 'zod/mini';
import { addressKey, createThrottle } from '../../auth/throttle.ts';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../types.ts';
import { signIn } from './auth.ts';

/** As the portal posts it; all texts, and not to be believed until the portal has been asked. */
const Opened = z.object({
  AUTH_ID: z.string().check(z.minLength(1), z.maxLength(500)),
  PLACEMENT: z._default(z.string().check(z.regex(/^[A-Z0-9_]{1,60}$/)), 'DEFAULT'),
  PLACEMENT_OPTIONS: z._default(z.string().check(z.maxLength(10_000)), '{}'),
});
const SYSTEM = 'bitrix24';
/** The portal's own script, by which a page inside it speaks with it. */
const BX24 = 'https://api.bitrix24.com/api/v1/';
/** Each opening is a question to the portal, which counts them. A portal loads a page with every slider. */
const OPENED_PER_ADDRESS = 300;
const WINDOW_MS = 5 * 60 * 1000;
/** What page and bridge tell each other. */
const VERSION = 1;

export function hostRoutes(app: App, deps: HttpDeps): void {
  const { hub, store, auth, publicUrl, now } = deps;
  const throttle = createThrottle({
    ...{ limit: OPENED_PER_ADDRESS, windowMs: WINDOW_MS, now },
    message: 'This page was opened too often.',
  });

  void app.register((hosts: App, _options: object, done: () => void) => {
    hosts.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, next) => next(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    hosts.post(`/v1/hosts/${SYSTEM}`, { schema: { hide: true, body: Opened } }, async (request, reply) => {
      const client = hub.system(SYSTEM);
      const portal = client?.records?.url({ kind: 'deal', id: '1' });
      if (!client?.users?.whoIs || portal === undefined) {
        throw new RingbackError('not-found', 'Bitrix24 is not connected by an application.', {
          hint: 'Connect it at /admin with the application whose page this is; a webhook does not sign in.',
        });
      }
      const address = addressKey(request.ip);
      throttle.check(address);
      throttle.count(address);
      const user = await client.users.whoIs(request.body.AUTH_ID);
      const agent = user.extension === undefined ? undefined : await store.agents.byExtension(user.extension);
      if (!agent) {
        throw new RingbackError('forbidden', `${user.name} is no agent of Ringback.`, {
          hint: 'Give the Bitrix24 user the internal number of his agent.',
        });
      }
      signIn(reply, await auth.openSession({ agent, host: SYSTEM }));
      const { origin } = new URL(portal);
      void reply.headers({ 'Content-Security-Policy': policyOf(origin), 'Cache-Control': 'no-store' });
      return reply.type('text/html; charset=utf-8').send(
        pageOf(publicUrl(), {
          ...{ ringback: 'host', version: VERSION, system: SYSTEM, portal: origin },
          ...{ placement: request.body.PLACEMENT, options: optionsOf(request.body.PLACEMENT_OPTIONS) },
        }),
      );
    });
    done();
  });
}

/** Only the portal may show this page. */
function policyOf(portal: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${new URL(BX24).origin}`,
    "style-src 'self'",
    "frame-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${portal}`,
  ].join('; ');
}

function optionsOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}

function pageOf(gateway: string, host: object): string {
  // No text of the portal may end the script element.
  const json = JSON.stringify(host).replace(/</g, '\\u003c');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Ringback</title>
    <script type="application/json" id="ringback-host">${json}</script>
    <script src="${BX24}"></script>
    <script src="${gateway}/v1/ringback.js" data-gateway="${gateway}" async></script>
    <script type="module" src="${gateway}/v1/hosts/${SYSTEM}.js"></script>
  </head>
  <body></body>
</html>
`;
}
