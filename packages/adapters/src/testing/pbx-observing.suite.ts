/**
 * The conformance suite of a PBX that leads its calls itself: what it declares is there, and works. The world is played by its
 * simulator; `facts` is all that it has told so far, taken through `observe.receive`.
 */
import assert from 'node:assert/strict';
import type { Pbx, PbxCapability, PbxManifest } from '../pbx/contract.ts';
import { OBSERVING_CAPABILITIES, PBX_CAPABILITIES } from '../pbx/contract.ts';
import type { Fact, ObservedCall } from '../pbx/observed.ts';
import { there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';
import type { TestClock } from './virtual-clock.ts';

export interface ObservedWorldCall {
  /** Into the menu, where nobody has it yet. */
  wait(): void;
  ring(extension: string): void;
  answer(extension: string): void;
  hold(): void;
  resume(): void;
  press(key: string): void;
  /** The far side, of a call that we made. */
  answerFar(): void;
  hangUp(): void;
  /** By the keys of this colleague's own phone: he asks somebody, and puts his receiver down when he has asked. */
  consult(extension: string, to: string): void;
  connect(): void;
  /** Its audio is there, some time later. */
  store(recordingId: string, audio: Uint8Array): void;
  readonly ended: boolean;
  readonly played: readonly string[];
}

export interface ObservingSetup {
  pbx: Pbx;
  clock: TestClock;
  /** Two colleagues. */
  extensions: [string, string];
  incoming(from: string, tracked?: string): ObservedWorldCall;
  /** The newest call, whoever began it. */
  newest(): ObservedWorldCall;
  facts(): Promise<Fact[]>;
  /** A colleague hears of this number's visitor. */
  visit(number: string, source: string): void;
  /** Short messages that have left. */
  sent(): { to: string; text: string }[];
  /** A webhook request whose signature is wrong. */
  forged: { path: string; body: string };
}

const CALLER = '79161234567';
const AUDIO = new Uint8Array([1, 2, 3, 4]);

export function observingPbxSuite(
  { describe, it }: Pick<SuiteRunner, 'describe' | 'it'>,
  { manifest, setup }: { manifest: PbxManifest; setup: () => ObservingSetup },
): void {
  const declares = (capability: PbxCapability) => manifest.capabilities.includes(capability);

  describe(`${manifest.name} leads its calls itself`, () => {
    it('has what it declares, and declares what it has', () => {
      const { pbx } = setup();
      assert.deepEqual(pbx.manifest, manifest);
      for (const capability of PBX_CAPABILITIES) {
        if (capability === 'replaces' || capability === 'dtmf') continue;
        assert.equal(pbx[capability] !== undefined, declares(capability), capability);
      }
      assert.ok(declares('observe'), 'who leads calls tells of them');
      assert.ok(OBSERVING_CAPABILITIES.every((one) => one !== 'observe' || declares(one)));
    });

    it('a call from the world is told from its beginning to its end', async () => {
      const world = setup();
      const [first, second] = world.extensions;
      const call = world.incoming(CALLER);
      call.wait();
      assert.deepEqual(phaseOf(await seen(world)), ['in', 'ringing', `+${CALLER}`, []]);
      call.ring(first);
      call.ring(second);
      assert.deepEqual(phaseOf(await seen(world)), ['in', 'ringing', `+${CALLER}`, [first, second]]);
      await world.clock.pass(5000);
      call.answer(second);
      const talk = await seen(world);
      assert.deepEqual([talk.phase, talk.extension, talk.rings], ['connected', second, []]);
      call.hold();
      assert.equal((await seen(world)).phase, 'held');
      call.resume();
      await world.clock.pass(30_000);
      call.hangUp();
      const { phase, end, startedAt, connectedAt, endedAt } = await seen(world);
      assert.deepEqual([phase, end], ['ended', { reason: 'completed', abandoned: false }]);
      assert.equal(Date.parse(there(connectedAt)) - Date.parse(startedAt), 5000);
      assert.equal(Date.parse(there(endedAt)) - Date.parse(there(connectedAt)), 30_000);
    });

    it('a caller who gives up was missed, and those at whom it rang are known', async () => {
      const world = setup();
      const call = world.incoming(CALLER);
      call.ring(world.extensions[0]);
      call.hangUp();
      const { end, rung, extension, connectedAt } = await seen(world);
      assert.deepEqual(end, { reason: 'missed', abandoned: true });
      assert.deepEqual([rung, extension, connectedAt], [[world.extensions[0]], undefined, undefined]);
    });

    it('order and repetition make no difference', async () => {
      const world = setup();
      const call = world.incoming(CALLER);
      call.wait();
      call.ring(world.extensions[0]);
      call.answer(world.extensions[0]);
      call.press('1');
      call.hangUp();
      const facts = await world.facts();
      const { sum } = there(world.pbx.observe);
      const expected = sum(facts);
      assert.deepEqual(sum(facts.toReversed()), expected);
      assert.deepEqual(
        sum([...facts, ...facts].sort((a, b) => (a.mark < b.mark ? -1 : 1)).filter(once)),
        expected,
      );
      assert.equal(expected?.pressed, '1');
      assert.equal(new Set(facts.map(({ mark }) => mark)).size, facts.length, 'each fact has its own mark');
    });

    it('what is not signed is refused, and what cannot be read too', async () => {
      const { pbx, forged } = setup();
      await assert.rejects(there(pbx.observe).receive(forged), { code: 'forbidden' });
      await assert.rejects(there(pbx.observe).receive({ path: forged.path, body: 'no form' }), {
        code: 'forbidden',
      });
    });

    if (declares('pair')) pairTests(it, setup);
    if (declares('hangup'))
      it('a call is hung up by command', async () => {
        const world = setup();
        const call = world.incoming(CALLER);
        call.ring(world.extensions[0]);
        const [leg] = (await seen(world)).legs;
        await run(world, () => there(world.pbx.hangup).leg(there(leg).legId));
        assert.ok(call.ended);
      });
    if (declares('transfer'))
      it('a talk is given to a colleague', async () => {
        const world = setup();
        const [first, second] = world.extensions;
        const call = world.incoming(CALLER);
        call.ring(first);
        call.answer(first);
        const legId = there((await seen(world)).legs[0]).legId;
        await run(world, () => there(world.pbx.transfer).blind({ legId, to: second, by: first }));
        call.answer(second);
        assert.equal((await seen(world)).extension, second);
      });
    if (declares('transfer')) consultationTests(it, setup);
    if (declares('hold'))
      it('a far side is put on hold by command', async () => {
        const world = setup();
        const { legId, by } = await talk(world);
        await run(world, () => there(world.pbx.hold).on({ legId, by }));
        assert.equal((await seen(world)).phase, 'held');
      });
    if (declares('message')) messageTests(it, setup);
    if (declares('route'))
      it('a caller who waits is sent to a colleague', async () => {
        const world = setup();
        const call = world.incoming(CALLER);
        call.wait();
        const leg = there((await seen(world)).legs[0]);
        assert.equal(leg.place, 'waiting');
        await run(world, () => there(world.pbx.route).to({ legId: leg.legId, to: world.extensions[1] }));
        assert.deepEqual((await seen(world)).rings, [world.extensions[1]]);
      });
    if (declares('announce'))
      it('an audio file of the PBX is played', async () => {
        const world = setup();
        const call = world.incoming(CALLER);
        call.wait();
        const { legId } = there((await seen(world)).legs[0]);
        await run(world, () => there(world.pbx.announce).play({ legId, audioId: '1000237176' }));
        assert.deepEqual(call.played, ['1000237176']);
      });
    if (declares('recordings')) recordingTests(it, setup);
    if (declares('history'))
      it('what nobody heard is filled in from its history', async () => {
        const world = setup();
        const from = world.clock.now();
        const call = world.incoming(CALLER);
        call.ring(world.extensions[0]);
        call.answer(world.extensions[0]);
        await world.clock.pass(60_000);
        call.hangUp();
        const heard = await seen(world);
        await world.clock.pass(60_000);
        const history = there(world.pbx.history);
        const facts = await run(world, () => history.read({ from, to: world.clock.now() }));
        const read = there(there(world.pbx.observe).sum(facts));
        for (const key of [
          'direction',
          'phase',
          'number',
          'line',
          'extension',
          'startedAt',
          'connectedAt',
          'endedAt',
        ] as const)
          assert.equal(read[key], heard[key], key);
        const again = await run(world, () => history.read({ from, to: world.clock.now() }));
        assert.deepEqual(again, facts, 'and is the same when it is read again');
      });
    if (declares('employees'))
      it('tells its employees', async () => {
        const world = setup();
        const employees = await run(world, () => there(world.pbx.employees).list());
        assert.deepEqual(employees.map(({ extension }) => extension).sort(), [...world.extensions].sort());
      });
    if (declares('tracking'))
      it('tells what brought the visitor behind a number', async () => {
        const world = setup();
        world.visit('+74990000001', 'yandex');
        const call = world.incoming(CALLER, '74990000001');
        call.wait();
        const { trackedNumber } = await seen(world);
        const { behind } = there(world.pbx.tracking);
        assert.equal((await run(world, () => behind(there(trackedNumber))))?.touch.source, 'yandex');
        assert.equal(await run(world, () => behind('+74990000002')), undefined);
      });
  });
}

type Setup = () => ObservingSetup;
type It = SuiteRunner['it'];

function pairTests(it: It, setup: Setup): void {
  it('a colleague is rung first, and then the number; both carry the command', async () => {
    const world = setup();
    const [extension] = world.extensions;
    const input = { commandId: 'command-1', extension, number: `+${CALLER}` };
    await run(world, () => there(world.pbx.pair).call(input));
    const call = world.newest();
    const rings = await seen(world);
    assert.deepEqual([rings.direction, rings.phase, rings.commands], ['out', 'ringing', ['command-1']]);
    call.answer(extension);
    assert.equal((await seen(world)).phase, 'ringing', 'the other side is not there yet');
    call.answerFar();
    const talk = await seen(world);
    assert.deepEqual(
      [talk.direction, talk.phase, talk.extension, talk.number],
      ['out', 'connected', extension, `+${CALLER}`],
    );
  });

  it('a command that fails says why', async () => {
    const world = setup();
    const input = { commandId: 'command-2', extension: '999', number: `+${CALLER}` };
    await assert.rejects(
      run(world, () => there(world.pbx.pair).call(input)),
      { code: 'not-found' },
    );
  });
}

/** The first of them talks with the caller. */
async function talk(world: ObservingSetup) {
  const [by, to] = world.extensions;
  const call = world.incoming(CALLER);
  call.ring(by);
  call.answer(by);
  const { legId } = there((await seen(world)).legs[0]);
  return { call, legId, by, to };
}

function consultationTests(it: It, setup: Setup): void {
  it('a colleague is asked first, while the far side waits, and then given the talk', async () => {
    const world = setup();
    const { call, legId, by, to } = await talk(world);
    const transfer = there(world.pbx.transfer);
    await run(world, () => transfer.consult({ legId, to, by }));
    const asks = await seen(world);
    assert.deepEqual([asks.phase, asks.extension, asks.rings], ['held', by, [to]]);
    const asked = there(asks.consultation);
    assert.deepEqual([asked.by, asked.extension, asked.answered], [by, to, false]);
    await assert.rejects(
      run(world, () => transfer.connect(asked)),
      { code: 'conflict' },
    );
    call.answer(to);
    const answered = await seen(world);
    assert.deepEqual([answered.phase, answered.extension], ['held', by], 'he is asked, and has not got it');
    assert.ok(answered.consultation?.answered);
    await run(world, () => transfer.connect(there(answered.consultation)));
    const given = await seen(world);
    assert.deepEqual([given.phase, given.extension, given.consultation], ['connected', to, undefined]);
    assert.equal(given.number, `+${CALLER}`);
  });

  it('a consultation is given up, and the talk goes on', async () => {
    const world = setup();
    const { call, legId, by, to } = await talk(world);
    const { consult, cancel } = there(world.pbx.transfer);
    await run(world, () => consult({ legId, to, by }));
    call.answer(to);
    await run(world, async () => cancel(there((await seen(world)).consultation)));
    const { phase, extension, consultation } = await seen(world);
    assert.deepEqual([phase, extension, consultation], ['connected', by, undefined]);
  });

  it('a number of the world can be asked, and the command that ends its leg goes back too', async () => {
    const world = setup();
    const { legId, by } = await talk(world);
    await run(world, () => there(world.pbx.transfer).consult({ legId, to: '+74955404444', by }));
    const asked = there((await seen(world)).consultation);
    assert.deepEqual([asked.number, asked.extension], ['+74955404444', undefined]);
    await run(world, () => there(world.pbx.hangup).leg(asked.legId));
    const { phase, extension, number } = await seen(world);
    assert.deepEqual([phase, extension, number], ['connected', by, `+${CALLER}`]);
  });

  it('what is done by the keys of a phone is told in the same way', async () => {
    const world = setup();
    const { call, by, to } = await talk(world);
    call.consult(by, to);
    call.answer(to);
    assert.equal((await seen(world)).consultation?.answered, true);
    call.connect();
    assert.equal((await seen(world)).extension, to);
    call.hangUp();
    assert.deepEqual((await seen(world)).end, { reason: 'completed', abandoned: false });
  });
}

function messageTests(it: It, setup: Setup): void {
  const message = { messageId: 'message-1', number: `+${CALLER}`, text: 'Мы перезвоним в 15:00.' };

  it('a short message is sent in the name of a colleague', async () => {
    const world = setup();
    const [extension] = world.extensions;
    await run(world, () => there(world.pbx.message).send({ ...message, extension }));
    assert.deepEqual(world.sent(), [{ to: CALLER, text: message.text }]);
  });

  it('a message that is empty, or too long, does not leave', async () => {
    const world = setup();
    const [extension] = world.extensions;
    for (const text of [' ', 'я'.repeat(269), 'a'.repeat(613)])
      await assert.rejects(
        run(world, () => there(world.pbx.message).send({ ...message, extension, text })),
        { code: 'invalid' },
      );
    assert.deepEqual(world.sent(), []);
  });
}

function recordingTests(it: It, setup: Setup): void {
  it('records by command, and the audio can be fetched when it is there', async () => {
    const world = setup();
    const [extension] = world.extensions;
    const call = world.incoming(CALLER);
    call.ring(extension);
    call.answer(extension);
    const recordings = there(world.pbx.recordings);
    const { legId } = there((await seen(world)).legs[0]);
    await run(world, () => recordings.start({ legId, extension }));
    const [begun] = (await seen(world)).recordings;
    assert.equal(begun?.state, 'on');
    call.hangUp();
    assert.equal((await seen(world)).recordings[0]?.state, 'saving');
    const { recordingId } = there(begun);
    call.store(recordingId, AUDIO);
    assert.equal((await seen(world)).recordings[0]?.state, 'ready');
    const { body } = await run(world, () => recordings.fetch(recordingId));
    assert.deepEqual(new Uint8Array(await new Response(body).arrayBuffer()), AUDIO);
  });

  it('has no audio of a recording that it does not know', async () => {
    const world = setup();
    await assert.rejects(
      run(world, () => there(world.pbx.recordings).fetch('nobody')),
      { code: 'not-found' },
    );
  });
}

async function seen(world: ObservingSetup): Promise<ObservedCall> {
  const facts = await world.facts();
  const last = facts.at(-1)?.conversation;
  const call = there(world.pbx.observe).sum(facts.filter(({ conversation }) => conversation === last));
  return there(call);
}

const run = <T>(world: ObservingSetup, work: () => Promise<T>) => world.clock.run(work);

const phaseOf = ({ direction, phase, number, rings }: ObservedCall) => [direction, phase, number, rings];

const once = (fact: Fact, index: number, all: Fact[]) =>
  all.findIndex(({ mark }) => mark === fact.mark) === index;
