/** `/admin`: the settings form, a page of the gateway's own origin. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { sendCached } from '../etag.ts';
import type { App } from '../types.ts';

const FOLDER = fileURLToPath(new URL('../../../public/admin/', import.meta.url));

const FILES = {
  '/admin': { file: 'admin.html', type: 'text/html; charset=utf-8' },
  '/admin/admin.js': { file: 'admin.js', type: 'text/javascript; charset=utf-8' },
  '/admin/form.js': { file: 'form.js', type: 'text/javascript; charset=utf-8' },
  '/admin/admin.css': { file: 'admin.css', type: 'text/css; charset=utf-8' },
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
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
      return sendCached(reply, await readFile(FOLDER + file), type);
    });
  }
  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/admin'));
}
