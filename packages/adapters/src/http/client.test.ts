import { describe, expect, it } from 'vitest';
import { createSimulatedHttp, createTestContext, createVirtualClock } from '../testing/index.ts';
import { createHttpClient, type HttpRequest } from './client.ts';

function rig(options: { maxBytes?: number } = {}) {
  const clock = createVirtualClock();
  let done = 0;
  const { http, wire } = createSimulatedHttp({
    clock,
    handle: () => ({ status: 200, body: { done: (done += 1) } }),
    refusals: {
      'rate-limited': () => ({ status: 429, headers: { 'retry-after': '3' } }),
      unavailable: () => ({ status: 503 }),
      invalid: () => ({ status: 422 }),
      bug: () => ({ status: 302, headers: { location: 'https://elsewhere.example/' } }),
    },
  });
  const context = createTestContext({ clock, http });
  const client = createHttpClient({ system: 'x', context, ...options });
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
    await expect(ask()).rejects.toMatchObject({ code: 'bug' });
    expect(wire.requests).toHaveLength(1);
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
