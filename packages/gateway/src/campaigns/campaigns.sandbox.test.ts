/** A campaign and a click-to-call through the whole gateway, on the sandbox PBX, with phones that talk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  CampaignEntryPage,
  CampaignImported,
  CampaignWithProgress,
  DialAnswer,
  Settings,
} from '@ringback/model';
import { createSandboxPbx, type SandboxPbx } from '@ringback/sandbox-pbx';
import { createSipBot, type SipBot } from '@ringback/testing/node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkConfig, createGateway, type Gateway } from '../index.ts';
import { agentApi, PASSWORD } from '../testing/node-process.harness.ts';

const controlToken = 'a-token-for-these-tests';
const NUMBERS = ['+380671110001', '+380671110002'];
const ALWAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const WAIT = { timeout: 20_000, interval: 50 };

let sandbox: SandboxPbx;
let gateway: Gateway;
let folder: string;
let phone: SipBot;
let world: SipBot;
const as = (login: string) => agentApi({ url: gateway.url, login, cookies: new Map() });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-campaign-'));
  const visitor = { kind: 'trunk' as const, username: 'visitor', password: 'visitor-password' };
  sandbox = await createSandboxPbx({ port: 0, controlToken, accounts: [visitor] });
  const agent = (login: string, role: string, extension: string) => ({
    ...{ login, name: login, role, extension, password: PASSWORD },
  });
  const config = checkConfig({
    listen: { port: 0 },
    dataDir: folder,
    pbx: {
      ...{ system: 'sandbox', controlUrl: sandbox.controlUrl, controlToken },
      ...{ sipServers: [sandbox.sipUrl], domain: '127.0.0.1' },
    },
    agents: [agent('olena', 'employee', '101'), agent('admin', 'administrator', '100')],
  });
  gateway = await createGateway(config, {
    logTo: { write: () => undefined },
    passwordCost: { N: 2, r: 8, p: 1 },
  });
  const credential = await vi.waitFor(() => as('olena').credential(), WAIT);
  phone = createSipBot({ ...credential, tone: 440 });
  world = createSipBot({
    ...{ servers: [sandbox.sipUrl], uri: 'sip:visitor@127.0.0.1', authorizationUser: 'visitor' },
    ...{ password: visitor.password, tone: 880, anyNumber: true },
  });
  await Promise.all([phone.register(), world.register()]);
}, 60_000);
afterAll(async () => {
  await Promise.all([phone?.stop(), world?.stop()]);
  await gateway?.close();
  await sandbox?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Olena's phone rings, she picks up, the number rings, and both hear each other. */
async function talk(): Promise<void> {
  const own = await phone.incoming();
  own.answer();
  const far = await world.incoming();
  far.answer();
  await Promise.all([own.hears(880), far.hears(440)]);
  far.hangup();
  await own.ended;
}

describe('The gateway calls', () => {
  it('the numbers of a campaign one after the other, and keeps what came of each', async () => {
    const admin = as('admin');
    const { settings, version } = await admin.get<{ settings: Settings; version: number }>('/settings');
    const olena = (await gateway.store.agents.byLogin('olena'))?.id ?? '';
    const group = {
      ...{ key: 'sales', name: 'Sales', branch: '', schedule: '', members: [olena], heads: [] },
      ...{ algorithm: 'in-order', ringSeconds: 20, known: 'nobody', familiarMinutes: 60 },
      ...{ maskNumbers: false, queue: false },
    };
    const routing = { ...settings.routing, groups: [group] };
    await admin.put('/settings', { settings: { ...settings, routing }, version });
    const { campaign } = await admin.post<CampaignWithProgress>('/campaigns', {
      ...{ name: 'Spring', group: 'sales', perMinute: 60, attempts: 1, pauseMinutes: 1 },
      hours: { timeZone: 'UTC', hours: [{ days: ALWAYS, from: '00:00', to: '24:00' }], holidays: [] },
    });
    const text = `number;name\n${NUMBERS.map((number, nth) => `${number};Customer ${nth + 1}`).join('\n')}`;
    expect(await admin.post<CampaignImported>(`/campaigns/${campaign.id}/entries`, { text })).toMatchObject({
      ...{ added: 2, left: 0 },
    });
    await admin.post(`/campaigns/${campaign.id}/start`);
    await talk();
    await talk();
    await vi.waitFor(async () => {
      const { campaign: now } = await admin.get<CampaignWithProgress>(`/campaigns/${campaign.id}`);
      expect(now.state).toBe('finished');
    }, WAIT);
    const { items } = await admin.get<CampaignEntryPage>(`/campaigns/${campaign.id}/entries`);
    expect(items).toMatchObject(
      NUMBERS.map((number) => ({ number, result: 'talked', attempts: 1, agent: { id: olena } })),
    );
    const csv = await fetch(`${gateway.url}/api/v1/campaigns/${campaign.id}/results.csv`, {
      headers: await admin.signedIn(),
    });
    expect(await csv.text()).toContain(`${NUMBERS[0]},Customer 1,talked,1,olena`);
  }, 60_000);

  it("an agent's own phone first, and then the number, when a program asks", async () => {
    const answer = await as('olena').post<DialAnswer>('/calls', { number: NUMBERS[0], ring: true });
    expect(answer.placed).toBe(true);
    await talk();
    await vi.waitFor(
      async () => expect(await as('olena').call(answer.call.id)).toMatchObject({ endReason: 'completed' }),
      WAIT,
    );
  }, 30_000);
});
