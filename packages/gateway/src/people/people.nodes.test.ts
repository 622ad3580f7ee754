/** People with two gateways on one store, over HTTP: what is done at one holds at the other, whichever of them controls the PBX. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from '@ringback/model';
import { createSandboxPbx, type SandboxPbx } from '@ringback/sandbox-pbx';
import { createSipBot, type SipBot } from '@ringback/testing/node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createNodeProcess, type NodeProcess, PASSWORD } from '../testing/node-process.harness.ts';

const LINE = '+380441234567';
const controlToken = 'a-token-for-these-tests';
let sandbox: SandboxPbx;
let folder: string;
/** The first controls the PBX. */
let [first, second]: NodeProcess[] = [];
let customer: SipBot;
const phones: SipBot[] = [];
const person = (login: string, role: string, extension: string) => ({
  ...{ login, name: login, role, extension, password: PASSWORD },
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringback-nodes-'));
  const trunk = { kind: 'trunk', username: 'visitor', password: 'a-password-of-the-trunk' } as const;
  sandbox = await createSandboxPbx({ port: 0, controlToken, accounts: [trunk] });
  const config = {
    dataDir: join(folder, 'data'),
    sharedStore: true,
    pbx: {
      ...{ system: 'sandbox', controlUrl: sandbox.controlUrl, controlToken },
      ...{ sipServers: [sandbox.sipUrl], domain: '127.0.0.1' },
    },
    agents: [person('admin', 'administrator', '100'), person('chief', 'administrator', '101')],
    settings: { line: LINE },
  };
  first = await createNodeProcess(folder, config);
  second = await createNodeProcess(folder, config);
  await first.start();
  await vi.waitFor(async () => expect(await first!.pbxUp()).toBe(true), { timeout: 10_000 });
  await second.start();
  customer = createSipBot({
    ...{ servers: [sandbox.sipUrl], uri: 'sip:visitor@127.0.0.1', authorizationUser: 'visitor' },
    ...{ password: trunk.password, tone: 880, anyNumber: true },
    extraHeaders: ['P-Asserted-Identity: <sip:+380671112233@127.0.0.1>'],
  });
  phones.push(customer);
  await customer.register();
}, 60_000);
afterAll(async () => {
  await Promise.all(phones.map((phone) => phone.stop()));
  await Promise.all([first?.stop(), second?.stop()]);
  await sandbox?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** All that a page which follows events at this node is told until it is closed there. */
async function follow(node: NodeProcess, login: string): Promise<{ heard: Promise<string> }> {
  const headers = await node.as(login).signedIn();
  const stream = await fetch(`${node.url}/api/v1/events`, { headers });
  expect(stream.status).toBe(200);
  return { heard: stream.text() };
}

it('Whoever is added at one signs in at the other and is rung; put out there, he is out at both, with page, talk and phone', async () => {
  const [one, other] = [first!, second!];
  await other.as('admin').post('/people', person('maria', 'employee', '105'));
  const phone = createSipBot({ ...(await one.as('maria').credential()), tone: 440 });
  phones.push(phone);
  await phone.register();
  const outside = customer.call(LINE);
  const ringing = await phone.incoming();
  ringing.answer();
  await Promise.all([outside.hears(440), ringing.hears(880)]);
  const pages = await Promise.all([follow(one, 'maria'), follow(other, 'maria')]);

  const { talking } = (await other.as('admin').get<Person[]>('/people')).find(({ id }) => id === 'maria')!;
  expect(talking).toBe(true);
  await expect(other.as('admin').post('/people/maria/deactivate', {})).rejects.toThrow(
    'maria is talking now',
  );
  await other.as('admin').post('/people/maria/deactivate', { endCall: true });

  await Promise.all([outside.ended, ringing.ended]);
  for (const { heard } of pages) expect(await heard).toContain('"type":"access.changed"');
  for (const node of [one, other]) await expect(node.as('maria').get('/me')).rejects.toThrow('401');
  await expect(phone.register()).rejects.toThrow();
  const [last] = await other.as('admin').calls();
  expect(last).toMatchObject({ state: 'ended', endReason: 'completed', agent: { id: 'maria' } });
}, 30_000);

it('Two administrators who put each other out at the same moment, each at his own node, leave one of them in', async () => {
  const [admin, chief] = [first!.as('admin'), second!.as('chief')];
  await Promise.all([admin.get('/people'), chief.get('/people')]);
  const asked = await Promise.allSettled([
    admin.post('/people/chief/deactivate', {}),
    chief.post('/people/admin/deactivate', {}),
  ]);
  const done = asked.filter(({ status }) => status === 'fulfilled');
  expect(done).toHaveLength(1);
  const left = asked[0]?.status === 'fulfilled' ? admin : chief;
  const people = await left.get<Person[]>('/people');
  const administrators = people.filter(
    ({ role, deactivatedAt }) => role === 'administrator' && !deactivatedAt,
  );
  expect(administrators).toHaveLength(1);
}, 30_000);
