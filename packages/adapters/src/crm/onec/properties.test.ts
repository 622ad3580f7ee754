/** Additional requisites of 1C as fields of the firm's own. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { HostField } from '../contract.ts';
import { createOnecHarness, type OnecHarness } from './simulator.ts';

const CHART = 'ChartOfCharacteristicTypes_ДополнительныеРеквизитыИСведения';
let onec: OnecHarness;
let id: string;
let fields: readonly HostField[];
let count = 0;

const write = () => ({ idempotencyKey: `key-${(count += 1)}`, actor: 'olena' });
const named = (title: string) => fields.find((field) => field.title.startsWith(title))!;
const update = (custom: Record<string, string>) =>
  onec.clock.run(() => onec.crm.parties!.update!(id, { custom }, write()));
const rows = () =>
  onec.base.find('Catalog_Контрагенты', id)?.['ДополнительныеРеквизиты'] as Record<string, unknown>[];

beforeEach(async () => {
  onec = await createOnecHarness();
  id = await onec.seed.party({ name: 'ТОВ «Карпати»', phones: ['+380671112233'] });
  fields = await onec.clock.run(() => onec.crm.fields!.list('party'));
});

describe('the fields of a base', () => {
  it('are those that a record holds, with their types and choices', () => {
    expect(fields.map(({ title, type, required }) => [title, type, required])).toEqual([
      ['Відтермінування (Контрагенти)', 'number', true],
      ['Договір до (Контрагенти)', 'date', false],
      ['Знижка (Контрагенти)', 'text', false],
      ['Постійний (Контрагенти)', 'boolean', false],
      ['Сегмент (Контрагенти)', 'choice', false],
    ]);
    expect(named('Сегмент').options?.map(({ title }) => title)).toEqual(['Опт', 'Роздріб']);
  });

  it('are none where the chart is not published, and the check names it', async () => {
    const bare = await createOnecHarness({ without: [CHART] });
    expect(await bare.clock.run(() => bare.crm.fields!.list('party'))).toEqual([]);
    const report = await bare.clock.run(() => bare.crm.checkConnection());
    expect(report.ok).toBe(true);
    expect(report.findings).toMatchObject([{ level: 'warning', name: CHART, capabilities: ['fields'] }]);
    const his = await bare.seed.party({ name: 'Ганна', phones: ['+380671112244'] });
    const writing = bare.clock.run(() => bare.crm.parties!.update!(his, { custom: { a: 'b' } }, write()));
    await expect(writing).rejects.toMatchObject({
      code: 'unsupported',
      hint: expect.stringContaining('OData'),
    });
  });
});

describe('a value', () => {
  it.each([
    ['Знижка', '10 %', { Значение: '10 %', Значение_Type: 'Edm.String' }],
    ['Відтермінування', '14,5', { Значение: 14.5, Значение_Type: 'Edm.Double' }],
    ['Постійний', 'true', { Значение: true, Значение_Type: 'Edm.Boolean' }],
    ['Договір до', '2027-01-31', { Значение: '2027-01-31T00:00:00', Значение_Type: 'Edm.DateTime' }],
  ])('of “%s” is written as 1C keeps it, and read again', async (title, value, kept) => {
    const { name } = named(title);
    const party = await update({ [name]: value });
    expect(rows()).toMatchObject([{ LineNumber: '1', Свойство_Key: name, ...kept }]);
    expect(party.custom).toEqual({ [name]: String(value).replace(',', '.') });
  });

  it('that is chosen is a reference', async () => {
    const { name, options } = named('Сегмент');
    const wholesale = options?.[0]?.id ?? '';
    const party = await update({ [name]: wholesale });
    expect(rows()).toMatchObject([
      { Значение: wholesale, Значение_Type: 'StandardODATA.Catalog_ЗначенияСвойствОбъектов' },
    ]);
    expect(party.custom).toEqual({ [name]: wholesale });
  });

  it('leaves those beside it as they are, and is taken away when it is emptied', async () => {
    const [discount, until] = [named('Знижка').name, named('Договір до').name];
    await update({ [discount]: '5 %' });
    await update({ [until]: '2027-01-31' });
    expect((await update({ [discount]: '' })).custom).toEqual({ [until]: '2027-01-31' });
    expect(rows()).toHaveLength(1);
  });

  it('that is no number where 1C wants one is refused before anything is written', async () => {
    const writing = update({ [named('Відтермінування').name]: 'скоро' });
    await expect(writing).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('Відтермінування'),
    });
    expect(rows()).toEqual([]);
  });
});
