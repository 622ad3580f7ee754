/** Who is rung on a real Asterisk, and callbacks: with audio. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type CallbackStatus, DEFAULT_ROUTING } from '@ringback/model';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type AsteriskRig,
  bothHear,
  createAsteriskRig,
  eventually,
  LINE,
  TONES,
} from '../testing/asterisk-rig.harness.ts';

const CHAIN_LINE = '+380441234568';
const CHAIN = ['+380501110001', '+380501110002'] as const;
const SHOP = 'https://shop.test';
const VISITOR = '+380501112244';

let rig: AsteriskRig;
beforeAll(async () => {
  rig = await createAsteriskRig({
    lines: [{ number: CHAIN_LINE, name: 'At night', branch: '' }],
    routing: {
      ...DEFAULT_ROUTING,
      familiarForAll: true,
      routes: [
        {
          name: 'Mobiles',
          lines: [CHAIN_LINE],
          branch: '',
          when: 'always',
          schedule: '',
          steps: CHAIN.map((target) => ({ to: 'number' as const, target, seconds: 20 })),
          order: 'in-order',
          last: 'missed',
        },
      ],
    },
    sites: [
      {
        key: 'the-shop',
        name: 'Shop',
        origins: [SHOP],
        locale: 'en',
        country: 'UA',
        callableCountries: ['UA'],
        attempts: { most: 2, pauseMinutes: 1 },
      },
    ],
  });
});
afterEach(() => rig.putAway());
afterAll(() => rig?.close());

describe('A call that comes in', () => {
  it('goes to the employee with whom the customer has just talked, and to nobody else', async () => {
    const olena = await rig.phoneOf('olena');
    const andriy = await rig.phoneOf('andriy');
    const first = rig.customer.call(LINE);
    const [ringing, other] = await Promise.all([andriy.incoming(), olena.incoming()]);
    ringing.answer();
    await bothHear([first, TONES.customer], [ringing, TONES.andriy]);
    await other.ended;
    first.hangup();
    await ringing.ended;
    const again = rig.customer.call(LINE);
    const familiar = await andriy.incoming();
    familiar.answer();
    await bothHear([again, TONES.customer], [familiar, TONES.andriy]);
    await expect(olena.incoming(AbortSignal.timeout(300))).rejects.toThrow('No call came in');
    const [call] = await rig.first.as('andriy').calls();
    expect(call?.routedBy).toMatchObject({ why: 'familiar', agent: { name: 'Andriy' }, minutesAgo: 0 });
    again.hangup();
    await familiar.ended;
  });

  it('goes along a chain of numbers: one is busy, the second one answers', async () => {
    const caller = rig.caller.call(CHAIN_LINE);
    const first = await rig.customer.incoming();
    expect(first.dialled).toBe(CHAIN[0]);
    first.reject(486);
    const second = await rig.customer.incoming();
    expect(second.dialled).toBe(CHAIN[1]);
    second.answer();
    await bothHear([caller, TONES.caller], [second, TONES.customer]);
    caller.hangup();
    await second.ended;
    expect(await second.ended).toMatchObject({ by: 'remote' });
  });
});

describe('A callback', () => {
  async function send(method: string, path: string, asked?: CallbackStatus, body?: object) {
    const headers: Record<string, string> = { Origin: SHOP };
    if (asked) headers['X-Ringback-Callback-Token'] = asked.token;
    if (body) headers['Content-Type'] = 'application/json';
    const url = `${rig.first.url}/api/v1/sites/the-shop/callbacks${path}`;
    const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return (await answer.json()) as CallbackStatus;
  }
  const ask = (number: string) => send('POST', '', undefined, { number, when: 'now' });
  const becomes = (asked: CallbackStatus, wanted: Partial<CallbackStatus>) =>
    eventually(async () => expect(await send('GET', `/${asked.id}`, asked)).toMatchObject(wanted));

  it('rings the agent first, then the visitor, and both talk', async () => {
    const phone = await rig.phoneOf('olena');
    const asked = await ask(VISITOR);
    const agent = await phone.incoming();
    await expect(rig.customer.incoming(AbortSignal.timeout(300)), 'the agent is first').rejects.toThrow();
    agent.answer();
    const visitor = await rig.customer.incoming();
    expect(visitor).toMatchObject({ dialled: VISITOR, number: LINE });
    visitor.answer();
    await bothHear([visitor, TONES.customer], [agent, TONES.olena]);
    await becomes(asked, { state: 'connected' });
    visitor.hangup();
    await agent.ended;
    await becomes(asked, { state: 'completed' });
  });

  it('that the visitor cancels while the agent rings rings no more, and nobody is called', async () => {
    const phone = await rig.phoneOf('olena');
    const asked = await ask('+380501112245');
    const agent = await phone.incoming();
    await send('DELETE', `/${asked.id}`, asked);
    await agent.ended;
    await becomes(asked, { state: 'cancelled' });
    await expect(rig.customer.incoming(AbortSignal.timeout(300))).rejects.toThrow('No call came in');
  });

  it('whose visitor is busy is tried a second time after its pause, also when the gateway has died meanwhile', async () => {
    const phone = await rig.phoneOf('olena');
    const asked = await ask('+380501112246');
    const agent = await phone.incoming();
    agent.answer();
    (await rig.customer.incoming()).reject(486);
    await agent.ended;
    await becomes(asked, { state: 'scheduled' });
    await rig.first.kill();
    aMinuteLater();
    await rig.first.start();
    await rig.controls(rig.first);
    const again = await phone.incoming();
    again.answer();
    const visitor = await rig.customer.incoming();
    visitor.answer();
    await bothHear([visitor, TONES.customer], [again, TONES.olena]);
    again.hangup();
    await visitor.ended;
    await becomes(asked, { state: 'completed' });
  });

  /** The pause is over: the test need not wait for it. */
  function aMinuteLater(): void {
    const store = new DatabaseSync(join(rig.dataDir, 'ringback.db'));
    store
      .prepare("update callback set data = json_set(data, '$.dueAt', ?) where state = 'scheduled'")
      .run(new Date().toISOString());
    store.close();
  }
});
