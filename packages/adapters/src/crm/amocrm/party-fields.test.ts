/** Fields of contacts and companies, and tax numbers in one of them. */
import { describe, expect, it } from 'vitest';
import { createAmocrmHarness, type AmocrmHarness } from './simulator.ts';

let writes = 0;
const write = () => ({ actor: 'olena', idempotencyKey: `key-${(writes += 1)}` });
const create = (harness: AmocrmHarness, input: object) =>
  harness.clock.run(() =>
    harness.crm.parties!.create!({ name: 'ТОВ', kind: 'client', phones: [], ...input }, write()),
  );
const kept = (harness: AmocrmHarness, id: string) => {
  const row = harness.account.rows.companies.get(Number(id.replace('company-', '')));
  const fields = row?.['custom_fields_values'] as { field_id: number }[];
  return fields.sort((one, other) => one.field_id - other.field_id);
};
const organization = { nature: 'organization' as const };

describe('fields of customers', () => {
  it('of one name are one, whether a contact or a company has them, with the choices of both', async () => {
    const harness = await createAmocrmHarness('token');
    const fields = await harness.clock.run(() => harness.crm.fields!.list('party'));
    expect(fields.map(({ name, title }) => [name, title])).toEqual([
      ['503', 'Місто'],
      ['504', 'ЄДРПОУ'],
      ['505', 'Знижка'],
      ['513', 'Адреса'],
    ]);
    expect(fields[2]?.options?.map(({ title }) => title)).toEqual(['Мала', 'Велика', 'Гурт']);
  });

  it('are written into a company’s own field, and read back as the one that was chosen', async () => {
    const harness = await createAmocrmHarness('token');
    const custom = { 505: '7102', 513: 'Київ' };
    const party = await create(harness, { ...organization, custom });
    expect(party.custom).toEqual(custom);
    expect(kept(harness, party.id)).toMatchObject([
      { field_code: 'PHONE' },
      { field_id: 513, values: [{ value: 'Київ' }] },
      { field_id: 515, values: [{ enum_id: 7201, value: 'Велика' }] },
    ]);
    expect((await create(harness, { ...organization, custom: { 505: '7202' } })).custom).toEqual({
      505: '7202',
    });
  });

  it('that a company does not have are refused, and nothing is made', async () => {
    const harness = await createAmocrmHarness('token');
    await expect(create(harness, { ...organization, custom: { 503: 'Київ' } })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(create(harness, { ...organization, custom: { 505: '7101' } })).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(harness.account.rows.companies.size).toBe(0);
  });
});

describe('tax numbers', () => {
  it('are kept in the field that the administrator named, of companies and contacts', async () => {
    const harness = await createAmocrmHarness('token', { taxField: ' єдрпоу ' });
    const firm = await create(harness, { ...organization, taxId: '32109876' });
    expect(firm.taxId).toBe('32109876');
    expect(kept(harness, firm.id)).toMatchObject([{}, { field_id: 514, values: [{ value: '32109876' }] }]);
    const person = await create(harness, { name: 'Ганна', taxId: '3210987654' });
    expect(person.taxId).toBe('3210987654');
    const found = await harness.clock.run(() => harness.crm.parties!.duplicates({ taxId: '32109876' }));
    expect(found.map(({ party, why }) => [party.id, why])).toEqual([[firm.id, 'tax-id']]);
  });

  it('have no place where no field is named, and where the field is not there the check says so', async () => {
    const without = await createAmocrmHarness('token');
    expect(without.crm.manifest.writes?.party).not.toContain('taxId');
    await expect(create(without, { taxId: '1' })).rejects.toMatchObject({ code: 'unsupported' });
    const wrong = await createAmocrmHarness('token', { taxField: 'ІПН' });
    const report = await wrong.clock.run(() => wrong.crm.checkConnection());
    expect(report).toMatchObject({ ok: true, findings: [{ kind: 'field', name: 'ІПН' }] });
    await expect(create(wrong, { taxId: '1' })).rejects.toMatchObject({
      fields: { taxId: expect.any(String) },
    });
  });
});
