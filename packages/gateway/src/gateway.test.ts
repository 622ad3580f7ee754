import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkConfig, createGateway, type Gateway } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-gateway-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const agent = {
  login: 'olena',
  name: 'Olena',
  role: 'employee',
  extension: '101',
  password: 'canary-password',
};
const config = (change: object = {}) => ({
  listen: { port: 0 },
  dataDir: join(folder, 'data'),
  // Nobody listens there: the PBX is down for as long as these tests last.
  pbx: {
    system: 'sandbox',
    controlUrl: 'ws://127.0.0.1:9/control',
    controlToken: 'canary-control-token',
    sipServers: ['ws://127.0.0.1:9/sip'],
    domain: 'sandbox.ringback',
  },
  agents: [agent],
  ...change,
});

describe('a gateway', () => {
  let lines: string[];
  const start = (change?: object): Promise<Gateway> => {
    lines = [];
    return createGateway(checkConfig(config(change)), {
      logTo: { write: (line: string) => void lines.push(line) },
      passwordCost: { N: 2, r: 8, p: 1 },
    });
  };
  const login = (url: string, password = agent.password) =>
    fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'olena', password }),
    });

  it('comes up without its PBX, says so, lets agents in, and keeps what was entered over a restart', async () => {
    const first = await start();
    expect(await (await fetch(`${first.url}/healthz`)).json()).toEqual({
      status: 'degraded',
      store: 'ok',
      pbx: 'down',
    });
    const signedIn = await login(first.url);
    expect(signedIn.status).toBe(200);
    const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
    const created = await fetch(`${first.url}/api/v1/parties`, {
      method: 'POST',
      headers: { origin: first.url, cookie, 'content-type': 'application/json', 'idempotency-key': 'k1' },
      body: JSON.stringify({ name: 'Тарас Коваль', kind: 'client', phones: ['067 111 22 33'] }),
    });
    expect(created.status).toBe(201);
    await first.close();
    const second = await start();
    const found = await fetch(`${second.url}/api/v1/parties?phone=0671112233`, { headers: { cookie } });
    expect(await found.json()).toMatchObject([{ party: { name: 'Тарас Коваль' }, score: 1 }]);
    await second.close();
    expect(lines.join('')).not.toContain('canary');
  });

  it('keeps the people as they were made at /admin over a restart, and takes in whoever is new in the file', async () => {
    const first = await start();
    const cookie = (await login(first.url)).headers.get('set-cookie')!.split(';')[0]!;
    await first.store.transaction((tx) => first.store.agents.change(tx, 'olena', { extension: '109' }));
    await first.close();
    const ivan = { ...agent, login: 'ivan', role: 'administrator', extension: '102' };
    const second = await start({ agents: [{ ...agent, password: 'another password' }, ivan] });
    expect((await login(second.url)).status).toBe(200);
    expect((await login(second.url, 'another password')).status).toBe(401);
    const session = await fetch(`${second.url}/api/v1/session`, { headers: { cookie } });
    expect(await session.json()).toMatchObject({ agent: { login: 'olena', extension: '109' } });
    expect(await second.store.agents.byLogin('ivan')).toMatchObject({ role: 'administrator' });
    await second.close();
    const third = await start({ agents: [] });
    expect((await third.store.agents.list()).map(({ login: known }) => known)).toEqual(['ivan', 'olena']);
    await third.close();
  });

  it('closes while a page follows its events', async () => {
    const gateway = await start();
    const cookie = (await login(gateway.url)).headers.get('set-cookie')!.split(';')[0]!;
    const stream = await fetch(`${gateway.url}/api/v1/events`, { headers: { cookie } });
    await gateway.close();
    // That it is there, and nothing else.
    expect(await stream.text()).toBe(':\n\n');
  });

  it('on a store that others share connects what was connected at another, and disconnects it again', async () => {
    const shared = { sharedStore: true, agents: [{ ...agent, role: 'administrator' }] };
    const [first, second] = [await start(shared), await start(shared)];
    const cookie = (await login(first.url)).headers.get('set-cookie')!.split(';')[0]!;
    const settings = { url: 'https://shop.example', consumerKey: 'ck_1', consumerSecret: 'cs_1' };
    const headers = { origin: first.url, cookie };
    const connection = `${first.url}/api/v1/crm/connections/woocommerce`;
    // A page that is not the shop's is turned away where the shop is connected, and finds nothing where it is not.
    const greeting = async () => (await fetch(`${second.url}/v1/hosts/woocommerce/greeting.js`)).status;
    expect(await greeting()).toBe(404);
    const connected = await fetch(connection, {
      method: 'PUT',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ settings, recordOf: ['parties'] }),
    });
    expect(connected.status).toBe(200);
    await vi.waitFor(async () => expect(await greeting()).toBe(403), { timeout: 10_000 });
    expect((await fetch(connection, { method: 'DELETE', headers })).status).toBe(204);
    await vi.waitFor(async () => expect(await greeting()).toBe(404), { timeout: 10_000 });
    await second.close();
    await first.close();
  }, 30_000);
});

describe('the program', () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const children: ChildProcess[] = [];
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

  function run(
    value: unknown,
    words: readonly string[] = [],
  ): ChildProcess & { output: string; errors: string } {
    const path = join(folder, 'ringback.config.json');
    writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
    const child = Object.assign(
      spawn(process.execPath, ['--conditions=source', main, ...words, '--config', path]),
      {
        output: '',
        errors: '',
      },
    );
    child.stdout.on('data', (chunk: Buffer) => (child.output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (child.errors += chunk.toString()));
    children.push(child);
    return child;
  }

  async function refusal(value: unknown): Promise<string> {
    const child = run(value);
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    // A sentence for people, and not a stack.
    expect(child.errors).not.toMatch(/\n\s+at /);
    return child.errors;
  }

  it('names what is wrong in its configuration', async () => {
    expect(await refusal(config({ colour: 'red' }))).toMatch(
      /^The configuration file .*ringback\.config\.json is wrong:\n {2}- colour: is not known; known here: listen/,
    );
  }, 20_000);

  it('is a doctor that says what to mend at the PBX, and ends with 1 when something must be', async () => {
    const pbx = {
      system: 'asterisk',
      ariUrl: 'http://127.0.0.1:9/ari',
      user: 'ringback',
      password: 'canary-ari',
      sipServers: ['ws://127.0.0.1:9/ws'],
      domain: 'pbx.example',
    };
    const sick = run(config({ pbx }), ['doctor']);
    expect(await once(sick, 'close')).toEqual([1, null]);
    expect(sick.output).toMatch(/^MEND Asterisk does not answer\n {5}See that it runs/);
    const well = run(config(), ['doctor']);
    expect(await once(well, 'close')).toEqual([0, null]);
    expect(well.output).toMatch(/^ok /);
    const lost = run(config(), ['docter']);
    expect(await once(lost, 'close')).toEqual([1, null]);
    expect(lost.errors).toMatch(/^docter is no command\.\nUsage: ringback \[doctor\]/);
  }, 30_000);

  it('says that its port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await refusal(config({ listen: { port } }))).toBe(
      `The port ${port} is taken by another program. Choose another: listen in the configuration file.\n`,
    );
    server.close();
  }, 20_000);

  it('says that its data folder cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const sentence = await refusal(config({ dataDir: join(folder, 'file', 'data') }));
    expect(sentence).toBe(
      `The data folder ${join(folder, 'file', 'data')} cannot be written (ENOTDIR). Give the gateway a folder that it may write to: dataDir in the configuration file.\n`,
    );
  }, 20_000);

  it('stops when it is told to, in order', async () => {
    mkdirSync(join(folder, 'data'));
    const child = run(config());
    while (!child.output.includes('"listening"')) await once(child.stdout!, 'data');
    child.kill('SIGTERM');
    const [code] = (await once(child, 'close')) as [number];
    expect({ code, errors: child.errors }).toEqual({ code: 0, errors: '' });
  }, 20_000);
});
