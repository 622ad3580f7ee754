/** Who calls? The one question that every adapter answers. */
import assert from 'node:assert/strict';
import { PartyMatch } from '@ringback/model';
import type { CrmRun } from './crm-run.ts';
import { there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

/** One number, as ten years of typing leave it in a CRM. */
const WAYS = [
  '+380 67 111 22 33',
  '380671112233',
  '0671112233',
  '067 111-22-33',
  '(067) 111 22 33',
  '+38 (067) 111-22-33',
  '8 067 111 22 33',
];

export function lookupTests({ it }: SuiteRunner, suite: CrmRun): void {
  const byPhone = (number: string) => suite.run((crm) => there(crm.parties).findByPhone(number));
  const ids = (found: readonly PartyMatch[]) => found.map(({ party }) => party.id);
  /** Last seven digits replaced, so that each test has its own number in every way of writing. */
  const ways = (number: string) =>
    WAYS.slice(0, 6).map((way) => {
      const digits = [...number.slice(-7)];
      return way.replace(/1\D*1\D*1\D*2\D*2\D*3\D*3$/, (tail) =>
        tail.replace(/\d/g, () => digits.shift() ?? ''),
      );
    });

  it('finds who has the number, and says that it is his own', async () => {
    const number = suite.number();
    const id = await suite.seed({ name: 'Ганна Їжакевич', phones: [number] });
    const found = await byPhone(number);
    for (const match of found) PartyMatch.parse(match);
    assert.deepEqual(ids(found), [id]);
    assert.equal(found[0]?.score, 1);
    assert.equal(found[0]?.why, 'phone');
    assert.equal(found[0]?.party.name, 'Ганна Їжакевич');
    assert.equal(found[0]?.party.system, suite.manifest.id);
    assert.ok(found[0]?.party.phones.includes(number));
  });

  it('nobody is found who was removed in the host, and his record is there no more', async (test) => {
    if (suite.manifest.transport === 'local')
      return test.skip('Ringback is its own host: no page of it removes a customer.');
    const remove = there(suite.harness.host.remove);
    const number = suite.number();
    const id = await suite.seed({ phones: [number] });
    assert.deepEqual(ids(await byPhone(number)), [id]);
    await remove(id);
    assert.equal(await suite.run((crm) => there(crm.parties).get(id)), undefined);
    assert.deepEqual(ids(await byPhone(number)), []);
  });

  it('however the number was typed into the host', async () => {
    for (const index of ways('+380671112233').keys()) {
      const number = suite.number();
      const way = there(ways(number)[index]);
      const id = await suite.seed({ phones: [way] });
      const found = await byPhone(number);
      assert.deepEqual(ids(found), [id], `"${way}" is ${number}`);
      assert.deepEqual(found[0]?.party.phones, [number]);
    }
  });

  it('numbers stand on the card without what people wrote around them: extensions, names, two in one field', async (test) => {
    const { digitsOnly } = suite.harness;
    if (digitsOnly !== undefined) return test.skip(digitsOnly);
    const [one, two] = [suite.number(), suite.number()];
    const id = await suite.seed({
      phones: [`${one.slice(3)} доб. 12`, `тел. ${two.slice(3)}, ${one} (Марія)`],
    });
    const party = await suite.run((crm) => there(crm.parties).get(id));
    assert.deepEqual(party?.phones.toSorted(), [one, two].toSorted());
  });

  it('however the number is asked for', async () => {
    const number = suite.number();
    const id = await suite.seed({ phones: [number] });
    for (const way of [number, ...ways(number)]) assert.deepEqual(ids(await byPhone(way)), [id], way);
  });

  it('by each of his numbers', async () => {
    const phones = [suite.number(), suite.number()];
    const id = await suite.seed({ phones });
    for (const phone of phones) assert.deepEqual(ids(await byPhone(phone)), [id]);
  });

  it('a number that several have is nobody’s own', async () => {
    const number = suite.number();
    const both = [
      await suite.seed({ name: 'Марія', phones: [number] }),
      await suite.seed({ name: 'Петро', phones: [number] }),
    ];
    const found = await byPhone(number);
    assert.deepEqual(ids(found).sort(), both.sort());
    for (const { score } of found) assert.ok(score < 1 && score > 0, 'nobody is certain');
  });

  it('does not take the end of another number for this one', async () => {
    const number = suite.number();
    await suite.seed({ phones: [`+3805${number.slice(5)}`] });
    assert.deepEqual(await byPhone(number), []);
  });

  it('never creates by looking', async () => {
    const number = suite.number();
    for (let i = 0; i < 2; i += 1) assert.deepEqual(await byPhone(number), []);
    assert.deepEqual(await suite.run((crm) => there(crm.parties).findByName(number)), []);
    assert.equal(await suite.run((crm) => there(crm.parties).get('999999999')), undefined);
    assert.equal(await suite.run((crm) => there(crm.parties).get('nobody')), undefined);
  });

  it('a hidden number finds nobody', async () => {
    assert.deepEqual(await byPhone(''), []);
    assert.deepEqual(await suite.run((crm) => there(crm.parties).findByName('  ')), []);
  });

  for (const [name, sought] of [
    ['Ганна Їжакевич-Перша', 'їЖАКЕВИЧ-пер'],
    ['Фёдор Щукин', 'ЩУК'],
    ['Élodie Quist', 'QUIS'],
    ['Магазин «Мрія» 🌻 100%', 'мрія'],
  ] as const) {
    it(`finds ${name} by "${sought}"`, async () => {
      const id = await suite.seed({ name });
      const found = await suite.run((crm) => there(crm.parties).findByName(sought));
      assert.deepEqual(ids(found), [id]);
      assert.equal(found[0]?.party.name, name);
      assert.deepEqual((await suite.run((crm) => there(crm.parties).get(id)))?.name, name);
    });
  }

  it('gives at most twenty of the same name', async () => {
    for (let i = 0; i < 21; i += 1) await suite.seed({ name: `Близнюк ${i}` });
    assert.equal((await suite.run((crm) => there(crm.parties).findByName('близнюк'))).length, 20);
  });
}
