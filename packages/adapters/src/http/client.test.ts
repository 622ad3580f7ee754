import { describe, expect, it } from 'vitest';
import { createSimulatedHttp, createTestContext, createVirtualClock } from '../testing/index.ts';
import { createHttpClient, type HttpRequest } from './client.ts';
import { createSlidingWindow } from './limiter.ts';

interface Rig {
  maxBytes?: number;
  /** One request after the other. */
  limiter?: true;
  /** `null` = the host does not say. */
  retryAfter?: string | null;
}

function rig({ limiter, retryAfter = '3', ...options }: Rig = {}) {
  const clock = createVirtualClock();
  let done = 0;
  const { http, wire } = createSimulatedHttp({
    clock,
    handle: () => ({ status: 200, body: { done: (done += 1) } }),
    refusals: {
      'rate-limited': () => ({
        status: 429,
        ...(retryAfter === null ? {} : { headers: { 'retry-after': retryAfter } }),
      }),
      unavailable: () => ({ status: 503 }),
      invalid: () => ({ status: 422 }),
      bug: () => ({ status: 302, headers: { location: 'https://elsewhere.example/' } }),
    },
  });
  const context = createTestContext({ clock, http });
  const client = createHttpClient({
    ...{ system: 'x', context, ...options },
    ...(limiter ? { limiter: createSlidingWindow({ requests: 1, perMs: 1000, ...clock }) } : {}),
  });
  const ask = (more: Partial<HttpRequest> = {}) =>
    clock.run(() =>
      client.send({
        name: 'thing.get',
        url: 'https://host.example/secret-key/thing',
        repeatable: true,
        ...more,
      }),
    );
  return { clock, wire, ask, context, done: () => done };
}

describe('a request to a host', () => {
  it('is answered', async () => {
    const { ask } = rig();
    expect((await ask()).json()).toEqual({ done: 1 });
  });

  it('that fails on the way is sent again when that does no harm', async () => {
    const { ask, wire, done } = rig();
    wire.inject('unavailable', 2);
    await ask();
    expect(wire.requests).toHaveLength(3);
    wire.inject('lost');
    await expect(ask({ repeatable: false, method: 'POST' })).rejects.toMatchObject({ code: 'unavailable' });
    expect(done()).toBe(2);
  });

  it('that came too often waits as long as the host asked', async () => {
    const { ask, wire, clock } = rig();
    wire.inject('rate-limited');
    const began = clock.now().getTime();
    await ask({ repeatable: false, method: 'POST' });
    expect(clock.now().getTime() - began).toBeGreaterThanOrEqual(3000);
    expect(wire.requests).toHaveLength(2);
  });

  it('that is refused is not sent again', async () => {
    const { ask, wire } = rig();
    wire.inject('invalid');
    await expect(ask()).rejects.toMatchObject({ code: 'invalid', system: 'x', retryable: false });
    expect(wire.requests).toHaveLength(1);
  });

  it('is not led to another host', async () => {
    const { ask, wire } = rig();
    wire.inject('bug');
    await expect(ask({ repeatable: false })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/sends to another address, at https:\/\/elsewhere\.example\.$/),
    });
    expect(wire.requests).toHaveLength(1);
  });

  it('that a page answers is one to a host that is closed for a while, and no fault of ours', async () => {
    const { ask, wire } = rig();
    wire.inject('garbage');
    const answer = await ask();
    expect(() => answer.json()).toThrow(
      expect.objectContaining({ code: 'unavailable', retryable: true, hint: expect.stringMatching(/page/) }),
    );
  });

  it('after the host has asked to be left alone for long is refused at once, also to those who wait', async () => {
    const { clock, wire, ask } = rig({ limiter: true, retryAfter: '3600' });
    wire.inject('rate-limited');
    const began = clock.now().getTime();
    const all = await clock.run(() => Promise.allSettled(Array.from({ length: 5 }, () => ask())));
    expect(clock.now().getTime() - began).toBeLessThan(5000);
    for (const one of all)
      expect(one).toMatchObject({ reason: { code: 'rate-limited', retryAfterMs: expect.any(Number) } });
    await expect(ask()).rejects.toMatchObject({ code: 'rate-limited' });
    expect(wire.requests).toHaveLength(1);
    await clock.pass(3_600_000);
    await ask();
  });

  it('that came too often is sent again soon where the host does not say when', async () => {
    const { ask, wire, clock } = rig({ retryAfter: null });
    wire.inject('rate-limited', 2);
    const began = clock.now().getTime();
    await ask();
    expect(wire.requests).toHaveLength(3);
    expect(clock.now().getTime() - began).toBeLessThan(2000);
  });

  it('that is never answered ends in time', async () => {
    const { ask, wire, clock } = rig();
    wire.inject('hang', 10);
    const began = clock.now().getTime();
    await expect(ask()).rejects.toMatchObject({ code: 'timeout' });
    expect(clock.now().getTime() - began).toBeLessThan(65_000);
  });

  it('whose answer has no end is broken off', async () => {
    const { ask } = rig({ maxBytes: 5 });
    await expect(ask()).rejects.toMatchObject({ code: 'bug' });
  });

  it('leaves its address in no log', async () => {
    const { ask, wire, context } = rig();
    wire.inject('drop', 10);
    await expect(ask()).rejects.toMatchObject({ code: 'unavailable' });
    expect(context.logged()).toContain('thing.get');
    expect(context.logged()).not.toContain('secret-key');
  });
});
