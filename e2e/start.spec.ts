/** `npm start`, as a newcomer runs it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { freePort, isFree, ROOT } from '../examples/demo/processes.ts';

interface Ended {
  code: number | null;
  output: string;
}

/** Starts the demo; `stop` is asked when it says that it runs, and what it prints until its end is the answer. */
function demo(
  env: Record<string, string>,
  running: (end: () => void, output: string) => void = (end) => end(),
): Promise<Ended> {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  let output = '';
  let told = false;
  const hear = (chunk: Buffer): void => {
    output += chunk.toString();
    if (told || !output.includes('Ctrl-C stops everything')) return;
    told = true;
    running(() => child.kill('SIGTERM'), output);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return new Promise((resolve) => child.on('exit', (code) => resolve({ code, output })));
}

/** A port from which five in a row are free. */
async function freeBlock(): Promise<number> {
  for (;;) {
    const first = await freePort();
    const block = await Promise.all([0, 1, 2, 3, 5].map((offset) => isFree(first + offset)));
    if (first < 65_000 && block.every(Boolean)) return first;
  }
}

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-start-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('prints the addresses and the login, ends as a whole, and keeps the data for the second start, on whatever ports', async () => {
  test.setTimeout(120_000);
  const first = await freeBlock();
  const env = { RINGBACK_PORT: String(first), RINGBACK_DATA: join(folder, 'data') };
  const login = (): Promise<Response> =>
    fetch(`http://localhost:${first}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: `http://localhost:${first}` },
      body: JSON.stringify({ login: 'olena', password: 'ringback' }),
    });
  const sessions: string[] = [];
  const once = await demo(env, (end) => {
    void login()
      .then((answer) => sessions.push(answer.headers.get('set-cookie')?.split(';')[0] ?? ''))
      .then(end);
  });
  expect(once.code).toBe(0);
  for (const words of [`http://127.0.0.1:${first + 1}`, `http://127.0.0.1:${first + 2}`, '/docs', 'olena']) {
    expect(once.output).toContain(words);
  }
  for (const offset of [0, 1, 2, 3, 5]) expect(await isFree(first + offset)).toBe(true);

  const moved = await freeBlock();
  const gateway = `http://localhost:${moved}`;
  const shop = `http://127.0.0.1:${moved + 1}`;
  const answers: Response[] = [];
  const ask = async (path: string, headers: HeadersInit): Promise<void> =>
    void answers.push(await fetch(gateway + path, { headers }));
  const again = await demo({ ...env, RINGBACK_PORT: String(moved) }, (end) => {
    void ask('/api/v1/session', { Cookie: sessions[0]! })
      .then(() => ask('/v1/core.html', {}))
      .then(() => ask('/api/v1/sites/demo-shop/offer?timeZone=UTC', { Origin: shop }))
      .finally(end);
  });
  expect(again.code).toBe(0);
  const [session, core, offer] = answers;
  // The session of the first run is still known: the store was kept.
  expect(session?.status).toBe(200);
  expect(core?.headers.get('content-security-policy')).toContain(`http://127.0.0.1:${moved + 2}`);
  expect(offer?.headers.get('access-control-allow-origin')).toBe(shop);
});

test('a taken port gets one clear sentence', async () => {
  const first = await freeBlock();
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(first + 2, '127.0.0.1', resolve));
  const { code, output } = await demo({ RINGBACK_PORT: String(first), RINGBACK_DATA: folder });
  await new Promise((resolve) => holder.close(resolve));
  expect(code).toBe(1);
  expect(output).toContain(`port ${first + 2}, which the panel needs, is taken`);
  expect(output).not.toContain('    at ');
});

test('a data folder that cannot be written gets one clear sentence', async () => {
  // A file where the folder should be: refused even to root.
  const file = join(folder, 'data');
  writeFileSync(file, '');
  const { code, output } = await demo({ RINGBACK_PORT: String(await freeBlock()), RINGBACK_DATA: file });
  expect(code).toBe(1);
  expect(output).toContain('cannot be written');
  expect(output).not.toContain('    at ');
});

test('a port that is none gets one clear sentence', async () => {
  const { code, output } = await demo({ RINGBACK_PORT: 'eighty', RINGBACK_DATA: folder });
  expect(code).toBe(1);
  expect(output).toContain('RINGBACK_PORT is "eighty"');
});

test('a Node that is too old gets one clear sentence', async () => {
  const preload = join(folder, 'old.mjs');
  writeFileSync(preload, "Object.defineProperty(process.versions, 'node', { value: '18.20.4' });");
  const { code, output } = await demo({ NODE_OPTIONS: `--import ${preload}` });
  expect(code).toBe(1);
  expect(output).toContain('Node 18.20.4 is too old');
});
