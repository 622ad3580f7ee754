import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCall } from '../store/store.fixtures.ts';
import { startHttp, type TestHttp } from './http.fixtures.ts';

let http: TestHttp;
beforeEach(async () => {
  http = await startHttp();
});
afterEach(() => http.close());

const post = (headers: Record<string, string>, payload: object) =>
  http.app.inject({ method: 'POST', url: '/api/v1/calls', headers, payload });
async function program(login: string, kind: 'personal' | 'service') {
  const answer = await http.app.inject({
    method: 'POST',
    url: '/api/v1/api-tokens',
    headers: await http.signIn(login),
    payload: { kind, name: 'desk phones', scopes: ['calls.dial'] },
  });
  return { authorization: `Bearer ${answer.json<{ secret: string }>().secret}` };
}
const number = '+380671112233';

describe('POST /calls with ring', () => {
  it('rings the phones of whoever asks, by session and by a personal token', async () => {
    for (const headers of [await http.signIn('olena'), await program('olena', 'personal')]) {
      const answer = await post(headers, { number, ring: true });
      expect(answer.statusCode).toBe(201);
      expect(answer.json()).toMatchObject({ placed: true });
    }
    const olena = (await http.store.agents.byLogin('olena'))?.id;
    expect(http.calls.asked.map(({ name, args }) => [name, args[0]])).toEqual([
      ['ring', olena],
      ['ring', olena],
    ]);
  });

  it('rings for a token of the firm whom it names, and refuses one that names nobody', async () => {
    const headers = await program('admin', 'service');
    const andriy = (await http.store.agents.byLogin('andriy'))?.id ?? '';
    expect((await post(headers, { number, ring: true, agentId: andriy })).statusCode).toBe(201);
    expect(http.calls.asked).toMatchObject([{ name: 'ring', args: [andriy, number] }]);
    for (const payload of [
      { number, ring: true },
      { number, agentId: andriy },
      { number, ring: true, agentId: 'nobody' },
    ])
      expect((await post(headers, payload)).json()).toMatchObject({
        code: 'invalid',
        fields: { agentId: expect.any(String) },
      });
  });

  it('binds the call to the deal or order that it is about, and rings nobody for one that is not there', async () => {
    Object.assign(http.crm, {
      deals: { get: async (id: string) => (id === 'order-7' ? { id } : undefined) },
    });
    const headers = await program('olena', 'personal');
    const wrong = await post(headers, { number, ring: true, dealId: 'order-8' });
    expect(wrong.json()).toMatchObject({ code: 'invalid', fields: { dealId: 'does not exist' } });
    expect(http.calls.asked).toEqual([]);
    const olena = (await http.store.agents.byLogin('olena'))!.id;
    const row = { call: aCall('c1', { number }), audience: [olena], bridgeId: undefined };
    await http.store.transaction((tx) => http.store.calls.insert(tx, row));
    expect((await post(headers, { number, ring: true, dealId: 'order-7' })).statusCode).toBe(201);
    const [rung, bound] = http.calls.asked;
    expect(rung?.name).toBe('ring');
    expect(bound).toMatchObject({
      name: 'update',
      args: [expect.any(String), expect.any(String), { dealId: 'order-7' }, expect.any(String)],
    });
  });

  it("rings nobody else's phones for a person", async () => {
    const andriy = (await http.store.agents.byLogin('andriy'))?.id ?? '';
    const answer = await post(await http.signIn('olena'), { number, ring: true, agentId: andriy });
    expect(answer.json()).toMatchObject({ code: 'forbidden' });
    expect(http.calls.asked).toEqual([]);
  });
});
