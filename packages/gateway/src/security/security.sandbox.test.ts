/** Where SIP arrives, on the sandbox PBX, through the whole gateway. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SECURITY } from '@ringback/model';
import { createSandboxPbx, type SandboxPbx } from '@ringback/sandbox-pbx';
import { afterAll, beforeAll, describe, vi } from 'vitest';
import { checkConfig, createGateway, type Gateway } from '../index.ts';
import { agentApi, PASSWORD } from '../testing/node-process.harness.ts';
import { guessingStory } from './guessing.harness.ts';

const controlToken = 'a-token-for-these-tests';
let sandbox: SandboxPbx;
let gateway: Gateway;
let folder: string;
const as = (login: string) => agentApi({ url: gateway.url, login, cookies: new Map() });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-security-'));
  sandbox = await createSandboxPbx({ port: 0, controlToken, accounts: [] });
  const config = checkConfig({
    listen: { port: 0 },
    dataDir: folder,
    pbx: {
      ...{ system: 'sandbox', controlUrl: sandbox.controlUrl, controlToken },
      ...{ sipServers: [sandbox.sipUrl], domain: '127.0.0.1' },
    },
    agents: [
      { login: 'olena', name: 'Olena', role: 'employee', extension: '101', password: PASSWORD },
      { login: 'admin', name: 'Admin', role: 'administrator', extension: '100', password: PASSWORD },
    ],
    settings: { security: { ...DEFAULT_SECURITY, trusted: ['127.0.0.1'] } },
  });
  gateway = await createGateway(config, {
    logTo: { write: () => undefined },
    passwordCost: { N: 2, r: 8, p: 1 },
  });
  await vi.waitFor(() => as('olena').credential(), { timeout: 10_000 });
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await sandbox?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('The sandbox PBX keeps out', () => {
  guessingStory(() => ({
    credential: () => as('olena').credential(),
    state: () => as('admin').get('/security'),
    onlyFrom: (addresses) => as('admin').restrict('olena', addresses),
  }));
});
