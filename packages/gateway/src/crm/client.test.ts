import { AdapterError, type Crm } from '@ringback/adapters';
import { manifest as local } from '@ringback/adapters/local';
import type { Party, PartyMatch } from '@ringback/model';
import { beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../calls/calls.fixtures.ts';
import { BREAKER } from './breaker.ts';
import { createCrmClient, type CrmClient } from './client.ts';

let clock: ReturnType<typeof createClock>;
let asked: string[];
let fails: AdapterError | undefined;
let client: CrmClient;
let answer: Promise<void>;

const match = (name: string) => ({ party: { name }, score: 1, why: 'phone' }) as unknown as PartyMatch;

beforeEach(() => {
  clock = createClock();
  asked = [];
  fails = undefined;
  answer = Promise.resolve();
  const crm: Crm = {
    manifest: {
      ...local,
      capabilities: ['parties', 'parties.write', 'changes.poll'],
      cache: { parties: { ttlMs: 1000, staleMs: 10_000 }, deals: { ttlMs: 1000, staleMs: 0 } },
    },
    checkConnection: async () => ({ ok: true, findings: [] }),
    parties: {
      async findByPhone(number) {
        asked.push(number);
        await answer;
        if (fails) throw fails;
        return [match(`${number} asked ${asked.length}`)];
      },
      findByName: async () => [],
      get: async () => undefined,
      duplicates: async () => [],
      create: async () => ({}) as Party,
      update: async () => ({}) as Party,
      merge: async () => ({}) as Party,
    },
    deals: {
      pipelines: async () => [],
      async list() {
        asked.push('deals');
        return { items: [] };
      },
      get: async () => undefined,
    },
    changes: {
      async poll() {
        if (fails) throw fails;
        return { changes: [], marker: '1', more: false };
      },
    },
  };
  client = createCrmClient({ crm, now: clock.now, failed: () => undefined });
});

const nameOf = async (number: string) => (await client.parties!.findByPhone(number))[0]?.party.name;

describe('a host behind the gateway', () => {
  it('is asked once by all who ask the same at once', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    answer = promise;
    const both = Promise.all([nameOf('1'), nameOf('1'), nameOf('2')]);
    resolve();
    expect(await both).toEqual(['1 asked 2', '1 asked 2', '2 asked 2']);
    expect(asked).toEqual(['1', '2']);
  });

  it('is asked anew for deals too when two customers have become one, and not when one was changed', async () => {
    const write = { idempotencyKey: 'k', actor: 'olena' };
    await client.deals!.list({});
    await client.parties!.update!('1', {}, write);
    await client.deals!.list({});
    expect(asked).toEqual(['deals']);
    await client.parties!.merge!('1', '2', write);
    await client.deals!.list({});
    expect(asked).toEqual(['deals', 'deals']);
  });

  it('is not asked again while its answer is good, and in the background while it is stale', async () => {
    expect(await nameOf('1')).toBe('1 asked 1');
    clock.pass(999);
    expect(await nameOf('1')).toBe('1 asked 1');
    clock.pass(2);
    expect(await nameOf('1')).toBe('1 asked 1');
    await expect.poll(() => nameOf('1')).toBe('1 asked 2');
    clock.pass(20_000);
    expect(await nameOf('1')).toBe('1 asked 3');
  });

  it('is asked anew after something was written', async () => {
    await nameOf('1');
    await client.parties!.create!(
      { name: 'A', kind: 'client', phones: [] },
      { idempotencyKey: 'k', actor: 'a' },
    );
    expect(await nameOf('1')).toBe('1 asked 2');
  });

  it('that is down is left alone for a while, and then tried once', async () => {
    fails = new AdapterError('local', 'unavailable', 'down');
    for (let i = 0; i < BREAKER.failures; i += 1) await expect(nameOf(`${i}`)).rejects.toThrow('down');
    expect(client.resting).toBe(true);
    await expect(nameOf('9')).rejects.toThrow(/left alone/);
    expect(asked).toHaveLength(BREAKER.failures);
    clock.pass(BREAKER.restMs);
    await Promise.allSettled([nameOf('9'), nameOf('8'), nameOf('7')]);
    expect(asked).toHaveLength(BREAKER.failures + 1);
    clock.pass(BREAKER.restMs);
    fails = undefined;
    expect(await nameOf('9')).toBeDefined();
    expect(client.resting).toBe(false);
  });

  it('that is too slow for rounds in the background is asked by people all the same, and may be in trouble', async () => {
    fails = new AdapterError('local', 'timeout', 'too slow');
    const later = { background: true };
    for (let i = 0; i < BREAKER.failures; i += 1) {
      await expect(client.changes!.poll!('1', later)).rejects.toThrow('too slow');
      await expect(client.parties!.findByPhone(`${i}`, later)).rejects.toThrow('too slow');
    }
    expect(client.resting).toBe(false);
    expect(client.trouble).toMatchObject({ message: 'too slow' });
    fails = undefined;
    expect(await nameOf('9')).toBeDefined();
    expect(client.trouble).toBeUndefined();
  });

  it('that people find down is left alone by rounds in the background, whose try after the rest keeps nobody out', async () => {
    fails = new AdapterError('local', 'unavailable', 'down');
    for (let i = 0; i < BREAKER.failures; i += 1) await nameOf(`${i}`).catch(() => undefined);
    const later = { background: true };
    await expect(client.parties!.findByPhone('8', later)).rejects.toThrow(/left alone/);
    clock.pass(BREAKER.restMs);
    const { promise, resolve } = Promise.withResolvers<void>();
    answer = promise;
    const round = client.parties!.findByPhone('8', later).catch((error: Error) => error.message);
    const person = nameOf('9').catch((error: Error) => error.message);
    resolve();
    expect([await round, await person]).toEqual(['down', 'down']);
    expect(client.resting).toBe(true);
    clock.pass(BREAKER.restMs);
    fails = undefined;
    await client.parties!.findByPhone('8', later);
    await Promise.all([nameOf('1'), nameOf('2')]);
    expect(client.resting).toBe(false);
  });

  it('is asked anew also when the answer was under way while something was written', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    answer = promise;
    const early = nameOf('1');
    await client.parties!.update!('1', {}, { idempotencyKey: 'k', actor: 'a' });
    const late = nameOf('1');
    resolve();
    expect(await early).toBe('1 asked 2');
    expect(await late).toBe('1 asked 2');
    expect(asked).toEqual(['1', '1']);
    expect(await nameOf('1')).toBe('1 asked 2');
  });

  it('that does not let Ringback in is no fault of who asks, and will be asked again', async () => {
    fails = new AdapterError('local', 'unauthorized', 'contact.get: the host answered 401.');
    await expect(nameOf('1')).rejects.toMatchObject({
      ...{ code: 'unavailable', retryable: true, message: 'Ringback does not let Ringback in any more.' },
      hint: expect.stringMatching(/at \/admin/),
    });
    for (let i = 1; i < BREAKER.failures; i += 1) await nameOf(`${i}x`).catch(() => undefined);
    // Hosts lock out who goes on with a wrong password.
    expect(client.resting).toBe(true);
  });

  it('says since when it has failed, and with what, until it answers again', async () => {
    expect(client.trouble).toBeUndefined();
    fails = new AdapterError('local', 'timeout', 'No answer.', { hint: 'Wait.' });
    const since = clock.now().toISOString();
    await nameOf('1').catch(() => undefined);
    clock.pass(60_000);
    await nameOf('2').catch(() => undefined);
    expect(client.trouble).toEqual({ since, message: 'No answer. Wait.' });
    fails = undefined;
    await nameOf('3');
    expect(client.trouble).toBeUndefined();
  });

  it('that refuses is not down', async () => {
    fails = new AdapterError('local', 'forbidden', 'no');
    for (let i = 0; i < 10; i += 1) await expect(nameOf(`${i}`)).rejects.toThrow('no');
    expect(client.resting).toBe(false);
  });

  it('is heard by the others when one caller hangs up', async () => {
    const stop = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    answer = promise;
    const first = client.parties!.findByPhone('1', { signal: stop.signal });
    const second = nameOf('1');
    stop.abort(new Error('gone'));
    resolve();
    await first;
    expect(await second).toBe('1 asked 1');
  });
});
