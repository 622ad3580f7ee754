import { describe, expect, it } from 'vitest';
import { aCall } from '../../testing/crm-communications.suite.ts';
import { createTestContext } from '../../testing/crm-context.ts';
import { createVirtualClock } from '../../testing/virtual-clock.ts';
import { createRetailcrm, type RetailcrmSettings } from './index.ts';
import { createRetailcrmHarness, type RetailcrmHarness } from './simulator.ts';

const NUMBER = '+380671112233';
const write = (idempotencyKey: string) => ({ idempotencyKey, actor: 'olena' });

describe('who calls, and to whom he is given', () => {
  const lookUp = async (harness: RetailcrmHarness) =>
    (await harness.clock.run(async () => harness.crm.parties?.findByPhone(NUMBER)))?.[0]?.party;

  async function withManager(status: string) {
    const harness = await createRetailcrmHarness();
    const id = await harness.seed.party({ name: 'Тарас', phones: [NUMBER] });
    Object.assign(harness.account.customers.get(Number(id)) ?? {}, { managerId: 1 });
    Object.assign(harness.account.users.get(1) ?? {}, { status });
    return harness;
  }

  it('his manager, with the extension, while he is free', async () => {
    expect((await lookUp(await withManager('free')))?.responsible).toEqual({
      ...{ id: '1', name: 'Олена Бондар', email: 'olena@firm.example', extension: '101', available: true },
    });
  });

  it('his manager is known and not available while he is at dinner', async () => {
    expect((await lookUp(await withManager('dinner')))?.responsible).toMatchObject({
      id: '1',
      available: false,
    });
  });

  it('takes two requests, of which one counts against the common limit', async () => {
    const harness = await withManager('free');
    await lookUp(harness);
    const before = harness.wire?.requests.length ?? 0;
    await lookUp(harness);
    const asked = harness.wire?.requests.slice(before).map(({ url }) => new URL(url).pathname) ?? [];
    expect(asked.sort()).toEqual(['/api/v5/customers', '/api/v5/telephony/manager']);
  });
});

describe('calls', () => {
  const log = (
    harness: RetailcrmHarness,
    entry: Parameters<NonNullable<RetailcrmHarness['crm']['communications']>['logCall']>[0],
    key: string,
  ) => harness.clock.run(async () => harness.crm.communications?.logCall(entry, write(key)));

  it('stand in the log of calls once, with the recording that comes later', async () => {
    const harness = await createRetailcrmHarness();
    const entry = {
      call: aCall('call-1'),
      agent: { id: 'olena', name: 'Олена', extension: '101', userId: '1' },
    };
    await log(harness, entry, 'a');
    await log(harness, entry, 'b');
    const recording = {
      url: 'https://calls.example/1',
      fileName: '1.mp3',
      read: async () => new Uint8Array(),
    };
    await harness.clock.run(async () =>
      harness.crm.communications?.updateCall({ ...entry, recording }, write('c')),
    );
    expect([...harness.account.calls.values()]).toEqual([
      {
        ...{
          date: '2026-11-23 10:00:00',
          type: 'in',
          phone: NUMBER,
          externalId: 'call-1',
          duration: 60,
          durationWaiting: 5,
        },
        ...{
          result: 'answered',
          externalPhone: '+380441234567',
          userId: 1,
          recordUrl: 'https://calls.example/1',
        },
      },
    ]);
  });

  it('the popup is closed when the call ends', async () => {
    const harness = await createRetailcrmHarness();
    const call = aCall('call-1', { endReason: 'missed', durationSeconds: 0 });
    await harness.clock.run(async () => harness.crm.communications?.announce?.({ call }, ['1'], write('a')));
    await log(harness, { call }, 'b');
    await log(harness, { call }, 'c');
    expect(
      harness.account.events.map(({ type, hangupStatus, callExternalId }) => [
        type,
        hangupStatus,
        callExternalId,
      ]),
    ).toEqual([
      ['in', undefined, 'call-1'],
      ['hangup', 'no answered', 'call-1'],
    ]);
  });

  it('a note that a person has written into is put anew with his words before the old one goes', async () => {
    const harness = await createRetailcrmHarness();
    const partyId = await harness.seed.party({ name: 'Тарас', phones: [NUMBER] });
    await log(harness, { call: aCall('call-1', { comment: 'Перше' }), partyId }, 'a');
    await harness.host.editCallText?.('call-1', 'Від людини');
    const later = { call: aCall('call-1', { comment: 'Друге', version: 4 }), partyId };
    await harness.clock.run(async () => harness.crm.communications?.updateCall(later, write('b')));
    const [note, ...others] = [...harness.account.notes.values()];
    expect(others).toEqual([]);
    expect(note?.text).toMatch(/Від людини[^]*Перше[^]*Друге/);
  });

  it('a comment on an order stands below what the manager wrote', async () => {
    const harness = await createRetailcrmHarness();
    const partyId = await harness.seed.party({ name: 'Тарас', phones: [NUMBER] });
    const id = (await harness.seed.order?.({ number: '1042', partyId, lines: [] })) ?? '';
    Object.assign(harness.account.orders.get(Number(id)) ?? {}, { managerComment: 'Дзвонити зранку' });
    await harness.clock.run(async () =>
      harness.crm.communications?.comment?.({ kind: 'order', id }, 'Просив пізніше', write('a')),
    );
    expect(harness.account.orders.get(Number(id))?.['managerComment']).toBe(
      'Дзвонити зранку\nПросив пізніше',
    );
  });
});

describe('what retailCRM asks of us', () => {
  it('a number that is clicked is to be dialled, each time anew', async () => {
    const { crm, settings } = await createRetailcrmHarness();
    const query = { clientId: settings.clientId ?? '', phone: '0671112233', userId: '1', code: '101' };
    const request = { method: 'GET', headers: {}, query, body: new Uint8Array() };
    const [first, second] = [await crm.changes?.receive?.(request), await crm.changes?.receive?.(request)];
    expect(first).toMatchObject([{ type: 'dial.requested', request: { number: '0671112233', userId: '1' } }]);
    expect(second?.[0]?.id).not.toBe(first?.[0]?.id);
    const forged = { ...request, query: { ...query, clientId: 'somebody-elses-id' } };
    await expect(crm.changes?.receive?.(forged)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('the module is registered, and registering again changes the extensions', async () => {
    const { crm, settings, clock, account } = await createRetailcrmHarness();
    const gatewayUrl = 'https://ringback.example';
    const path = '/api/v1/crm/hosts/retailcrm/events';
    for (const extension of ['101', '102']) {
      const extensions = [{ userId: '1', extension }];
      const place = { gatewayUrl, eventsUrl: `${gatewayUrl}${path}`, pagesUrl: `${gatewayUrl}/v1` };
      await clock.run(async () => crm.install?.register({ ...place, extensions }));
    }
    expect([...account.modules]).toMatchObject([
      [
        'ringback',
        {
          ...{ active: true, clientId: settings.clientId, baseUrl: gatewayUrl },
          integrations: {
            telephony: { makeCallUrl: path, additionalCodes: [{ userId: '1', code: '102' }] },
          },
        },
      ],
    ]);
  });

  it('who was removed is told', async () => {
    const harness = await createRetailcrmHarness();
    const [keep, drop] = [
      await harness.seed.party({ name: 'Один', phones: [NUMBER] }),
      await harness.seed.party({ name: 'Два', phones: [] }),
    ];
    const before = await harness.clock.run(async () => harness.crm.changes?.poll?.(undefined));
    await harness.clock.run(async () => harness.crm.parties?.merge?.(keep, drop, write('a')));
    const after = await harness.clock.run(async () => harness.crm.changes?.poll?.(before?.marker));
    expect(after?.changes).toContainEqual(expect.objectContaining({ type: 'party.removed', recordId: drop }));
  });

  it('keeps every number, also where several stand in one field and the other customer has the first of them', async () => {
    const harness = await createRetailcrmHarness();
    const keep = await harness.seed.party({ name: 'Раз', phones: ['0671112233 та 0501112233'] });
    const drop = await harness.seed.party({ name: 'Два', phones: ['+380671112233'] });
    await harness.clock.run(async () => harness.crm.parties?.merge?.(keep, drop, write('several')));
    const party = await harness.clock.run(async () => harness.crm.parties?.get(keep));
    expect(party?.phones).toEqual(['+380671112233', '+380501112233']);
  });
});

describe('settings', () => {
  const good: RetailcrmSettings = {
    url: 'https://firm.retailcrm.ru',
    apiKey: 'a-key-of-16-letters',
    timeZone: 'Europe/Kyiv',
  };
  const context = createTestContext({ clock: createVirtualClock() });
  it.each([
    ['the vendor’s own site', { url: 'https://www.retailcrm.ru' }, /url/],
    ['plain HTTP', { url: 'http://firm.retailcrm.ru' }, /url/],
    ['a zone that there is not', { timeZone: 'Kyiv/Podil' }, /timeZone/],
  ])('%s is refused by name', (_what, wrong, names) => {
    expect(() => createRetailcrm({ ...good, ...wrong }, context)).toThrow(names);
  });
});

describe('fields of the account’s own', () => {
  it('that are chosen have the elements of their dictionary', async () => {
    const { crm, clock } = await createRetailcrmHarness();
    const fields = await clock.run(() => crm.fields!.list('party'));
    expect(fields.map(({ name, type, options }) => [name, type, options])).toEqual([
      ['city_of_birth', 'text', undefined],
      [
        'segment',
        'choice',
        [
          { id: 'wholesale', title: 'Опт' },
          { id: 'retail', title: 'Роздріб' },
        ],
      ],
    ]);
  });
});
