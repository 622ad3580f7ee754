/** A new colleague from /admin to a talk, and out of it, on the sandbox PBX through the whole gateway. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandboxPbx, type SandboxPbx } from '@ringback/sandbox-pbx';
import { createSipBot, type SipBot } from '@ringback/testing/node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { checkConfig, createGateway, type Gateway } from '../index.ts';
import { type AgentApi, agentApi, PASSWORD } from '../testing/node-process.harness.ts';

const LINE = '+380441234567';
const CUSTOMER = '+380671112233';
const controlToken = 'a-token-for-these-tests';
let sandbox: SandboxPbx;
let gateway: Gateway;
let folder: string;
let customer: SipBot;
const phones: SipBot[] = [];
const as = (login: string): AgentApi => agentApi({ url: gateway.url, login, cookies: new Map() });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-people-'));
  const trunk = { kind: 'trunk', username: 'visitor', password: 'a-password-of-the-trunk' } as const;
  sandbox = await createSandboxPbx({ port: 0, controlToken, accounts: [trunk] });
  const config = checkConfig({
    listen: { port: 0 },
    dataDir: folder,
    pbx: {
      ...{ system: 'sandbox', controlUrl: sandbox.controlUrl, controlToken },
      ...{ sipServers: [sandbox.sipUrl], domain: '127.0.0.1' },
    },
    agents: [{ login: 'admin', name: 'Admin', role: 'administrator', extension: '100', password: PASSWORD }],
    settings: { line: LINE },
  });
  gateway = await createGateway(config, {
    logTo: { write: () => undefined },
    passwordCost: { N: 2, r: 8, p: 1 },
  });
  await vi.waitFor(() => as('admin').credential(), { timeout: 10_000 });
  customer = createSipBot({
    ...{ servers: [sandbox.sipUrl], uri: 'sip:visitor@127.0.0.1', authorizationUser: 'visitor' },
    ...{ password: trunk.password, tone: 880, anyNumber: true },
    extraHeaders: [`P-Asserted-Identity: <sip:${CUSTOMER}@127.0.0.1>`],
  });
  phones.push(customer);
  await customer.register();
}, 60_000);
afterAll(async () => {
  await Promise.all(phones.map((phone) => phone.stop()));
  await gateway?.close();
  await sandbox?.close();
  rmSync(folder, { recursive: true, force: true });
});

it('A person who is added registers and is called at once; put out, his call ends and his phone is refused', async () => {
  const maria = { login: 'maria', name: 'Maria', role: 'employee', extension: '105', password: PASSWORD };
  await as('admin').post('/people', maria);
  const credential = await as('maria').credential();
  const phone = createSipBot({ ...credential, tone: 440 });
  phones.push(phone);
  await phone.register();
  const outside = customer.call(LINE);
  const ringing = await phone.incoming();
  ringing.answer();
  await Promise.all([outside.hears(440), ringing.hears(880)]);

  await expect(as('admin').post('/people/maria/deactivate', {})).rejects.toThrow('Maria is talking now');
  await as('admin').post('/people/maria/deactivate', { endCall: true });
  await Promise.all([outside.ended, ringing.ended]);
  const [last] = await as('admin').calls();
  expect(last).toMatchObject({ state: 'ended', endReason: 'completed', agent: { id: 'maria' } });
  await expect.poll(() => gateway.store.revocations.list()).toEqual([]);
  await expect(phone.register()).rejects.toThrow();
  await expect(as('maria').credential()).rejects.toThrow('401');
  const again = customer.call(LINE);
  await again.ended;
}, 30_000);
