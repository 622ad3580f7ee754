/** The network and the vendor's limits: what goes wrong there is told in our words, and nothing secret comes out. */
import assert from 'node:assert/strict';
import { type ErrorCode, Party } from '@ringback/model';
import { AdapterError } from '../error.ts';
import { describe as inFull } from './crm-context.ts';
import { crmPart, type CrmRun } from './crm-run.ts';
import type { CrmConformance } from './crm-suite.ts';
import { there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

/** More than any adapter tries. */
const FOR_GOOD = 1000;
const MANY = 1000;
const ROWS = 10_000;
/** A page of 200 rows of a talkative host. */
const LONGEST_ANSWER = 1_500_000;

export function wireTests(runner: SuiteRunner, conformance: CrmConformance): void {
  const part = (name: string, body: (suite: CrmRun) => void) => crmPart(runner, name, conformance, body);
  const { capabilities } = conformance.manifest;
  part('limits', (suite) => limitTests(runner, suite));
  if (capabilities.includes('parties.list')) part('long lists', (suite) => longListTests(runner, suite));
  for (const fault of ['garbage', 'drop', 'hang'] as const) {
    part(`a wire with ${fault}`, (suite) =>
      faultTest(
        runner,
        suite,
        fault,
        { garbage: 'unavailable', drop: 'unavailable', hang: 'timeout' }[fault] as ErrorCode,
      ),
    );
  }
  part('errors of the host', (suite) => toldTests(runner, suite));
  part('trouble on the way', (suite) => troubleTests(runner, suite));
}

const lookup = (suite: CrmRun, number: string, signal?: AbortSignal) =>
  suite.run((crm) => there(crm.parties).findByPhone(number, signal ? { signal } : undefined));

function limitTests({ it }: SuiteRunner, suite: CrmRun): void {
  it(`${MANY} look-ups at once are all answered, and the host never has to refuse`, async () => {
    const numbers = await suite.harness.seed.many(MANY);
    const found = await suite.run((crm) =>
      Promise.all(numbers.map((number) => there(crm.parties).findByPhone(number))),
    );
    for (const [index, matches] of found.entries()) {
      assert.equal(matches.length, 1, numbers[index]);
      assert.ok(matches[0]?.party.phones.includes(there(numbers[index])));
    }
    assert.equal(there(suite.harness.wire).limited, 0);
  });
}

function longListTests({ it }: SuiteRunner, suite: CrmRun): void {
  it(`${ROWS} parties are read page by page, each once`, async () => {
    await suite.harness.seed.many(ROWS);
    const seen = new Set<string>();
    let rows = 0;
    let cursor: string | undefined;
    do {
      const page = await suite.run((crm) =>
        there(there(crm.parties).list)({ limit: 200, ...(cursor === undefined ? {} : { cursor }) }),
      );
      assert.ok(page.items.length <= 200);
      rows += page.items.length;
      for (const { id } of page.items) seen.add(id);
      cursor = page.next;
    } while (cursor !== undefined);
    assert.equal(seen.size, ROWS);
    assert.equal(rows, ROWS);
    assert.ok(there(suite.harness.wire).longestAnswer < LONGEST_ANSWER, 'one answer holds too much');
  });
}

async function refused(suite: CrmRun, code: ErrorCode): Promise<AdapterError> {
  const error = await lookup(suite, suite.number()).then(
    () => assert.fail(`"${code}" was expected, and the look-up was answered`),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AdapterError, `an AdapterError, not ${String(error)}`);
  assert.equal(error.code, code, error.message);
  assert.equal(error.system, suite.manifest.id);
  assert.ok(error.message.length > 10);
  assertNoSecret(suite, inFull(error), 'error');
  return error;
}

function assertNoSecret({ harness }: CrmRun, text: string, where: string): void {
  const secret = there(harness.secret);
  const forms = [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ];
  for (const form of forms) assert.ok(!text.includes(form), `the secret stands in the ${where}`);
}

function faultTest(
  { it }: SuiteRunner,
  suite: CrmRun,
  fault: 'garbage' | 'drop' | 'hang',
  code: ErrorCode,
): void {
  it(`is "${code}", and the next look-up works`, async () => {
    const wire = there(suite.harness.wire);
    wire.inject(fault, FOR_GOOD);
    await refused(suite, code);
    assert.ok(wire.requests.length < 20, 'it does not go on asking for ever');
    wire.heal();
    const number = suite.number();
    const id = await suite.seed({ phones: [number] });
    assert.equal((await lookup(suite, number))[0]?.party.id, id);
    assertNoSecret(suite, suite.harness.logged(), 'log');
  });
}

function toldTests({ it }: SuiteRunner, suite: CrmRun): void {
  it('each error that the host can tell has its code', async () => {
    const wire = there(suite.harness.wire);
    assert.ok(wire.tells.includes('unauthorized') && wire.tells.includes('unavailable'));
    for (const code of wire.tells) {
      wire.inject(code, FOR_GOOD);
      const error = await refused(suite, code);
      assert.equal(error.retryable, ['unavailable', 'timeout', 'rate-limited'].includes(code), code);
      wire.heal();
    }
    assertNoSecret(suite, suite.harness.logged(), 'log');
  });

  it('one refusal for being too many is waited out', async (test) => {
    const wire = there(suite.harness.wire);
    if (!wire.tells.includes('rate-limited'))
      return test.skip(`The host refuses nobody for being too many: ${suite.manifest.limits}`);
    const number = suite.number();
    const id = await suite.seed({ phones: [number] });
    wire.inject('rate-limited');
    assert.equal((await lookup(suite, number))[0]?.party.id, id);
  });

  it('says what is wrong with the credential', async () => {
    const wire = there(suite.harness.wire);
    wire.inject('unauthorized', FOR_GOOD);
    const report = await suite.run((crm) => crm.checkConnection());
    wire.heal();
    assert.equal(report.ok, false);
    assert.ok(report.findings.some(({ kind, hint }) => kind === 'credential' && hint.length > 10));
  });

  it('says that the host cannot be reached', async () => {
    const wire = there(suite.harness.wire);
    wire.inject('drop', FOR_GOOD);
    const report = await suite.run((crm) => crm.checkConnection());
    wire.heal();
    assert.equal(report.ok, false);
    assert.ok(report.findings.some(({ kind }) => kind === 'address'));
  });
}

function troubleTests({ it }: SuiteRunner, suite: CrmRun): void {
  it('fields that nobody knows change nothing', async () => {
    const number = suite.number();
    const id = await suite.seed({ name: 'Ганна', phones: [number] });
    const before = await lookup(suite, number);
    const wire = there(suite.harness.wire);
    wire.addUnknownFields(true);
    const after = await lookup(suite, number);
    wire.addUnknownFields(false);
    assert.deepEqual(after, before);
    assert.equal(after[0]?.party.id, id);
    Party.parse(there(after[0]).party);
  });

  it('a look-up that is called off ends at once, with the caller’s own reason', async () => {
    const wire = there(suite.harness.wire);
    wire.inject('hang', FOR_GOOD);
    const stop = new AbortController();
    const began = suite.harness.clock.now().getTime();
    const reason = new Error('the caller hung up');
    const asked = there(suite.harness.crm.parties).findByPhone(suite.number(), { signal: stop.signal });
    asked.catch(() => undefined);
    await suite.harness.clock.pass(10);
    stop.abort(reason);
    await assert.rejects(asked, (thrown: unknown) => thrown === reason);
    assert.ok(suite.harness.clock.now().getTime() - began < 1000);
    wire.heal();
  });

  if (suite.manifest.capabilities.includes('parties.write')) {
    it('an answer that was lost creates nobody twice', async () => {
      const wire = there(suite.harness.wire);
      const phone = suite.number();
      const input = { name: 'Загублена Відповідь', kind: suite.harness.kind, phones: [phone] };
      const options = suite.write();
      // Whichever of the adapter's requests it is that creates: each is lost once.
      for (let before = 0; before < 4; before += 1) {
        wire.heal();
        wire.skip(before);
        wire.inject('lost');
        const { create } = there(suite.harness.crm.parties);
        await suite.harness.clock.run(() => there(create)(input, options)).catch(() => undefined);
      }
      wire.heal();
      const party = await suite.run((crm) => there(there(crm.parties).create)(input, options));
      assert.deepEqual(
        (await lookup(suite, phone)).map((match) => match.party.id),
        [party.id],
      );
    });
  }

  it('nothing secret stands in the log', () => {
    assertNoSecret(suite, suite.harness.logged(), 'log');
  });
}
