/** Creating and changing parties, and who may be the same. */
import assert from 'node:assert/strict';
import { Party, type PartyPatch } from '@ringback/model';
import type { PartiesGroup } from '../crm/contract.ts';
import type { CrmRun } from './crm-run.ts';
import { there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

export function partiesTests(runner: SuiteRunner, suite: CrmRun): void {
  const can = (name: (typeof suite.manifest.capabilities)[number]) =>
    suite.manifest.capabilities.includes(name);
  duplicateTests(runner, suite);
  if (can('parties.list')) listTests(runner, suite);
  if (can('parties.write')) {
    createTests(runner, suite);
    updateTests(runner, suite);
  }
  if (can('parties.merge')) mergeTests(runner, suite);
}

const doing =
  (suite: CrmRun) =>
  <T>(work: (parties: Required<PartiesGroup>) => Promise<T>): Promise<T> =>
    suite.run((crm) => work(there(crm.parties) as Required<PartiesGroup>));

function duplicateTests({ it }: SuiteRunner, suite: CrmRun): void {
  const parties = doing(suite);

  it('names who has the number already, and not himself', async () => {
    const number = suite.number();
    const id = await suite.seed({ name: 'Оксана', phones: [number] });
    const found = await parties(({ duplicates }) => duplicates({ phones: [number], name: 'Зовсім інша' }));
    assert.deepEqual([found[0]?.party.id, found[0]?.why], [id, 'phone']);
    assert.ok((found[0]?.score ?? 0) >= 0.8);
    assert.deepEqual(await parties(({ duplicates }) => duplicates({ phones: [number], exceptId: id })), []);
  });

  it('names who has the e-mail or a similar name', async () => {
    const id = await suite.seed({
      name: 'Левко Гайдамака',
      phones: [suite.number()],
      email: 'levko@example.com',
    });
    const byMail = await parties(({ duplicates }) => duplicates({ email: 'Levko@Example.com' }));
    assert.deepEqual([byMail[0]?.party.id, byMail[0]?.why], [id, 'email']);
    const byName = await parties(({ duplicates }) => duplicates({ name: 'левко гайдамака' }));
    assert.deepEqual([byName[0]?.party.id, byName[0]?.why], [id, 'name']);
    assert.ok((byName[0]?.score ?? 1) < 0.8, 'a name alone is no proof');
  });

  if (suite.manifest.writes?.party?.includes('taxId')) {
    it('names who has the tax id', async () => {
      const of = { name: 'ТОВ «Карпати»', nature: 'organization' } as const;
      const id = await suite.seed({ ...of, taxId: '32109876' });
      await suite.seed({ ...of, taxId: '32109870' });
      const found = await parties(({ duplicates }) => duplicates({ taxId: '32109876' }));
      assert.deepEqual(
        found.map(({ party, why }) => [party.id, party.taxId, why]),
        [[id, '32109876', 'tax-id']],
      );
      assert.ok((found[0]?.score ?? 0) >= 0.8);
    });
  }
}

function listTests({ it }: SuiteRunner, suite: CrmRun): void {
  const parties = doing(suite);

  it('gives everybody once, page by page', async () => {
    for (let i = 0; i < 7; i += 1) await suite.seed({ name: `Сторінка ${i}` });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await parties(({ list }) =>
        list({ limit: 3, ...(cursor === undefined ? {} : { cursor }) }),
      );
      assert.ok(page.items.length <= 3);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== undefined);
    assert.equal(new Set(seen).size, seen.length);
    assert.ok(seen.length >= 7);
  });
}

function createTests({ it }: SuiteRunner, suite: CrmRun): void {
  const parties = doing(suite);

  it('finds who was created by each of his numbers', async () => {
    const phones = [suite.number(), suite.number()];
    const party = await suite.create({ name: 'Нова Людина 🙂', phones });
    Party.parse(party);
    assert.deepEqual(party.phones, phones);
    for (const phone of phones) {
      const found = await parties(({ findByPhone }) => findByPhone(phone));
      assert.deepEqual(
        found.map((match) => [match.party.id, match.party.name, match.score]),
        [[party.id, 'Нова Людина 🙂', 1]],
      );
    }
    assert.deepEqual(await parties(({ get }) => get(party.id)), party);
  });

  it('the same key creates once, and answers the same', async () => {
    const input = { name: 'Один', kind: suite.harness.kind, phones: [suite.number()] };
    const options = suite.write();
    const [first, second] = await parties(({ create }) =>
      Promise.all([create(input, options), create(input, options)]),
    );
    assert.equal(first.id, second.id);
    assert.equal((await parties(({ create }) => create(input, options))).id, first.id);
    const elsewhere = suite.harness.another();
    const third = await suite.harness.clock.run(() => there(there(elsewhere.parties).create)(input, options));
    assert.equal(third.id, first.id);
    assert.equal((await parties(({ findByPhone }) => findByPhone(there(input.phones[0])))).length, 1);
  });

  it('of two who create the same number at once one succeeds', async () => {
    const phone = suite.number();
    const input = (name: string) => ({ name, kind: suite.harness.kind, phones: [phone] });
    const attempts = await parties(({ create }) =>
      Promise.allSettled([create(input('Перший'), suite.write()), create(input('Другий'), suite.write())]),
    );
    assert.deepEqual(attempts.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal((await parties(({ findByPhone }) => findByPhone(phone))).length, 1);
  });

  it('a number that is another’s is refused, and it is said whose it is', async () => {
    const phone = suite.number();
    await suite.seed({ name: 'Марія Власниця', phones: [phone] });
    const refused = { code: 'conflict', hint: /Марія Власниця/ };
    await assert.rejects(suite.create({ name: 'Інша', phones: [suite.number(), phone] }), refused);
    const other = await suite.create();
    await assert.rejects(
      parties(({ update }) => update(other.id, { addPhone: phone }, suite.write())),
      refused,
    );
    assert.deepEqual(await parties(({ get }) => get(other.id)), other);
  });
}

function updateTests({ it }: SuiteRunner, suite: CrmRun): void {
  const parties = doing(suite);

  it('changes what is given, and nothing else', async () => {
    const party = await suite.create();
    const phone = suite.number();
    const renamed = await parties(({ update }) => update(party.id, { name: 'Інше ім’я' }, suite.write()));
    assert.deepEqual({ ...renamed, updatedAt: '' }, { ...party, name: 'Інше ім’я', updatedAt: '' });
    const reachable = await parties(({ update }) => update(party.id, { addPhone: phone }, suite.write()));
    assert.deepEqual(reachable.phones, [...party.phones, phone]);
    assert.deepEqual(await parties(({ get }) => get(party.id)), reachable);
    const again = await parties(({ update }) => update(party.id, { addPhone: phone }, suite.write()));
    assert.deepEqual(again.phones, reachable.phones);
  });

  it('the same key changes once', async () => {
    const party = await suite.create();
    const options = suite.write();
    const change = (name: string, key = suite.write()) =>
      parties(({ update }) => update(party.id, { name }, key));
    await change('Раз', options);
    await change('Два');
    await change('Раз', options);
    assert.equal((await parties(({ get }) => get(party.id)))?.name, 'Два');
  });

  const TOLD = { taxId: '3210987654', address: 'Київ, Хрещатик 1', tags: ['опт', 'VIP'] };
  it('keeps the fields that it declares, and refuses the others instead of dropping them', async () => {
    const party = await suite.create();
    const keeps = suite.manifest.writes?.party ?? [];
    for (const [field, value] of Object.entries(TOLD)) {
      const change = { [field]: value } as PartyPatch;
      const changed = () => parties(({ update }) => update(party.id, change, suite.write()));
      const refusal = await changed().then(() => undefined, codeOf);
      // One account of a vendor may lack what another has: then it says so as well.
      if (refusal !== undefined) {
        assert.equal(refusal, 'unsupported', field);
        continue;
      }
      assert.ok(
        keeps.some((one) => one === field),
        `${field} is not declared`,
      );
      const now = there(await parties(({ get }) => get(party.id)));
      assert.deepEqual(now[field as keyof Party], value, field);
    }
  });

  if (suite.manifest.capabilities.includes('fields')) {
    it('keeps a field of the firm’s own under the host’s name of it', async () => {
      const fields = await suite.run((crm) => there(crm.fields).list('party'));
      const name = there(fields.find(({ type }) => type === 'text')).name;
      const party = await suite.create();
      const custom = { [name]: 'Зелений 💚' };
      await parties(({ update }) => update(party.id, { custom }, suite.write()));
      assert.deepEqual((await parties(({ get }) => get(party.id)))?.custom, custom);
      const [found] = await parties(({ findByPhone }) => findByPhone(there(party.phones[0])));
      assert.deepEqual(found?.party.custom, custom);
    });
  }

  it('a draft of a directory is known as one, or refused', async () => {
    const draft = { source: 'Довідник', url: 'https://directory.example/1' };
    const input = { name: 'ТОВ «Чернетка»', kind: suite.harness.kind, phones: [suite.number()], draft };
    const made = parties(({ create }) => create(input, suite.write()));
    if (!suite.manifest.writes?.party?.includes('draft'))
      return assert.rejects(made, { code: 'unsupported' });
    const { id } = await made;
    assert.deepEqual((await parties(({ get }) => get(id)))?.draft, draft);
    const options = suite.write();
    const confirmed = await parties(({ update }) => update(id, { confirmed: true }, options));
    assert.equal(confirmed.draft, undefined);
  });

  it('who is not there cannot be changed', async () => {
    await assert.rejects(
      parties(({ update }) => update('nobody', { name: 'Ніхто' }, suite.write())),
      { code: 'not-found' },
    );
  });
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

function mergeTests({ it }: SuiteRunner, suite: CrmRun): void {
  const parties = doing(suite);

  it('two become one, who has the numbers of both', async () => {
    const [keep, drop] = [
      await suite.create({ name: 'Залишається' }),
      await suite.create({ name: 'Зникає' }),
    ];
    const merged = await parties(({ merge }) => merge(keep.id, drop.id, suite.write()));
    assert.equal(merged.id, keep.id);
    assert.deepEqual([...merged.phones].sort(), [...keep.phones, ...drop.phones].sort());
    assert.equal(await parties(({ get }) => get(drop.id)), undefined);
    const found = await parties(({ findByPhone }) => findByPhone(there(drop.phones[0])));
    assert.deepEqual(
      found.map(({ party }) => party.id),
      [keep.id],
    );
  });

  it('of two values the chosen one survives', async () => {
    const [keep, drop] = [
      await suite.create({ name: 'Старе ім’я' }),
      await suite.create({ name: 'Нове ім’я' }),
    ];
    const merged = await parties(({ merge }) =>
      merge(keep.id, drop.id, { ...suite.write(), take: ['name'] }),
    );
    assert.deepEqual([merged.id, merged.name], [keep.id, drop.name]);
  });
}
