/** Callers who are spoken to by a real Asterisk: `npm run test:asterisk`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toneInWav, toneWav } from '@ringback/adapters/testing';
import type { Call } from '@ringback/model';
import {
  type Asterisk,
  type BotCall,
  createSipBot,
  type SipBot,
  startAsterisk,
} from '@ringback/testing/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createNodeProcess, type NodeProcess, PASSWORD } from '../testing/node-process.harness.ts';
import { group, route } from '../routing/routing.fixtures.ts';

const CUSTOMER = '+380671112233';
const LINES = { main: '+380441234567', queue: '+380441234568', voicemail: '+380441234569' };
/** What is said, by its pitch in Hz. */
const SAID = { position: 1240, callback: 1440, voicemail: 1640 };
const TONES = { olena: 440, customer: 950 };
/** Asterisk, and a process that starts, take their time. */
const MESSAGE_MS = 1_500;
const WAIT = { timeout: 15_000, interval: 50 };

let asterisk: Asterisk;
let folder: string;
let gateway: NodeProcess;
let customer: SipBot;
let phones: SipBot[];

beforeAll(async () => {
  asterisk = await startAsterisk();
  folder = mkdtempSync(join(tmpdir(), 'ringback-queue-'));
  const promptsDir = join(folder, 'prompts');
  mkdirSync(promptsDir);
  const own = { 'position-1': SAID.position, callback: SAID.callback, voicemail: SAID.voicemail };
  for (const [name, hertz] of Object.entries(own))
    writeFileSync(join(promptsDir, `${name}.wav`), toneWav(hertz, 2));
  const step = (seconds: number) => [{ to: 'group' as const, target: 'sales', seconds }];
  gateway = await createNodeProcess(folder, {
    dataDir: join(folder, 'data'),
    promptsDir,
    pbx: {
      system: 'asterisk',
      ariUrl: asterisk.ariUrl,
      user: asterisk.ariUser,
      password: asterisk.ariPassword,
      sipServers: [asterisk.sipUrl],
      domain: '127.0.0.1',
      trunkEndpoint: 'PJSIP/{number}@visitor',
    },
    agents: [{ login: 'olena', name: 'Olena', role: 'employee', extension: '101', password: PASSWORD }],
    settings: {
      line: LINES.main,
      lines: [LINES.queue, LINES.voicemail].map((number) => ({ number, branch: '', name: number })),
      routing: {
        ...{ schedules: [], branches: [], familiarForAll: false, slowAnswerSeconds: 20 },
        groups: [group('sales', ['olena'], { queue: true, announce: true, queueCallback: true })],
        routes: [
          route({ name: 'queue', lines: [LINES.queue], steps: step(300) }),
          route({ name: 'voicemail', lines: [LINES.voicemail], steps: step(5), last: 'voicemail' }),
        ],
      },
    },
  });
  phones = [];
  customer = createSipBot({
    servers: [asterisk.sipUrl],
    uri: 'sip:visitor@127.0.0.1',
    authorizationUser: 'visitor',
    password: asterisk.visitorPassword,
    tone: TONES.customer,
    anyNumber: true,
    extraHeaders: [`P-Asserted-Identity: <sip:${CUSTOMER}@127.0.0.1>`],
  });
  await customer.register();
  await gateway.start();
  await vi.waitFor(async () => expect(await gateway.pbxUp()).toBe(true), WAIT);
});
afterEach(async () => {
  await Promise.all(phones.splice(0).map((phone) => phone.stop()));
});
afterAll(async () => {
  await customer?.stop();
  await gateway?.stop();
  await asterisk?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function phone(): Promise<SipBot> {
  const bot = createSipBot({ ...(await gateway.as('olena').credential()), tone: TONES.olena });
  phones.push(bot);
  await bot.register();
  return bot;
}

/** Olena talks, so that whoever comes next has to wait. */
async function talking(olena: SipBot): Promise<BotCall> {
  const first = customer.call(LINES.main);
  const talk = await olena.incoming();
  talk.answer();
  await talk.hears(TONES.customer);
  return first;
}

function newest(wanted: object): Promise<Call> {
  return vi.waitFor(async () => {
    const [call] = await gateway.as('olena').calls();
    expect(call).toMatchObject(wanted);
    return call as Call;
  }, WAIT);
}

/** The caller has talked to the voicemail for some time. */
async function speaking(): Promise<void> {
  const { recordings } = await newest({ recordings: [{ kind: 'voicemail', state: 'on' }] });
  const begun = Date.parse(recordings?.[0]?.startedAt ?? '');
  await vi.waitUntil(() => Date.now() - begun > MESSAGE_MS, WAIT);
}

/** Kill -9, and again. */
async function dieAndRise(): Promise<void> {
  await gateway.kill();
  await gateway.start();
  await vi.waitFor(async () => expect(await gateway.pbxUp()).toBe(true), WAIT);
}

describe('a caller on a real Asterisk', () => {
  it('for whom nobody is free hears his place, presses 1, is hung up on, and is called when his turn has come', async () => {
    const olena = await phone();
    const first = await talking(olena);
    const waiting = customer.call(LINES.queue);
    await waiting.hears(SAID.position);
    waiting.press('1');
    await waiting.hears(SAID.callback);
    expect((await waiting.ended).by).toBe('remote');
    first.hangup();
    const back = await olena.incoming();
    expect(back.number).toBe(CUSTOMER);
    back.answer();
    const called = await customer.incoming();
    expect(called.dialled).toBe(CUSTOMER);
    called.answer();
    await Promise.all([called.hears(TONES.olena), back.hears(TONES.customer)]);
    called.hangup();
    await back.ended;
  });

  it('whom nobody answers leaves a message that is heard in the log', async () => {
    const olena = await phone();
    const caller = customer.call(LINES.voicemail);
    await olena.incoming();
    await caller.hears(SAID.voicemail);
    await speaking();
    caller.hangup();
    const call = await newest({ endReason: 'missed', recordings: [{ kind: 'voicemail', state: 'stored' }] });
    const wav = await gateway.as('olena').audio(call.recordings?.[0]?.id ?? '');
    expect(toneInWav(wav, TONES.customer)).toBeGreaterThan(0.25);
    expect(toneInWav(wav, SAID.voicemail)).toBeLessThan(0.1);
  });

  it('who waits when the gateway is killed keeps his place, and is rung through when somebody is free', async () => {
    const olena = await phone();
    const first = await talking(olena);
    const waiting = customer.call(LINES.queue);
    await waiting.hears(SAID.position);
    await dieAndRise();
    first.hangup();
    const rung = await olena.incoming();
    rung.answer();
    await Promise.all([rung.hears(TONES.customer), waiting.hears(TONES.olena)]);
    waiting.hangup();
    await rung.ended;
    await newest({ direction: 'in', endReason: 'completed' });
  });

  it('who leaves a message when the gateway is killed has left it all the same', async () => {
    const olena = await phone();
    const caller = customer.call(LINES.voicemail);
    await olena.incoming();
    await caller.hears(SAID.voicemail);
    await speaking();
    await dieAndRise();
    caller.hangup();
    const call = await newest({ endReason: 'missed', recordings: [{ kind: 'voicemail', state: 'stored' }] });
    const wav = await gateway.as('olena').audio(call.recordings?.[0]?.id ?? '');
    expect(toneInWav(wav, TONES.customer)).toBeGreaterThan(0.25);
  });
});
