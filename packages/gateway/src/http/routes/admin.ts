/** `/admin`: the settings form, a page of the gateway's own origin. */
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RingbackError } from '@ringback/model';
import * as z from 'zod/mini';
import { sendCached } from '../etag.ts';
import type { App } from '../types.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const FOLDER = findUp('public/admin', HERE);
/** What the administrator sets up in each system; the package carries a copy. */
const DOCS = findUp('docs/adapters', HERE);

const FILES = {
  '/admin': { file: 'admin.html', type: 'text/html; charset=utf-8' },
  '/admin/admin.js': { file: 'admin.js', type: 'text/javascript; charset=utf-8' },
  '/admin/campaigns.js': { file: 'campaigns.js', type: 'text/javascript; charset=utf-8' },
  '/admin/contents.js': { file: 'contents.js', type: 'text/javascript; charset=utf-8' },
  '/admin/dry-run.js': { file: 'dry-run.js', type: 'text/javascript; charset=utf-8' },
  '/admin/groups.js': { file: 'groups.js', type: 'text/javascript; charset=utf-8' },
  '/admin/integrations.js': { file: 'integrations.js', type: 'text/javascript; charset=utf-8' },
  '/admin/outbox.js': { file: 'outbox.js', type: 'text/javascript; charset=utf-8' },
  '/admin/numbers.js': { file: 'numbers.js', type: 'text/javascript; charset=utf-8' },
  '/admin/report.js': { file: 'report.js', type: 'text/javascript; charset=utf-8' },
  '/admin/spending.js': { file: 'spending.js', type: 'text/javascript; charset=utf-8' },
  '/admin/table.js': { file: 'table.js', type: 'text/javascript; charset=utf-8' },
  '/admin/variants.js': { file: 'variants.js', type: 'text/javascript; charset=utf-8' },
  '/admin/record-of.js': { file: 'record-of.js', type: 'text/javascript; charset=utf-8' },
  '/admin/element.js': { file: 'element.js', type: 'text/javascript; charset=utf-8' },
  '/admin/linked.js': { file: 'linked.js', type: 'text/javascript; charset=utf-8' },
  '/admin/field-map.js': { file: 'field-map.js', type: 'text/javascript; charset=utf-8' },
  '/admin/people.js': { file: 'people.js', type: 'text/javascript; charset=utf-8' },
  '/admin/prompts.js': { file: 'prompts.js', type: 'text/javascript; charset=utf-8' },
  '/admin/settings.js': { file: 'settings.js', type: 'text/javascript; charset=utf-8' },
  '/admin/security.js': { file: 'security.js', type: 'text/javascript; charset=utf-8' },
  '/admin/systems.js': { file: 'systems.js', type: 'text/javascript; charset=utf-8' },
  '/admin/telephony.js': { file: 'telephony.js', type: 'text/javascript; charset=utf-8' },
  '/admin/form.js': { file: 'form.js', type: 'text/javascript; charset=utf-8' },
  '/admin/admin.css': { file: 'admin.css', type: 'text/css; charset=utf-8' },
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "media-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export function adminRoutes(app: App): void {
  for (const [path, { file, type }] of Object.entries(FILES)) {
    app.get(path, { schema: { hide: true } }, async (_request, reply) => {
      void reply.headers({ 'Cache-Control': 'no-cache', 'Content-Security-Policy': POLICY });
      return sendCached(reply, await readFile(join(FOLDER, file)), type);
    });
  }
  app.get(
    '/admin/docs/:page',
    { schema: { hide: true, params: z.object({ page: z.string() }) } },
    async ({ params }, reply) => {
      const path = join(DOCS, params.page);
      if (!/^[a-z0-9-]+\.md$/.test(params.page) || !existsSync(path))
        throw new RingbackError('not-found', 'There is no such page of the documentation.');
      void reply.headers({ 'Cache-Control': 'no-cache', 'Content-Security-Policy': POLICY });
      return sendCached(reply, await readFile(path), 'text/plain; charset=utf-8');
    },
  );
  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/admin'));
}

/** The folder stands at the package's root, and this code deeper: in `src` as in `dist`. */
function findUp(name: string, from: string): string {
  const folder = join(from, name);
  if (existsSync(folder) || from === dirname(from)) return folder;
  return findUp(name, dirname(from));
}
