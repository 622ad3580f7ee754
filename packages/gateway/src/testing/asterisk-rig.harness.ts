/** A real Asterisk, two gateways on one store, and the phones around them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call, Settings } from '@ringback/model';
import {
  type Asterisk,
  type BotCall,
  createSipBot,
  type SipBot,
  startAsterisk,
} from '@ringback/testing/node';
import { expect, vi } from 'vitest';
import { type AgentApi, createNodeProcess, type NodeProcess, PASSWORD } from './node-process.harness.ts';

export const CUSTOMER = '+380671112233';
export const LINE = '+380441234567';
export const TONES = { olena: 440, andriy: 620, customer: 950, caller: 1370, mobile: 1810 };
/** Asterisk, and a process that starts, take their time. */
const WAIT = { timeout: 15_000, interval: 50 };

type Login = 'olena' | 'andriy';

export interface AsteriskRig {
  readonly asterisk: Asterisk;
  readonly dataDir: string;
  readonly first: NodeProcess;
  readonly second: NodeProcess;
  /** The world behind the trunk: rings for whatever number is dialled. */
  readonly customer: SipBot;
  /** Calls from another number, and has a voice of its own. */
  readonly caller: SipBot;
  phoneOf(login: Login, node?: NodeProcess): Promise<SipBot>;
  /** A mobile with this number, which the operator brings in by the trunk. */
  mobileOf(number: string): Promise<SipBot>;
  controls(node: NodeProcess): Promise<void>;
  becomes(api: AgentApi, id: string, wanted: Partial<Call>): Promise<void>;
  /** Olena has called the customer, and both talk. */
  talk(): Promise<{ olena: AgentApi; phone: SipBot; id: string; agent: BotCall; outside: BotCall }>;
  /** Kill -9, and again. */
  dieAndRise(): Promise<void>;
  /** All phones are gone with it; those of the world behind the trunk come back. */
  restartAsterisk(): Promise<void>;
  /** The phones of the agents go, and the mobiles. */
  putAway(): Promise<void>;
  close(): Promise<void>;
}

export const eventually = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, WAIT);

export const bothHear = (one: [BotCall, number], other: [BotCall, number]) =>
  Promise.all([one[0].hears(other[1]), other[0].hears(one[1])]);

export async function createAsteriskRig(settings: Partial<Settings> = {}): Promise<AsteriskRig> {
  const asterisk = await startAsterisk();
  const folder = mkdtempSync(join(tmpdir(), 'ringback-asterisk-'));
  const dataDir = join(folder, 'data');
  const config = configFor(asterisk, dataDir, settings);
  const first = await createNodeProcess(folder, config);
  const second = await createNodeProcess(folder, config);
  const phones: { login: Login; phone: SipBot }[] = [];
  const mobiles: SipBot[] = [];
  let customer = outsider(asterisk, 'visitor', TONES.customer);
  let caller = outsider(asterisk, 'plain-visitor', TONES.caller);
  const controls = (node: NodeProcess) => eventually(async () => expect(await node.pbxUp()).toBe(true));
  /** A phone knows that it is registered, or is no more, before the gateway has heard so. */
  const heardThat = (login: Login, online: boolean, node: NodeProcess) =>
    eventually(async () => {
      const agents = await node.as('admin').get<{ name: string; online: boolean }[]>('/agents');
      expect(agents.find(({ name }) => name.toLowerCase() === login)).toMatchObject({ online });
    });
  await Promise.all([customer.register(), caller.register()]);
  await first.start();
  await controls(first);

  const rig: AsteriskRig = {
    asterisk,
    dataDir,
    first,
    second,
    get customer() {
      return customer;
    },
    get caller() {
      return caller;
    },
    controls,
    async phoneOf(login, node = first) {
      if (!phones.some((other) => other.login === login)) await heardThat(login, false, node);
      const phone = createSipBot({ ...(await node.as(login).credential()), tone: TONES[login] });
      phones.push({ login, phone });
      await phone.register();
      await heardThat(login, true, node);
      return phone;
    },
    async mobileOf(number) {
      const mobile = outsider(asterisk, 'plain-visitor', TONES.mobile, number);
      mobiles.push(mobile);
      await mobile.register();
      return mobile;
    },
    becomes: (api, id, wanted) => eventually(async () => expect(await api.call(id)).toMatchObject(wanted)),
    async talk() {
      const olena = first.as('olena');
      const phone = await rig.phoneOf('olena');
      const { call, target } = await olena.dial(CUSTOMER);
      const agent = phone.call(target, [`X-Ringback-Call: ${call.id}`]);
      const outside = await customer.incoming();
      outside.answer();
      await bothHear([outside, TONES.customer], [agent, TONES.olena]);
      await rig.becomes(olena, call.id, { state: 'connected' });
      return { olena, phone, id: call.id, agent, outside };
    },
    async restartAsterisk() {
      for (const phone of [...phones.splice(0).map((own) => own.phone), customer, caller]) phone.drop();
      await asterisk.restart();
      customer = outsider(asterisk, 'visitor', TONES.customer);
      caller = outsider(asterisk, 'plain-visitor', TONES.caller);
      await Promise.all([customer.register(), caller.register()]);
      await controls(first);
    },
    async dieAndRise() {
      await first.kill();
      await first.start();
      await controls(first);
    },
    async putAway() {
      const all = [...phones.splice(0).map(({ phone }) => phone), ...mobiles.splice(0)];
      await Promise.all(all.map((phone) => phone.stop()));
    },
    async close() {
      await rig.putAway();
      await Promise.all([customer.stop(), caller.stop()]);
      await Promise.all([first.stop(), second.stop()]);
      await asterisk.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return rig;
}

function configFor(asterisk: Asterisk, dataDir: string, settings: Partial<Settings>): object {
  return {
    dataDir,
    sharedStore: true,
    pbx: {
      system: 'asterisk',
      ariUrl: asterisk.ariUrl,
      user: asterisk.ariUser,
      password: asterisk.ariPassword,
      sipServers: [asterisk.sipUrl],
      domain: '127.0.0.1',
      trunkEndpoint: 'PJSIP/{number}@visitor',
      ami: { port: asterisk.amiPort, user: asterisk.ariUser, password: asterisk.ariPassword },
    },
    agents: [
      { login: 'olena', name: 'Olena', role: 'employee', extension: '101', password: PASSWORD },
      { login: 'andriy', name: 'Andriy', role: 'company-head', extension: '102', password: PASSWORD },
      { login: 'admin', name: 'Admin', role: 'administrator', extension: '100', password: PASSWORD },
    ],
    settings: { line: LINE, ...settings },
  };
}

function outsider(
  asterisk: Asterisk,
  user: 'visitor' | 'plain-visitor',
  tone: number,
  number = CUSTOMER,
): SipBot {
  return createSipBot({
    servers: [asterisk.sipUrl],
    uri: `sip:${user}@127.0.0.1`,
    authorizationUser: 'visitor',
    password: asterisk.visitorPassword,
    tone,
    anyNumber: true,
    plainRtp: user === 'plain-visitor',
    extraHeaders: [`P-Asserted-Identity: <sip:${number}@127.0.0.1>`],
  });
}
