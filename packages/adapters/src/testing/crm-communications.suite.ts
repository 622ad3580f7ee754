/** Calls in the host's history: once, with what comes later, and with nobody's text overwritten. */
import assert from 'node:assert/strict';
import { Call, Communication } from '@ringback/model';
import type { CallLogEntry, CommunicationsGroup } from '../crm/contract.ts';
import type { LoggedCall } from './crm-harness.ts';
import type { CrmRun } from './crm-run.ts';
import { there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

export function aCall(id: string, more: Partial<Call> = {}): Call {
  return Call.parse({
    id,
    direction: 'in',
    state: 'ended',
    endReason: 'completed',
    number: '+380671112233',
    line: '+380441234567',
    agent: { id: 'olena', name: 'Олена Бондар' },
    startedAt: '2026-11-23T10:00:00.000Z',
    connectedAt: '2026-11-23T10:00:05.000Z',
    endedAt: '2026-11-23T10:01:05.000Z',
    durationSeconds: 60,
    comment: '',
    version: 3,
    ...more,
  });
}

const AGENT = { id: 'olena', name: 'Олена Бондар', extension: '101' };
const RECORDING = {
  url: 'https://calls.example/recordings/1',
  fileName: 'call.mp3',
  read: async () => new TextEncoder().encode('ID3 a recording'),
};

export function communicationsTests(runner: SuiteRunner, suite: CrmRun): void {
  const can = (name: (typeof suite.manifest.capabilities)[number]) =>
    suite.manifest.capabilities.includes(name);
  const group = <T>(work: (communications: Required<CommunicationsGroup>) => Promise<T>): Promise<T> =>
    suite.run((crm) => work(there(crm.communications) as Required<CommunicationsGroup>));
  const hosted = async (callId: string): Promise<readonly LoggedCall[]> =>
    (await there(suite.harness.host.loggedCalls)()).filter((one) => one.callId === callId);
  const entry = (call: Call, more: Partial<CallLogEntry> = {}): CallLogEntry => ({
    call,
    agent: AGENT,
    ...more,
  });
  const { it } = runner;

  it('logs a call once to its customer, whatever is repeated', async () => {
    const partyId = await suite.seed();
    const options = suite.write();
    const logged = entry(aCall('call-1'), { partyId });
    await group(({ logCall }) => Promise.all([logCall(logged, options), logCall(logged, options)]));
    await group(({ logCall }) => logCall(logged, suite.write()));
    const elsewhere = there(suite.harness.another().communications);
    await suite.harness.clock.run(() => elsewhere.logCall(logged, suite.write()));
    assert.deepEqual(
      (await hosted('call-1')).map(({ partyIds }) => partyIds),
      [[partyId]],
    );
  });

  it('a call of a number that several have is nobody’s until somebody says whose', async () => {
    const number = suite.number();
    const both = [await suite.seed({ phones: [number] }), await suite.seed({ phones: [number] })];
    const call = aCall('call-2', { number });
    await group(({ logCall }) => logCall(entry(call), suite.write()));
    for (const one of await hosted('call-2')) assert.deepEqual(one.partyIds, []);
    const partyId = there(both[0]);
    await group(({ updateCall }) => updateCall(entry({ ...call, version: 4 }, { partyId }), suite.write()));
    const now = await hosted('call-2');
    assert.deepEqual(
      now.map(({ partyIds }) => partyIds),
      [[partyId]],
    );
  });

  it('takes a comment and a recording that come later', async () => {
    const partyId = await suite.seed();
    const call = aCall('call-3');
    await group(({ logCall }) => logCall(entry(call, { partyId }), suite.write()));
    const commented = { ...call, comment: 'Передзвонити завтра 🙂', version: 4 };
    await group(({ updateCall }) => updateCall(entry(commented, { partyId }), suite.write()));
    const recorded = { ...commented, version: 5 };
    await group(({ updateCall }) =>
      updateCall(entry(recorded, { partyId, recording: RECORDING }), suite.write()),
    );
    const [one, ...others] = await hosted('call-3');
    assert.deepEqual(others, []);
    assert.match(there(one).text, /Передзвонити завтра 🙂/u);
    assert.equal(one?.recorded, true);
  });

  it('says what brought the caller, once, beside what the agent writes', async () => {
    const partyId = await suite.seed();
    const touch = {
      source: 'google',
      medium: 'cpc',
      campaign: 'spring',
      content: 'banner-2',
      term: 'oak lamp',
    };
    const call = aCall('call-12', { source: { by: 'request', first: touch, last: touch } });
    await group(({ logCall }) => logCall(entry(call, { partyId }), suite.write()));
    const later = { ...call, comment: 'Хоче дубову', version: 4 };
    await group(({ updateCall }) => updateCall(entry(later, { partyId }), suite.write()));
    const { text } = there((await hosted('call-12'))[0]);
    assert.equal(text.split('google / cpc / spring / banner-2 / oak lamp').length, 2);
    assert.match(text, /Хоче дубову/);
  });

  it('logs what was not logged when the later word comes first', async () => {
    const partyId = await suite.seed();
    const call = aCall('call-4', { comment: 'Прийшло першим', version: 4 });
    await group(({ updateCall }) => updateCall(entry(call, { partyId }), suite.write()));
    await group(({ logCall }) =>
      logCall(entry({ ...call, comment: '', version: 3 }, { partyId }), suite.write()),
    );
    const [one, ...others] = await hosted('call-4');
    assert.deepEqual(others, []);
    assert.match(there(one).text, /Прийшло першим/);
  });

  it('never overwrites what a person wrote in the host', async () => {
    const partyId = await suite.seed();
    const call = aCall('call-5', { comment: 'Перше' });
    await group(({ logCall }) => logCall(entry(call, { partyId }), suite.write()));
    await there(suite.harness.host.editCallText)('call-5', 'Дописано людиною');
    const later = { ...call, comment: 'Друге', version: 4 };
    await group(({ updateCall }) => updateCall(entry(later, { partyId }), suite.write()));
    const [one] = await hosted('call-5');
    assert.match(there(one).text, /Дописано людиною/);
    assert.match(there(one).text, /Друге/);
  });

  it('a missed call is logged as well', async () => {
    const partyId = await suite.seed();
    const {
      connectedAt: _never,
      agent: _nobody,
      ...missed
    } = aCall('call-6', { endReason: 'missed', durationSeconds: 0 });
    await group(({ logCall }) => logCall({ call: missed, partyId }, suite.write()));
    assert.equal((await hosted('call-6')).length, 1);
  });

  if (can('deals')) {
    it('stands on the deal’s card too', async () => {
      const partyId = await suite.seed();
      const dealId = await there(suite.harness.seed.deal)({ title: 'Кухня', partyId });
      await group(({ logCall }) =>
        logCall(entry(aCall('call-7'), { partyId, dealIds: [dealId] }), suite.write()),
      );
      assert.deepEqual((await hosted('call-7'))[0]?.dealIds, [dealId]);
    });
  }
  if (can('communications.list')) historyTests(runner, suite, group);
  if (can('communications.comment')) {
    it('leaves a note on a record once', async () => {
      const id = await suite.seed();
      const options = suite.write();
      const note = () => group(({ comment }) => comment({ kind: 'party', id }, 'Любить каву ☕', options));
      await note();
      await note();
      assert.deepEqual(await there(suite.harness.host.comments)(id), ['Любить каву ☕']);
    });
  }
  if (can('communications.announce')) {
    it('raises the host’s own card, and logs that call once all the same', async () => {
      const partyId = await suite.seed();
      const {
        endedAt: _later,
        endReason: _unknown,
        ...live
      } = aCall('call-8', { state: 'ringing', version: 1, durationSeconds: 0 });
      await group(({ announce }) => announce(entry(live, { partyId }), ['1'], suite.write()));
      const told = await there(suite.harness.host.announced)();
      assert.deepEqual(
        told.map(({ callId = 'call-8', userIds }) => [callId, userIds]),
        [['call-8', ['1']]],
      );
      await group(({ logCall }) => logCall(entry(aCall('call-8'), { partyId }), suite.write()));
      assert.equal((await hosted('call-8')).length, 1);
    });
  }
}

function historyTests(
  { it }: SuiteRunner,
  suite: CrmRun,
  group: <T>(work: (communications: Required<CommunicationsGroup>) => Promise<T>) => Promise<T>,
): void {
  it('tells the customer’s history, newest first, and nobody else’s', async () => {
    const [partyId, other] = [await suite.seed(), await suite.seed()];
    for (const [index, id] of ['call-h1', 'call-h2', 'call-h3'].entries()) {
      const startedAt = `2026-11-2${index}T10:00:00.000Z`;
      const call = aCall(id, {
        startedAt,
        connectedAt: startedAt,
        endedAt: startedAt,
        comment: `Розмова ${index}`,
      });
      const to = index === 2 ? other : partyId;
      await group(({ logCall }) => logCall({ call, agent: AGENT, partyId: to }, suite.write()));
    }
    const { items } = await group(({ list }) => list({ partyId }));
    for (const one of items) Communication.parse(one);
    const calls = items.filter(({ kind }) => kind === 'call');
    assert.deepEqual(
      calls.map(({ callId, partyId: whose }) => [callId, whose]),
      [
        ['call-h2', partyId],
        ['call-h1', partyId],
      ],
    );
    assert.match(there(calls[0]).text, /Розмова 1/);
    assert.equal(calls[0]?.direction, 'in');
    assert.equal(calls[0]?.durationSeconds, 60);
  });
}
