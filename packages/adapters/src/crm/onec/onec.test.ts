import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { aCall } from '../../testing/crm-communications.suite.ts';
import { createTestContext } from '../../testing/crm-context.ts';
import { createRealClock, createVirtualClock } from '../../testing/virtual-clock.ts';
import { createOnec, type OnecSettings } from './index.ts';
import { layoutOf, missingFrom, type PeopleSet, WANTED } from './layout.ts';
import { readMetadata } from './metadata.ts';
import { pageOf } from './map.ts';
import { fromLocal, toLocal } from '../local-time.ts';
import { LONGEST_QUERY, queryOf } from './odata.ts';
import { phoneFilter, phoneRow } from './phones.ts';
import { createOnecHarness, createSimulatedOnec, type OnecHarness, serveOnec } from './simulator.ts';

const sample = readFileSync(new URL('fixtures/ut-metadata.sample.xml', import.meta.url), 'utf8');
const write = { idempotencyKey: 'key-1', actor: 'olena' };

function partiesOf({ crm }: OnecHarness) {
  const { parties } = crm;
  if (!parties?.create || !parties.update) throw new Error('1C keeps parties');
  return { ...parties, create: parties.create, update: parties.update };
}

describe('who calls a firm that works in 1C', () => {
  it('takes one request for each catalog: customers, their people, leads; and the lists that hardly change are read once', async () => {
    const harness = await createOnecHarness();
    const number = '+380671112233';
    await harness.seed.party({ name: 'Тарас', phones: [number] });
    await harness.clock.run(() => partiesOf(harness).findByPhone(number));
    const before = harness.wire?.requests.length ?? 0;
    await harness.clock.run(() => partiesOf(harness).findByPhone(number));
    expect((harness.wire?.requests.length ?? 0) - before).toBe(3);
  });

  it('takes two requests where the owner did not publish the leads', async () => {
    const harness = await createOnecHarness({ without: ['Catalog_Лиды'] });
    await harness.clock.run(() => partiesOf(harness).findByPhone('+380671112233'));
    const before = harness.wire?.requests.length ?? 0;
    await harness.clock.run(() => partiesOf(harness).findByPhone('+380671112233'));
    expect((harness.wire?.requests.length ?? 0) - before).toBe(2);
  });

  it('knows a lead of UNF, and logs the call to him', async () => {
    const harness = await createOnecHarness();
    const contacts = [phoneRow('+380671112233', '00000000-0000-0000-0000-000000000000', false)];
    const lead = harness.base.put('Catalog_Лиды', {
      Description: 'Зацікавлений',
      КонтактнаяИнформация: contacts,
    });
    const partyId = String(lead['Ref_Key']);
    const found = await harness.clock.run(() => partiesOf(harness).findByPhone('+380671112233'));
    expect(found).toMatchObject([{ score: 1, party: { id: partyId, kind: 'lead', name: 'Зацікавлений' } }]);
    const { communications } = harness.crm;
    await harness.clock.run(async () => communications?.logCall({ call: aCall('call-1'), partyId }, write));
    expect(harness.base.rows('Document_Событие')).toMatchObject([
      { Участники: [{ Контакт: partyId, Контакт_Type: 'StandardODATA.Catalog_Лиды' }] },
    ]);
  });

  it('takes one request where a 1C programmer has published the service', async () => {
    const harness = await createOnecHarness({ service: true });
    await harness.clock.run(() => partiesOf(harness).findByPhone('+380671112233'));
    expect(harness.wire?.requests.map(({ url }) => decodeURIComponent(url))).toEqual([
      'https://1c.example/unf/hs/ringback/v1/parties?phone=+380671112233',
    ]);
  });

  it('shows the contact person before his firm, and whose he is', async () => {
    const harness = await createOnecHarness();
    const number = '+380671112233';
    const firm = await harness.seed.party({
      name: 'ТОВ «Мрія»',
      phones: ['+380441112233'],
      nature: 'organization',
    });
    const person = await harness.seed.party({ name: 'Оксана', phones: [number], organizationId: firm });
    const [match, ...others] = await harness.clock.run(() => partiesOf(harness).findByPhone(number));
    expect(others).toEqual([]);
    expect(match).toMatchObject({
      ...{ score: 1, why: 'phone' },
      party: { id: person, nature: 'person', organization: { id: firm, name: 'ТОВ «Мрія»' } },
    });
  });

  it('says in UT that it is the number of a legal entity of the partner', async () => {
    const harness = await createOnecHarness({ configuration: 'ut' });
    const partner = await harness.seed.party({
      name: 'Мрія',
      phones: ['+380441112233'],
      nature: 'organization',
    });
    const legal = harness.base.put('Catalog_Контрагенты', {
      ...{ Description: 'ТОВ «Мрія Плюс»', Партнер_Key: partner },
      КонтактнаяИнформация: [phoneRow('+380671112233', '00000000-0000-0000-0000-000000000000', false)],
    });
    const found = await harness.clock.run(() => partiesOf(harness).findByPhone('+380671112233'));
    expect(found).toMatchObject([
      {
        ...{ party: { id: partner }, why: 'company-phone' },
        via: { kind: 'organization', id: legal['Ref_Key'], label: 'ТОВ «Мрія Плюс»' },
      },
    ]);
  });

  it('knows who looks after the customer, by the user that the employee is', async () => {
    const harness = await createOnecHarness();
    const [employee] = harness.base.rows('Catalog_Сотрудники');
    const [user] = harness.base.rows('Catalog_Пользователи');
    const id = await harness.seed.party({ name: 'Тарас', phones: ['+380671112233'] });
    harness.base.patch('Catalog_Контрагенты', id, { Ответственный_Key: employee?.['Ref_Key'] });
    const party = await harness.clock.run(() => partiesOf(harness).get(id));
    expect(party?.responsible).toEqual({
      id: user?.['Ref_Key'],
      name: 'Олена Бондар',
      email: 'olena@firm.example',
    });
  });

  it('is nobody who is marked for deletion', async () => {
    const harness = await createOnecHarness();
    const id = await harness.seed.party({ name: 'Тарас', phones: ['+380671112233'] });
    harness.base.patch('Catalog_Контрагенты', id, { DeletionMark: true });
    expect(await harness.clock.run(() => partiesOf(harness).findByPhone('+380671112233'))).toEqual([]);
    expect(await harness.clock.run(() => partiesOf(harness).get(id))).toBeUndefined();
  });
});

describe('writing into 1C', () => {
  it('keeps the other rows of the contact information when a number is added', async () => {
    const harness = await createOnecHarness();
    const id = await harness.seed.party({
      name: 'Тарас',
      phones: ['067 111-22-33'],
      email: 'taras@example.com',
    });
    await harness.clock.run(() => partiesOf(harness).update(id, { addPhone: '+380671112244' }, write));
    expect(harness.base.find('Catalog_Контрагенты', id)?.['КонтактнаяИнформация']).toMatchObject([
      { LineNumber: '1', Представление: '067 111-22-33' },
      { LineNumber: '2', АдресЭП: 'taras@example.com' },
      { LineNumber: '3', НомерТелефона: '380671112244', ОбратныйНомерТелефона: '442211176083' },
    ]);
  });

  it('keeps a lead in the list of leads, and says so where there is none', async () => {
    const input = { name: 'Зацікавлений', kind: 'lead', phones: ['+380671112233'] };
    const harness = await createOnecHarness();
    const lead = await harness.clock.run(() => partiesOf(harness).create(input, write));
    expect(lead).toMatchObject({ kind: 'lead', phones: input.phones });
    expect(harness.base.rows('Catalog_Лиды')).toMatchObject([{ Description: 'Зацікавлений' }]);
    const ut = await createOnecHarness({ configuration: 'ut' });
    const refused = { code: 'unsupported', hint: /publish the leads/ };
    await expect(ut.clock.run(() => partiesOf(ut).create(input, write))).rejects.toMatchObject(refused);
  });

  it('does not take a text that 1C has cut for written', async () => {
    const harness = await createOnecHarness();
    const id = await harness.seed.party({ name: 'Тарас', phones: ['+380671112233'] });
    const long = 'ж'.repeat(150);
    await expect(
      harness.clock.run(() => partiesOf(harness).update(id, { name: long }, write)),
    ).rejects.toMatchObject({
      ...{ code: 'invalid', fields: { Description: 'was not written as sent' } },
    });
  });

  it('reads again when somebody saved the record in between, and loses nothing of his', async () => {
    const harness = await createOnecHarness();
    const id = await harness.seed.party({ name: 'Тарас', phones: ['+380671112233'] });
    const { comment } = harness.crm.communications ?? {};
    const rows = harness.base.find('Catalog_Контрагенты', id);
    let reads = 0;
    const find = harness.base.find.bind(harness.base);
    harness.base.find = (set, key) => {
      // Between our two readings a person saves his own comment.
      if (key === id && (reads += 1) === 2) harness.base.patch(set, key, { Комментарий: 'Від людини' });
      return find(set, key);
    };
    await harness.clock.run(async () => comment?.({ kind: 'party', id }, 'Від нас', write));
    expect(rows?.['Комментарий']).toBe('Від людини\nВід нас');
  });

  it('a call of a contact person stands in his history', async () => {
    const harness = await createOnecHarness();
    const firm = await harness.seed.party({ name: 'Мрія', phones: [], nature: 'organization' });
    const partyId = await harness.seed.party({
      name: 'Оксана',
      phones: ['+380671112233'],
      organizationId: firm,
    });
    const { communications } = harness.crm;
    await harness.clock.run(async () => communications?.logCall({ call: aCall('call-1'), partyId }, write));
    expect(harness.base.rows('Document_Событие')).toMatchObject([
      {
        ...{
          ТипСобытия: 'ТелефонныйЗвонок',
          ВходящееИсходящееСобытие: 'Входящее',
          Date: '2026-11-23T10:00:00',
        },
        ...{ НачалоСобытия: '2026-11-23T10:00:05', ОкончаниеСобытия: '2026-11-23T10:01:05' },
        Участники: [
          {
            Контакт: partyId,
            Контакт_Type: 'StandardODATA.Catalog_КонтактныеЛица',
            КакСвязаться: '+380671112233',
          },
        ],
      },
    ]);
    const history = await harness.clock.run(async () => communications?.list?.({ partyId }));
    expect(history?.items.map(({ callId }) => callId)).toEqual(['call-1']);
  });

  it('a task may be about a contact person', async () => {
    const harness = await createOnecHarness();
    const firm = await harness.seed.party({ name: 'Мрія', phones: [], nature: 'organization' });
    const partyId = await harness.seed.party({ name: 'Оксана', phones: [], organizationId: firm });
    const { tasks } = harness.crm;
    await harness.clock.run(async () => tasks?.create?.({ title: 'Передзвонити', partyId }, write));
    expect((await harness.clock.run(async () => tasks?.list({ partyId })))?.items).toMatchObject([
      { partyId },
    ]);
    expect(harness.base.rows('Task_ЗадачаИсполнителя')[0]?.['Предмет_Type']).toBe(
      'StandardODATA.Catalog_КонтактныеЛица',
    );
  });

  it('a task is cancelled by breaking off its process', async () => {
    const harness = await createOnecHarness();
    const { tasks } = harness.crm;
    const task = await harness.clock.run(async () => tasks?.create?.({ title: 'Передзвонити' }, write));
    const gone = await harness.clock.run(async () =>
      tasks?.update?.(task?.id ?? '', { state: 'cancelled' }, { ...write, idempotencyKey: 'key-2' }),
    );
    expect(gone?.state).toBe('cancelled');
    expect((await harness.clock.run(async () => tasks?.list({ open: true })))?.items).toEqual([]);
  });
});

describe('checking the connection', () => {
  const report = async (options: Parameters<typeof createOnecHarness>[0]) => {
    const harness = await createOnecHarness(options);
    return harness.clock.run(() => harness.crm.checkConnection());
  };

  it('says which configuration it is', async () => {
    expect(await report({})).toMatchObject({
      ok: true,
      account: 'UNF at 1c.example, user Рингбек',
      findings: [],
    });
    expect((await report({ configuration: 'ut' })).account).toMatch(/^UT at/);
  });

  it('names what is not published and what does not work without it', async () => {
    const { ok, findings } = await report({
      without: ['Task_ЗадачаИсполнителя', 'Document_ЗаказПокупателя'],
    });
    expect(ok).toBe(true);
    expect(findings.map(({ level, name, capabilities }) => [level, name, capabilities])).toEqual([
      ['warning', 'Document_ЗаказПокупателя', ['shop']],
      ['warning', 'Task_ЗадачаИсполнителя', ['tasks', 'tasks.write']],
    ]);
  });

  it('is a problem where the customers themselves are not published', async () => {
    const { ok, findings } = await report({ without: ['Catalog_Контрагенты'] });
    expect(ok).toBe(false);
    expect(findings[0]).toMatchObject({ level: 'problem', name: 'Catalog_Контрагенты' });
  });

  it('asking for what is not published says where to publish it', async () => {
    const harness = await createOnecHarness({ without: ['Task_ЗадачаИсполнителя'] });
    await expect(harness.clock.run(async () => harness.crm.tasks?.list({}))).rejects.toMatchObject({
      ...{ code: 'unsupported', hint: /Настройка стандартного интерфейса OData/ },
    });
  });

  it('names the service that the settings speak of and 1C does not have', async () => {
    const clock = createVirtualClock();
    const settings = {
      url: 'https://1c.example/unf',
      user: 'u',
      password: 'p',
      timeZone: 'UTC',
      service: 'ringback',
    };
    const { http } = createSimulatedOnec(settings, clock);
    const crm = createOnec(settings, createTestContext({ clock, http }));
    expect(await clock.run(() => crm.checkConnection())).toMatchObject({
      ...{ ok: false, findings: [{ level: 'problem', kind: 'module', name: 'hs/ringback' }] },
    });
  });
});

describe('settings', () => {
  const good: OnecSettings = {
    url: 'https://1c.example/unf',
    user: 'u',
    password: 'p',
    timeZone: 'Europe/Kyiv',
  };
  it.each([
    ['a password that would go readable over the network', { url: 'http://1c.example/unf' }, /url/],
    ['a zone that there is not', { timeZone: 'Kyiv/Podil' }, /timeZone/],
    ['a colon in the name, which Basic cannot carry', { user: 'a:b' }, /user/],
  ])('%s is refused by name', (_what, wrong, names) => {
    const context = createTestContext({ clock: createVirtualClock() });
    expect(() => createOnec({ ...good, ...wrong }, context)).toThrow(names);
  });
});

describe('the words of OData', () => {
  it('reads the form in which a real UT publishes its metadata', () => {
    const layout = layoutOf(readMetadata(sample, WANTED));
    expect(layout.configuration).toBe('ut');
    expect(layout.people.map(({ set, reversed }) => [set, reversed])).toEqual([['Catalog_Партнеры', false]]);
    expect(missingFrom(layout).map(({ name }) => name)).toContain('Document_ТелефонныйЗвонок');
  });

  it('the longest look-up fits through IIS', () => {
    const one: PeopleSet = {
      set: 'Catalog_Контрагенты',
      role: 'party',
      reversed: true,
      digits: 'НомерТелефонаДляПоиска',
    };
    const filter = `DeletionMark eq false and IsFolder eq false and ${phoneFilter(one, '+380671112233')}`;
    expect(queryOf({ filter, top: 21 }).length).toBeLessThan(LONGEST_QUERY);
    expect(queryOf({ filter })).not.toContain('+');
  });

  it.each([
    ['2026-11-24T09:00:00.000Z', 'Europe/Kyiv', '2026-11-24T11:00:00'],
    ['2026-07-01T21:30:00.000Z', 'Europe/Kyiv', '2026-07-02T00:30:00'],
    ['2026-11-24T09:00:00.000Z', 'Asia/Kolkata', '2026-11-24T14:30:00'],
  ])('%s is in %s %s', (at, zone, local) => {
    expect(toLocal(at, zone)).toBe(local);
    expect(fromLocal(local, zone)).toBe(at);
  });

  it('the empty date is no date', () => {
    expect(fromLocal('0001-01-01T00:00:00', 'UTC')).toBeUndefined();
  });

  it('a page is addressed as 1C’s own “copy link” does it', () => {
    const page = pageOf(
      'https://1c.example/unf/',
      'Catalog_Контрагенты',
      '41aa6331-954f-11e3-814b-005056c00008',
    );
    expect(decodeURI(page)).toBe(
      'https://1c.example/unf/#e1cib/data/Справочник.Контрагенты?ref=814b005056c0000811e3954f41aa6331',
    );
  });
});

describe('notices of the 1C extension', () => {
  it('a wrong secret of any length is no host', async () => {
    const { crm, host } = await createOnecHarness();
    const delivery = await host.webhook?.('party.changed', '41aa6331-954f-11e3-814b-005056c00008');
    for (const secret of ['', 'x', 'canary-onec-notices-81b3']) {
      const forged = { ...delivery, headers: { 'x-ringback-secret': secret } } as NonNullable<
        typeof delivery
      >;
      await expect(crm.changes?.receive?.(forged)).rejects.toMatchObject({ code: 'unauthorized' });
    }
  });

  it('a number clicked in 1C is to be dialled', async () => {
    const { crm, host } = await createOnecHarness();
    const delivery = await host.webhook?.('dial.requested', '');
    const body = { id: 'n-1', type: 'dial.requested', number: '067 111 22 33', user: 'olena' };
    const asked = { ...delivery, body: new TextEncoder().encode(JSON.stringify(body)) } as NonNullable<
      typeof delivery
    >;
    expect(await crm.changes?.receive?.(asked)).toEqual([
      { id: 'n-1', type: 'dial.requested', request: { number: '067 111 22 33', userId: 'olena' } },
    ]);
  });
});

describe('over a real wire', () => {
  it('Cyrillic addresses, headers and passwords arrive as they were meant', async () => {
    const { settings, base, seed, close } = await serveOnec();
    const clock = createRealClock();
    const crm = createOnec(settings, createTestContext({ clock, http: fetch }));
    const id = await seed.party({ name: 'Тарас 🌻', phones: ['067 111-22-33'] });
    expect(await crm.parties?.findByPhone('+380671112233')).toMatchObject([
      { party: { id, name: 'Тарас 🌻' } },
    ]);
    await crm.communications?.comment?.({ kind: 'party', id }, 'Любить каву ☕', write);
    expect(base.find('Catalog_Контрагенты', id)?.['Комментарий']).toBe('Любить каву ☕');
    await crm.tasks?.create?.({ title: 'Передзвонити', partyId: id }, write);
    expect(base.rows('Task_ЗадачаИсполнителя')).toMatchObject([{ Description: 'Передзвонити', Предмет: id }]);
    await close();
  });
});
