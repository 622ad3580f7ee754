/** The conformance suite of the `Crm` contract. Every CRM adapter runs it on its own system, or on a simulator of that. */
import assert from 'node:assert/strict';
import { Call, Party } from '@ringback/model';
import { type Crm, CRM_CAPABILITIES, type CrmManifest, type PartiesGroup } from '../crm/contract.ts';
import { there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

export interface CrmSetup {
  /** Without parties and communications that the suite could mistake for its own. */
  crm: Crm;
  /** A kind of party that the system knows. */
  kind: string;
  /** Everything that was logged, where the system logs calls. */
  loggedCalls?(): Promise<{ callId: string; comment: string }[]>;
  close(): Promise<void>;
}

export interface CrmConformance {
  manifest: CrmManifest;
  setup(): Promise<CrmSetup>;
}

interface CrmSuite {
  readonly setup: CrmSetup;
  /** Options of a write that was not made before. */
  write(): { idempotencyKey: string; actor: string };
  /** A number that nobody has yet. */
  number(): string;
}

export function crmConformance(runner: SuiteRunner, { manifest, setup }: CrmConformance): void {
  const { describe, it, beforeAll, afterAll } = runner;
  describe(`${manifest.name} as a Crm`, () => {
    let made: CrmSetup | undefined;
    let count = 0;
    const suite: CrmSuite = {
      get setup() {
        return there(made);
      },
      write: () => ({
        idempotencyKey: `key-${(count += 1)}-${Math.random().toString(36).slice(2)}`,
        actor: 'olena',
      }),
      number: () => `+38067${String(1_000_000 + (count += 1))}`,
    };
    beforeAll(async () => {
      made = await setup();
    });
    afterAll(async () => {
      await made?.close();
    });

    it('has what it declares, and declares what it has', () => {
      assert.deepEqual(suite.setup.crm.manifest, manifest);
      for (const capability of CRM_CAPABILITIES) {
        assert.equal(
          suite.setup.crm[capability] !== undefined,
          manifest.capabilities.includes(capability),
          capability,
        );
      }
    });

    if (manifest.capabilities.includes('parties')) {
      describe('parties', () => {
        searchTests(runner, suite);
        writeTests(runner, suite);
      });
    }
    if (manifest.capabilities.includes('communications')) communicationsTests(runner, suite);
  });
}

const partiesOf = (suite: CrmSuite): PartiesGroup => there(suite.setup.crm.parties);

function create(suite: CrmSuite, input: { name?: string; phones?: string[] } = {}): Promise<Party> {
  const { name = 'Тарас Шевчук', phones = [suite.number()] } = input;
  return partiesOf(suite).create({ name, kind: suite.setup.kind, phones }, suite.write());
}

function searchTests({ it }: SuiteRunner, suite: CrmSuite): void {
  it('finds who was created by each of his numbers', async () => {
    const phones = [suite.number(), suite.number()];
    const party = await create(suite, { phones });
    Party.parse(party);
    assert.deepEqual(party.phones, phones);
    for (const phone of phones) {
      const [match, ...others] = await partiesOf(suite).findByPhone(phone);
      assert.deepEqual(match?.party, party);
      assert.equal(match?.score, 1);
      assert.equal(match?.why, 'phone');
      assert.equal(others.length, 0);
    }
    assert.deepEqual(await partiesOf(suite).get(party.id), party);
  });

  it('never creates by looking', async () => {
    const phone = suite.number();
    assert.deepEqual(await partiesOf(suite).findByPhone(phone), []);
    assert.deepEqual(await partiesOf(suite).findByPhone(phone), []);
    assert.deepEqual(await partiesOf(suite).findByName(phone), []);
    assert.equal(await partiesOf(suite).get('nobody'), undefined);
  });

  it('a hidden number finds nobody', async () => {
    assert.deepEqual(await partiesOf(suite).findByPhone(''), []);
    assert.deepEqual(await partiesOf(suite).findByName('  '), []);
  });

  for (const [name, sought] of [
    ['Ганна Їжакевич', 'їЖАК'],
    ['Фёдор Щукин', 'ЩУК'],
    ['Élodie Quist', 'QUIS'],
    ["Д'Артаньян 100% _ТОВ_", "д'арт"],
  ] as const) {
    it(`finds ${name} by "${sought}"`, async () => {
      const party = await create(suite, { name });
      const found = await partiesOf(suite).findByName(sought);
      assert.deepEqual(
        found.map(({ party: { id } }) => id),
        [party.id],
      );
    });
  }

  it('gives at most twenty of the same name', async () => {
    for (let i = 0; i < 21; i++) await create(suite, { name: `Близнюк ${i}` });
    assert.equal((await partiesOf(suite).findByName('близнюк')).length, 20);
  });
}

function writeTests({ it }: SuiteRunner, suite: CrmSuite): void {
  it('the same key creates once, and answers the same', async () => {
    const input = { name: 'Один', kind: suite.setup.kind, phones: [suite.number()] };
    const options = suite.write();
    const [first, second] = await Promise.all([
      partiesOf(suite).create(input, options),
      partiesOf(suite).create(input, options),
    ]);
    assert.deepEqual(first, second);
    assert.deepEqual(await partiesOf(suite).create(input, options), first);
    assert.equal((await partiesOf(suite).findByPhone(there(input.phones[0]))).length, 1);
  });

  it('of two who create the same number at once one succeeds', async () => {
    const phone = suite.number();
    const attempts = await Promise.allSettled([
      create(suite, { name: 'Перший', phones: [phone] }),
      create(suite, { name: 'Другий', phones: [phone] }),
    ]);
    assert.deepEqual(attempts.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal((await partiesOf(suite).findByPhone(phone)).length, 1);
  });

  it("a number that is another's is refused, and it is said whose it is", async () => {
    const { phones } = await create(suite, { name: 'Марія Власниця' });
    const refused = { code: 'conflict', hint: /Марія Власниця/ };
    await assert.rejects(create(suite, { phones: [suite.number(), ...phones] }), refused);
    const other = await create(suite);
    await assert.rejects(
      partiesOf(suite).update(other.id, { addPhone: there(phones[0]) }, suite.write()),
      refused,
    );
    assert.deepEqual(await partiesOf(suite).get(other.id), other);
  });

  it('changes what is given, and nothing else', async () => {
    const party = await create(suite);
    const phone = suite.number();
    const renamed = await partiesOf(suite).update(party.id, { name: 'Інше ім’я' }, suite.write());
    assert.deepEqual({ ...renamed, updatedAt: '' }, { ...party, name: 'Інше ім’я', updatedAt: '' });
    const reachable = await partiesOf(suite).update(party.id, { addPhone: phone }, suite.write());
    assert.deepEqual(reachable.phones, [...party.phones, phone]);
    assert.deepEqual(await partiesOf(suite).get(party.id), reachable);
    const again = await partiesOf(suite).update(party.id, { addPhone: phone }, suite.write());
    assert.deepEqual(again.phones, reachable.phones);
  });

  it('the same key changes once', async () => {
    const party = await create(suite);
    const options = suite.write();
    const first = await partiesOf(suite).update(party.id, { name: 'Раз' }, options);
    await partiesOf(suite).update(party.id, { name: 'Два' }, suite.write());
    assert.deepEqual(await partiesOf(suite).update(party.id, { name: 'Раз' }, options), first);
    assert.equal((await partiesOf(suite).get(party.id))?.name, 'Два');
  });

  it('who is not there cannot be changed', async () => {
    await assert.rejects(partiesOf(suite).update('nobody', { name: 'Ніхто' }, suite.write()), {
      code: 'not-found',
    });
  });
}

const CALL = Call.parse({
  id: 'call-1',
  direction: 'in',
  state: 'ended',
  endReason: 'completed',
  number: '+380671112233',
  startedAt: '2026-11-23T10:00:00.000Z',
  connectedAt: '2026-11-23T10:00:05.000Z',
  endedAt: '2026-11-23T10:01:05.000Z',
  durationSeconds: 60,
  comment: '',
  version: 3,
});

function communicationsTests({ describe, it }: SuiteRunner, suite: CrmSuite): void {
  const logged = async (callId: string): Promise<{ comment: string }[]> =>
    (await there(suite.setup.loggedCalls)()).filter((one) => one.callId === callId);

  describe('communications', () => {
    it('logs a call once, whatever the key', async () => {
      const { logCall } = there(suite.setup.crm.communications);
      const options = suite.write();
      await Promise.all([logCall(CALL, options), logCall(CALL, options)]);
      await logCall(CALL, suite.write());
      assert.equal((await logged(CALL.id)).length, 1);
    });

    it('takes what is known later', async () => {
      const { logCall, updateCall } = there(suite.setup.crm.communications);
      const call = { ...CALL, id: 'call-2' };
      await logCall(call, suite.write());
      await updateCall({ ...call, comment: 'Передзвонити', version: 4 }, suite.write());
      assert.deepEqual(
        (await logged(call.id)).map(({ comment }) => comment),
        ['Передзвонити'],
      );
    });
  });
}
