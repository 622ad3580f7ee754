/** Letters over HTTP, where Bitrix24 keeps them. */
import { createLocal } from '@ringback/adapters/local';
import { createTestContext } from '@ringback/adapters/testing';
import { createBitrix24Harness, type Bitrix24Harness } from '@ringback/adapters/testing/bitrix24';
import type { LetterPage, TimelinePage } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCrmConnections } from '../crm/connections.ts';
import { createCrmHub } from '../crm/hub.ts';
import { createDesk } from '../desk/index.ts';
import { startHttp, type TestHttp } from '../http/http.fixtures.ts';
import { createSqliteStore, type Store } from '../store/index.ts';

const EMAIL = 'hanna@example.com';

let host: Bitrix24Harness;
let store: Store;
let http: TestHttp;
let partyId: string;

beforeEach(async () => {
  host = await createBitrix24Harness('webhook');
  partyId = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'], email: EMAIL });
  const { now } = host.clock;
  store = await createSqliteStore(':memory:', { now });
  const newId = () => crypto.randomUUID();
  const local = createLocal({ store, now, newId, country: () => 'UA' });
  const context = createTestContext({ clock: host.clock, http: host.portal.http });
  const hub = await createCrmHub({ local, store, context });
  const webhook = `https://firm.bitrix24.ua/rest/1/${host.secret}/`;
  const connections = await createCrmConnections({
    ...{ store, hub, seed: [{ system: 'bitrix24', recordOf: [], webhook }] },
  });
  http = await startHttp(({ settings, calls }) => ({
    ...{ crm: hub, hub, connections },
    desk: createDesk({
      ...{ store, crm: hub, hub, local, now, newId, settings: settings.current, scopeOf: () => undefined },
      reassignCalls: calls.reassign,
    }),
  }));
});
afterEach(async () => {
  await http.close();
  await store.close();
});

async function ask<T>(method: 'GET' | 'POST', path: string, payload?: object, key = 'one') {
  const headers = { ...(await http.token('andriy')), 'idempotency-key': key };
  const url = `/api/v1${path}`;
  const answer = await host.clock.run(() =>
    http.app.inject({ method, url, headers, ...(payload && { payload }) }),
  );
  return { status: answer.statusCode, body: answer.json<T>() };
}

describe('a letter through the connected portal', () => {
  const input = { to: [EMAIL], subject: 'Рахунок', text: 'Добрий день!' };

  it('is sent once by the agent’s own user, and stands with the customer and in his history once', async () => {
    const sent = await ask<{ id: string }>('POST', '/mail', input);
    expect(sent).toMatchObject({
      status: 201,
      body: { system: 'bitrix24', from: 'andriy@example.com', partyId },
    });
    expect((await ask<{ id: string }>('POST', '/mail', input)).body.id).toBe(sent.body.id);
    expect(await host.host.letters!()).toEqual([input]);
    await host.seed.letter!({ partyId, from: EMAIL, subject: 'Re: Рахунок', text: 'Дякую' });
    await host.clock.pass(150_000);
    const { body } = await ask<LetterPage>('GET', `/mail?partyId=${partyId}`);
    expect(body.items.map(({ direction, subject }) => [direction, subject]).sort()).toEqual([
      ['in', 'Re: Рахунок'],
      ['out', 'Рахунок'],
    ]);
    const history = await ask<TimelinePage>('GET', `/timeline?partyId=${partyId}`);
    expect(history.body.items.filter(({ kind }) => kind === 'mail')).toHaveLength(2);
  });

  it('that the portal refuses is refused in its words, and nothing is lost', async () => {
    host.wire!.skip(2);
    host.wire!.inject('unavailable', 20);
    const refused = await ask<{ code: string; detail: string }>('POST', '/mail', input, 'two');
    expect(refused.status).toBeGreaterThanOrEqual(500);
    host.wire!.heal();
    await host.clock.pass(120_000);
    expect((await ask('POST', '/mail', input, 'two')).status).toBe(201);
    expect(await host.host.letters!()).toHaveLength(1);
  });

  it('to somebody whom the portal does not know says what to do', async () => {
    const { status, body } = await ask('POST', '/mail', { ...input, to: ['nobody@example.com'] });
    expect([status, body]).toMatchObject([
      400,
      { hint: expect.stringContaining('customer’s card') as string },
    ]);
  });
});
