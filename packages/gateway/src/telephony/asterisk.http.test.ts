/** The connection with Asterisk at /admin, over HTTP, beside two stand-ins for ARI at real addresses. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { serveAri, type ServedAri } from '@ringback/adapters/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkConfig } from '../config.ts';
import { examine } from '../doctor.ts';
import { createGateway, type Gateway } from '../index.ts';
import { KEPT_SECRET } from '../secrets.ts';

const PASSWORD = 'correct horse';
const CANARY = 'canary-ari-5f0c';

let [one, two]: ServedAri[] = [];
let gateway: Gateway;
let folder: string;
let cookie: string;
let logged = '';
const config = (pbx: object = {}) =>
  checkConfig({
    ...{ listen: { port: 0 }, dataDir: folder, pbx: { system: 'asterisk', ...pbx } },
    agents: [{ login: 'admin', name: 'Admin', role: 'administrator', extension: '100', password: PASSWORD }],
  });
const settings = () => ({
  ...{ ariUrl: one!.url, user: 'ringback', password: CANARY, domain: 'pbx.example' },
  sipServers: ['wss://pbx.example:8089/ws'],
});

async function start(pbx?: object): Promise<void> {
  gateway = await createGateway(config(pbx), {
    logTo: { write: (line: string) => void (logged += line) },
    passwordCost: { N: 2, r: 8, p: 1 },
  });
  const entered = await fetch(`${gateway.url}/api/v1/auth/login`, {
    ...{ method: 'POST', headers: { origin: gateway.url, 'content-type': 'application/json' } },
    body: JSON.stringify({ login: 'admin', password: PASSWORD }),
  });
  cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
}

async function ask(method: string, path: string, body?: object) {
  const answer = await fetch(`${gateway.url}/api/v1${path}`, {
    method,
    headers: { cookie, origin: gateway.url, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as never };
}
const isUp = () => ask('GET', '/pbx/connection').then(({ body }) => (body as { up: boolean }).up);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-asterisk-'));
  [one, two] = [await serveAri({ password: CANARY }), await serveAri({ password: CANARY })];
  await start();
});
afterAll(async () => {
  await gateway?.close();
  await Promise.all([one?.close(), two?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

describe('Asterisk at /admin', () => {
  it('is not connected at first, and says what it wants to know', async () => {
    const { body } = await ask('GET', '/pbx/connection');
    expect(body).toMatchObject({
      ...{ system: 'asterisk', editable: true, connected: false, up: false, employees: false, settings: {} },
      sipServers: [],
      schema: {
        properties: {
          ariUrl: { title: 'Address of ARI' },
          password: { format: 'password' },
          app: { default: 'ringback' },
          ami: { properties: { password: { format: 'password' }, host: { title: 'Host' } } },
          iceServers: { items: { properties: { credential: { format: 'password' } } } },
        },
      },
    });
    expect(body).not.toHaveProperty('webhook');
    expect((await ask('POST', '/sip-credentials')).status).toBe(503);
  });

  it('names each field that is wrong, in words', async () => {
    const wrong = { ...settings(), ariUrl: 'pbx', password: '', sipServers: ['https://pbx.example'] };
    expect(await ask('PUT', '/pbx/connection', { settings: wrong })).toMatchObject({
      status: 400,
      body: {
        fields: {
          'settings.ariUrl': 'must end with /ari, such as http://127.0.0.1:8088/ari',
          'settings.password': 'is missing',
          'settings.sipServers.0': 'must begin with wss://, such as wss://pbx.example:8089/ws',
        },
      },
    });
  });

  it('is checked before it is saved, and what is wrong comes with what to mend', async () => {
    const { body } = await ask('POST', '/pbx/connection/check', {
      settings: { ...settings(), password: 'no' },
    });
    expect(body).toMatchObject([{ level: 'bad', mend: 'User and password must be those of ari.conf.' }]);
    const right = await ask('POST', '/pbx/connection/check', { settings: settings() });
    expect(right.body).toContainEqual({ level: 'ok', what: 'Asterisk 22.5.1 answers.' });
    expect(await isUp()).toBe(false);
  });

  it('is connected at once when it is saved, without a restart, and no secret comes back or stands in trail or log', async () => {
    const saved = await ask('PUT', '/pbx/connection', { settings: settings() });
    expect(saved).toMatchObject({
      status: 200,
      body: {
        connected: true,
        sipServers: ['wss://pbx.example:8089/ws'],
        settings: { password: KEPT_SECRET },
      },
    });
    await expect.poll(isUp).toBe(true);
    expect(one!.followed).toEqual(['ringback']);
    const trail = await gateway.store.audit.ofEntity('pbx-connection', 'asterisk');
    expect(trail).toContainEqual(expect.objectContaining({ field: 'password', new: KEPT_SECRET }));
    expect(JSON.stringify([trail, saved, logged])).not.toContain(CANARY);
  });

  it('keeps its secrets for itself: another address, user or TURN server is told none that was not typed anew', async () => {
    const kept = { ...settings(), password: KEPT_SECRET };
    for (const [change, field] of [
      [{ ariUrl: two!.url }, 'password'],
      [{ user: 'somebody' }, 'password'],
      [{ iceServers: [{ urls: 'turn:theirs.example', credential: KEPT_SECRET }] }, 'iceServers.0.credential'],
    ] as const) {
      for (const [method, path] of [
        ['PUT', '/pbx/connection'],
        ['POST', '/pbx/connection/check'],
      ] as const) {
        const { status, body } = await ask(method, path, { settings: { ...kept, ...change } });
        expect(status).toBe(400);
        expect(body).toMatchObject({
          fields: { [`settings.${field}`]: expect.stringMatching(/^must be typed again: /) as string },
        });
      }
    }
    expect((await ask('POST', '/pbx/connection/check', { settings: kept })).status).toBe(200);
  });

  it('is another one at once when that is saved; a password that was not typed anew stays', async () => {
    const app = { ...settings(), password: KEPT_SECRET, app: 'second' };
    expect((await ask('PUT', '/pbx/connection', { settings: app })).status).toBe(200);
    await expect.poll(isUp).toBe(true);
    await expect.poll(() => one!.followed).toEqual(['second']);
    const next = { ...settings(), ariUrl: two!.url, app: 'second' };
    expect((await ask('PUT', '/pbx/connection', { settings: next })).status).toBe(200);
    await expect.poll(isUp).toBe(true);
    await expect.poll(() => [one!.followed, two!.followed]).toEqual([[], ['second']]);
  });

  it('stays as it was made here over a restart, whatever the file says', async () => {
    await gateway.close();
    await start(settings());
    await expect.poll(isUp).toBe(true);
    expect([one!.followed, two!.followed]).toEqual([[], ['second']]);
  });

  it('is looked at by the doctor as it was made here', async () => {
    await gateway.close();
    const path = join(folder, 'ringback.db');
    const bytes = readFileSync(path);
    const findings = await examine(config(settings()));
    expect(findings[0]).toEqual({ level: 'ok', what: 'Asterisk 22.5.1 answers.' });
    expect(readFileSync(path).equals(bytes)).toBe(true);
    await start();
    const beside = await examine(config(settings()));
    expect(beside[0]).toMatchObject({
      level: 'warn',
      what: expect.stringContaining('A gateway is running') as string,
    });
    expect(beside[1]).toEqual({ level: 'ok', what: 'Asterisk 22.5.1 answers.' });
    // SQLite waits some seconds for a file that another process holds.
  }, 30_000);

  it('is looked at in the configuration file before the first start, and where the store cannot be read', async () => {
    const elsewhere = { ...config(settings()), dataDir: join(folder, 'elsewhere') };
    expect((await examine(elsewhere))[0]).toEqual({ level: 'ok', what: 'Asterisk 22.5.1 answers.' });
    expect(existsSync(elsewhere.dataDir)).toBe(false);
    mkdirSync(elsewhere.dataDir);
    // One of an earlier version: nothing of it is brought up to date.
    const path = join(elsewhere.dataDir, 'ringback.db');
    const old = new DatabaseSync(path);
    old.exec('create table agent (id text)');
    old.close();
    const bytes = readFileSync(path);
    const [first, second] = await examine(elsewhere);
    expect(first).toMatchObject({ level: 'warn', what: expect.stringContaining('cannot be read') as string });
    expect(second).toEqual({ level: 'ok', what: 'Asterisk 22.5.1 answers.' });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('is disconnected, and nothing is followed any more', async () => {
    await expect.poll(isUp).toBe(true);
    expect((await ask('DELETE', '/pbx/connection')).status).toBe(204);
    await expect.poll(isUp).toBe(false);
    await expect.poll(() => two!.followed).toEqual([]);
    expect((await ask('GET', '/pbx/connection')).body).toMatchObject({ connected: false, settings: {} });
  });

  it('stays disconnected over a restart, whatever the file says', async () => {
    await gateway.close();
    await start(settings());
    expect((await ask('GET', '/pbx/connection')).body).toMatchObject({ connected: false, settings: {} });
    expect([one!.followed, two!.followed]).toEqual([[], []]);
    expect((await ask('PUT', '/pbx/connection', { settings: settings() })).status).toBe(200);
    await expect.poll(isUp).toBe(true);
  });
});

it('The file has all of the connection, or nothing of it', () => {
  const { user: _, ...rest } = settings();
  expect(() => config(rest)).toThrow(
    /pbx\.user: is missing; leave all of ariUrl, user, .* out to put them in at \/admin/,
  );
});
