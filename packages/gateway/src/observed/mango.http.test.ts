/** The whole gateway over HTTP, beside MANGO's simulator at a real address. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRealClock, serveSimulator, type ServedSimulator } from '@ringback/adapters/testing';
import { createMangoSimulator, type Simulated } from '@ringback/adapters/testing/mango-office';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkConfig } from '../config.ts';
import { examine } from '../doctor.ts';
import type { Settings } from '@ringback/model';
import { group } from '../routing/routing.fixtures.ts';
import { createGateway, type Gateway, type GatewayConfig } from '../index.ts';

const PASSWORD = 'correct horse';
const CALLER = '+79161234567';
const AGENTS = [
  { login: 'olena', name: 'Olena', role: 'employee', extension: '101', password: PASSWORD },
  { login: 'kurier', name: 'Kurier', role: 'employee', extension: '102', password: PASSWORD },
  { login: 'admin', name: 'Admin', role: 'administrator', extension: '100', password: PASSWORD },
];

let simulator: ServedSimulator;
let sim: Simulated;
let gateway: Gateway;
let config: GatewayConfig;
let folder: string;
const log = createLines();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-mango-'));
  let http: typeof fetch = () => Promise.reject(new Error('not yet'));
  simulator = await serveSimulator(((input, init) => http(input, init)) as typeof fetch);
  sim = createMangoSimulator({ clock: createRealClock(), apiUrl: `${simulator.url}/vpbx/` });
  sim.wire.latencyMs = 0;
  http = sim.http;
  config = checkConfig({
    ...{ listen: { port: 0 }, dataDir: folder, agents: AGENTS, pbx: { system: 'mango-office' } },
    settings: { country: 'RU', line: '+74951234567', dialCountries: ['RU'] },
  });
  gateway = await createGateway(config, {
    logTo: log,
    passwordCost: { N: 2, r: 8, p: 1 },
  });
});
afterAll(async () => {
  await gateway?.close();
  await simulator?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('MANGO OFFICE, from /admin to the log', () => {
  it('is not connected at first, and the doctor says what to do', async () => {
    const olena = await signIn('olena');
    expect((await olena('POST', '/calls', { number: CALLER })).status).toBe(503);
    const running = await examine(config);
    expect(running).toMatchObject([{ level: 'warn', what: expect.stringContaining('running') as string }]);
    expect(await examine({ ...config, dataDir: join(folder, 'elsewhere') })).toMatchObject([
      { level: 'bad', mend: expect.stringContaining('/admin') as string },
    ]);
    expect(existsSync(join(folder, 'elsewhere'))).toBe(false);
    expect((await olena('GET', '/pbx/connection')).status).toBe(403);
    // SQLite waits some seconds for a file that another process holds.
  }, 20_000);

  it('is connected at /admin: the webhook’s address is shown, and no secret comes back', async () => {
    const admin = await signIn('admin');
    const before = await admin('GET', '/pbx/connection');
    const { webhook } = before.body as { webhook: string };
    expect(before.body).toMatchObject({
      system: 'mango-office',
      connected: false,
      up: false,
      editable: true,
    });
    expect(webhook).toBe(`${gateway.url}/api/v1/pbx/mango-office/`);
    const { apiKey, apiSalt, apiUrl } = sim.settings;
    const none = await admin('PUT', '/pbx/connection', { settings: { apiKey } });
    expect(none).toMatchObject({
      status: 400,
      body: { fields: { 'settings.apiSalt': expect.any(String) as string } },
    });
    const settings = { apiKey, apiSalt, apiUrl };
    const up = log.until('the PBX can be used');
    const put = await admin('PUT', '/pbx/connection', { settings });
    expect(put).toMatchObject({
      status: 200,
      body: { connected: true, settings: { apiKey: '••••••••', apiSalt: '••••••••' } },
    });
    expect(JSON.stringify(put.body)).not.toContain(apiSalt);
    await up;
    const masked = (put.body as { settings: object }).settings;
    const check = await admin('POST', '/pbx/connection/check', { settings: masked });
    expect(check.body).toMatchObject([
      { level: 'ok' },
      { level: 'warn', what: expect.stringContaining('100') as string },
    ]);
    const trail = await gateway.store.audit.ofEntity('pbx-connection', 'mango-office');
    expect(trail.map(({ field, new: value }) => [field, value])).toContainEqual(['apiSalt', '••••••••']);
    expect((await admin('GET', '/pbx/employees')).body).toMatchObject([
      { extension: '101', agent: { name: 'Olena' } },
      { extension: '102', agent: { name: 'Kurier' } },
    ]);
    sim.deliverTo(({ path, body }) => post(`${webhook}${path}`, body));
  });

  it('an inbound call raises the card, is answered and ended, and its recording comes late', async () => {
    const olena = await signIn('olena');
    const stream = await olena.stream();
    const talk = sim.incoming().enter('ivr').ring('101');
    const ringing = await stream.until('call.ringing', 'call.updated');
    expect(ringing).toMatchObject({ call: { number: CALLER, line: '+74951234567', direction: 'in' } });
    talk.answer('101');
    const recording = talk.record('101');
    expect(await stream.until('call.connected')).toMatchObject({ call: { agent: { name: 'Olena' } } });
    talk.hangUp();
    const { call } = await stream.until('call.ended');
    expect(call).toMatchObject({ endReason: 'completed', recordings: [{ state: 'saving' }] });
    const audio = new Uint8Array(5000).fill(7);
    sim.audio.set(recording, audio);
    talk.store(recording);
    let stored = call;
    while (stored.recordings?.[0]?.state !== 'stored')
      ({ call: stored } = await stream.until('call.updated'));
    const link = await olena('POST', `/recordings/${stored.recordings[0].id}/link`);
    const { url } = link.body as { url: string };
    const heard = await fetch(url, { headers: { range: 'bytes=0-99' } });
    expect(heard.status).toBe(206);
    expect(heard.headers.get('content-type')).toBe('audio/mpeg');
    expect(new Uint8Array(await heard.arrayBuffer())).toEqual(audio.slice(0, 100));
    await stream.close();
  });

  it('click-to-call rings the agent first, is hung up by command, and is one call in the log', async () => {
    const olena = await signIn('olena');
    const stream = await olena.stream();
    const dialled = await olena('POST', '/calls', { number: '8 916 765-43-21' });
    expect(dialled).toMatchObject({ status: 201, body: { placed: true, call: { state: 'connecting' } } });
    const { call } = dialled.body as { call: { id: string } };
    sim.conversations.at(-1)?.answer('101').dial('101', '79167654321').answerFar();
    expect(await stream.until('call.connected')).toMatchObject({
      call: { id: call.id, number: '+79167654321' },
    });
    expect((await olena('POST', `/calls/${call.id}/hang-up`)).status).toBe(200);
    expect(await stream.until('call.ended')).toMatchObject({ call: { id: call.id, endReason: 'completed' } });
    const { items } = (await olena('GET', '/calls')).body as { items: { number: string }[] };
    expect(items.filter(({ number }) => number === '+79167654321')).toHaveLength(1);
    await stream.close();
  });

  it('a customer who was missed is written to, and it stands in his history', async () => {
    const olena = await signIn('olena');
    const customer = { name: 'Taras Koval', kind: 'client', phones: ['+79163334455'] };
    const party = (await olena('POST', '/parties', customer)).body as { id: string };
    const stream = await olena.stream();
    sim.incoming({ from: '79163334455' }).ring('101').hangUp();
    const { call } = await stream.until('call.ended');
    const text = 'Мы перезвоним в 15:00.';
    const session = (await olena('GET', '/session')).body as { crm: string[] };
    expect(session.crm).toContain('timeline.message');
    // Where its calls ring is no decision of ours.
    expect(session.crm).not.toContain('routing.ofCall');
    expect((await olena('POST', `/calls/${call.id}/message`, { text })).status).toBe(200);
    expect(sim.messages.at(-1)).toEqual({ from: '101', to: '79163334455', text });
    const history = (await olena('GET', `/timeline?partyId=${party.id}`)).body as { items: object[] };
    expect(history.items).toContainEqual(
      expect.objectContaining({ kind: 'message', direction: 'out', text }),
    );
    await stream.close();
  });

  it('a courier never sees the customer’s number', async () => {
    const [admin, courier] = [await signIn('admin'), await signIn('kurier')];
    const stored = (await admin('GET', '/settings')).body as { settings: Settings; version: number };
    const id = (await gateway.store.agents.byLogin('kurier'))?.id ?? '';
    const routing = { ...stored.settings.routing, groups: [group('couriers', [id], { maskNumbers: true })] };
    const put = await admin('PUT', '/settings', { ...stored, settings: { ...stored.settings, routing } });
    expect(put.status).toBe(200);
    const stream = await courier.stream();
    const talk = sim.incoming({ from: '79169998877' }).ring('102');
    const { call } = await stream.until('call.ringing');
    expect(call.number).not.toContain('9998877');
    talk.hangUp();
    await stream.until('call.ended');
    const { items } = (await courier('GET', '/calls')).body as { items: { number: string }[] };
    expect(JSON.stringify(items)).not.toContain('9998877');
    await stream.close();
  });

  it('a stranger’s delivery is refused, and so is one for another PBX', async () => {
    const strange = await post(
      `${gateway.url}/api/v1/pbx/mango-office/events/call`,
      'vpbx_api_key=x&sign=y&json=%7B%7D',
    );
    expect(strange.status).toBe(403);
    expect((await post(`${gateway.url}/api/v1/pbx/asterisk/events/call`, '')).status).toBe(404);
    expect((await post(`${gateway.url}/api/v1/pbx/mango-office/ping`, '')).status).toBe(200);
  });

  it('neither of the codes, and no number, is in the gateway’s log', () => {
    expect(log.text()).not.toContain(sim.settings.apiSalt);
    expect(log.text()).not.toContain(sim.settings.apiKey);
    expect(log.text()).not.toContain('79161234567');
  });
});

const post = (url: string, body: string) =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });

function createLines() {
  const lines: string[] = [];
  const waiting = new Set<{ words: string; heard: () => void }>();
  return {
    text: () => lines.join(''),
    write(line: string) {
      lines.push(line);
      for (const one of waiting) if (line.includes(one.words)) one.heard();
    },
    /** Listens from now on. */
    until: (words: string) => new Promise<void>((heard) => void waiting.add({ words, heard })),
  };
}

interface Told {
  call: { id: string; number: string; recordings?: { id: string; state: string }[] };
}

async function signIn(login: string) {
  const base = `${gateway.url}/api/v1`;
  const json = { 'content-type': 'application/json' };
  const answer = await fetch(`${base}/auth/login`, {
    method: 'POST',
    headers: { origin: gateway.url, ...json },
    body: JSON.stringify({ login, password: PASSWORD }),
  });
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  const signedIn = { cookie, origin: gateway.url };
  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { ...signedIn, ...(body ? json : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  };
  return Object.assign(ask, {
    async stream() {
      const stop = new AbortController();
      const { body } = await fetch(`${base}/events`, { headers: signedIn, signal: stop.signal });
      const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
      if (!reader) throw new Error('There is no stream.');
      let text = '';
      return {
        async until(...types: string[]): Promise<Told> {
          for (;;) {
            const end = text.indexOf('\n\n');
            if (end < 0) {
              const { value, done } = await reader.read();
              if (done) throw new Error('The stream has ended.');
              text += value;
              continue;
            }
            const lines = text.slice(0, end).split('\n');
            text = text.slice(end + 2);
            const field = (name: string) =>
              lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
            const data = field('data');
            if (data === undefined) continue;
            const event = JSON.parse(data) as { type?: string; data?: Told } & Told;
            if (types.includes(field('event') ?? event.type ?? '')) return event.data ?? event;
          }
        },
        async close() {
          stop.abort();
          await reader.cancel().catch(() => undefined);
        },
      };
    },
  });
}
