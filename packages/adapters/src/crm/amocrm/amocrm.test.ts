import { describe, expect, it } from 'vitest';
import { aCall } from '../../testing/crm-communications.suite.ts';
import { createTestContext } from '../../testing/crm-context.ts';
import { createVirtualClock } from '../../testing/virtual-clock.ts';
import { type AmocrmSettingsInput, createAmocrm } from './index.ts';
import { readPartyId, toTask } from './map.ts';
import { type AmocrmHarness, createAmocrmHarness } from './simulator.ts';

const A_DAY = 24 * 3_600_000;
const NUMBER = '+380671112233';
const write = (idempotencyKey: string) => ({ idempotencyKey, actor: 'olena' });
const lookUp = ({ crm }: Pick<AmocrmHarness, 'crm'>) => crm.parties?.findByPhone(NUMBER);

describe('tokens that rotate', () => {
  it('the code is exchanged once, however many ask at first', async () => {
    const harness = await createAmocrmHarness();
    await harness.seed.party({ name: 'Тарас', phones: [NUMBER] });
    const found = await harness.clock.run(() =>
      Promise.all([lookUp(harness), lookUp(harness), lookUp(harness)]),
    );
    expect(found.map((matches) => matches?.length)).toEqual([1, 1, 1]);
    expect(harness.oauth.grants).toBe(1);
  });

  it('of two processes that need new ones at once, one asks and both go on', async () => {
    const harness = await createAmocrmHarness();
    await harness.seed.party({ name: 'Тарас', phones: [NUMBER] });
    const other = { crm: harness.another() };
    await harness.clock.run(() => Promise.all([lookUp(harness), lookUp(other)]));
    expect(harness.oauth.grants).toBe(1);
    for (let day = 2; day < 5; day += 1) {
      await harness.clock.pass(A_DAY);
      const found = await harness.clock.run(() => Promise.all([lookUp(harness), lookUp(other)]));
      expect(found.map((matches) => matches?.length)).toEqual([1, 1]);
      expect(harness.oauth.grants).toBe(day);
    }
  });

  it('a process that died while it asked is not waited for longer than a minute', async () => {
    const harness = await createAmocrmHarness();
    await harness.clock.run(async () => lookUp(harness));
    const { kept } = harness.context;
    const text = await kept.get('amocrm:tokens');
    const claimed = {
      ...(JSON.parse(text ?? '') as object),
      expiresAt: 0,
      claimedUntil: harness.clock.now().getTime() + 60_000,
    };
    await kept.replace('amocrm:tokens', text, JSON.stringify(claimed));
    const began = harness.clock.now().getTime();
    await harness.clock.run(async () => lookUp(harness));
    const waited = harness.clock.now().getTime() - began;
    expect(waited).toBeGreaterThanOrEqual(60_000);
    expect(waited).toBeLessThan(62_000);
    expect(harness.oauth.grants).toBe(2);
  });

  it('a token that is refused before its time is replaced, and the question is asked again', async () => {
    const harness = await createAmocrmHarness();
    await harness.seed.party({ name: 'Тарас', phones: [NUMBER] });
    await harness.clock.run(async () => lookUp(harness));
    harness.wire?.inject('unauthorized');
    expect(await harness.clock.run(async () => lookUp(harness))).toHaveLength(1);
    expect(harness.oauth.grants).toBe(2);
  });

  it('no token stands in the log', async () => {
    const harness = await createAmocrmHarness();
    await harness.clock.run(async () => lookUp(harness));
    expect(harness.logged()).not.toMatch(/access-\d|refresh-\d|code-of/);
  });
});

describe('who calls', () => {
  it('takes two requests once users are known, three for somebody who belongs to a firm that is not', async () => {
    const harness = await createAmocrmHarness('token');
    const firm = await harness.seed.party({ name: 'ТОВ «Мрія»', phones: [], nature: 'organization' });
    await harness.seed.party({ name: 'Оксана', phones: [NUMBER], organizationId: firm });
    const count = async () => {
      const before = harness.wire?.requests.length ?? 0;
      const found = await harness.clock.run(async () => lookUp(harness));
      return { found, asked: (harness.wire?.requests.length ?? 0) - before };
    };
    const first = await count();
    expect(first.found?.[0]?.party).toMatchObject({
      name: 'Оксана',
      organization: { id: firm, name: 'ТОВ «Мрія»' },
    });
    expect(first.asked).toBe(4);
    expect((await count()).asked).toBe(2);
  });

  it('a contact and a company of the same number in their lists are two', async () => {
    expect(readPartyId('12')).toEqual({ kind: 'contacts', id: 12 });
    expect(readPartyId('company-12')).toEqual({ kind: 'companies', id: 12 });
    expect(readPartyId('company-')).toBeUndefined();
  });
});

describe('calls', () => {
  const log = (
    harness: AmocrmHarness,
    entry: Parameters<NonNullable<AmocrmHarness['crm']['communications']>['logCall']>[0],
    key: string,
  ) => harness.clock.run(async () => harness.crm.communications?.updateCall(entry, write(key)));

  it('somebody whom nobody knows becomes an incoming lead, once, and is put away when it is said who he is', async () => {
    const harness = await createAmocrmHarness('token');
    const call = aCall('call-1', { number: NUMBER, claimedName: 'Гість' });
    await log(harness, { call }, 'a');
    await log(harness, { call: { ...call, comment: 'Питав про ціну', version: 4 } }, 'b');
    expect([...harness.account.unsorted.values()]).toMatchObject([
      {
        source_uid: 'call-1',
        metadata: { uniq: 'call-1', phone: NUMBER, duration: 60 },
        _embedded: { contacts: [{ name: 'Гість' }] },
      },
    ]);
    const partyId = await harness.seed.party({ name: 'Гість', phones: [NUMBER] });
    await log(harness, { call: { ...call, comment: 'Питав про ціну', version: 5 }, partyId }, 'c');
    expect(harness.account.unsorted.size).toBe(0);
    expect(await harness.host.loggedCalls?.()).toMatchObject([
      { callId: 'call-1', partyIds: [partyId], text: 'Питав про ціну' },
    ]);
  });

  it('nobody becomes an incoming lead where the owner does not want it, nor of an outbound call', async () => {
    const harness = await createAmocrmHarness('token');
    const quiet = createAmocrm({ ...harness.settings, unsorted: false }, harness.context);
    await harness.clock.run(async () =>
      quiet.communications?.logCall({ call: aCall('call-1', { number: NUMBER }) }, write('a')),
    );
    await log(harness, { call: aCall('call-2', { number: NUMBER, direction: 'out' }) }, 'b');
    expect(harness.account.unsorted.size).toBe(0);
  });

  it('a call with a deal stands on its card, and in the history of its customer', async () => {
    const harness = await createAmocrmHarness('token');
    const partyId = await harness.seed.party({ name: 'Тарас', phones: [NUMBER] });
    const dealId = (await harness.seed.deal?.({ title: 'Кухня', partyId })) ?? '';
    await log(harness, { call: aCall('call-1'), partyId, dealIds: [dealId] }, 'a');
    const history = await harness.clock.run(async () => harness.crm.communications?.list?.({ partyId }));
    expect(history?.items).toMatchObject([{ callId: 'call-1', dealId, partyId }]);
  });

  it('a note whose making was never answered is found again', async () => {
    const harness = await createAmocrmHarness('token');
    const partyId = await harness.seed.party({ name: 'Тарас', phones: [NUMBER] });
    harness.wire?.inject('lost');
    const entry = { call: aCall('call-1'), partyId };
    await expect(log(harness, entry, 'a')).rejects.toMatchObject({ code: 'unavailable' });
    await log(harness, entry, 'a');
    expect(harness.account.notes).toHaveLength(1);
  });
});

describe('tasks', () => {
  it('the first line of amoCRM’s one text is the title', () => {
    const at = { url: '', country: 'UA', user: () => undefined };
    const row = {
      id: 1,
      text: 'Раз\nдва\nтри',
      is_completed: true,
      complete_till: 0,
      created_at: 0,
      updated_at: 0,
    };
    expect(toTask(row, at)).toMatchObject({ title: 'Раз', description: 'два\nтри', state: 'done' });
  });
});

describe('letters', () => {
  it('stand in the history with what the API tells of them: subject, direction and first words', async () => {
    const harness = await createAmocrmHarness('token');
    const partyId = await harness.seed.party({ name: 'Ганна', phones: [] });
    const params = { subject: 'Ціна', income: true, content_summary: 'Скільки коштує' };
    const note = {
      id: 900,
      entity_id: Number(partyId),
      note_type: 'amomail_message',
      kind: 'contacts' as const,
    };
    harness.account.notes.push({ ...note, created_at: 1_772_442_000, updated_at: 1_772_442_000, params });
    const { items } = await harness.clock.run(() => harness.crm.communications!.list!({ partyId }));
    expect(items).toMatchObject([
      { kind: 'mail', direction: 'in', title: 'Ціна', text: 'Скільки коштує', partyId },
    ]);
  });
});

describe('webhooks', () => {
  it('several changes in one delivery are told each, with what was removed', async () => {
    const { crm, host } = await createAmocrmHarness('token');
    const delivery = await host.webhook?.('party.changed', '12');
    const form = new URLSearchParams({
      'leads[status][0][id]': '7',
      'leads[status][0][updated_at]': '100',
      'leads[delete][0][id]': '8',
      'contacts[add][0][id]': '12',
      'contacts[add][0][type]': 'company',
      'task[update][0][id]': '9',
      'leads[add][0][id]': 'x',
      'unknown[add][0][id]': '1',
    });
    const request = { ...delivery, body: new TextEncoder().encode(form.toString()) } as NonNullable<
      typeof delivery
    >;
    expect((await crm.changes?.receive?.(request))?.map(({ type, recordId }) => [type, recordId])).toEqual([
      ['deal.changed', '7'],
      ['deal.removed', '8'],
      ['party.changed', 'company-12'],
      ['task.changed', '9'],
    ]);
  });
});

describe('settings', () => {
  const context = createTestContext({ clock: createVirtualClock() });
  it.each([
    ['the common address', { url: 'https://www.amocrm.ru' }, /url/],
    ['plain HTTP', { url: 'http://firm.amocrm.ru' }, /url/],
    ['half an integration', { clientId: 'client-of-ringback' }, /long-lived token, or/],
  ])('%s is refused by name', (_what, wrong, names) => {
    expect(() =>
      createAmocrm({ url: 'https://firm.amocrm.ru', ...wrong } as AmocrmSettingsInput, context),
    ).toThrow(names);
  });
});

describe('deals', () => {
  const settings = { closingField: 'дата закриття' };
  const create = (harness: AmocrmHarness, input: object) =>
    harness.clock.run(async () => harness.crm.deals!.create!({ title: 'Кухня', ...input }, write('deal')));
  const fieldsOf = (harness: AmocrmHarness, id: string) =>
    harness.account.rows.leads.get(Number(id))?.['custom_fields_values'];
  const CLOSES = '2027-01-31T00:00:00.000Z';

  it('keep the expected closing in the field that the administrator named, and are not closed by it', async () => {
    const harness = await createAmocrmHarness('token', settings);
    const deal = await create(harness, { closesAt: CLOSES });
    expect(deal.closesAt).toBe(CLOSES);
    expect(fieldsOf(harness, deal.id)).toMatchObject([
      { field_id: 602, values: [{ value: Date.parse(CLOSES) / 1000 }] },
    ]);
    expect(harness.account.rows.leads.get(Number(deal.id))?.['closed_at']).toBeNull();
  });

  it('that are closed tell when they were', async () => {
    const harness = await createAmocrmHarness('token', settings);
    const { id } = await create(harness, { closesAt: CLOSES });
    const update = harness.crm.deals!.update!;
    const won = await harness.clock.run(() => update(id, { stageId: '142' }, write('won')));
    expect(won.closesAt).not.toBe(CLOSES);
  });

  it('refuse an expected closing where no field is named, and say where to make one', async () => {
    const harness = await createAmocrmHarness('token');
    await expect(create(harness, { closesAt: CLOSES })).rejects.toMatchObject({
      code: 'unsupported',
      hint: expect.stringContaining('date field'),
    });
    expect(harness.account.rows.leads.size).toBe(0);
  });

  it('a field that is not there is named by the connection check', async () => {
    const harness = await createAmocrmHarness('token', { closingField: 'Знижка' });
    const report = await harness.clock.run(() => harness.crm.checkConnection());
    expect(report).toMatchObject({ ok: true, findings: [{ kind: 'field', name: 'Знижка' }] });
  });

  it('keep fields of the firm’s own: texts as they are, choices by their numbers', async () => {
    const harness = await createAmocrmHarness('token');
    const deal = await create(harness, { custom: { 601: '10 %', 603: '7002' } });
    expect(deal.custom).toEqual({ 601: '10 %', 603: '7002' });
    expect(fieldsOf(harness, deal.id)).toMatchObject([
      { values: [{ value: '10 %' }] },
      { values: [{ enum_id: 7002, value: 'Сайт' }] },
    ]);
    const emptied = await harness.clock.run(() =>
      harness.crm.deals!.update!(deal.id, { custom: { 601: '' } }, write('empty')),
    );
    expect(emptied.custom).toEqual({ 603: '7002' });
  });

  it('a field of another kind of record is refused', async () => {
    const harness = await createAmocrmHarness('token');
    await expect(create(harness, { custom: { 503: 'Київ' } })).rejects.toMatchObject({ code: 'invalid' });
  });
});
