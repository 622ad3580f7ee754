/** A gateway as a process of its own, which a test may kill, and its API as an agent uses it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Call, Settings, SipCredential } from '@ringback/model';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
export const PASSWORD = 'a-password-for-tests';

export interface NodeProcess {
  readonly url: string;
  /** kill -9 */
  kill(): Promise<void>;
  /** Again on the same port. */
  start(): Promise<void>;
  stop(): Promise<void>;
  as(login: string): AgentApi;
  pbxUp(): Promise<boolean>;
}

export interface AgentApi {
  credential(): Promise<SipCredential>;
  dial(number: string): Promise<{ call: Call; target: string }>;
  /** For a request that this has no method for. */
  signedIn(): Promise<{ cookie: string; origin: string }>;
  get<T>(path: string): Promise<T>;
  /** From now on phones of this agent come from these addresses alone. */
  restrict(login: string, addresses: string[]): Promise<void>;
  post<T = Call>(path: string, body?: object): Promise<T>;
  patch<T = Call>(path: string, body: object): Promise<T>;
  put<T>(path: string, body: object): Promise<T>;
  call(id: string): Promise<Call>;
  calls(): Promise<Call[]>;
  /** The bytes behind a signed address. */
  audio(recordingId: string): Promise<Buffer>;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Not started. */
export async function createNodeProcess(folder: string, config: object): Promise<NodeProcess> {
  const port = await freePort();
  const file = join(folder, `config-${port}.json`);
  const url = `http://127.0.0.1:${port}`;
  const own = { listen: { port }, publicUrl: url, log: { level: 'warn' } };
  writeFileSync(file, JSON.stringify({ ...config, ...own }));
  let child: ChildProcess | undefined;
  const cookies = new Map<string, string>();

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = undefined;
    if (!ending) return;
    const exited = once(ending, 'exit');
    ending.kill(signal);
    await exited;
  }

  const healthy = () =>
    fetch(`${url}/healthz`).then(
      async (answer) => (await answer.json()) as { pbx: string },
      () => undefined,
    );

  return {
    url,
    async start() {
      child = spawn(process.execPath, ['--conditions=source', MAIN, '--config', file], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const died = once(child, 'exit').then(() => {
        throw new Error('The gateway ended before it listened.');
      });
      const listens = (async () => {
        while (!(await healthy())) await new Promise((resolve) => setTimeout(resolve, 50));
      })();
      died.catch(() => undefined);
      await Promise.race([listens, died]);
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    pbxUp: async () => (await healthy())?.pbx === 'up',
    as: (login) => agentApi({ url, login, cookies }),
  };
}

export function agentApi({
  url,
  login,
  cookies,
}: {
  /** The gateway's own. */
  url: string;
  login: string;
  cookies: Map<string, string>;
}): AgentApi {
  const signedIn = async () => ({ origin: url, cookie: cookies.get(login) ?? (await signIn()) });

  async function ask<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...(await signedIn()), ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async function signIn(): Promise<string> {
    const answer = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ login, password: PASSWORD }),
    });
    if (!answer.ok) throw new Error(`${login} cannot sign in: ${answer.status} ${await answer.text()}`);
    const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
    cookies.set(login, cookie);
    return cookie;
  }

  return {
    credential: () => ask('POST', '/sip-credentials'),
    dial: (number) => ask('POST', '/calls', { number }),
    signedIn,
    get: (path) => ask('GET', path),
    async restrict(whom, addresses) {
      const stored = await ask<{ settings: Settings; version: number }>('GET', '/settings');
      const agents = await ask<{ id: string; name: string }[]>('GET', '/agents');
      const agent = agents.find(({ name }) => name.toLowerCase() === whom)?.id ?? whom;
      const personal = [
        { agent, mode: 'list' as const, addresses: [...addresses, '127.0.0.1'], countries: [] },
      ];
      const settings = { ...stored.settings, security: { ...stored.settings.security, personal } };
      await ask('PUT', '/settings', { ...stored, settings });
    },
    patch: (path, body) => ask('PATCH', path, body),
    put: (path, body) => ask('PUT', path, body),
    post: (path, body) => ask('POST', path, body),
    call: async (id) => (await ask<{ call: Call }>('GET', `/calls/${id}`)).call,
    calls: async () => (await ask<{ items: Call[] }>('GET', '/calls')).items,
    async audio(recordingId) {
      const { url: address } = await ask<{ url: string }>('POST', `/recordings/${recordingId}/link`);
      const whole = await fetch(address);
      if (!whole.ok) throw new Error(`The recording cannot be heard: ${whole.status}`);
      return Buffer.from(await whole.arrayBuffer());
    },
  };
}
