import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { CallbackState } from '@ringback/model';
import { type Stack, startStack } from '../examples/demo/stack.ts';
import { agentBot, visitorBot, visitorFrom } from './callback-bots.ts';
import { killDuring, type Phones } from './callback-kill.ts';
import { seeded } from './seeded.ts';

const STATES: CallbackState[] = ['requested', 'agent-ringing', 'visitor-ringing', 'connected'];
const SEEDS = [11, 23, 37, 53, 71];
/** A callback takes about a second when all goes well. */
const LONGEST_MS = 1500;

test.describe('the gateway is killed during a callback', () => {
  let folder: string;
  let stack: Stack;
  let phones: Phones;

  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ringback-kill-'));
    stack = await startStack({ dataDir: folder, trustProxy: true });
    phones = { agent: await agentBot(stack, 'olena'), visitor: await visitorBot(stack) };
  });
  test.afterAll(async () => {
    await phones.agent.stop();
    await phones.visitor.stop();
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [nth, state] of STATES.entries()) {
    test(`while it is ${state}: it ends in one way, and nobody is rung twice at once`, async () => {
      const number = `+38050200000${nth}`;
      const kill = { state };
      const outcome = await killDuring(stack, phones, { number, address: `192.0.2.${nth}`, kill });
      expect(['completed', 'scheduled']).toContain(outcome.status.state);
      expect(outcome.atOnce).toBeLessThanOrEqual(1);
      expect(outcome.rung).toBeLessThanOrEqual(1);
    });
  }

  for (const [nth, seed] of SEEDS.entries()) {
    test(`at a random moment (seed ${seed}): it ends in one way, and nobody is rung twice at once`, async () => {
      const kill = { afterMs: Math.floor(seeded(seed)() * LONGEST_MS) };
      const number = `+38050300000${nth}`;
      const outcome = await killDuring(stack, phones, { number, address: `198.51.100.${nth}`, kill });
      expect(['completed', 'scheduled', 'failed']).toContain(outcome.status.state);
      expect(outcome.atOnce).toBeLessThanOrEqual(1);
    });
  }

  test('while it waits for its time: it can still be moved and cancelled afterwards', async () => {
    const page = visitorFrom(stack, '203.0.113.200');
    await phones.agent.stop();
    await expect(page.ask('+380502000099')).rejects.toThrow('503');
    const asked = await page.ask('+380502000099', 'opening');
    await stack.killGateway('SIGKILL');
    await stack.startGateway();
    expect(await page.until(asked, () => true)).toMatchObject({ state: 'scheduled' });
    expect(await page.cancel(asked)).toMatchObject({ state: 'cancelled' });
  });
});
