/** Whatever the moment at which the gateway dies, on whichever PBX the project names. */
import type { CallbackState } from '@ringback/model';
import { agentBot, visitorBot, visitorFrom } from './callback-bots.ts';
import { killDuring, type Phones } from './callback-kill.ts';
import { expect, test } from './fixtures.ts';
import { seeded } from './seeded.ts';

const STATES: CallbackState[] = ['requested', 'agent-ringing', 'visitor-ringing', 'connected'];
const SEEDS = [11, 23, 37, 53, 71];
/** A callback takes about a second when all goes well. */
const LONGEST_MS = 1500;

test.describe('the gateway is killed during a callback', () => {
  let phones: Phones;

  test.beforeAll(async ({ stack }) => {
    phones = { agent: await agentBot(stack, 'olena'), visitor: await visitorBot(stack) };
  });
  test.afterAll(async () => {
    await phones.agent.stop();
    await phones.visitor.stop();
  });

  for (const [nth, state] of STATES.entries()) {
    test(`while it is ${state}: it ends in one way, and nobody is rung twice at once`, async ({ stack }) => {
      const number = `+38050200000${nth}`;
      const kill = { state };
      const outcome = await killDuring(stack, phones, { number, address: `192.0.2.${nth}`, kill });
      expect(['completed', 'scheduled']).toContain(outcome.status.state);
      expect(outcome.atOnce).toBeLessThanOrEqual(1);
      expect(outcome.rung).toBeLessThanOrEqual(1);
    });
  }

  for (const [nth, seed] of SEEDS.entries()) {
    test(`at a random moment (seed ${seed}): it ends in one way, and nobody is rung twice at once`, async ({
      stack,
    }) => {
      const kill = { afterMs: Math.floor(seeded(seed)() * LONGEST_MS) };
      const number = `+38050300000${nth}`;
      const outcome = await killDuring(stack, phones, { number, address: `198.51.100.${nth}`, kill });
      expect(['completed', 'scheduled', 'failed']).toContain(outcome.status.state);
      expect(outcome.atOnce).toBeLessThanOrEqual(1);
    });
  }

  test('while it waits for its time: it is still there afterwards, and can be cancelled', async ({
    stack,
  }) => {
    const page = visitorFrom(stack, '203.0.113.200');
    await phones.agent.stop();
    await expect.poll(() => page.obstacle()).toBe('nobody-there');
    await expect(page.ask('+380502000099')).rejects.toThrow('503');
    const asked = await page.ask('+380502000099', 'opening');
    await stack.killGateway('SIGKILL');
    await stack.startGateway();
    expect(await page.until(asked, () => true)).toMatchObject({ state: 'scheduled' });
    expect(await page.cancel(asked)).toMatchObject({ state: 'cancelled' });
  });
});
