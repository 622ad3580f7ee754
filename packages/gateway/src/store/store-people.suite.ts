/** What every store must do with customers, agents, settings, and the trail. */
import { DEFAULT_SELF, DEFAULT_SETTINGS } from '@ringback/model';
import { expect, it } from 'vitest';
import { aCallRow, aParty, AT, olena, type SuiteContext } from './store.fixtures.ts';

export function parties(context: SuiteContext): void {
  it('finds a party by any of its numbers, main one first', async () => {
    const { store, write } = context;
    const party = aParty('p1', {
      phones: ['+380671112233', '+380501112233'],
      email: 't@example.org',
      url: 'https://crm.example/1',
    });
    await write((tx) => store.parties.insert(tx, party));
    expect(await store.parties.byPhone('+380501112233')).toEqual([party]);
    const fewer = { ...party, phones: ['+380931112233'], name: 'Taras' };
    await write((tx) => store.parties.update(tx, fewer));
    expect(await store.parties.byPhone('+380501112233')).toEqual([]);
    expect(await store.parties.get('p1')).toEqual(fewer);
  });

  it.each([
    ['олена', 'Олена Іваненко'],
    ['ІВАНЕНКО', 'Олена Іваненко'],
    ['іван ол', 'Олена Іваненко'],
    ['ЗУЕВ', 'Пётр Зуев'],
    ['петр', 'Пётр Зуев'],
    ['ÉCOLE', 'école 42'],
    ['100%', '100% cotton'],
  ])('finds by name whatever the case of letters: %s → %s', async (typed, name) => {
    const { store, write } = context;
    await write(async (tx) => {
      await store.parties.insert(tx, aParty('p1', { name }));
      await store.parties.insert(tx, aParty('p2', { name: 'Somebody Else', phones: [] }));
    });
    expect((await store.parties.byName(typed, 20)).map((party) => party.name)).toEqual([name]);
  });

  it('takes signs that mean something to a database for what they are', async () => {
    const { store, write } = context;
    await write((tx) => store.parties.insert(tx, aParty('p1')));
    expect(await store.parties.byName('%', 20)).toEqual([]);
    expect(await store.parties.byName("' or 1=1 --", 20)).toEqual([]);
  });
}

export function people(context: SuiteContext): void {
  it('keeps what an agent has set for himself, and refuses a change of what was changed meanwhile', async () => {
    const { store, write } = context;
    await write((tx) => store.agents.upsert(tx, olena));
    expect(await store.selves.get('olena')).toEqual(DEFAULT_SELF);
    const away = { ...DEFAULT_SELF, status: 'away' as const, version: 1 };
    await write((tx) => store.selves.put(tx, 'olena', away));
    expect(await store.selves.get('olena')).toEqual(away);
    expect([...(await store.selves.all())]).toEqual([['olena', away]]);
    await expect(write((tx) => store.selves.put(tx, 'olena', away))).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('knows agents by id, login and extension, and hands the hash out by login alone', async () => {
    const { store, write } = context;
    const { passwordHash, ...agent } = olena;
    await write((tx) => store.agents.upsert(tx, olena));
    await write((tx) => store.agents.upsert(tx, { ...olena, name: 'Olena K.' }));
    expect(await store.agents.get('olena')).toEqual({ ...agent, name: 'Olena K.' });
    expect(await store.agents.byExtension('101')).toEqual({ ...agent, name: 'Olena K.' });
    expect((await store.agents.byLogin('olena'))?.passwordHash).toBe(passwordHash);
    expect(await store.agents.list()).toHaveLength(1);
  });

  it('keeps sessions until they are removed or pruned', async () => {
    const { store, write } = context;
    await write((tx) => store.agents.upsert(tx, olena));
    const session = { hash: 'h1', kind: 'session', agentId: 'olena', expiresAt: AT } as const;
    await store.sessions.put(session);
    await store.sessions.put({
      ...session,
      hash: 'h2',
      kind: 'token',
      host: 'bitrix24',
      expiresAt: '2026-03-02T10:00:00.000Z',
    });
    expect(await store.sessions.get('h1')).toEqual(session);
    expect(await store.sessions.get('h2')).toMatchObject({ kind: 'token', host: 'bitrix24' });
    await store.sessions.prune(new Date('2026-03-02T09:30:00.000Z'));
    expect(await store.sessions.get('h1')).toBeUndefined();
    await store.sessions.remove('h2');
    expect(await store.sessions.get('h2')).toBeUndefined();
  });

  it('ends all sessions of an agent, or of one who is removed', async () => {
    const { store, write } = context;
    const session = {
      hash: 'h1',
      kind: 'token',
      agentId: 'olena',
      expiresAt: AT,
      renewableUntil: AT,
    } as const;
    await write((tx) => store.agents.upsert(tx, olena));
    await store.sessions.put(session);
    expect(await store.sessions.get('h1')).toEqual(session);
    await store.sessions.removeOfAgent('olena', 'h1');
    expect(await store.sessions.get('h1')).toEqual(session);
    await store.sessions.removeOfAgent('olena');
    expect(await store.sessions.get('h1')).toBeUndefined();
  });

  it('knows who was deactivated where everybody is asked for, and nowhere else', async () => {
    const { store, write } = context;
    const { passwordHash: _, ...agent } = olena;
    await write((tx) => store.agents.upsert(tx, olena));
    await write((tx) => store.agents.change(tx, 'olena', { deactivatedAt: AT, extension: '107' }));
    expect(await store.agents.everybody()).toEqual([{ ...agent, extension: '107', deactivatedAt: AT }]);
    expect(await store.agents.list()).toEqual([]);
    expect(await store.agents.get('olena')).toBeUndefined();
    expect(await store.agents.byLogin('olena')).toBeUndefined();
    expect(await store.agents.byExtension('107')).toBeUndefined();
    await write((tx) => store.agents.change(tx, 'olena', { deactivatedAt: null, passwordHash: 'new' }));
    expect(await store.agents.byLogin('olena')).toEqual({ ...agent, extension: '107', passwordHash: 'new' });
  });

  it('knows a person by his mobile as long as it is his, and keeps it from colleagues', async () => {
    const { store, write } = context;
    const { passwordHash: _, ...agent } = olena;
    const mobile = { number: '+380501112233', rings: true };
    await write((tx) => store.agents.upsert(tx, olena));
    expect(await store.agents.mobiles()).toEqual(new Map());
    await write((tx) => store.agents.change(tx, 'olena', { mobile }));
    await write((tx) => store.agents.upsert(tx, { ...olena, name: 'Olena K.' }));
    await write((tx) => store.agents.change(tx, 'olena', { name: olena.name }));
    expect(await store.agents.byMobile(mobile.number)).toEqual(agent);
    expect(await store.agents.mobiles()).toEqual(new Map([['olena', mobile]]));
    expect(await store.agents.everybody()).toEqual([{ ...agent, mobile }]);
    expect([await store.agents.get('olena'), ...(await store.agents.list())]).toEqual([agent, agent]);
    await write((tx) => store.agents.change(tx, 'olena', { deactivatedAt: AT }));
    expect([await store.agents.byMobile(mobile.number), (await store.agents.mobiles()).size]).toEqual([
      ...[undefined, 0],
    ]);
    await write((tx) => store.agents.change(tx, 'olena', { deactivatedAt: null, mobile: null }));
    expect(await store.agents.byMobile(mobile.number)).toBeUndefined();
    expect(await store.agents.everybody()).toEqual([agent]);
  });

  it('keeps whose phone is to be forgotten until that is done, each once', async () => {
    const { store, write } = context;
    const row = { agentId: 'olena', endpoint: '101' };
    await write((tx) => store.revocations.put(tx, row));
    await write((tx) => store.revocations.put(tx, row));
    const first = { ...row, lastLeg: 0 };
    expect(await store.revocations.list()).toEqual([first]);
    await write(async (tx) => {
      await store.calls.insert(tx, aCallRow('c1'));
      await store.legs.insert(tx, {
        ...{ legId: 'l1', callId: 'c1', role: 'agent', agentId: 'olena', state: 'ringing' },
        ...{ kind: undefined, participantId: undefined, cause: undefined },
      });
      await store.revocations.put(tx, row);
    });
    const again = { ...row, lastLeg: 1 };
    // Asked for again while the first was being done.
    await store.revocations.remove(first);
    expect(await store.revocations.list()).toEqual([again]);
    await store.revocations.remove(again);
    expect(await store.revocations.list()).toEqual([]);
  });

  it('takes new settings only on top of the version that they were made from', async () => {
    const { store, write } = context;
    expect(await store.settings.get()).toBeUndefined();
    await write((tx) => store.settings.put(tx, DEFAULT_SETTINGS, 1));
    await write((tx) => store.settings.put(tx, { ...DEFAULT_SETTINGS, company: 'Two' }, 2));
    await expect(write((tx) => store.settings.put(tx, DEFAULT_SETTINGS, 2))).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await store.settings.get()).toEqual({
      settings: { ...DEFAULT_SETTINGS, company: 'Two' },
      version: 2,
    });
  });

  it('writes who changed what, when, from what to what', async () => {
    const { store, write } = context;
    const entry = {
      actor: 'olena',
      entity: 'call',
      entityId: 'c1',
      field: 'comment',
      old: undefined,
      new: 'promised boots',
    };
    await write((tx) => store.audit.append(tx, entry));
    await write((tx) => store.audit.append(tx, { ...entry, old: 'promised boots', new: null }));
    expect(await store.audit.ofEntity('call', 'c1')).toEqual([
      { ...entry, at: AT },
      { ...entry, at: AT, old: 'promised boots', new: null },
    ]);
  });

  it('answers the same key of the same person with the same answer, for a day', async () => {
    const { store, write, pass } = context;
    const recall = (actor: string) => write((tx) => store.idempotency.recall(tx, 'k1', actor));
    expect(await recall('olena')).toBeUndefined();
    await write((tx) => store.idempotency.remember(tx, 'k1', 'olena', { id: 'c1' }));
    expect(await recall('olena')).toEqual({ answer: { id: 'c1' } });
    expect(await recall('andriy')).toBeUndefined();
    pass(24 * 60 * 60 * 1000 + 1);
    expect(await recall('olena')).toBeUndefined();
  });
}
