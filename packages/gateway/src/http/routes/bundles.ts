/** What browsers load: the two scripts, the core frame's page, and their chunks. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import {
  DEFAULT_KEEP_DAYS,
  type Locale,
  LOCALES,
  RingbackError,
  type Schedule,
  type Settings,
  type Site,
} from '@ringback/model';
import { openSpans } from '@ringback/model/hours';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import { pageNumber, spellingsOf } from '../../visits/attribution.ts';
import { sendCached } from '../etag.ts';
import { inkOn } from '../ink.ts';
import type { App } from '../types.ts';

/** Version of the frame's protocol that this gateway serves. */
const PROTOCOL = 1;
/** Five minutes: a change of settings or a new version is everywhere soon, without a question for each page. */
const SHORT = 'public, max-age=300';
const FOR_EVER = 'public, max-age=31536000, immutable';
const HASHED = /-[\w-]{8}\.(?:js|css)$/;
const SERVED = /\.(?:js|css|map|svg|png|json|webmanifest)$/;

const SCRIPT = 'text/javascript; charset=utf-8';
/** Pages of other origins load these, some of them as modules. */
const CROSS_ORIGIN = { 'Cross-Origin-Resource-Policy': 'cross-origin', 'Access-Control-Allow-Origin': '*' };

export async function bundleRoutes(app: App, deps: HttpDeps): Promise<void> {
  corePage(app, deps);
  phonePage(app, deps);
  const { settings, now } = deps;
  siteScript(app, deps, 'callback.js', (site) => scriptSite(site, now()));
  siteScript(app, deps, 'track.js', (site) => trackSite(site, settings.current()));
  await pinnedScripts(app, deps);
  const root = [deps.bundles.embed, deps.bundles.callback].filter(
    (folder) => folder !== undefined && existsSync(folder),
  ) as string[];
  if (root.length === 0) return;
  await serveFolder(app, root, '/v1/', (path) => (HASHED.test(path) ? FOR_EVER : SHORT));
}

/** Pages are served with their policy, below, or not at all. */
function serveFolder(app: App, root: string | string[], prefix: string, cache: (path: string) => string) {
  return app.register(fastifyStatic, {
    root,
    prefix,
    decorateReply: false,
    index: false,
    cacheControl: false,
    schemaHide: true,
    allowedPath: (path) => SERVED.test(path),
    setHeaders: (response, path) => {
      const headers = { ...CROSS_ORIGIN, 'Cache-Control': cache(path) };
      for (const [name, value] of Object.entries(headers)) response.header(name, value);
    },
  });
}

const Pinned = z.object({ src: z.string(), integrity: z.string() });

/** Each version under a name of its own, and which is the newest. */
async function pinnedScripts(app: App, { pinned, publicUrl }: HttpDeps): Promise<void> {
  if (!pinned) return;
  const { folder, version, integrity } = pinned;
  app.get('/v1/pinned.json', { schema: { hide: true, response: { 200: Pinned } } }, (_request, reply) => {
    void reply.headers({ ...CROSS_ORIGIN, 'Cache-Control': 'no-cache' });
    return { src: `${publicUrl()}/v1/pinned/${version}/ringback.js`, integrity };
  });
  await serveFolder(app, folder, '/v1/pinned/', () => FOR_EVER);
}

function corePage(app: App, { bundles, settings, sipServers }: HttpDeps): void {
  app.get('/v1/core.html', { schema: { hide: true } }, async (_request, reply) => {
    const page = await read(bundles.embed, 'core.html');
    if (page === undefined)
      throw new RingbackError('not-found', 'This gateway serves no core frame.', {
        hint: 'Build the bundles: npm run build.',
      });
    const origins = settings.current().panelOrigins;
    const servers = sipServers();
    const config = toScriptJson({ origins, servers, protocol: PROTOCOL });
    void reply.headers({
      'Content-Security-Policy': corePolicy(origins, servers),
      'Permissions-Policy':
        'microphone=(self), autoplay=(self), speaker-selection=(self), camera=(), geolocation=(), display-capture=()',
      'Cache-Control': 'no-cache',
    });
    const script = `<script type="application/json" id="ringback-frame-config">${config}</script>`;
    return sendCached(
      reply,
      page.replace('<!--ringback-frame-config-->', () => script),
      'text/html; charset=utf-8',
    );
  });
}

/** As strict as the frame's; the elements' styles are adopted sheets, and need no leave. */
const PHONE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "manifest-src 'self'",
  "frame-src 'self'",
  "media-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

/** The bar on a phone's own screen, to be installed there. Nothing is kept for offline: without the gateway there is no phone. */
function phonePage(app: App, { bundles }: HttpDeps): void {
  app.get('/v1/phone.html', { schema: { hide: true } }, async (request, reply) => {
    const page = await read(bundles.embed, 'phone.html');
    if (page === undefined)
      throw new RingbackError('not-found', 'This gateway serves no page of the phone.', {
        hint: 'Build the bundles: npm run build.',
      });
    void reply.headers({
      'Content-Security-Policy': PHONE_POLICY,
      'Permissions-Policy':
        'microphone=(self), autoplay=(self), camera=(), geolocation=(), display-capture=()',
      'Cache-Control': 'no-cache',
      Vary: 'Accept-Language',
    });
    const lang = languageOf(request.headers['accept-language']);
    return sendCached(reply, page.replace('lang="en"', `lang="${lang}"`), 'text/html; charset=utf-8');
  });
}

/** The first of the browser's languages that Ringback speaks. */
function languageOf(accepted = ''): Locale {
  const wanted = accepted.split(',').map((one) => one.trim().slice(0, 2).toLowerCase());
  return wanted.map((one) => LOCALES.find((locale) => locale === one)).find(Boolean) ?? 'en';
}

export function corePolicy(origins: readonly string[], sipServers: readonly string[]): string {
  const sockets = sipServers
    .map((server) => new URL(server))
    .map(({ protocol, host }) => `${protocol}//${host}`);
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ['connect-src', "'self'", ...new Set(sockets)].join(' '),
    'media-src blob: mediastream:',
    "base-uri 'none'",
    "form-action 'self'",
    // Itself for the gateway's own page of the phone.
    `frame-ancestors ${["'self'", ...origins].join(' ')}`,
    "require-trusted-types-for 'script'",
    "trusted-types lit-html ringback-worker 'allow-duplicates'",
  ].join('; ');
}

const SiteQuery = z.object({ site: z.optional(z.string()) });

/** A script with the settings of its site inside. */
function siteScript(app: App, deps: HttpDeps, name: string, valuesOf: (site: Site) => object): void {
  const { bundles, settings, publicUrl } = deps;
  const schema = { hide: true, querystring: SiteQuery };
  app.get(`/v1/${name}`, { schema }, async (request, reply) => {
    void reply.headers(CROSS_ORIGIN);
    const script = await read(bundles.callback, name);
    const key = request.query.site ?? '';
    const site = settings.site(key);
    if (script === undefined || !site) {
      const why = site
        ? 'this gateway serves no callback widget'
        : `there is no site with the key ${JSON.stringify(key.slice(0, 64))}`;
      const sentence = `Ringback: ${why}; take the script tag from the settings at ${publicUrl()}/admin again.`;
      return reply
        .code(404)
        .header('Cache-Control', 'no-store')
        .type(SCRIPT)
        .send(`console.warn(${toScriptJson(sentence)});\n`);
    }
    const values = toScriptJson({ gateway: publicUrl(), ...valuesOf(site) });
    void reply.header('Cache-Control', SHORT);
    return sendCached(
      reply,
      script.replaceAll('__RINGBACK_SITE__', () => values),
      SCRIPT,
    );
  });
}

/** How far ahead the script knows the hours, in days: it is asked for anew long before. */
const HOURS_AHEAD_DAYS = 3;

/** What strangers may know of a site; the names of those who are rung are not for them. */
export function scriptSite(site: Site, at: Date): Record<string, unknown> {
  const {
    key,
    name,
    locale,
    consent,
    triggers,
    look,
    variants,
    departments,
    callHours,
    showHours,
    browserCalls,
  } = site;
  const spans = (hours: Schedule | undefined) =>
    hours &&
    openSpans(hours, at, HOURS_AHEAD_DAYS).map(({ from, to }) => [
      from.getTime() / 1000,
      to.getTime() / 1000,
    ]);
  return {
    ...{ key, name, locale, consent, triggers, variants },
    look: look?.accent === undefined ? look : { ...look, ink: inkOn(look.accent) },
    browser: browserCalls && true,
    departments: departments?.map(({ id, name: called }) => ({ id, name: called })),
    shows: spans(showHours),
    opens: spans(callHours),
  };
}

/** What `track.js` knows of a site; the numbers that are lent are told to whom they are lent. */
export function trackSite({ key, country, tracking = {}, ...site }: Site, settings: Settings) {
  const { keepDays = DEFAULT_KEEP_DAYS, numbers, pool = [], goods } = tracking;
  const small = (word: string | undefined) => word?.toLowerCase();
  const shown = numbers?.map(({ number, source, medium, campaign }) => ({
    ...{ number, text: spellingsOf(number, country).text },
    ...{ source: small(source), medium: small(medium), campaign: small(campaign) },
  }));
  return {
    ...{ key, keepDays, numbers: shown },
    page: spellingsOf(pageNumber({ ...site, key, country, tracking }, settings), country).digits,
    pool: pool.length > 0 || undefined,
    goods: goods || undefined,
  };
}

async function read(folder: string | undefined, name: string): Promise<string | undefined> {
  if (folder === undefined) return undefined;
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}

/** JSON that may stand inside a script: it cannot close the tag, and no old engine takes it for a line's end. */
export function toScriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
