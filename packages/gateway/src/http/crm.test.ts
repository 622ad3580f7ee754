/** Connecting systems of record, and looking after the outbox, over HTTP. */
import { AdapterError } from '@ringback/adapters';
import type { Letter } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PANEL, type TestHttp, startHttp } from './http.fixtures.ts';

let http: TestHttp;
let admin: { cookie: string; origin: string };
const LETTER: Letter = {
  ...{ system: 'portal', id: '7', direction: 'out', from: 'o@firm.example', to: ['h@k.example'] },
  ...{ subject: 'Invoice', text: 'Here it is.', at: '2026-03-02T09:00:00.000Z' },
};
const WEBHOOK = 'https://firm.bitrix24.ua/rest/1/canarysecret/';

beforeEach(async () => {
  http = await startHttp();
  admin = await http.signIn('admin');
});
afterEach(() => http.app.close());

const ask = async (method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, payload?: object) => {
  const answer = await http.app.inject({
    method,
    url: `/api/v1${url}`,
    headers: admin,
    ...(payload && { payload }),
  });
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
};
const connect = (settings: object) =>
  ask('PUT', '/crm/connections/bitrix24', { settings, recordOf: ['parties'] });

describe('systems of record', () => {
  it('are listed with a form for each: titles, where to find what, and which fields are secret', async () => {
    const { body } = await ask('GET', '/crm/systems');
    const bitrix = body.find(({ id }: { id: string }) => id === 'bitrix24');
    expect(bitrix.schema.properties.webhook).toMatchObject({
      title: 'Incoming webhook',
      format: 'password',
      type: 'string',
    });
    expect(bitrix.schema.properties.plan.enum).toEqual(['standard', 'enterprise']);
    expect(bitrix.schema.properties.system).toBeUndefined();
  });

  it('every page of the documentation that a form or its hints name can be opened, as plain text', async () => {
    const { body } = await ask('GET', '/crm/systems');
    const named = [...new Set(JSON.stringify(body).match(/docs\/adapters\/[a-z0-9-]+\.md/g))];
    expect(named.length).toBeGreaterThan(2);
    for (const name of named) {
      const page = await http.app.inject(`/admin/docs/${name.split('/').at(-1)}`);
      expect(page.statusCode, name).toBe(200);
      expect(page.headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(page.body).toMatch(/^# /);
    }
    for (const wrong of ['nothing.md', '..%2FREADME.md', '%2e%2e%2farchitecture.md', 'rest.md%00'])
      expect((await http.app.inject(`/admin/docs/${wrong}`)).statusCode, wrong).toBe(404);
  });

  it('a secret goes in and never comes out again, not even into the audit trail or the log', async () => {
    expect((await connect({ webhook: WEBHOOK })).status).toBe(200);
    const { body } = await ask('GET', '/crm/connections');
    expect(body).toEqual([{ system: 'bitrix24', settings: { webhook: '••••••••' }, recordOf: ['parties'] }]);
    const trail = await http.store.audit.ofEntity('crm-connection', 'bitrix24');
    expect(trail).toMatchObject([
      { actor: 'admin', field: 'recordOf', new: ['parties'] },
      { actor: 'admin', field: 'webhook', new: '••••••••' },
    ]);
    expect(http.logged()).not.toContain('canarysecret');
  });

  it('what is not shown stays as it is when the form is saved', async () => {
    await connect({ webhook: WEBHOOK });
    expect((await connect({ webhook: '••••••••', userId: '5' })).status).toBe(200);
    expect((await http.store.crmConnections.list())[0]?.settings).toEqual({ webhook: WEBHOOK, userId: '5' });
  });

  it('a secret that was not typed anew goes to no other address, and to no other user', async () => {
    const onec = { url: 'https://1c.example/unf', user: 'Ringback', password: 'p', timeZone: 'UTC' };
    const save = (settings: object) =>
      ask('PUT', '/crm/connections/onec', { settings, recordOf: ['parties'] });
    await save(onec);
    const kept = { ...onec, password: '••••••••' };
    for (const change of [{ url: 'https://theirs.example/unf' }, { user: 'Somebody' }]) {
      const settings = { ...kept, ...change };
      const refused = [await save(settings), await ask('POST', '/crm/connections/onec/check', { settings })];
      for (const { status, body } of refused) {
        expect(status).toBe(400);
        expect(body.fields).toEqual({
          password: expect.stringMatching(/^must be typed again: /) as string,
        });
      }
    }
    expect((await save({ ...kept, timeZone: 'Europe/Kyiv' })).status).toBe(200);
    expect((await http.store.crmConnections.list())[0]?.settings).toEqual({
      ...onec,
      timeZone: 'Europe/Kyiv',
    });
  });

  it('which field stands for which is kept with the connection, and told in the audit trail', async () => {
    const fields = { party: { region: 'ufCrm_1' } };
    const put = (body: object) =>
      ask('PUT', '/crm/connections/bitrix24', { settings: { webhook: WEBHOOK }, ...body });
    expect((await put({ fields })).body.fields).toEqual(fields);
    expect((await ask('GET', '/crm/connections')).body[0].fields).toEqual(fields);
    const trail = await http.store.audit.ofEntity('crm-connection', 'bitrix24');
    expect(trail.find(({ field }) => field === 'fields')?.new).toEqual(fields);
    const wrong = await put({ fields: { visitor: { region: 'x' } } });
    expect(wrong.status).toBe(400);
    await put({});
    expect((await ask('GET', '/crm/connections')).body[0].fields).toBeUndefined();
  });

  it('one system of record for each group: who takes it, takes it from the other', async () => {
    const onec = { url: 'https://1c.example/unf', user: 'Ringback', password: 'p', timeZone: 'UTC' };
    await ask('PUT', '/crm/connections/bitrix24', {
      ...{ settings: { webhook: WEBHOOK }, recordOf: ['parties', 'tasks'] },
    });
    await ask('PUT', '/crm/connections/onec', { settings: onec, recordOf: ['parties'] });
    const { body } = await ask('GET', '/crm/connections');
    expect(body.map((row: { system: string; recordOf: string[] }) => [row.system, row.recordOf])).toEqual([
      ['bitrix24', ['tasks']],
      ['onec', ['parties']],
    ]);
    expect(http.deps.hub.recordOf('parties')?.manifest.id).toBe('onec');
    expect(http.deps.hub.recordOf('tasks')?.manifest.id).toBe('bitrix24');
    const trail = await http.store.audit.ofEntity('crm-connection', 'bitrix24');
    expect(trail.filter(({ field }) => field === 'recordOf').at(-1)).toMatchObject({ new: ['tasks'] });
  });

  it('a letter goes through the host that keeps them, in the name of the user who is the agent, with our document', async () => {
    const sent: unknown[] = [];
    const host = {
      manifest: { id: 'portal' },
      users: { list: async () => [{ id: '5', name: 'Olena', extension: '101', active: true }] },
    };
    const mail = {
      list: async () => ({ items: [] }),
      send: async (...given: unknown[]) => (sent.push(given), LETTER),
    };
    await http.close();
    http = await startHttp(({ crm }) => ({
      crm: { ...crm, mail },
      hub: { recordOf: () => host } as never,
    }));
    const html = '<p>7</p>';
    const at = '2026-03-02T09:00:00.000Z';
    const document = { kind: 'document' as const, id: 'd-1', open: false, position: at, words: 'Invoice 7' };
    const data = { name: 'Invoice 7', dealId: '12', html };
    await http.store.transaction((tx) => http.store.records.put(tx, { ...document, data }));
    const input = { to: ['h@k.example'], subject: 'Invoice', text: 'Here it is.' };
    const answer = await http.app.inject({
      ...{ method: 'POST', url: '/api/v1/mail', payload: { ...input, documentId: 'd-1' } },
      headers: { ...(await http.token('olena')), 'idempotency-key': 'one' },
    });
    expect(answer.statusCode).toBe(201);
    const files = [{ name: 'Invoice 7.html', type: 'text/html', content: html }];
    const write = { actor: expect.any(String) as string, idempotencyKey: 'one', userId: '5' };
    expect(sent).toEqual([[{ ...input, dealId: '12', files }, write]]);
  });

  it('a system that lets nothing be registered says so, and one that is not connected too', async () => {
    expect((await ask('GET', '/crm/connections/bitrix24/install')).status).toBe(404);
    expect((await ask('GET', '/crm/connections/bitrix24/fields')).status).toBe(404);
    await connect({ webhook: WEBHOOK });
    const refused = await ask('PUT', '/crm/connections/bitrix24/install');
    expect(refused.body).toMatchObject({ code: 'unsupported', hint: expect.stringContaining('Register') });
  });

  it('is in force at once, and gone when it is disconnected', async () => {
    await connect({ webhook: WEBHOOK });
    expect(http.deps.hub.recordOf('deals')?.manifest.id).toBe('bitrix24');
    expect((await ask('DELETE', '/crm/connections/bitrix24')).status).toBe(204);
    expect(http.deps.hub.system('bitrix24')).toBeUndefined();
  });

  it('wrong settings are refused at their fields, and are not quoted', async () => {
    const { status, body } = await connect({ webhook: 'canarysecret', colour: 'red' });
    expect(status).toBe(400);
    expect(body.fields).toMatchObject({
      webhook: expect.stringContaining('must be such as'),
      colour: 'is not known',
    });
    expect(JSON.stringify(body)).not.toContain('canarysecret');
    expect((await ask('PUT', '/crm/connections/nothing', { settings: {} })).status).toBe(400);
  });

  it('a connection is checked without being saved, and what is wrong is named', async () => {
    const { body } = await ask('POST', '/crm/connections/bitrix24/check', { settings: { webhook: WEBHOOK } });
    expect(body).toMatchObject({ ok: false, findings: [{ kind: 'address', level: 'problem' }] });
    expect(await http.store.crmConnections.list()).toEqual([]);
  });

  it('are for administrators alone', async () => {
    admin = await http.signIn('olena');
    for (const url of ['/crm/systems', '/crm/connections', '/crm/outbox']) {
      expect((await ask('GET', url)).status).toBe(403);
    }
  });
});

describe('a host that tells what happened', () => {
  const tell = (token: string) =>
    http.app.inject({
      method: 'POST',
      url: '/api/v1/crm/hosts/bitrix24/events',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        event: 'ONCRMDEALADD',
        'data[FIELDS][ID]': '7',
        'auth[application_token]': token,
      }).toString(),
    });

  it('is heard when it proves itself, and nobody else is', async () => {
    await connect({ webhook: WEBHOOK, applicationToken: 'the-token' });
    expect((await tell('the-token')).statusCode).toBe(200);
    expect((await tell('another')).statusCode).toBe(401);
    expect((await tell('')).statusCode).toBe(401);
  });

  it('is not there unless it is connected', async () => {
    expect((await tell('the-token')).statusCode).toBe(404);
  });
});

describe('a page of ours inside the portal', () => {
  const open = (AUTH_ID: string) =>
    http.app.inject({
      method: 'POST',
      url: '/v1/hosts/bitrix24?DOMAIN=firm.bitrix24.ua',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        ...{ AUTH_ID, PLACEMENT: 'CALL_CARD', REFRESH_ID: 'never read' },
        PLACEMENT_OPTIONS: '{"PHONE_NUMBER":"</script><b>"}',
      }).toString(),
    });
  const users: Record<string, string> = { 'of-olena': '101', 'of-nobody': '999' };

  beforeEach(() => {
    const client = {
      records: { url: () => 'https://firm.bitrix24.ua/crm/deal/details/1/' },
      users: {
        list: async () => [],
        whoIs: async (credential: string) => {
          const extension = users[credential];
          if (!extension) throw new AdapterError('bitrix24', 'unauthorized', 'Nobody has this.');
          return { id: '5', name: 'Olena', extension, active: true };
        },
      },
    };
    http.deps.hub.system = () => client as never;
  });

  it('signs in the agent who is the portal’s user, and shows itself to the portal alone', async () => {
    const answer = await open('of-olena');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-security-policy']).toContain('frame-ancestors https://firm.bitrix24.ua');
    expect(answer.body).not.toContain('</script><b>');
    const cookie = `ringback_session=${answer.cookies[0]?.value}`;
    const session = await http.app.inject({ url: '/api/v1/session', headers: { cookie } });
    expect(session.json()).toMatchObject({ agent: { login: 'olena' } });
  });

  it('does not let its session administer: an app of the portal may have opened it', async () => {
    users['of-admin'] = '100';
    const cookie = `ringback_session=${(await open('of-admin')).cookies[0]?.value}`;
    const seen = await http.app.inject({ url: '/api/v1/crm/connections', headers: { cookie } });
    expect(seen.statusCode).toBe(200);
    admin = { ...admin, cookie };
    expect(await connect({ webhook: WEBHOOK })).toMatchObject({
      ...{ status: 403, body: { hint: 'Sign in at /admin, and do it there.' } },
    });
  });

  it('signs in nobody whom the portal does not know, or who is no agent', async () => {
    for (const [credential, status] of [
      ['forged', 401],
      ['of-nobody', 403],
    ] as const) {
      const answer = await open(credential);
      expect([answer.statusCode, answer.cookies]).toEqual([status, []]);
    }
  });
});

describe('the bridge of a back office', () => {
  const ask = (origin?: string) =>
    http.app.inject({
      url: '/v1/hosts/woocommerce/greeting.js',
      headers: origin === undefined ? {} : { origin },
    });
  const at = (origin: string) => {
    const records = { url: () => `${origin}/wp-admin/user-edit.php?user_id=1` };
    http.deps.hub.system = () => ({ records }) as never;
  };

  it('is greeted on the connected shop’s own pages', async () => {
    at(PANEL);
    const answer = await ask(PANEL);
    expect(answer.body).toBe(
      `export default {"ringback":"host","version":1,"system":"woocommerce","panel":"${PANEL}"};\n`,
    );
    expect(answer.headers['access-control-allow-origin']).toBe(PANEL);
  });

  it('is greeted nowhere else, nor where the shop is no panel, nor where none is connected', async () => {
    expect((await ask(PANEL)).statusCode).toBe(404);
    at(PANEL);
    for (const origin of [undefined, 'https://evil.example'])
      expect((await ask(origin)).statusCode).toBe(403);
    at('https://shop.example');
    const answer = await ask('https://shop.example');
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([403, undefined]);
  });
});

describe('the outbox', () => {
  it('of a system whose settings are saved anew begins anew: what was stuck may go now', async () => {
    await put();
    const [entry] = await http.store.outbox.list(1);
    await http.store.outbox.failed(entry!, { message: 'Bitrix24 answered insufficient_scope.' });
    expect((await ask('GET', '/crm/outbox')).body).toMatchObject([{ state: 'stuck' }]);
    await ask('PUT', '/crm/connections/woocommerce', {
      settings: { url: 'https://shop.example', consumerKey: 'ck_1', consumerSecret: 'cs_1' },
    });
    expect((await ask('GET', '/crm/outbox')).body).toMatchObject([{ state: 'stuck' }]);
    await connect({ webhook: WEBHOOK });
    expect((await ask('GET', '/crm/outbox')).body).toMatchObject([{ state: 'waiting' }]);
  });

  const put = () =>
    http.store.transaction((tx) =>
      http.store.outbox.put(tx, {
        account: 'bitrix24',
        kind: 'call',
        record: 'call-1',
        payload: {},
        actor: 'olena',
      }),
    );

  it('is shown, tried again, and given up, with who did it', async () => {
    await put();
    const [entry] = await http.store.outbox.list(1);
    await http.store.outbox.failed(entry!, { message: 'Bitrix24 answered insufficient_scope.' });
    const { body } = await ask('GET', '/crm/outbox');
    expect(body).toMatchObject(
      [{ system: 'bitrix24', record: 'call-1', state: 'stuck', attempts: 1, lastError: /scope/ }].map(
        (one) => ({ ...one, lastError: expect.stringMatching(/scope/) }),
      ),
    );
    expect((await ask('POST', `/crm/outbox/${entry!.id}/retry`)).body).toMatchObject({ state: 'waiting' });
    expect((await ask('DELETE', `/crm/outbox/${entry!.id}`)).status).toBe(204);
    expect((await ask('DELETE', `/crm/outbox/${entry!.id}`)).status).toBe(404);
    const trail = await http.store.audit.ofEntity('outbox', String(entry!.id));
    expect(trail.map(({ actor, field }) => [actor, field])).toEqual([
      ['admin', 'retried'],
      ['admin', 'dropped'],
    ]);
  });
});
