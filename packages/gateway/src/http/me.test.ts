import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SETTINGS, startHttp, type TestHttp } from './http.fixtures.ts';

let http: TestHttp;
let olena: Record<string, string>;

beforeEach(async () => {
  http = await startHttp();
  olena = await http.token('olena');
});
afterEach(() => http.close());

const patch = (payload: object, headers = olena) =>
  http.app.inject({ method: 'PATCH', url: '/api/v1/me', headers, payload });
const me = async () =>
  (await http.app.inject({ method: 'GET', url: '/api/v1/me', headers: olena })).json<
    Record<string, unknown>
  >();
const told = async () =>
  (await http.store.events.since(0, 100)).events.map(({ event, audience }) => [event.type, audience]);

describe('An agent', () => {
  it('sets his own status without asking anybody, and everybody sees it', async () => {
    const answer = await patch({ status: 'away', statusUntil: '2026-03-02T10:00:00.000Z' });
    expect(answer.json()).toMatchObject({
      status: 'away',
      statusUntil: '2026-03-02T10:00:00.000Z',
      version: 1,
    });
    expect(await told()).toEqual([
      ['me.updated', ['olena']],
      ['agent.updated', null],
    ]);
    const trail = await http.store.audit.ofEntity('agent', 'olena');
    expect(trail).toMatchObject([
      { actor: 'olena', field: 'status', old: 'available', new: 'away' },
      { actor: 'olena', field: 'statusUntil', new: '2026-03-02T10:00:00.000Z' },
    ]);
  });

  it('is available again when the time that he has set has come', async () => {
    await patch({ status: 'do-not-disturb', statusUntil: '2026-03-02T09:10:00.000Z' });
    http.pass(10 * 60_000);
    await expect.poll(async () => (await me()).status).toBe('available');
    expect((await told()).slice(2).map(([type]) => type)).toEqual(['me.updated', 'agent.updated']);
  });

  it('sets where his calls go, and only he is told', async () => {
    const forwarding = [
      { on: ['busy', 'no-answer'], to: { kind: 'agent', agentId: 'andriy' }, seconds: 15 },
      { on: ['offline'], to: { kind: 'number', number: '+380671112233' }, seconds: 20 },
    ];
    const hours = {
      timeZone: 'Europe/Kyiv',
      hours: [{ days: ['monday'], from: '09:00', to: '18:00' }],
      holidays: [],
    };
    await patch({ forwarding, hours, callWaiting: true, autoAnswer: true });
    expect(await me()).toMatchObject({ forwarding, hours, callWaiting: true, autoAnswer: true });
    expect(await told()).toEqual([['me.updated', ['olena']]]);
    await patch({ hours: null });
    expect(await me()).not.toHaveProperty('hours');
  });

  it('calls from a number of the firm, and from no other', async () => {
    await http.deps.settings.change(
      {
        settings: { ...SETTINGS, lines: [{ number: '+380322123456', name: 'Lviv', branch: '' }] },
        version: 1,
      },
      (await http.store.agents.get('admin'))!,
    );
    expect((await patch({ outgoingNumber: '+380322123456' })).json()).toMatchObject({
      outgoingNumber: '+380322123456',
      lines: [{ number: '+380441234567' }, { number: '+380322123456', name: 'Lviv' }],
    });
    const refused = await patch({ outgoingNumber: '+380671112233' });
    expect(refused.statusCode).toBe(400);
    expect(refused.json()).toMatchObject({
      fields: { outgoingNumber: '+380671112233 is not a number of the firm.' },
    });
  });

  it.each([
    ['to himself', { kind: 'agent', agentId: 'olena' }, 400],
    ['to nobody', { kind: 'agent', agentId: 'nobody' }, 400],
    ['abroad, where he may not dial', { kind: 'number', number: '+442079460958' }, 403],
    ['to a number with a special rate', { kind: 'number', number: '+380900212345' }, 403],
  ])('cannot forward his calls %s', async (_, to, status) => {
    const answer = await patch({ forwarding: [{ on: ['busy'], to, seconds: 15 }] });
    expect(answer.statusCode).toBe(status);
    expect((await me()).forwarding).toEqual([]);
  });

  it('cannot set an end that has passed, nor anything that is not his', async () => {
    expect((await patch({ status: 'away', statusUntil: '2026-03-02T08:00:00.000Z' })).statusCode).toBe(400);
    const answer = await patch({ role: 'administrator' });
    expect(answer.json()).toMatchObject({ fields: { role: 'is not a known field' } });
  });

  it('changes nothing by saying the same again', async () => {
    await patch({ status: 'away' });
    const before = await told();
    expect((await patch({ status: 'away' })).json()).toMatchObject({ version: 1 });
    expect(await told()).toEqual(before);
  });
});

describe('Colleagues', () => {
  it('are all who can be called, with who is there, who talks, and who wants no calls', async () => {
    await patch({ status: 'do-not-disturb' }, await http.token('andriy'));
    const answer = await http.app.inject({ method: 'GET', url: '/api/v1/agents', headers: olena });
    expect(answer.json()).toEqual([
      { id: 'admin', name: 'admin', extension: '100', status: 'available', online: false, busy: false },
      { id: 'andriy', name: 'andriy', extension: '102', status: 'do-not-disturb', online: true, busy: true },
    ]);
  });
});
