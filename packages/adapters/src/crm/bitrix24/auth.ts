/** Who we are to the portal: a webhook's address, or an application's token that is renewed every hour. */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { createHttpClient } from '../../http/index.ts';
import { type Bitrix24Settings, manifest } from './manifest.ts';
import { refusal } from './wire.ts';

const Token = z.object({ access: z.string(), refresh: z.string(), until: z.number() });
type Token = z.infer<typeof Token>;

const TokenAnswer = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.coerce.number(),
});

const KEY = 'token';
/** Renewed before it ends: a request is under way for a while. */
const EARLY_MS = 60_000;

export interface Auth {
  /** Where the portal's pages are: `https://firm.bitrix24.ua`. */
  readonly portal: string;
  urlOf(method: string): string;
  /** What goes into the body. */
  credential(): Promise<{ auth?: string }>;
  /** The portal says that the token is no good: the next one is new. Answers whether there can be another. */
  expired(used: string | undefined): Promise<boolean>;
}

export function createAuth(settings: Bitrix24Settings, context: CrmContext): Auth {
  const { webhook } = settings;
  if (webhook !== undefined) {
    const base = webhook.endsWith('/') ? webhook : `${webhook}/`;
    return {
      portal: new URL(base).origin,
      urlOf: (method) => `${base}${method}.json`,
      credential: async () => ({}),
      expired: async () => false,
    };
  }
  return createApplication(settings, context);
}

function createApplication(settings: Bitrix24Settings, context: CrmContext): Auth {
  const portal = new URL(settings.portal ?? '').origin;
  let renewing: Promise<Token> | undefined;

  async function stored(): Promise<{ text: string | undefined; token: Token | undefined }> {
    const text = await context.kept.get(KEY);
    const parsed = text === undefined ? undefined : Token.safeParse(JSON.parse(text));
    return { text, token: parsed?.data };
  }

  /** Of two processes that renew at once one wins; the other takes what the winner wrote. */
  async function renew(): Promise<Token> {
    const { text, token } = await stored();
    try {
      const next = await fetchToken(settings, context, token?.refresh ?? settings.refreshToken ?? '');
      if (await context.kept.replace(KEY, text, JSON.stringify(next))) return next;
    } catch (error) {
      const { text: now, token: theirs } = await stored();
      if (now !== text && theirs) return theirs;
      throw error;
    }
    return (
      (await stored()).token ?? Promise.reject(new AdapterError(manifest.id, 'bug', 'The token was lost.'))
    );
  }

  function renewOnce(): Promise<Token> {
    renewing ??= renew().finally(() => (renewing = undefined));
    return renewing;
  }

  async function current(): Promise<Token> {
    const { token } = await stored();
    return token && token.until - EARLY_MS > context.now().getTime() ? token : renewOnce();
  }

  return {
    portal,
    urlOf: (method) => `${portal}/rest/${method}.json`,
    credential: async () => ({ auth: (await current()).access }),
    async expired(used) {
      const { token } = await stored();
      if (token && token.access !== used) return true;
      await renewOnce();
      return true;
    },
  };
}

async function fetchToken(
  settings: Bitrix24Settings,
  context: CrmContext,
  refreshToken: string,
): Promise<Token> {
  const client = createHttpClient({
    system: manifest.id,
    context,
    refused: (answer, { name }) => refusal(answer, name, context.now()),
  });
  const answer = await client.send({
    name: 'oauth.token',
    method: 'POST',
    url: settings.oauthUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: settings.clientId ?? '',
      client_secret: settings.clientSecret ?? '',
      refresh_token: refreshToken,
    }).toString(),
    // Whoever renews twice with one token may have burnt it: it is not sent again blindly.
    repeatable: false,
  });
  const parsed = TokenAnswer.safeParse(answer.json());
  if (!parsed.success) throw new AdapterError(manifest.id, 'bug', 'oauth.token: the answer holds no token.');
  const { access_token: access, refresh_token: refresh, expires_in: seconds } = parsed.data;
  return { access, refresh, until: context.now().getTime() + seconds * 1000 };
}
