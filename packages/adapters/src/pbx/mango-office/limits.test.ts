/** The limits as MANGO publishes them (§1.4), written down once more: the adapter and its simulator share a table, and it must not be wrong. */
import { describe, expect, it } from 'vitest';
import { createMemoryKept, createTestContext } from '../../testing/index.ts';
import type { SimulatedRequest } from '../../testing/simulated-http.ts';
import { createMangoOffice } from './index.ts';
import { createLimits } from './limits.ts';
import { createMangoRig } from './mango.fixtures.ts';
import { signedForm } from './sign.ts';
import { createGate } from './simulator/gate.ts';

describe.each([
  ['commands/callback', 4, 1000],
  ['commands/callback_group', 4, 1000],
  ['commands/call/hangup', 4, 1000],
  ['commands/recording/start', 4, 1000],
  ['queries/recording/post', 10, 1000],
  ['commands/transfer', 1, 2000],
  ['commands/route', 1, 2000],
  ['config/users/request', 1, 2000],
  ['stats/request', 1, 2000],
  ['account/balance', 2, 1000],
  ['commands/sms', 10, 1000],
])('%s: %i in %i ms', (path, requests, perMs) => {
  it('is refused beyond, and taken again afterwards', async () => {
    const { sim, clock } = createMangoRig();
    const gate = createGate({ clock, secrets: () => sim.settings });
    const ask = () => {
      const form = () => signedForm(sim.settings, '{}');
      return gate.refuse(path, { method: 'POST', form } as SimulatedRequest)?.body;
    };
    for (let n = 0; n < requests; n += 1) expect(ask()).toBeUndefined();
    expect(ask()).toMatchObject({ status: 429, message: 'Rate limit exceeded.' });
    await clock.pass(perMs - 1);
    expect(ask()).toMatchObject({ status: 429 });
    await clock.pass(1);
    expect(ask()).toBeUndefined();
  });

  it('is waited for', async () => {
    const { clock } = createMangoRig();
    const limiter = createLimits(clock)(path);
    const began = clock.now().getTime();
    for (let n = 0; n < requests; n += 1) await clock.run(() => limiter.take());
    expect(clock.now().getTime()).toBe(began);
    await clock.run(() => limiter.take());
    const waited = clock.now().getTime() - began;
    expect(waited).toBeGreaterThanOrEqual(perMs);
    expect(waited).toBeLessThan(perMs + 500);
  });
});

it('After an invalid request no other node asks either, nor this one after its restart', async () => {
  const { sim, clock, given } = createMangoRig({ apiSalt: 'wrong' });
  const kept = createMemoryKept();
  /** Shares with the others what is kept, and nothing else. */
  const node = () => {
    const context = createTestContext({ clock, http: sim.http, kept });
    return createMangoOffice({ settings: () => given.settings, context });
  };
  await expect(clock.run(async () => node().employees?.list())).rejects.toMatchObject({
    code: 'unauthorized',
  });
  await expect(clock.run(async () => node().employees?.list())).rejects.toMatchObject({
    code: 'unavailable',
  });
  expect(sim.gate).toMatchObject({ invalid: 1, locked: 0 });
});
