/** What is Bitrix24's own: one request a screen pop, tokens, limits, events. */
import { describe, expect, it } from 'vitest';
import { AdapterError } from '../../error.ts';
import { createMemoryKept, createTestContext, createVirtualClock } from '../../testing/index.ts';
import { type Bitrix24SettingsInput, createBitrix24 } from './index.ts';
import { toParty } from './map.ts';
import { createBitrix24Harness, createPortal } from './simulator.ts';
import { readEvent } from './webhook.ts';
import { refusal, toQuery } from './wire.ts';

const paths = (requests: readonly { url: string }[]) =>
  requests.map(({ url }) => new URL(url).pathname.split('/').at(-1));

describe('a screen pop', () => {
  it('is one request, with the responsible’s name and extension in it', async () => {
    const { crm, clock, seed, wire } = await createBitrix24Harness('webhook');
    await seed.party({ name: 'Ганна Їжакевич', phones: ['+380671112233'] });
    const [match] = await clock.run(() => crm.parties!.findByPhone('+380671112233'));
    expect(paths(wire!.requests)).toEqual(['batch.json']);
    expect(match?.party).toMatchObject({
      name: 'Ганна Їжакевич',
      url: expect.stringContaining('https://firm.bitrix24.ua/crm/contact/details/'),
      responsible: { id: '5', name: 'Андрій Лис', extension: '102', email: 'andriy@example.com' },
    });
  });

  it('of fifty callers at once is five requests', async () => {
    const { crm, clock, seed, wire } = await createBitrix24Harness('webhook');
    const numbers = await seed.many(50);
    await clock.run(() => Promise.all(numbers.map((number) => crm.parties!.findByPhone(number))));
    expect(wire!.requests.length).toBeLessThanOrEqual(6);
  });

  it('finds a lead and a company too, and says which record each is', async () => {
    const { crm, clock, seed } = await createBitrix24Harness('webhook');
    const number = '+380671112233';
    const lead = await seed.lead!({ name: 'Зацікавлений', phones: [number] });
    const company = await seed.party({ name: 'ТОВ «Карпати»', phones: [number], nature: 'organization' });
    const found = await clock.run(() => crm.parties!.findByPhone(number));
    expect(found.map(({ party }) => [party.id, party.kind, party.nature])).toEqual([
      [`lead-${lead}`, 'lead', 'person'],
      [company, 'client', 'organization'],
    ]);
  });
});

describe('an application’s token', () => {
  const settings: Bitrix24SettingsInput = {
    ...{
      portal: 'https://firm.bitrix24.ua',
      clientId: 'local.1',
      clientSecret: 'secret',
      refreshToken: 'first',
    },
  };

  function rig() {
    const clock = createVirtualClock();
    const client = { id: 'local.1', secret: 'secret', refreshToken: 'first' };
    const portal = createPortal({ clock, webhookSecret: 'hook', client });
    const kept = createMemoryKept();
    const another = () => createBitrix24(settings, createTestContext({ clock, http: portal.http, kept }));
    return { clock, portal, another };
  }

  it('is renewed once by two processes that find it missing at the same moment', async () => {
    const { clock, portal, another } = rig();
    const [one, two] = [another(), another()];
    const asked = await clock.run(() => Promise.allSettled([one.users!.list(), two.users!.list()]));
    expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(portal.wire.limited).toBe(0);
  });

  it('is renewed before it ends, and when the portal says that it is no good any more', async () => {
    const { clock, portal, another } = rig();
    const crm = another();
    await clock.run(() => crm.parties!.get('contact-1'));
    portal.expireTokens();
    await clock.run(() => crm.parties!.get('contact-1'));
    await clock.pass(2 * 3_600_000);
    await clock.run(() => crm.parties!.get('contact-1'));
    const renewals = portal.wire.requests.filter(({ url }) => url.includes('/oauth/token'));
    expect(renewals).toHaveLength(3);
  });
});

describe('the portal’s limits', () => {
  it('a method that has nearly used up its time is left alone until it is given back', async () => {
    const clock = createVirtualClock();
    const client = { id: 'local.1', secret: 'secret', refreshToken: 'first' };
    const portal = createPortal({ clock, webhookSecret: 'hook', client, operatingSeconds: 30 });
    const crm = createBitrix24(
      { webhook: 'https://firm.bitrix24.ua/rest/1/hook/' },
      createTestContext({ clock, http: portal.http }),
    );
    for (let i = 0; i < 40; i += 1) await clock.run(() => crm.fields!.list('party'));
    expect(portal.wire.limited).toBe(0);
  });
});

describe('the portal’s errors', () => {
  it.each([
    [503, { error: 'QUERY_LIMIT_EXCEEDED', error_description: '' }, 'rate-limited'],
    [
      429,
      { error: 'OPERATION_TIME_LIMIT', error_description: '', time: { operating_reset_at: 1773130900 } },
      'rate-limited',
    ],
    [
      401,
      { error: 'expired_token', error_description: 'The access token provided has expired.' },
      'unauthorized',
    ],
    [403, { error: 'INVALID_CREDENTIALS', error_description: 'Invalid request credentials' }, 'unauthorized'],
    [403, { error: 'insufficient_scope', error_description: '' }, 'forbidden'],
    [400, { error: '', error_description: 'Access denied.' }, 'forbidden'],
    [400, { error: 'NOT_FOUND', error_description: 'Entity not found' }, 'not-found'],
    [400, { error: 0, error_description: 'SHIPMENT_DOCUMENT entity is not supported' }, 'invalid'],
    [404, { error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' }, 'unsupported'],
  ])('%i %j is %s', (status, body, code) => {
    const answer = { status, headers: new Headers(), text: JSON.stringify(body), json: () => body };
    expect(refusal(answer, 'crm.item.get', new Date(1773130779_000))).toMatchObject({
      code,
      system: 'bitrix24',
    });
  });

  it('says when a shut method opens again', () => {
    const body = { error: 'OPERATION_TIME_LIMIT', time: { operating_reset_at: 1773130900 } };
    const answer = { status: 429, headers: new Headers(), text: JSON.stringify(body), json: () => body };
    const error = refusal(answer, 'crm.item.list', new Date(1773130779_000));
    expect(error).toBeInstanceOf(AdapterError);
    expect(error?.retryAfterMs).toBe(121_000);
  });
});

describe('a page inside the portal', () => {
  const whoIs = async () => {
    const { crm, clock, host, portal } = await createBitrix24Harness();
    return { host, portal, ask: (credential: string) => clock.run(() => crm.users!.whoIs!(credential)) };
  };

  it('is asked whose it is in one request; which application is ours is asked once', async () => {
    const { host, portal, ask } = await whoIs();
    const credential = await host.userCredential!('5');
    expect(await ask(credential)).toMatchObject({ id: '5', extension: '102' });
    const before = portal.wire.requests.length;
    expect(await ask(credential)).toMatchObject({ id: '5' });
    expect(paths(portal.wire.requests).slice(before)).toEqual(['batch.json']);
  });

  it('of another application signs nobody in, though the portal knows its user', async () => {
    const { host, ask } = await whoIs();
    await expect(ask(await host.foreignCredential!('5'))).rejects.toMatchObject({
      code: 'unauthorized',
      message: 'This page is another application’s.',
    });
  });

  it('signs nobody in by a webhook: to that the portal does not say which application is ours', async () => {
    const { crm, portal, clock, secret } = await createBitrix24Harness('webhook');
    expect(crm.users?.whoIs).toBeUndefined();
    expect(crm.manifest.capabilities).not.toContain('users.session');
    const url = `https://firm.bitrix24.ua/rest/1/${secret}/app.info.json`;
    const answer = await clock.run(() => portal.http(url, { method: 'POST' }));
    expect(await answer.json()).toMatchObject({ error: 'ACCESS_DENIED' });
  });

  it('is waited for where the portal is too busy to say: nobody is turned away for that', async () => {
    const { host, portal, ask } = await whoIs();
    const credential = await host.userCredential!('5');
    portal.wire.inject('unavailable', 100);
    await expect(ask(credential)).rejects.toMatchObject({ code: 'unavailable' });
    portal.wire.heal();
    expect(await ask(credential)).toMatchObject({ id: '5' });
  });
});

describe('a record', () => {
  const context = { country: 'UA', portal: 'https://firm.bitrix24.ua', users: new Map() };

  it('without a name has at least its number', () => {
    expect(toParty('contact', { id: 7, fm: null }, context)).toMatchObject({
      name: '№ 7',
      phones: [],
      kind: 'other',
    });
  });

  it('has its numbers as they can be dialled', () => {
    const fm = ['067 111-22-33', '0671112233', 'немає', '+1 906 219 5047'].map((value) => ({
      typeId: 'PHONE',
      value,
    }));
    expect(toParty('contact', { id: 7, fm }, context).phones).toEqual(['+380671112233', '+19062195047']);
  });
});

describe('parameters of a command', () => {
  it('are written as PHP reads them', () => {
    const query = toQuery({
      filter: { '@id': [1, 2], '%name': 'Ї&' },
      halt: false,
      gone: undefined,
      none: null,
    });
    expect(decodeURIComponent(query)).toBe('filter[@id][0]=1&filter[@id][1]=2&filter[%name]=Ї&&halt=N&none=');
  });
});

describe('an event of the portal', () => {
  const event = (fields: Record<string, string>) => readEvent(new URLSearchParams(fields));

  it('of a clicked number asks for a call', () => {
    expect(
      event({
        event: 'ONEXTERNALCALLSTART',
        'data[PHONE_NUMBER]': '0671112233',
        'data[PHONE_NUMBER_INTERNATIONAL]': '+380671112233',
        'data[USER_ID]': '5',
        'data[CALL_ID]': 'externalCall.1',
        ts: '1773130779',
      }),
    ).toEqual([
      {
        id: 'ONEXTERNALCALLSTART:externalCall.1:1773130779',
        type: 'dial.requested',
        request: { number: '+380671112233', userId: '5', hostCallId: 'externalCall.1' },
      },
    ]);
  });

  it('of a task says which', () => {
    expect(event({ event: 'ONTASKUPDATE', 'data[FIELDS_AFTER][ID]': '12', ts: '1' })).toEqual([
      { id: 'ONTASKUPDATE:12:1', type: 'task.changed', recordId: '12' },
    ]);
  });

  it('that is none of ours, or has no number, changes nothing', () => {
    expect(event({ event: 'ONUSERADD', 'data[ID]': '1' })).toEqual([]);
    expect(event({ event: 'ONCRMDEALADD', 'data[FIELDS][ID]': '../1' })).toEqual([]);
  });
});

describe('the connection check', () => {
  it('names the right that is missing, and what does not work without it', async () => {
    const { crm, clock, portal } = await createBitrix24Harness('application');
    portal.state.scopes.splice(portal.state.scopes.indexOf('task'), 1);
    const report = await clock.run(() => crm.checkConnection());
    expect(report).toMatchObject({ ok: true, account: 'firm.bitrix24.ua, user Олена Бондар' });
    expect(report.findings).toMatchObject([
      { level: 'warning', kind: 'right', name: 'task', capabilities: ['tasks', 'tasks.write'] },
    ]);
    portal.state.scopes.splice(0);
    const nothing = await clock.run(() => crm.checkConnection());
    expect(nothing.ok).toBe(false);
  });
});
