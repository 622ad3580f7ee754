/** The engine in real Chromium against the sandbox PBX; the customer is a headless phone on the trunk. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import {
  type LiveDialog,
  type PhoneState,
  type QualityReport,
  RingbackError,
  type SipCredential,
} from '@ringback/model';
import { createSipBot, type SipBot } from '@ringback/testing/node';
import { build, type Rolldown } from 'vite';
import { expect } from 'vitest';
import { CHROMIUM, CHROMIUM_FLAGS } from '../../../../../scripts/chromium.mjs';
import { leanJssip } from '../../../lean-jssip.ts';
import type { CallControl } from '../transfers.ts';
import { createSwitchboard, type Switchboard } from './switchboard.harness.ts';

export const AGENT_HZ = 700;
export const CUSTOMER_HZ = 1300;
export const CUSTOMER = '+380671234501';
const PASSWORD = 'a password of 101';

export type EngineBench = Awaited<ReturnType<typeof createEngineBench>>;

/** One browser, one PBX and one customer, for all tests of a file. */
export async function createEngineBench() {
  const switchboard = await createSwitchboard([
    { kind: 'device', username: '101', password: PASSWORD },
    { kind: 'trunk', username: 'world', password: 'the password of the world' },
  ]);
  const script = await bundle();
  const reports = new Map<string, QualityReport & { callId: string }>();
  const server = createServer((request, response) => {
    if (request.url === '/quality') {
      void json(request).then((body) => {
        const report = body as QualityReport & { callId: string };
        reports.set(report.part, report);
      });
      response.writeHead(204).end();
      return;
    }
    const isScript = request.url === '/engine.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript ? script : '<!doctype html><title>engine</title><script src="/engine.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  const customer = await createCustomer(switchboard);
  const pages: Page[] = [];

  const bench = {
    switchboard,
    customer,
    dialogs: new Map<string, LiveDialog>(),
    /** What the gateway was told of the sound of calls, by part. */
    reports,
    /** What the agent's credential has besides; his password, to begin with. */
    credential: {} as Partial<SipCredential>,
    /** Whether the gateway takes what it is told of a live call. */
    takesDialogs: true,
    /** Credentials that are given out first, before the fixed one. */
    issued: [] as Partial<SipCredential>[],
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    /** Before each test. */
    begin() {
      bench.dialogs.clear();
      bench.reports.clear();
      bench.credential = {};
      bench.issued = [];
      bench.takesDialogs = true;
      switchboard.forget();
    },
    /** After each test. */
    async end() {
      await Promise.all(pages.splice(0).map((page) => page.close()));
    },
    /** @param init runs in the page before anything else */
    async openPage(init?: () => void): Promise<Page> {
      const page = await browser.newPage();
      pages.push(page);
      if (init) await page.addInitScript(init);
      await page.exposeFunction('credential', (): SipCredential => ({
        uri: `sip:101@${new URL(switchboard.pbx.url).hostname}`,
        authorizationUser: '101',
        password: PASSWORD,
        servers: [switchboard.pbx.sipUrl],
        iceServers: [],
        ...bench.credential,
        ...bench.issued.shift(),
      }));
      await page.exposeFunction('dial', (number: string) => {
        if (!/^\+\d+$/.test(number)) throw new RingbackError('invalid', 'This is no number.');
        return switchboard.leaveToDial(number);
      });
      await page.exposeFunction('control', (method: keyof CallControl, params: [string, string]) =>
        switchboard.control[method](...params),
      );
      await page.exposeFunction('putDialog', (one: LiveDialog) => {
        if (!bench.takesDialogs) throw new RingbackError('unavailable', 'The gateway is away.');
        bench.dialogs.set(one.callId, one);
      });
      await page.exposeFunction('removeDialog', (callId: string) => void bench.dialogs.delete(callId));
      await page.goto(bench.address);
      return page;
    },
    async openPhone(): Promise<Page> {
      const page = await bench.openPage();
      await page.evaluate(() => window.engine.start('101', []));
      await eventually(async () => (await stateOf(page)).status).toBe('registered');
      return page;
    },
    /** A page in the middle of a call with the customer, both heard. */
    async talk() {
      const page = await bench.openPhone();
      const call = customer.call('+380441234567');
      const { id } = await callIn(page, 'ringing');
      await page.evaluate((callId) => window.engine.phone.answer(callId), id);
      await Promise.all([page.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ), call.hears(AGENT_HZ)]);
      await eventually(() => bench.dialogs.has(id)).toBe(true);
      switchboard.forget();
      return { page, id, call };
    },
    async close() {
      await customer.stop();
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      await switchboard.close();
    },
  };
  return bench;
}

async function createCustomer({ pbx }: Switchboard): Promise<SipBot> {
  const customer = createSipBot({
    servers: [pbx.sipUrl],
    uri: `sip:world@${new URL(pbx.url).hostname}`,
    authorizationUser: 'world',
    password: 'the password of the world',
    displayName: CUSTOMER,
    tone: CUSTOMER_HZ,
    anyNumber: true,
  });
  await customer.register();
  return customer;
}

async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('./engine.page.harness.ts', import.meta.url));
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    // As it is shipped.
    plugins: [leanJssip()],
    resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
    define: { 'process.env.NODE_ENV': '"test"' },
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'engineTest' } },
  })) as Rolldown.RolldownOutput[];
  return built[0]!.output[0].code;
}

/** A machine that is busy elsewhere is slow, not wrong. */
export function eventually<T>(read: () => T) {
  return expect.poll(read, { timeout: 10_000 });
}

export function stateOf(page: Page): Promise<PhoneState> {
  return page.evaluate(() => window.engine.phone.state);
}

export function callOf(state: PhoneState, id: string): PhoneState['calls'][number] | undefined {
  return state.calls.find((call) => call.id === id);
}

export async function callIn(page: Page, state: string): Promise<PhoneState['calls'][number]> {
  const find = async () => (await stateOf(page)).calls.find((call) => call.state === state);
  await eventually(find).toBeDefined();
  return (await find())!;
}

/** The states that a listener was told of one call, each as often as it was told anew. */
export function told(page: Page, id: string): Promise<string[]> {
  return page.evaluate((callId) => {
    const all = window.engine.states.flatMap(({ calls: told }) => told.filter((call) => call.id === callId));
    return all.map(({ state }) => state as string).filter((state, index, list) => state !== list[index - 1]);
  }, id);
}
