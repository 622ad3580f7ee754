/** Serves a folder of plain pages, with `{{name}}` places filled in HTML: enough for a demo shop and a demo panel. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.wav': 'audio/wav',
};

export interface StaticOptions {
  folder: string;
  host: string;
  port: number;
  /** Values of `{{name}}` places in HTML pages. */
  values?: Record<string, string>;
  /** Files that are made up: path → JSON. */
  json?: Record<string, unknown>;
  /** Pages that are made up: path → HTML. */
  pages?: Record<string, string>;
  /** Sent with every page, e.g. a Content-Security-Policy. */
  headers?: Record<string, string>;
}

export function serveFolder(options: StaticOptions): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    void answer(options, path.endsWith('/') ? `${path}index.html` : path).then(({ status, type, body }) => {
      response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-cache', ...options.headers });
      response.end(body);
    });
  });
  return listen(server, options);
}

async function answer({ folder, values, json, pages }: StaticOptions, path: string) {
  if (json && path in json) return { status: 200, type: TYPES['.json']!, body: JSON.stringify(json[path]) };
  if (pages?.[path]) return { status: 200, type: TYPES['.html']!, body: pages[path] };
  try {
    const file = await readFile(join(folder, normalize(`/${decodeURIComponent(path)}`)));
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    const body = type.startsWith('text/html')
      ? file.toString().replace(/\{\{(\w+)\}\}/g, (place, name: string) => values?.[name] ?? place)
      : file;
    return { status: 200, type, body };
  } catch {
    return {
      status: 404,
      type: TYPES['.html']!,
      body: '<!doctype html><title>Not found</title><p>There is no such page.',
    };
  }
}

function listen(
  server: Server,
  { host, port }: StaticOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      const actual = typeof address === 'object' && address ? address.port : port;
      resolve({
        url: `http://${host}:${actual}`,
        close: () =>
          new Promise((done) => {
            server.closeAllConnections();
            server.close(() => done());
          }),
      });
    });
  });
}
